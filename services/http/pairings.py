"""一帮一: a cadre stands by a household, with a target and a term (domain.md 5.7, L18)."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from domain.household import aggregate as household
from domain.ids import HouseholdId, OfficerId, PairingId
from domain.pairing import aggregate as pairing
from domain.pairing.commands import EndPairing, ReviewPairing, StartPairing
from domain.pairing.events import PairingOutcome, Progress
from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered, Body, Text
from services.http.hardship_form import Findings
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.problems import Problem
from services.http.steps import command_of, take
from services.http.writing import Written
from services.reads.pairings import PairingRow

_PAIRINGS = "/v1/unions/{union_id}/pairings"
_PAIRING = f"{_PAIRINGS}/{{pairing_id}}"
_OFFICER = "01959000-0000-7000-8000-000000000009"


class PairingWritten(Written, frozen=True, kw_only=True):
    pairing_id: UUID


class Target(Body, frozen=True, kw_only=True):
    """帮扶目标, 措施 and the income to reach, per head and month."""

    goal: Text
    measures: Text | None = None
    target_income_fen: Annotated[int, Meta(ge=0, le=10**12)] | None = None


class PairingStart(Body, frozen=True, kw_only=True):
    """`due_on` is the 限期."""

    occurred_on: date
    cadre_id: OfficerId
    household_id: HouseholdId
    target: Target
    due_on: date


class PairingReview(Body, frozen=True, kw_only=True):
    """检查指导, 跟踪问效; `due_on` sets the term anew."""

    occurred_on: date
    progress: Progress
    reviewer_id: OfficerId
    details: Findings
    due_on: date | None = None


class PairingEnd(Body, frozen=True, kw_only=True):
    occurred_on: date
    outcome: PairingOutcome
    officer_id: OfficerId


class PairingView(Answered, frozen=True, kw_only=True):
    position: int
    version: int
    pairing: PairingRow


async def _householder(asking: Asking, household_id: UUID | None) -> UUID:
    """Return for whom the target is sealed: 先建档, so there is a file."""
    if household_id is not None:
        states = await asking.parts.desk.read_states(asking.tenant_id, [household_id])
        known = states.of(household_id, household.State).householder_id
        if known is not None:
            return known
    raise Problem("pairing.no_household_file")


@operation(
    "POST",
    _PAIRINGS,
    "startPairing",
    tag="aid",
    policy=may("aid.request"),
    answer=PairingWritten,
    writes=True,
    status=201,
    refusals=(
        "pairing.no_household_file",
        "pairing.file_closed",
        "pairing.due_before_it_begins",
        "pairing.office_not_held",
        "pairing.with_oneself",
        "store.claim_taken",
    ),
    example={
        "occurred_on": "2026-03-01",
        "cadre_id": _OFFICER,
        "household_id": "01959000-0000-7000-8000-000000000003",
        "target": {"goal": "家庭人均收入高于低保标准", "measures": "介绍公益岗位"},
        "due_on": "2026-12-31",
    },
)
async def start_pairing(asking: Asking, body: PairingStart) -> Answer:
    """结对: one cadre at a time stands by a household."""
    pairing_id = uuid5(asking.command_id, "pairing")
    about = await _householder(asking, body.household_id)
    command = await command_of(
        asking, StartPairing, body, about=about, pairing_id=PairingId(pairing_id)
    )
    ids = {"pairing_id": pairing_id}
    return await take(
        asking, [command], body, pairing_id, kind=PairingWritten, ids=ids, is_new=True
    )


@operation(
    "POST",
    f"{_PAIRING}/review",
    "reviewPairing",
    tag="aid",
    policy=may("aid.review"),
    answer=PairingWritten,
    writes=True,
    matches=True,
    refusals=(
        "pairing.unknown",
        "pairing.ended_already",
        "pairing.before_the_last_entry",
        "pairing.due_before_it_begins",
        "pairing.office_not_held",
        "pairing.reviewed_by_the_cadre",
    ),
    example={
        "occurred_on": "2026-06-30",
        "progress": "on_the_way",
        "reviewer_id": _OFFICER,
        "details": {"summary": "已上岗三个月"},
    },
)
async def review_pairing(asking: Asking, pairing_id: UUID, body: PairingReview) -> Answer:
    """跟踪问效 by somebody else than the cadre."""
    states = await asking.parts.desk.read_states(asking.tenant_id, [pairing_id])
    started = states.of(pairing_id, pairing.State).started
    if started is None:
        raise Problem("pairing.unknown")
    about = await _householder(asking, started.household_id)
    command = await command_of(
        asking, ReviewPairing, body, about=about, pairing_id=PairingId(pairing_id)
    )
    ids = {"pairing_id": pairing_id}
    return await take(asking, [command], body, pairing_id, kind=PairingWritten, ids=ids)


@operation(
    "POST",
    f"{_PAIRING}/end",
    "endPairing",
    tag="aid",
    policy=may("aid.request"),
    answer=PairingWritten,
    writes=True,
    matches=True,
    refusals=(
        "pairing.unknown",
        "pairing.ended_already",
        "pairing.before_the_last_entry",
        "pairing.office_not_held",
    ),
    example={"occurred_on": "2026-12-31", "outcome": "hardship_lifted", "officer_id": _OFFICER},
)
async def end_pairing(asking: Asking, pairing_id: UUID, body: PairingEnd) -> Answer:
    """End a pairing, with its outcome."""
    command = await command_of(asking, EndPairing, body, pairing_id=PairingId(pairing_id))
    ids = {"pairing_id": pairing_id}
    return await take(asking, [command], body, pairing_id, kind=PairingWritten, ids=ids)


@operation(
    "GET",
    _PAIRINGS,
    "listPairings",
    tag="aid",
    policy=may("aid.read"),
    answer=Rows[PairingRow],
    refusals=("request.cursor_invalid",),
)
async def list_pairings(asking: Asking, query: ListQuery) -> Answer:
    """一帮一结对台账."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.pairings(scope, limit=query.limit, after=after)
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    _PAIRING,
    "readPairing",
    tag="aid",
    policy=may("aid.read"),
    answer=PairingView,
    refusals=("pairing.unknown",),
)
async def read_pairing(asking: Asking, pairing_id: UUID, query: ReadQuery) -> Answer:
    """One pairing."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.pairings(scope, limit=1, pairing_id=pairing_id)
    if not page.rows:
        raise Problem("pairing.unknown")
    version = await asking.version_of(pairing_id)
    view = PairingView(position=page.position, version=version, pairing=page.rows[0])
    return Answer(body=view, headers=strong(version))
