"""个人信息: notices and consents, who looked at what in clear, and erasures from their request to the last day."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final, NamedTuple

from domain.officers import APPROVING
from services.auth import may
from services.erasure import ErasureRow
from services.pages.asked import signing
from services.pages.page import Reply, Shown, page
from services.pages.reveals import called
from services.pages.steps import Prepare, Prepared, step
from services.pages.visit import Visit

_UNION: Final = "/unions/{union_id}"
_ERASURE: Final = f"{_UNION}/members/{{member_id}}/erasure"
_NOTICES: Final = f"{_UNION}/privacy-notices"
_SECTION: Final = "privacy"
_ASKING: Final = (*sorted(APPROVING), "handler", "reviewer", "group_leader")
"""Offices that may take down a request."""
_PEOPLE: Final = 50
"""Erasures with a masked name beside them; of more only the state is told."""


class Erasure(NamedTuple):
    """An erasure, whose it is as far as it may be shown, and what may be done next."""

    row: ErasureRow
    name: str | None
    steps: tuple[tuple[str, str], ...]


@page("GET", f"{_UNION}/privacy", "privacy", policy=may("privacy.read"), section=_SECTION)
async def privacy(visit: Visit) -> Reply:
    """Everything that is recorded about how personal data are handled."""
    listed = await visit.read("listErasures")
    values = {
        "notices": (await visit.read("listPrivacyNotices")).rows,
        "erasures": [
            await _erasure(visit, row, named=place < _PEOPLE)
            for place, row in enumerate(listed.rows)
        ],
        "viewings": await visit.read("listViewings", limit=20),
        "called": called,
    }
    return Shown(template="people/privacy.html", values=values)


async def _erasure(visit: Visit, row: ErasureRow, *, named: bool) -> Erasure:
    name = None
    if named and visit.can("readMember"):
        view = await visit.read("readMember", {"member_id": row.subject_id})
        name = view.member.person.name
    return Erasure(row, name, _next(row))


def _next(row: ErasureRow) -> tuple[tuple[str, str], ...]:
    asked = row.stage == "requested"
    steps = (
        ("approveErasure", "/approve", asked),
        ("refuseErasure", "/refuse", asked),
        ("releaseHold", "/release", row.holds > 0),
    )
    return tuple((operation_id, path) for operation_id, path, is_open in steps if is_open)


@page("GET", f"{_UNION}/viewings", "viewings", policy=may("privacy.read"), section=_SECTION)
async def viewings(visit: Visit) -> Reply:
    """查阅记录, newest first."""
    before = visit.query.get("before")
    seen = await visit.read("listViewings", limit=100, before=before)
    values = {"seen": seen, "is_first": not before, "called": called}
    return Shown(template="people/viewings.html", values=values)


@page("GET", _NOTICES, "privacy_notices", policy=may("privacy.read"), section=_SECTION)
async def privacy_notices(visit: Visit) -> Reply:
    """Every version of the union's notices with its text."""
    rows = (await visit.read("listPrivacyNotices")).rows
    ordered = sorted(rows, key=lambda row: (not row.in_force, -_ordinal(row.valid_from)))
    return Shown(template="people/privacy_notices.html", values={"rows": ordered})


def _ordinal(day: date) -> int:
    return day.toordinal()


async def _publishing(visit: Visit) -> Prepared:
    """A version holds from today on; its number is the next of the year."""
    today = visit.parts.today()
    rows = (await visit.read("listPrivacyNotices")).rows
    numbers = {row.version for row in rows}
    free = next(n for n in range(1, len(numbers) + 2) if f"{today.year}-{n}" not in numbers)
    return Prepared(texts={"version": [f"{today.year}-{free}"], "valid_from": [today.isoformat()]})


def _signed(offices: Collection[str], **texts: str) -> Prepare:
    """Return what prepares a step of an erasure: whose it is, how far it has come, who may sign."""

    async def prepare(visit: Visit) -> Prepared:
        view = await visit.read("readMember")
        row = await _row(visit)
        first: Mapping[str, list[str]] = {name: [text] for name, text in texts.items()}
        return await signing(
            visit,
            {"officer_id": sorted(offices)},
            texts=dict(first),
            version=None if row is None else row.version,
            values={"member": view.member, "erasure": row},
        )

    return prepare


async def _row(visit: Visit) -> ErasureRow | None:
    if not visit.can("listErasures"):
        return None
    rows = (await visit.read("listErasures")).rows
    return next((one for one in rows if str(one.subject_id) == visit.ids["member_id"]), None)


def _step(path: str, operation_id: str, prepare: Prepare) -> None:
    step(
        _ERASURE + path,
        operation_id,
        leads="/privacy",
        section=_SECTION,
        prepare=prepare,
        template="people/erasure_step.html",
    )


_step("", "requestErasure", _signed(_ASKING, basis="requested"))
_step("/approve", "approveErasure", _signed(APPROVING))
_step("/refuse", "refuseErasure", _signed(APPROVING))
_step("/hold", "holdRecords", _signed(APPROVING))
_step("/release", "releaseHold", _signed(APPROVING))
step(
    f"{_NOTICES}/new",
    "publishPrivacyNotice",
    leads="/privacy-notices",
    section=_SECTION,
    prepare=_publishing,
)
