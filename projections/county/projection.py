"""The county's own decisions, and how far each unit's books have come; open to the county's role.

Two kinds of rows: those of a federation's log (funds, allocations, adoptions), and those of a unit's log that
say only that something was recorded for a month, or that a file or a case waits. Nothing personal is in them.
"""

from collections.abc import Sequence

from domain.aid_case.events import (
    AidApprovalReversed,
    AidApproved,
    AidCancelled,
    AidRejected,
    AidRequested,
    AidReviewed,
)
from domain.contribution.events import ContributionReceived, PayrollDeclared
from domain.dues.events import DuesReceived
from domain.dues_batch.events import DuesBatchClosed
from domain.event import Recorded
from domain.federation.events import (
    FundAllocated,
    FundAllocationCancelled,
    FundAllocationConfirmed,
    FundProvided,
    FundProvisionReversed,
    PolicyAdoptedForUnits,
)
from domain.household.events import (
    EconomicCheckReturned,
    FileOpeningReversed,
    HardshipApplied,
    HardshipApproved,
    HardshipExited,
    HardshipRejected,
    HardshipRelapsed,
    HomeVisitRecorded,
    HouseholdFileClosed,
    HouseholdFileOpened,
    HouseholdFileReopened,
    PublicNoticeClosed,
    PublicNoticePosted,
)
from domain.period import month_of, previous_month
from domain.union.events import PeriodClosed, PeriodReopened

from projections.projection import Applied, Memory, Projection, json_text
from projections.write import Gathered, Write, WriteShape

_STAGES: dict[type, str] = {
    HardshipApplied: "applied",
    HomeVisitRecorded: "visited",
    EconomicCheckReturned: "checked",
    PublicNoticePosted: "posted",
    PublicNoticeClosed: "notice_closed",
    HardshipApproved: "approved",
    HardshipRejected: "rejected",
    HouseholdFileOpened: "open",
    HouseholdFileReopened: "open",
    FileOpeningReversed: "none",
    HardshipExited: "exited",
    HouseholdFileClosed: "closed",
    HardshipRelapsed: "relapsed",
}
"""Where a hardship file stands after each of these events, as the county sees it (domain.md 5.3)."""

_RECORDED_FOR_A_MONTH: dict[type, str] = {
    PayrollDeclared: "payroll_declared",
    ContributionReceived: "contribution_received",
    DuesReceived: "dues_received",
    DuesBatchClosed: "dues_batch_closed",
}


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case FundProvided() | FundProvisionReversed() as event:
            return None, [_provision(recorded, event)]
        case FundAllocated() as event:
            return None, [_allocation(recorded, event)]
        case FundAllocationCancelled() as event:
            value = (recorded.occurred_on, recorded.position)
            return None, [Write("cancel_allocation", (event.allocation_id,), value)]
        case FundAllocationConfirmed() as event:
            value = (event.received_on, recorded.position)
            return None, [Write("confirm_allocation", (event.allocation_id,), value)]
        case PolicyAdoptedForUnits() as event:
            return None, [_adoption(recorded, event)]
        case PeriodClosed() as event:
            return None, [_closed(recorded, event.period)]
        case PeriodReopened() as event:
            return None, [_closed(recorded, previous_month(event.period))]
        case PayrollDeclared() | ContributionReceived() as event:
            return None, [_coverage(recorded, event.month)]
        case DuesReceived():
            return None, _gather([recorded]).writes
        case DuesBatchClosed() as event:
            return None, [_coverage(recorded, event.last_month or month_of(recorded.occurred_on))]
        case AidRequested() | AidReviewed() | AidApproved() | AidApprovalReversed():
            return None, [_case(recorded)]
        case AidRejected() | AidCancelled():
            return None, [_case(recorded)]
        case _ if type(recorded.event) in _STAGES:
            return None, [_file(recorded)]
        case _:
            return None, []


def _provision(recorded: Recorded, event: FundProvided | FundProvisionReversed) -> Write:
    if isinstance(event, FundProvisionReversed):
        ended = (recorded.occurred_on, recorded.position)
        return Write("reverse_provision", (event.reversed_version,), ended)
    value = (event.fund, event.amount_fen, event.document_no, recorded.occurred_on)
    return Write("put_provision", (recorded.version,), (*value, recorded.position))


def _allocation(recorded: Recorded, event: FundAllocated) -> Write:
    return Write(
        "put_allocation",
        (event.allocation_id,),
        (
            event.unit_id,
            event.kind,
            event.fund,
            event.amount_fen,
            event.document_no,
            event.handler_id,
            event.approver_id,
            recorded.occurred_on,
            recorded.position,
        ),
    )


