"""帮扶 paid case by case, and what came back. Whole pay lists are in `pay_batches.py`."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from domain.aid import PaymentMethod
from domain.aid_case.commands import PayAid, ReturnAidPayment
from domain.ids import AidCaseId, MemberId, OfficerId
from domain.money import PositiveFen
from services.auth import may
from services.commands.payees import names_of
from services.http.aid import AID_CASE, AidCaseWritten
from services.http.asking import Answer, Asking
from services.http.fields import Body, DocumentNo, PersonName, Reason
from services.http.operation import operation
from services.http.people import Payee, person_name, seals
from services.http.steps import FAULTS_OF_CHARGES, take


class AccountOf(Payee, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account and, where it is known, its holder: compared with the recipient's name, then sealed."""

    account_name: PersonName | None = None


class AidPayment(Body, frozen=True, kw_only=True):
    """`exception_document_no`: the paper that lets the money go to a guardian's or spouse's account."""

    occurred_on: date
    recipient_id: MemberId
    amount_fen: PositiveFen
    method: PaymentMethod
    payee: AccountOf = AccountOf()
    cashier_id: OfficerId | None = None
    exception_document_no: DocumentNo | None = None


class PaymentReturn(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: Reason


async def holders_differ(asking: Asking, accounts: Mapping[UUID, Payee]) -> set[UUID]:
    """Return those people whose account is in another name (户名不一致); an unnamed one is taken as theirs."""
    named = {
        member_id: person_name(account.account_name)
        for member_id, account in accounts.items()
        if isinstance(account, AccountOf) and account.account_name is not None
    }
    if not named:
        return set()
    parts = asking.parts
    known = await names_of(parts.log, parts.vault, asking.tenant_id, list(named))
    return {who for who, holder in named.items() if known.get(who) != holder}


@operation(
    "POST",
    f"{AID_CASE}/payments",
    "payAid",
    tag="aid",
    policy=may("payments.make"),
    answer=AidCaseWritten,
    writes=True,
    matches=True,
    status=201,
    refusals=(
        "aid_case.not_approved",
        "aid_case.ended",
        "aid_case.member_unknown",
        "aid_case.recipient_deceased",
        "aid_case.recipient_not_beneficiary",
        "aid_case.paid_before_approved",
        "aid_case.duties_not_separated",
        "aid_case.cashier_unnamed",
        "aid_case.office_not_held",
        "aid_case.no_policy_in_force",
        "aid_case.cash_for_fiscal_funds",
        "aid_case.fiscal_funds_to_another",
        "aid_case.payee_not_recipient",
        "aid_case.over_approved",
        "aid_case.over_payment_limit",
        "aid_case.operation_not_posted",
        "member.unknown",
        *FAULTS_OF_CHARGES,
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
    asking.matching(aid_case_id)
    to = await seals(asking, body.recipient_id)
    sealed = to.struct(body.recipient_id, "books", "payee", body.payee)
    command = PayAid(
        occurred_on=body.occurred_on,
        aid_case_id=AidCaseId(aid_case_id),
        recipient_id=body.recipient_id,
        amount_fen=body.amount_fen,
        method=body.method,
        payee=sealed,
        cashier_id=body.cashier_id,
        payee_is_recipient=not await holders_differ(asking, {body.recipient_id: body.payee}),
        exception_document_no=body.exception_document_no,
    )
    ids = {"aid_case_id": aid_case_id}
    return await take(asking, [command], body, aid_case_id, kind=AidCaseWritten, ids=ids)


@operation(
    "POST",
    f"{AID_CASE}/payments/{{version}}/return",
    "returnAidPayment",
    tag="aid",
    policy=may("payments.make"),
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
    ids = {"aid_case_id": aid_case_id}
    return await take(asking, [command], body, aid_case_id, kind=AidCaseWritten, ids=ids)
