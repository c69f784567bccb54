"""Aid: file first, aid after; within the approved amount; to the person's own account."""

from datetime import date

import msgspec
import pytest

from domain.aid_case.aggregate import Context
from domain.aid_case.commands import ApproveAid, PayAid, ReturnAidPayment
from domain.aid_case.events import AidApproved, AidPaid, AidPaymentReturned
from domain.ids import HouseholdId, OfficerId
from domain.membership import Span, Timeline
from domain.money import FEN_MAX
from tests.domain.values import (
    AID_CASE,
    AID_POLICY,
    APPROVER,
    HANDLER,
    HOUSEHOLD,
    MEMBER,
    POSTING_MAP,
    REVIEWER,
    lines,
    sealed,
)
from tests.support.given_when_then import given

DAY = date(2026, 5, 6)
A_MEMBER = Timeline((Span(date(2010, 1, 1), None, "active"),))
DIED_ON_DAY = Timeline((Span(date(2010, 1, 1), DAY, "active"), Span(DAY, None, "deceased")))
CONTEXT = Context(MEMBER, A_MEMBER, AID_POLICY, POSTING_MAP)
APPROVE = ApproveAid(
    occurred_on=DAY,
    aid_case_id=AID_CASE,
    case_no="BF2026-001",
    household_id=HOUSEHOLD,
    beneficiary_id=MEMBER,
    category="living_aid",
    fund_source="central_fiscal",
    amount_fen=300000,
    handler_id=HANDLER,
    reviewer_id=REVIEWER,
    approver_id=APPROVER,
)
APPROVED = AidApproved(
    aid_case_id=AID_CASE,
    case_no="BF2026-001",
    household_id=HOUSEHOLD,
    beneficiary_id=MEMBER,
    category="living_aid",
    fund_source="central_fiscal",
    amount_fen=300000,
    handler_id=HANDLER,
    reviewer_id=REVIEWER,
    approver_id=APPROVER,
)
APPROVED_OWN_FUNDS = msgspec.structs.replace(APPROVED, fund_source="own_funds")
PAY = PayAid(
    occurred_on=DAY,
    aid_case_id=AID_CASE,
    recipient_id=MEMBER,
    amount_fen=200000,
    method="transfer",
    payee=sealed("books"),
)
PAID = AidPaid(
    aid_case_id=AID_CASE,
    household_id=HOUSEHOLD,
    recipient_id=MEMBER,
    category="living_aid",
    fund_source="central_fiscal",
    amount_fen=200000,
    method="transfer",
    payee=sealed("books"),
    posting_map="posting-2021",
    lines=lines("503", "102", "central_fiscal", 200000),
)
RETURN = ReturnAidPayment(
    occurred_on=DAY, aid_case_id=AID_CASE, returned_version=2, reason="退汇:户名不符"
)
RETURNED = AidPaymentReturned(
    aid_case_id=AID_CASE,
    household_id=HOUSEHOLD,
    recipient_id=MEMBER,
    category="living_aid",
    fund_source="central_fiscal",
    amount_fen=200000,
    returned_version=2,
    reason="退汇:户名不符",
    lines=lines("503", "102", "central_fiscal", -200000),
)


def test_aid_is_approved_for_a_registered_household() -> None:
    """Rule 13 of domain.md: 先建档、后帮扶."""
    assert given().when(APPROVE, CONTEXT).then(APPROVED).state().approved == APPROVED


def test_no_aid_without_a_household_file() -> None:
    """Rule 13 of domain.md: 先建档、后帮扶."""
    context = msgspec.structs.replace(CONTEXT, householder_id=None)
    given().when(APPROVE, context).refused("aid_case.no_household_file", "household_id")


def test_a_case_is_approved_once() -> None:
    given(APPROVED).when(APPROVE, CONTEXT).refused("aid_case.already_approved", "case_no")