def _adoption(recorded: Recorded, event: PolicyAdoptedForUnits) -> Write:
    return Write(
        "put_adoption",
        (event.adoption_id,),
        (
            event.policy.policy_id,
            event.policy.version,
            event.valid_from,
            event.document_no,
            json_text(event.policy),
            json_text(event.units),
            recorded.occurred_on,
            recorded.position,
        ),
    )


def _closed(recorded: Recorded, period: str) -> Write:
    value = (period, recorded.occurred_on, recorded.recorded_at, recorded.position)
    return Write("put_unit_books", (), value)


def _coverage(recorded: Recorded, month: str) -> Write:
    """The last time something was recorded for a month; a reversal leaves it recorded."""
    what = _RECORDED_FOR_A_MONTH[type(recorded.event)]
    value = (recorded.recorded_at, recorded.position)
    return Write("put_coverage", (month, what), value)


def _gather(receipts: Sequence[Recorded]) -> Gathered:
    """The last receipt for each month is when dues were last recorded for it."""
    last = {each.event.dues_month: each for each in receipts}  # type: ignore[attr-defined] # all are dues received
    return Gathered([_coverage(recorded, month) for month, recorded in last.items()])


def _file(recorded: Recorded) -> Write:
    value = (_STAGES[type(recorded.event)], recorded.occurred_on, recorded.position)
    return Write("put_file", (recorded.stream_id,), value)


def _case(recorded: Recorded) -> Write:
    """An approval that was taken back leaves a case that was asked for where its review left it."""
    event = recorded.event
    told: tuple[object, ...] = (None,) * 5
    stage = "ended"
    match event:
        case AidRequested():
            stage = "requested"
            requested = (event.amount_fen, recorded.occurred_on)
            told = (event.case_no, event.category, event.fund_source, *requested)
        case AidReviewed():
            stage = "reviewed" if event.outcome == "supported" else "not_supported"
        case AidApprovalReversed():
            stage = "reviewed"
        case AidApproved():
            stage = "approved"
    value = (*told, stage, recorded.occurred_on, recorded.version, recorded.position)
    return Write("put_case", (recorded.stream_id,), value)


COUNTY = Projection(
    name="county",
    version=3,
    package="projections.county",
    topics=frozenset(
        event.TOPIC
        for event in (
            FundProvided,
            FundProvisionReversed,
            FundAllocated,
            FundAllocationCancelled,
            FundAllocationConfirmed,
            PolicyAdoptedForUnits,
            PeriodClosed,
            PeriodReopened,
            PayrollDeclared,
            ContributionReceived,
            DuesReceived,
            DuesBatchClosed,
            AidRequested,
            AidReviewed,
            AidApproved,
            AidApprovalReversed,
            AidRejected,
            AidCancelled,
            HardshipApplied,
            HomeVisitRecorded,
            EconomicCheckReturned,
            PublicNoticePosted,
            PublicNoticeClosed,
            HardshipApproved,
            HardshipRejected,
            HouseholdFileOpened,
            HouseholdFileReopened,
            FileOpeningReversed,
            HardshipExited,
            HouseholdFileClosed,
            HardshipRelapsed,
        )
    ),
    writes={
        "put_provision": WriteShape(("int4", "text", "int8", "text", "date", "int8")),
        "reverse_provision": WriteShape(("int4", "date", "int8")),
        "put_allocation": WriteShape(
            (
                "uuid",
                "uuid",
                "text",
                "text",
                "int8",
                "text",
                "uuid",
                "uuid",
                "date",
                "int8",
            )
        ),
        "cancel_allocation": WriteShape(("uuid", "date", "int8")),
        "confirm_allocation": WriteShape(("uuid", "date", "int8")),
        "put_adoption": WriteShape(
            ("uuid", "text", "int4", "date", "text", "jsonb", "jsonb", "date", "int8")
        ),
        "put_unit_books": WriteShape(("text", "date", "timestamptz", "int8")),
        "put_coverage": WriteShape(("text", "text", "timestamptz", "int8")),
        "put_file": WriteShape(("uuid", "text", "date", "int8")),
        "put_case": WriteShape(
            ("uuid", "text", "text", "text", "int8", "date", "text", "date", "int4", "int8"),
            "merge",
        ),
    },
    apply=_apply,
    gather=_gather,
    gathered_topics=frozenset({DuesReceived.TOPIC}),
)
