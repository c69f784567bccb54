"""How the installation does: what lags, what stands still and what to do about it, how old the evidence is."""

import math
from typing import Any, Final
from urllib.parse import urlencode

from services.auth import may
from services.http.lateness import late
from services.pages.page import Reply, Shown, page
from services.pages.platform import place_names
from services.pages.steps import Prepared, step
from services.pages.visit import Visit
from services.words import watching as words

_HEALTH: Final = "/platform/health"


@page("GET", _HEALTH, "health", policy=may("platform.found"), section="health")
async def health(visit: Visit) -> Reply:
    """Whether it serves, how far ledgers lag, what stands still, and what should be looked at."""
    found = await visit.read("readHealth")
    seen = found.seen
    codes = [*found.readiness.warnings, *late(seen)]
    lags = seen.lag_events or {}
    oldest = seen.oldest_seconds or {}
    values = {
        "infinity": math.inf,
        "found": found,
        "seen": seen,
        "words": words,
        "warnings": [words.WARNINGS.get(code, code) for code in dict.fromkeys(codes)],
        "retried": words.RETRIED.get(visit.query.get("retried", "")),
        "lags": [
            (words.LEDGERS.get(name, name), name, events, int(oldest.get(name, 0)))
            for name, events in sorted(lags.items(), key=lambda item: (-item[1], item[0]))
        ],
        "names": await place_names(visit) if seen.parked else {},
    }
    return Shown(template="platform/health.html", values=values)


async def _retrying(visit: Visit) -> Prepared:
    names = await place_names(visit)
    unit = names.get(visit.ids["unit_id"], visit.ids["unit_id"])
    ledger = words.LEDGERS.get(visit.ids["projection"], visit.ids["projection"])
    return Prepared(values={"note": f"{unit}，{ledger}。只重算这一本台账，不改动任何记录。"})


def _afterwards(_visit: Visit, retried: Any) -> str:  # noqa: ANN401 # ParkedRetried
    return f"{_HEALTH}?{urlencode({'retried': 'again' if retried.is_parked else 'ok'})}"


step(
    "/platform/parked/{unit_id}/{projection}/retry",
    "retryParked",
    leads=_afterwards,
    section="health",
    prepare=_retrying,
    template="books/noted_step.html",
    back=_HEALTH,
)
