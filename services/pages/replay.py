"""两个时点: a ledger as it was known and dated at two moments, with the difference line by line down to events."""

from datetime import date
from typing import Any, Final

from services.auth import may
from services.exporters.difference import LedgerDifference
from services.exporters.ledgers.registry import LEDGER_NUMBERS
from services.http.books import HeadView
from services.http.problems import Problem
from services.pages.forms import Choices
from services.pages.page import Reply, Shown, page
from services.pages.reading_forms import day_of, month_of
from services.pages.reasons import said
from services.pages.tried import tried
from services.pages.visit import Visit
from services.words.ledgers import LEDGER_WORDS

_SECTION: Final = "replay"
_LEDGERS: Final[Choices] = [
    (number, f"{number} {LEDGER_WORDS[number].title}") for number in LEDGER_NUMBERS
]
_USUAL: Final = "L10"
_ASKED_AMISS: Final = (404, 409, 422)
_SIDES: Final = (("", "甲"), ("to_", "乙"))


@page("GET", "/unions/{union_id}/replay", "replay", policy=may("evidence.read"), section=_SECTION)
async def replay(visit: Visit) -> Reply:
    """Two states of a ledger: each of a business date, as known at a position."""
    head: HeadView = await visit.read("readHead")
    today = visit.parts.today()
    asked = _asked(visit, today, head.position)
    found: LedgerDifference | None = None
    fault = ""
    if "ledger" in visit.query:
        call = visit.read("compareLedger", {"ledger": asked["ledger"]}, **_query(asked))
        answered: LedgerDifference | Problem = await tried(call)
        if isinstance(answered, Problem):
            fault = _said(answered)
        else:
            found = answered
    values = {
        "head": head,
        "asked": asked,
        "ledgers": _LEDGERS,
        "sides": _SIDES,
        "found": found,
        "fault": fault,
        "events": {} if found is None else {one.position: one for one in found.events},
        "is_dated": found is not None and found.first.as_of != found.second.as_of,
    }
    return Shown(template="audit/replay.html", values=values, status=422 if fault else 200)


def _asked(visit: Visit, today: date, last: int) -> dict[str, str]:
    """Return what the address asks for. A number that was typed goes before the slider beside it."""
    query = visit.query
    year = query.get("year", "") or str(today.year)
    asked = {
        "ledger": query.get("ledger", _USUAL),
        "year": year,
        "month": month_of(query.get("month", "")),
        "account": query.get("account", ""),
    }
    for begin, _ in _SIDES:
        typed = query.get(f"{begin}known_at_typed", "")
        asked[f"{begin}as_of"] = day_of(query.get(f"{begin}as_of", ""))
        asked[f"{begin}known_at"] = typed or query.get(f"{begin}known_at", "") or str(last)
    return asked


def _query(asked: dict[str, str]) -> dict[str, Any]:
    return {name: text for name, text in asked.items() if name != "ledger"}


def _said(problem: Problem) -> str:
    """Return why two states cannot be compared, to be said beside the form; raises what is not about them."""
    if problem.status not in _ASKED_AMISS:
        raise problem
    codes = [fault.code for fault in problem.faults] or [problem.code]
    return " ".join(said(code) for code in codes)