@pytest.mark.parametrize(
    "other",
    [
        {"household_id": HouseholdId(AID_CASE)},
        {"category": "medical_aid"},
        {"fund_source": "own_funds"},
        {"amount_fen": 300001},
    ],
)
def test_a_case_is_not_approved_again_in_other_words(other: dict[str, object]) -> None:
    command = msgspec.structs.replace(APPROVE, **other)
    given(APPROVED).when(command, CONTEXT).refused("aid_case.approved_otherwise", "case_no")


def test_no_aid_is_approved_for_somebody_who_never_was_a_member() -> None:
    context = msgspec.structs.replace(CONTEXT, person=Timeline())
    given().when(APPROVE, context).refused("aid_case.member_unknown", "beneficiary_id")


@pytest.mark.parametrize("amount_fen", [0, -1, FEN_MAX + 1])
def test_an_approved_amount_is_positive_and_bounded(amount_fen: int) -> None:
    command = msgspec.structs.replace(APPROVE, amount_fen=amount_fen)
    given().when(command, CONTEXT).refused("aid_case.amount_not_positive", "amount_fen")


@pytest.mark.parametrize(
    "officers",
    [
        {"reviewer_id": HANDLER},
        {"approver_id": HANDLER},
        {"approver_id": REVIEWER},
        {"handler_id": None, "approver_id": REVIEWER},
        {"handler_id": OfficerId(MEMBER)},
        {"reviewer_id": OfficerId(MEMBER)},
        {"approver_id": OfficerId(MEMBER)},
    ],
)
def test_requester_reviewer_approver_and_beneficiary_are_different_people(
    officers: dict[str, OfficerId | None],
) -> None:
    """会计法 art. 25: the duties are kept apart."""
    command = msgspec.structs.replace(APPROVE, **officers)
    given().when(command, CONTEXT).refused("aid_case.duties_not_separated", "approver_id")


@pytest.mark.parametrize("absent", ["handler_id", "reviewer_id", "approver_id"])
def test_an_officer_nobody_named_is_nobody(absent: str) -> None:
    command = msgspec.structs.replace(APPROVE, **{absent: None})
    given().when(command, CONTEXT).then(msgspec.structs.replace(APPROVED, **{absent: None}))


def test_approved_aid_is_paid_with_its_posting_lines() -> None:
    """Rule 9 of domain.md: a money event carries its lines, in the fund the money comes from."""
    state = given(APPROVED).when(PAY, CONTEXT).then(PAID).state()
    assert (state.payments, state.paid_fen()) == ({2: PAID}, 200000)


def test_nothing_is_paid_before_it_is_approved() -> None:
    """R03 of domain.md 7.4: 未经审批先支付."""
    given().when(PAY, CONTEXT).refused("aid_case.not_approved", "aid_case_id")


def test_a_pay_list_may_name_category_and_fund_source_of_the_case() -> None:
    command = msgspec.structs.replace(PAY, category="living_aid", fund_source="central_fiscal")
    given(APPROVED).when(command, CONTEXT).then(PAID)


def test_a_payment_is_of_the_category_of_its_case() -> None:
    command = msgspec.structs.replace(PAY, category="medical_aid")
    given(APPROVED).when(command, CONTEXT).refused("aid_case.category_differs", "category")


def test_a_payment_comes_from_the_source_of_its_case() -> None:
    """Rule 12 of domain.md: earmarked money is a separate line (两条线)."""
    command = msgspec.structs.replace(PAY, fund_source="own_funds")
    given(APPROVED).when(command, CONTEXT).refused("aid_case.fund_source_differs", "fund_source")


def test_nothing_is_paid_to_somebody_who_never_was_a_member() -> None:
    context = msgspec.structs.replace(CONTEXT, person=Timeline())
    given(APPROVED).when(PAY, context).refused("aid_case.member_unknown", "recipient_id")


def test_nothing_is_paid_after_the_death_of_the_recipient() -> None:
    """R02 of domain.md 7.4: 向已去世人员发放."""
    context = msgspec.structs.replace(CONTEXT, person=DIED_ON_DAY)
    command = msgspec.structs.replace(PAY, occurred_on=date(2026, 5, 7))
    given(APPROVED).when(command, context).refused("aid_case.recipient_deceased", "recipient_id")


