"""帮扶: hardship files, aid cases, payments and what came back."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from domain.aid_case.commands import ApproveAid, PayAid, ReturnAidPayment
from domain.aid_case.events import AidCategory, FundSource, PaymentMethod
from domain.household.commands import OpenHouseholdFile
from domain.household.events import HardshipClass
from domain.ids import AidCaseId, HouseholdId, MemberId, OfficerId
from domain.money import PositiveFen
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered, Body, Reason
from services.http.operation import UNIT_READS, UNIT_WRITES, operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.people import Circumstances, Payee, seals
from services.http.problems import Problem
from services.http.writing import Written, carry_out
from services.reads.rows import AidCaseRow, HouseholdRow, PaymentRow

_UNION = "/v1/unions/{union_id}"
_AID_CASE = f"{_UNION}/aid-cases/{{aid_case_id}}"
_PAYMENTS_SHOWN = 200
_NUMBER = Annotated[str, Meta(min_length=1, max_length=50)]


class HouseholdWritten(Written, frozen=True, kw_only=True):
    household_id: UUID


class AidCaseWritten(Written, frozen=True, kw_only=True):
    aid_case_id: UUID


class HouseholdFile(Body, frozen=True, kw_only=True):
    """`occurred_on` is the 建档日期."""

    occurred_on: date
    file_no: _NUMBER
    householder_id: UUID
    hardship_class: HardshipClass | None = None
    circumstances: Circumstances = Circumstances()


class AidApproval(Body, frozen=True, kw_only=True):
    """`occurred_on` is the 审批日期; handler, reviewer and approver are officers of the union."""

    occurred_on: date
    case_no: _NUMBER
    household_id: UUID
    beneficiary_id: UUID
    category: AidCategory
    fund_source: FundSource
    amount_fen: PositiveFen
    handler_id: UUID | None = None
    reviewer_id: UUID | None = None
    approver_id: UUID | None = None


class AidPayment(Body, frozen=True, kw_only=True):
    occurred_on: date
    recipient_id: UUID
    amount_fen: PositiveFen
    method: PaymentMethod
    payee: Payee = Payee()


class PaymentReturn(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: Reason


class SinceQuery(ListQuery, frozen=True, kw_only=True):
    """Rows from `since` to `as_of`, both included."""

    since: date = date(1900, 1, 1)


class AidCaseView(Answered, frozen=True, kw_only=True):
    """One aid case and its payments; `version` is what If-Match asks for."""

    position: int
    version: int
    aid_case: AidCaseRow
    payments: list[PaymentRow]


@operation(
    "POST",
    f"{_UNION}/households",
    "openHouseholdFile",
    tag="aid",
    policy=UNIT_WRITES,
    answer=HouseholdWritten,
    writes=True,
    status=201,
    refusals=("household.file_already_open", "household.member_unknown", "member.unknown"),
    example={
        "occurred_on": "2026-02-01",
        "file_no": "KN-2026-001",
        "householder_id": "01959000-0000-7000-8000-000000000002",
        "hardship_class": "deep",
        "circumstances": {"cause": "本人大病", "family_size": 3, "monthly_income_fen": 80000},
    },
)
async def open_household_file(asking: Asking, body: HouseholdFile) -> Answer:
    """Open the hardship file of a household (建档)."""
    household_id = uuid5(asking.tenant_id, f"household:{body.file_no}")
    to = await seals(asking, body.householder_id)
    command = OpenHouseholdFile(
        occurred_on=body.occurred_on,
        household_id=HouseholdId(household_id),
        file_no=body.file_no,
        householder_id=MemberId(body.householder_id),
        hardship_class=body.hardship_class,
        circumstances=to.struct(body.householder_id, "file", "circumstances", body.circumstances),
    )
    return await carry_out(
        asking,
        [command],
        household_id,
        expected=asking.if_named(household_id),
        fields=frozenset(body.__struct_fields__),
        ids={"household_id": household_id},
        kind=HouseholdWritten,
    )


@operation(
    "POST",
    f"{_UNION}/aid-cases",
    "approveAid",
    tag="aid",
    policy=UNIT_WRITES,
    answer=AidCaseWritten,
    writes=True,
    status=201,
    refusals=(
        "aid_case.already_approved",
        "aid_case.approved_otherwise",
        "aid_case.approved_before_file",
        "aid_case.no_household_file",
        "aid_case.member_unknown",
        "aid_case.duties_not_separated",
    ),
    example={
        "occurred_on": "2026-02-10",
        "case_no": "BF-2026-001",
        "household_id": "01959000-0000-7000-8000-000000000003",
        "beneficiary_id": "01959000-0000-7000-8000-000000000002",
        "category": "medical_aid",
        "fund_source": "own_funds",
        "amount_fen": 300000,
    },
)
async def approve_aid(asking: Asking, body: AidApproval) -> Answer:
    """Approve aid for a registered household (先建档、后帮扶)."""
    aid_case_id = uuid5(asking.tenant_id, f"aid_case:{body.case_no}")
    command = ApproveAid(
        occurred_on=body.occurred_on,
        aid_case_id=AidCaseId(aid_case_id),
        case_no=body.case_no,
        household_id=HouseholdId(body.household_id),
        beneficiary_id=MemberId(body.beneficiary_id),
        category=body.category,
        fund_source=body.fund_source,
        amount_fen=body.amount_fen,
        handler_id=_officer(body.handler_id),
        reviewer_id=_officer(body.reviewer_id),
        approver_id=_officer(body.approver_id),
    )
    return await carry_out(
        asking,
        [command],
        aid_case_id,
        expected=asking.if_named(aid_case_id),
        fields=frozenset(body.__struct_fields__),
        ids={"aid_case_id": aid_case_id},
        kind=AidCaseWritten,
    )


def _officer(officer_id: UUID | None) -> OfficerId | None:
    return None if officer_id is None else OfficerId(officer_id)


@operation(
    "POST",
    f"{_AID_CASE}/payments",
    "payAid",
    tag="aid",
    policy=UNIT_WRITES,
    answer=AidCaseWritten,
    writes=True,
    matches=True,
    status=201,
    refusals=(
        "aid_case.not_approved",
        "aid_case.member_unknown",
        "aid_case.recipient_deceased",
        "aid_case.recipient_not_beneficiary",
        "aid_case.paid_before_approved",
        "aid_case.duties_not_separated",
        "aid_case.no_policy_in_force",
        "aid_case.cash_for_fiscal_funds",
        "aid_case.over_approved",
        "aid_case.operation_not_posted",
        "member.unknown",
    ),
    example={
        "occurred_on": "2026-02-20",
        "recipient_id": "01959000-0000-7000-8000-000000000002",
        "amount_fen": 300000,
        "method": "transfer",
        "payee": {"bank_name": "中国工商银行", "bank_account": "6222020000000000000"},
    },
)
async def pay_aid(asking: Asking, aid_case_id: UUID, body: AidPayment) -> Answer:
    """Record a payment of an approved case. The version answered names the payment."""
    expected = asking.matching(aid_case_id)
    to = await seals(asking, body.recipient_id)
    command = PayAid(
        occurred_on=body.occurred_on,
        aid_case_id=AidCaseId(aid_case_id),
        recipient_id=MemberId(body.recipient_id),
        amount_fen=body.amount_fen,
        method=body.method,
        payee=to.struct(body.recipient_id, "books", "payee", body.payee),
    )
    return await carry_out(
        asking,
        [command],
        aid_case_id,
        expected=expected,
        fields=frozenset(body.__struct_fields__),
        ids={"aid_case_id": aid_case_id},
        kind=AidCaseWritten,
    )


@operation(
    "POST",
    f"{_AID_CASE}/payments/{{version}}/return",
    "returnAidPayment",
    tag="aid",
    policy=UNIT_WRITES,
    answer=AidCaseWritten,
    writes=True,
    matches=True,
    refusals=(
        "aid_case.no_such_payment",
        "aid_case.payment_already_returned",
        "aid_case.returned_before_paid",
    ),
    example={"occurred_on": "2026-02-25", "reason": "账号有误，银行退汇"},
)
async def return_aid_payment(
    asking: Asking, aid_case_id: UUID, version: int, body: PaymentReturn
) -> Answer:
    """Record that a payment came back (退汇) or was entered by mistake."""
    command = ReturnAidPayment(
        occurred_on=body.occurred_on,
        aid_case_id=AidCaseId(aid_case_id),
        returned_version=version,
        reason=body.reason,
    )
    return await carry_out(
        asking,
        [command],
        aid_case_id,
        expected=asking.matching(aid_case_id),
        fields=frozenset(body.__struct_fields__),
        ids={"aid_case_id": aid_case_id},
        kind=AidCaseWritten,
    )


@operation(
    "GET",
    f"{_UNION}/households",
    "listHouseholds",
    tag="aid",
    policy=UNIT_READS,
    answer=Rows[HouseholdRow],
    refusals=("request.cursor_invalid",),
)
async def list_households(asking: Asking, query: ListQuery) -> Answer:
    """困难职工档案."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.households(scope, limit=query.limit, after=after)
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    f"{_UNION}/aid-cases",
    "listAidCases",
    tag="aid",
    policy=UNIT_READS,
    answer=Rows[AidCaseRow],
    refusals=("request.cursor_invalid",),
)
async def list_aid_cases(asking: Asking, query: SinceQuery) -> Answer:
    """困难职工帮扶台账."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.aid_cases(
        scope, since=query.since, limit=query.limit, after=after
    )
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    _AID_CASE,
    "readAidCase",
    tag="aid",
    policy=UNIT_READS,
    answer=AidCaseView,
    refusals=("aid_case.not_approved",),
)
async def read_aid_case(asking: Asking, aid_case_id: UUID, query: ReadQuery) -> Answer:
    """One aid case and its first payments."""
    scope = await scope_of(asking, query)
    ledgers, since = asking.parts.ledgers, SinceQuery().since
    page = await ledgers.aid_cases(scope, since=since, limit=1, after=_before(aid_case_id))
    if not page.rows or page.rows[0].aid_case_id != aid_case_id:
        raise Problem("aid_case.not_approved")
    payments = await ledgers.payments(
        scope, since=since, limit=_PAYMENTS_SHOWN, aid_case_id=aid_case_id
    )
    version = await asking.version_of(aid_case_id)
    view = AidCaseView(
        position=min(page.position, payments.position),
        version=version,
        aid_case=page.rows[0],
        payments=payments.rows,
    )
    return Answer(body=view, headers=strong(version))


def _before(identifier: UUID) -> tuple[str] | None:
    """The list is in order of ids: a page of one after the id before this one."""
    return (str(UUID(int=identifier.int - 1)),) if identifier.int else None


@operation(
    "GET",
    f"{_UNION}/payments",
    "listAidPayments",
    tag="aid",
    policy=UNIT_READS,
    answer=Rows[PaymentRow],
    refusals=("request.cursor_invalid",),
)
async def list_aid_payments(asking: Asking, query: SinceQuery) -> Answer:
    """困难职工帮扶资金发放花名册; what came back is left out."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.payments(
        scope, since=query.since, limit=query.limit, after=after
    )
    return await paged(asking, query, scope, page)
