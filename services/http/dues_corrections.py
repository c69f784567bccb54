"""退费, 免交, 催缴 and their reversal; and why a member owes what is owed, month by month."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from domain.dues import aggregate as dues
from domain.dues.assessment import Assessment, assess
from domain.dues.commands import (
    DuesCommand,
    RefundDues,
    ReverseDuesRefund,
    ReverseDuesWaiver,
    SendDuesReminder,
    WaiveDues,
)
from domain.dues.events import RefundReason, ReminderChannel
from domain.ids import MemberId, OfficerId, dues_stream
from domain.member import aggregate as member
from domain.money import PositiveFen
from domain.period import last_day, months_of_year
from domain.policy.dues import DuesPolicy, WaiverReason, dues_base
from domain.union import aggregate as union
from services.auth import may
from services.commands.states import States
from services.http.asking import Answer, Asking
from services.http.dues import DuesWritten, ReceiptReversal, YearQuery
from services.http.fields import Answered, Body, DocumentNoNeeded, Month
from services.http.membership import sealed
from services.http.operation import operation
from services.http.paging import scope_of
from services.http.people import ChangeDetails
from services.http.problems import Problem
from services.http.writing import carry_out
from services.reads import Scope
from services.reads.rows import WageBaseRow

_MEMBER = "/v1/unions/{union_id}/members/{member_id}"
_OFFICERS = {
    "handler_id": "01959000-0000-7000-8000-000000000003",
    "approver_id": "01959000-0000-7000-8000-000000000005",
}
_MONTH = {"occurred_on": "2026-03-10", "dues_month": "2026-02", "amount_fen": 2615}


class Refund(Body, frozen=True, kw_only=True):
    """One handles it, another approves, neither is the member."""

    occurred_on: date
    dues_month: Month
    amount_fen: PositiveFen
    reason: RefundReason
    handler_id: UUID
    approver_id: UUID


class Waiver(Body, frozen=True, kw_only=True):
    occurred_on: date
    dues_month: Month
    amount_fen: PositiveFen
    reason: WaiverReason
    decision_no: DocumentNoNeeded
    details: ChangeDetails | None = None


class Reminder(Body, frozen=True, kw_only=True):
    """How much is unpaid is reckoned from the account; what was said in `details`."""

    occurred_on: date
    through_month: Month
    channel: ReminderChannel
    details: ChangeDetails | None = None


class MonthAssessed(Answered, frozen=True, kw_only=True):
    """One month explained: wage and base, rate and rounding of the policy, what was waived, came in, is missing.

    `arrears_fen` counts only months that are over on the date.
    """

    assessment: Assessment
    wage_fen: int | None
    base_fen: int | None
    received_fen: int
    arrears_fen: int


class YearAssessed(Answered, frozen=True, kw_only=True):
    member_id: UUID
    year: int
    position: int
    as_of: date
    months: list[MonthAssessed]


@operation(
    "POST",
    f"{_MEMBER}/refunds",
    "refundDues",
    tag="dues",
    policy=may("dues.decide"),
    answer=DuesWritten,
    writes=True,
    matches=True,
    status=201,
    refusals=(
        "dues.member_unknown",
        "dues.refund_over_received",
        "dues.refunded_before_received",
        "dues.office_not_held",
        "dues.signers_not_different",
        "dues.no_posting_map_in_force",
        "dues.operation_not_posted",
    ),
    example=_MONTH | {"reason": "overpaid"} | _OFFICERS,
)
async def refund_dues(asking: Asking, member_id: UUID, body: Refund) -> Answer:
    """Pay dues of a month back (退费)."""
    command = RefundDues(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        dues_month=body.dues_month,
        amount_fen=body.amount_fen,
        reason=body.reason,
        handler_id=OfficerId(body.handler_id),
        approver_id=OfficerId(body.approver_id),
    )
    return await _entered(asking, member_id, command, body)


@operation(
    "POST",
    f"{_MEMBER}/refunds/{{version}}/reverse",
    "reverseDuesRefund",
    tag="dues",
    policy=may("dues.write"),
    answer=DuesWritten,
    writes=True,
    matches=True,
    refusals=(
        "dues.member_unknown",
        "dues.no_such_refund",
        "dues.already_reversed",
        "dues.reversed_before_entered",
    ),
    example={"occurred_on": "2026-03-12", "reason": "重复登记"},
)
async def reverse_dues_refund(
    asking: Asking, member_id: UUID, version: int, body: ReceiptReversal
) -> Answer:
    """Take back a refund that was entered by mistake."""
    command = ReverseDuesRefund(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        reversed_version=version,
        reason=body.reason,
    )
    return await _entered(asking, member_id, command, body)


@operation(
    "POST",
    f"{_MEMBER}/waivers",
    "waiveDues",
    tag="dues",
    policy=may("dues.decide"),
    answer=DuesWritten,
    writes=True,
    matches=True,
    status=201,
    refusals=(
        "dues.member_unknown",
        "dues.decision_no_missing",
        "dues.reason_not_exempt",
        "dues.waived_over_due",
        "member.unknown",
    ),
    example=_MONTH | {"reason": "hardship", "decision_no": "工字〔2026〕5号"},
)
async def waive_dues(asking: Asking, member_id: UUID, body: Waiver) -> Answer:
    """Record that a committee waived dues of a month (免交)."""
    command = WaiveDues(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        dues_month=body.dues_month,
        amount_fen=body.amount_fen,
        reason=body.reason,
        decision_no=body.decision_no,
        details=await sealed(asking, member_id, body.details),
    )
    return await _entered(asking, member_id, command, body)


@operation(
    "POST",
    f"{_MEMBER}/waivers/{{version}}/reverse",
    "reverseDuesWaiver",
    tag="dues",
    policy=may("dues.write"),
    answer=DuesWritten,
    writes=True,
    matches=True,
    refusals=(
        "dues.member_unknown",
        "dues.no_such_waiver",
        "dues.already_reversed",
        "dues.reversed_before_entered",
    ),
    example={"occurred_on": "2026-03-12", "reason": "重复登记"},
)
async def reverse_dues_waiver(
    asking: Asking, member_id: UUID, version: int, body: ReceiptReversal
) -> Answer:
    """Take back a waiver that was entered by mistake: the dues are owed again."""
    command = ReverseDuesWaiver(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        reversed_version=version,
        reason=body.reason,
    )
    return await _entered(asking, member_id, command, body)


@operation(
    "POST",
    f"{_MEMBER}/reminders",
    "sendDuesReminder",
    tag="dues",
    policy=may("dues.receive"),
    answer=DuesWritten,
    writes=True,
    matches=True,
    status=201,
    refusals=(
        "dues.member_unknown",
        "dues.month_not_begun",
        "dues.nothing_in_arrears",
        "member.unknown",
    ),
    example={"occurred_on": "2026-03-10", "through_month": "2026-02", "channel": "telephone"},
)
async def send_dues_reminder(asking: Asking, member_id: UUID, body: Reminder) -> Answer:
    """Record that a member was asked for what is unpaid (催缴)."""
    command = SendDuesReminder(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        through_month=body.through_month,
        channel=body.channel,
        details=await sealed(asking, member_id, body.details),
    )
    return await _entered(asking, member_id, command, body)


@operation(
    "GET",
    f"{_MEMBER}/assessments",
    "readAssessments",
    tag="dues",
    policy=may("dues.read"),
    answer=YearAssessed,
    refusals=("member.unknown",),
)
async def read_assessments(asking: Asking, member_id: UUID, query: YearQuery) -> Answer:
    """Why a member owes what is owed: every month of a year with base, rate, policy, exemption and result."""
    scope = await scope_of(asking, query)
    if await asking.parts.ledgers.member(scope, member_id) is None:
        raise Problem("member.unknown")
    return Answer(body=await _year(asking, scope, member_id, query.year))


async def _year(asking: Asking, scope: Scope, member_id: UUID, year: int) -> YearAssessed:
    ledgers = asking.parts.ledgers
    receipts = await ledgers.receipts(scope, member_id)
    waivers = await ledgers.waivers(scope, member_id)
    wages = {row.version: row for row in (await ledgers.wage_bases(scope, member_id)).rows}
    received = _sums((r.dues_month, r.amount_fen, r.reversed_on) for r in receipts.rows)
    waived = _sums((w.dues_month, w.amount_fen, w.reversed_on) for w in waivers.rows)
    states = await _states(asking, scope, member_id)
    timeline = states.of(member_id, member.State).timeline
    bases = states.of(dues_stream(MemberId(member_id)), dues.State).bases
    adopted = states.of(asking.tenant_id, union.State).policies
    policies = [entry.policy for entry in adopted if isinstance(entry.policy, DuesPolicy)]
    months = [
        _explained(
            assess(timeline, bases, month, waived_fen=waived.get(month, 0), policies=policies),
            wages,
            policies,
            received_fen=received.get(month, 0),
            is_over=last_day(month) <= scope.as_of,
        )
        for month in months_of_year(year)
    ]
    return YearAssessed(
        member_id=member_id,
        year=year,
        position=receipts.position,
        as_of=scope.as_of,
        months=months,
    )


def _sums(entries: Iterable[tuple[str, int, date | None]]) -> dict[str, int]:
    """Add up by month what was not reversed."""
    sums: dict[str, int] = {}
    for month, amount_fen, reversed_on in entries:
        if reversed_on is None:
            sums[month] = sums.get(month, 0) + amount_fen
    return sums


async def _states(asking: Asking, scope: Scope, member_id: UUID) -> States:
    """Return what decisions know, as it was known at the scope's position."""
    streams = [asking.tenant_id, member_id, dues_stream(MemberId(member_id))]
    read = await asking.parts.log.read_streams(asking.tenant_id, streams)
    until = scope.known_at
    return States(event for event in read.events if until is None or event.position <= until)


def _explained(
    assessment: Assessment,
    wages: Mapping[int, WageBaseRow],
    policies: Iterable[DuesPolicy],
    *,
    received_fen: int,
    is_over: bool,
) -> MonthAssessed:
    version = assessment.wage_base_version
    wage = None if version is None else wages.get(version)
    wage_fen = None if wage is None else wage.wage_fen
    named = (assessment.policy_id, assessment.policy_version)
    policy = next((each for each in policies if (each.policy_id, each.version) == named), None)
    missing_fen = max(assessment.due_fen - received_fen, 0)
    return MonthAssessed(
        assessment=assessment,
        wage_fen=wage_fen,
        base_fen=None if wage_fen is None or policy is None else dues_base(wage_fen, policy),
        received_fen=received_fen,
        arrears_fen=missing_fen if is_over else 0,
    )


async def _entered(asking: Asking, member_id: UUID, command: DuesCommand, body: Body) -> Answer:
    account = dues_stream(MemberId(member_id))
    return await carry_out(
        asking,
        [command],
        account,
        expected=asking.matching(account),
        fields=frozenset(body.__struct_fields__),
        ids={"member_id": member_id},
        kind=DuesWritten,
    )