def test_a_payment_of_the_day_of_death_stands() -> None:
    """Refused is what is dated after the death (samples, `recipient_deceased`)."""
    context = msgspec.structs.replace(CONTEXT, person=DIED_ON_DAY)
    given(APPROVED).when(PAY, context).then(PAID)


@pytest.mark.parametrize("amount_fen", [0, -1, FEN_MAX + 1])
def test_a_paid_amount_is_positive_and_bounded(amount_fen: int) -> None:
    command = msgspec.structs.replace(PAY, amount_fen=amount_fen)
    given(APPROVED).when(command, CONTEXT).refused("aid_case.amount_not_positive", "amount_fen")


@pytest.mark.parametrize("missing", ["aid_policy", "posting_map"])
def test_without_the_policies_of_the_date_nothing_is_paid(missing: str) -> None:
    context = msgspec.structs.replace(CONTEXT, **{missing: None})
    given(APPROVED).when(PAY, context).refused("aid_case.no_policy_in_force", "occurred_on")


def test_earmarked_fiscal_money_is_never_paid_in_cash() -> None:
    """总工发〔2015〕20号: to the person's own bank account."""
    command = msgspec.structs.replace(PAY, method="cash")
    given(APPROVED).when(command, CONTEXT).refused("aid_case.cash_for_fiscal_funds", "method")


def test_other_money_may_be_paid_in_cash() -> None:
    command = msgspec.structs.replace(PAY, method="cash")
    event = msgspec.structs.replace(
        PAID,
        fund_source="own_funds",
        method="cash",
        lines=lines("503", "101", "own_funds", 200000),
    )
    given(APPROVED_OWN_FUNDS).when(command, CONTEXT).then(event)


def test_which_funds_take_no_cash_is_policy() -> None:
    strict = msgspec.structs.replace(AID_POLICY, no_cash_fund_sources=("own_funds",))
    context = msgspec.structs.replace(CONTEXT, aid_policy=strict)
    command = msgspec.structs.replace(PAY, method="cash")
    outcome = given(APPROVED_OWN_FUNDS).when(command, context)
    outcome.refused("aid_case.cash_for_fiscal_funds", "method")


def test_payments_together_stay_within_the_approved_amount() -> None:
    outcome = given(APPROVED, PAID).when(PAY, CONTEXT)
    outcome.refused("aid_case.over_approved", "amount_fen")


def test_the_approved_amount_may_be_paid_to_the_last_fen() -> None:
    command = msgspec.structs.replace(PAY, amount_fen=100000)
    assert given(APPROVED, PAID).when(command, CONTEXT).state().paid_fen() == 300000


def test_what_the_posting_map_does_not_know_is_not_booked() -> None:
    unaware = msgspec.structs.replace(POSTING_MAP, rules={})
    context = msgspec.structs.replace(CONTEXT, posting_map=unaware)
    given(APPROVED).when(PAY, context).refused("aid_case.operation_not_posted", "occurred_on")


def test_a_payment_that_came_back_is_booked_back() -> None:
    """退汇: red-letter lines, never an edit (rule 17 of domain.md)."""
    state = given(APPROVED, PAID).when(RETURN, CONTEXT).then(RETURNED).state()
    assert (state.returned_versions, state.paid_fen()) == ({2}, 0)


def test_what_came_back_may_be_paid_again() -> None:
    outcome = given(APPROVED, PAID, RETURNED).when(PAY, CONTEXT).then(PAID)
    assert outcome.state().paid_fen() == 200000


def test_a_payment_comes_back_once() -> None:
    outcome = given(APPROVED, PAID, RETURNED).when(RETURN, CONTEXT)
    outcome.refused("aid_case.payment_already_returned", "returned_version")


@pytest.mark.parametrize("version", [-1, 0, 1, 3])
def test_only_a_payment_comes_back(version: int) -> None:
    """Version 1 is the approval, versions 0 and 3 are not there."""
    command = msgspec.structs.replace(RETURN, returned_version=version)
    outcome = given(APPROVED, PAID).when(command, CONTEXT)
    outcome.refused("aid_case.no_such_payment", "returned_version")
