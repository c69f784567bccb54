"""拨缴经费: the employer's two percent of one month, from the payroll declared to what is handed up."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from domain.command import Command
from domain.contribution.commands import (
    ChargeLateFee,
    DeclarePayroll,
    DunEmployer,
    PayUpward,
    ReceiveContribution,
    ReceiveRefund,
    ReverseContribution,
)
from domain.contribution.events import Channel, RefundKind
from domain.ids import OfficerId, UnionId, contribution_stream
from domain.money import Fen, PositiveFen
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import (
    Body,
    Count,
    DocumentNo,
    DocumentNoNeeded,
    Reason,
    Version,
)
from services.http.operation import operation
from services.http.writing import Written, carry_out

_CONTRIBUTIONS = "/v1/unions/{union_id}/contributions"
_MONTH = f"{_CONTRIBUTIONS}/{{period}}"
_STOPPED = ("union.frozen", "union.dissolved")
_POSTED = ("contribution.no_posting_map_in_force", "contribution.operation_not_posted")


class Payroll(Body, frozen=True, kw_only=True):
    """The employer's total payroll of the month and how many it was paid to."""

    occurred_on: date
    employees: Count
    payroll_fen: Fen


class Notice(Body, frozen=True, kw_only=True):
    occurred_on: date
    document_no: DocumentNoNeeded


class Receipt(Body, frozen=True, kw_only=True):
    """Money of the employer for the month: 自收, 税务代收 or 国库集中支付划转."""

    occurred_on: date
    amount_fen: PositiveFen
    receipt_no: Annotated[str, Meta(min_length=1, max_length=50)] | None = None
    channel: Channel = "union"


class Remittance(Body, frozen=True, kw_only=True):
    """Money that goes out is signed by two people (rule 15 of domain.md)."""

    occurred_on: date
    amount_fen: PositiveFen
    document_no: DocumentNo | None = None
    approver_id: OfficerId
    cashier_id: OfficerId


class Refund(Body, frozen=True, kw_only=True):
    occurred_on: date
    amount_fen: PositiveFen
    kind: RefundKind
    document_no: DocumentNoNeeded


class LateFeePaid(Body, frozen=True, kw_only=True):
    occurred_on: date
    amount_fen: PositiveFen


class EntryReversal(Body, frozen=True, kw_only=True):
    """`version` names the entry of money: received, handed up, refunded or a late fee."""

    occurred_on: date
    version: Version
    reason: Reason


@operation(
    "POST",
    f"{_MONTH}/payroll",
    "declarePayroll",
    tag="contributions",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    refusals=("contribution.no_policy_in_force", "contribution.month_malformed", *_STOPPED),
    example={"occurred_on": "2026-02-03", "employees": 128, "payroll_fen": 86_400_000},
)
async def declare_payroll(asking: Asking, period: str, body: Payroll) -> Answer:
    """Declare the month's total payroll: what is owed follows from the policy. Again, it corrects."""
    command = DeclarePayroll(
        occurred_on=body.occurred_on,
        month=period,
        employees=body.employees,
        payroll_fen=body.payroll_fen,
    )
    return await _written(asking, period, command, body)


@operation(
    "POST",
    f"{_MONTH}/dunning",
    "dunEmployer",
    tag="contributions",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    refusals=("contribution.nothing_in_arrears", *_STOPPED),
    example={"occurred_on": "2026-03-20", "document_no": "催〔2026〕1号"},
)
async def dun_employer(asking: Asking, period: str, body: Notice) -> Answer:
    """Record that a dunning notice (催缴通知书) went to the employer."""
    command = DunEmployer(occurred_on=body.occurred_on, month=period, document_no=body.document_no)
    return await _written(asking, period, command, body)


@operation(
    "POST",
    f"{_MONTH}/receipts",
    "receiveContribution",
    tag="contributions",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    status=201,
    refusals=(
        "contribution.receipt_number_used",
        "contribution.no_policy_in_force",
        *_POSTED,
        *_STOPPED,
    ),
    example={"occurred_on": "2026-02-14", "amount_fen": 1_728_000, "receipt_no": "0012345"},
)
async def receive_contribution(asking: Asking, period: str, body: Receipt) -> Answer:
    """Book what the employer paid: the part that stays, and the part owed to the levels above."""
    command = ReceiveContribution(
        occurred_on=body.occurred_on,
        month=period,
        amount_fen=body.amount_fen,
        receipt_no=body.receipt_no,
        channel=body.channel,
    )
    return await _written(asking, period, command, body)


