"""走访 (五必访): who was visited on which of the union's occasions, and what became of it (L17)."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from domain.ids import HouseholdId, MemberId, OfficerId, PairingId, VisitId
from domain.visit import aggregate as visit
from domain.visit.commands import RecordFollowUp, RecordVisit, ReverseVisit
from domain.visit.events import FollowUpResult, ReversalReason
from services.auth import may
from services.http.aid import SinceQuery
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered, Body, Code, Text
from services.http.hardship_form import Findings
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, listed, paged, scope_of
from services.http.problems import Problem
from services.http.steps import command_of, take
from services.http.writing import Written
from services.reads.visits import VisitRow

_VISITS = "/v1/unions/{union_id}/visits"
_VISIT = f"{_VISITS}/{{visit_id}}"
_OFFICER = "01959000-0000-7000-8000-000000000009"


class VisitWritten(Written, frozen=True, kw_only=True):
    visit_id: UUID


class VisitDetails(Body, frozen=True, kw_only=True):
    """情况 and 诉求."""

    situation: Text
    request: Text | None = None


class VisitRecord(Body, frozen=True, kw_only=True):
    """`occurred_on` is the day of the visit; the occasion is one of the union's visit policy."""

    occurred_on: date
    member_id: MemberId
    occasion: Code
    happened_on: date
    reported_on: date
    visitor_ids: Annotated[tuple[OfficerId, ...], Meta(max_length=20)]
    details: VisitDetails
    household_id: HouseholdId | None = None
    pairing_id: PairingId | None = None


class FollowUp(Body, frozen=True, kw_only=True):
    occurred_on: date
    result: FollowUpResult
    officer_id: OfficerId
    details: Findings


class VisitView(Answered, frozen=True, kw_only=True):
    """One visit that stands; `version` is what If-Match asks for."""

    position: int
    version: int
    visit: VisitRow


class VisitReversal(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: ReversalReason


@operation(
    "POST",
    _VISITS,
    "recordVisit",
    tag="aid",
    policy=may("aid.request"),
    answer=VisitWritten,
    writes=True,
    status=201,
    refusals=(
        "member.unknown",
        "visit.member_unknown",
        "visit.no_policy_in_force",
        "visit.occasion_unknown",
        "visit.dates_out_of_order",
        "visit.nobody_visited",
        "visit.office_not_held",
        "visit.of_oneself",
    ),
    example={
        "occurred_on": "2026-03-12",
        "member_id": "01959000-0000-7000-8000-000000000002",
        "occasion": "hospitalised",
        "happened_on": "2026-03-09",
        "reported_on": "2026-03-10",
        "visitor_ids": [_OFFICER],
        "details": {"situation": "手术顺利", "request": "希望调整班次"},
    },
)
async def record_visit(asking: Asking, body: VisitRecord) -> Answer:
    """Record a visit; the days from the occurrence to report and visit are counted."""
    visit_id = uuid5(asking.command_id, "visit")
    command = await command_of(
        asking, RecordVisit, body, about=body.member_id, visit_id=VisitId(visit_id)
    )
    ids = {"visit_id": visit_id}
    return await take(asking, [command], body, visit_id, kind=VisitWritten, ids=ids, is_new=True)


@operation(
    "POST",
    f"{_VISIT}/follow-up",
    "recordFollowUp",
    tag="aid",
    policy=may("aid.request"),
    answer=VisitWritten,
    writes=True,
    matches=True,
    refusals=(
        "visit.unknown",
        "visit.already_reversed",
        "visit.before_the_visit",
        "visit.office_not_held",
    ),
    example={
        "occurred_on": "2026-03-20",
        "result": "resolved",
        "officer_id": _OFFICER,
        "details": {"summary": "已调整班次"},
    },
)
async def record_follow_up(asking: Asking, visit_id: UUID, body: FollowUp) -> Answer:
    """处理结果: what became of what was asked for."""
    states = await asking.parts.desk.read_states(asking.tenant_id, [visit_id])
    recorded = states.of(visit_id, visit.State).recorded
    if recorded is None:
        raise Problem("visit.unknown")
    command = await command_of(
        asking, RecordFollowUp, body, about=recorded.member_id, visit_id=VisitId(visit_id)
    )
    ids = {"visit_id": visit_id}
    return await take(asking, [command], body, visit_id, kind=VisitWritten, ids=ids)


@operation(
    "POST",
    f"{_VISIT}/reverse",
    "reverseVisit",
    tag="aid",
    policy=may("aid.request"),
    answer=VisitWritten,
    writes=True,
    matches=True,
    refusals=("visit.unknown", "visit.already_reversed", "visit.before_the_visit"),
    example={"occurred_on": "2026-03-21", "reason": "entered_twice"},
)
async def reverse_visit(asking: Asking, visit_id: UUID, body: VisitReversal) -> Answer:
    """Take back a visit that was entered by mistake (冲销); both stay on record."""
    command = await command_of(asking, ReverseVisit, body, visit_id=VisitId(visit_id))
    ids = {"visit_id": visit_id}
    return await take(asking, [command], body, visit_id, kind=VisitWritten, ids=ids)


@operation(
    "GET",
    _VISITS,
    "listVisits",
    tag="aid",
    policy=may("aid.read"),
    answer=Rows[VisitRow],
    refusals=("request.cursor_invalid",),
)
async def list_visits(asking: Asking, query: SinceQuery) -> Answer:
    """走访(五必访)记录."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.visits(
        scope, since=query.since, limit=query.limit, after=after
    )
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    _VISIT,
    "readVisit",
    tag="aid",
    policy=may("aid.read"),
    answer=VisitView,
    refusals=("visit.unknown",),
)
async def read_visit(asking: Asking, visit_id: UUID, query: ReadQuery) -> Answer:
    """One visit and what became of it."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.visits(
        scope, since=SinceQuery().since, limit=1, visit_id=visit_id
    )
    if not page.rows:
        raise Problem("visit.unknown")
    version = await asking.version_of(visit_id)
    view = VisitView(position=page.position, version=version, visit=page.rows[0])
    return Answer(body=view, headers=strong(version))