@operation(
    "POST",
    f"{_MONTH}/remittances",
    "payUpward",
    tag="contributions",
    policy=may("payments.approve"),
    answer=Written,
    writes=True,
    status=201,
    refusals=(
        "contribution.more_than_owed",
        "contribution.duties_not_separated",
        "contribution.office_not_held",
        *_POSTED,
        *_STOPPED,
    ),
    example={
        "occurred_on": "2026-02-20",
        "amount_fen": 691_200,
        "document_no": "上解〔2026〕2号",
        "approver_id": "01959000-0000-7000-8000-000000000012",
        "cashier_id": "01959000-0000-7000-8000-000000000013",
    },
)
async def pay_upward(asking: Asking, period: str, body: Remittance) -> Answer:
    """Hand up what belongs to the levels above (上解); who approves does not pay."""
    command = PayUpward(
        occurred_on=body.occurred_on,
        month=period,
        amount_fen=body.amount_fen,
        document_no=body.document_no,
        approver_id=body.approver_id,
        cashier_id=body.cashier_id,
    )
    return await _written(asking, period, command, body)


@operation(
    "POST",
    f"{_MONTH}/refunds",
    "receiveContributionRefund",
    tag="contributions",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    status=201,
    refusals=(
        "contribution.more_than_remitted",
        "contribution.not_a_small_payer",
        *_POSTED,
        *_STOPPED,
    ),
    example={
        "occurred_on": "2026-06-20",
        "amount_fen": 691_200,
        "kind": "rebate",
        "document_no": "回拨〔2026〕5号",
    },
)
async def receive_contribution_refund(asking: Asking, period: str, body: Refund) -> Answer:
    """Book what came back of the money handed up (返还, 回拨)."""
    command = ReceiveRefund(
        occurred_on=body.occurred_on,
        month=period,
        amount_fen=body.amount_fen,
        kind=body.kind,
        document_no=body.document_no,
    )
    return await _written(asking, period, command, body)


@operation(
    "POST",
    f"{_MONTH}/late-fees",
    "chargeLateFee",
    tag="contributions",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    status=201,
    refusals=(
        "contribution.no_late_fee_in_force",
        "contribution.payroll_not_declared",
        "contribution.late_fee_above_owed",
        *_POSTED,
        *_STOPPED,
    ),
    example={"occurred_on": "2026-04-01", "amount_fen": 8_640},
)
async def charge_late_fee(asking: Asking, period: str, body: LateFeePaid) -> Answer:
    """Book a late fee (滞纳金), where the region has one and not more than it comes to."""
    command = ChargeLateFee(occurred_on=body.occurred_on, month=period, amount_fen=body.amount_fen)
    return await _written(asking, period, command, body)


@operation(
    "POST",
    f"{_MONTH}/reverse",
    "reverseContribution",
    tag="contributions",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=(
        "contribution.no_such_entry",
        "contribution.entry_already_reversed",
        "contribution.reversed_before_entered",
        "contribution.remitted_already",
        "contribution.refunded_already",
        *_STOPPED,
    ),
    example={"occurred_on": "2026-03-09", "version": 2, "reason": "重复登记"},
)
async def reverse_contribution(asking: Asking, period: str, body: EntryReversal) -> Answer:
    """Take back an entry of money made by mistake (冲销); both stay on record."""
    command = ReverseContribution(
        occurred_on=body.occurred_on,
        month=period,
        reversed_version=body.version,
        reason=body.reason,
    )
    stream = contribution_stream(UnionId(asking.tenant_id), period)
    return await carry_out(
        asking,
        [command],
        stream,
        expected=asking.matching(stream),
        fields=frozenset(body.__struct_fields__),
    )


async def _written(asking: Asking, period: str, command: Command, body: Body) -> Answer:
    """A month's account grows by entries; If-Match may be given, and is not needed."""
    stream = contribution_stream(UnionId(asking.tenant_id), period)
    return await carry_out(
        asking,
        [command],
        stream,
        expected=asking.if_named(stream),
        fields=frozenset(body.__struct_fields__),
    )
