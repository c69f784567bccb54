"""Aid is paid within the approved amount, after the approval, to the person's own account."""

from datetime import date

import msgspec
import pytest

from domain.ids import OfficerId
from domain.membership import Timeline
from domain.money import FEN_MAX
from tests.domain.aid_case.cases import (
    APPROVED,
    APPROVED_OWN_FUNDS,
    CONTEXT,
    DAY,
    DIED_ON_DAY,
    PAID,
    PAY,
    THE_DAY_BEFORE,
)
from tests.domain.values import AID_POLICY, MEMBER, OTHER_MEMBER, POSTING_MAP, lines
from tests.support.given_when_then import given, on


def test_approved_aid_is_paid_with_its_posting_lines() -> None:
    """Rule 9 of domain.md: a money event carries its lines, in the fund the money comes from."""
    state = given(APPROVED).when(PAY, CONTEXT).then(PAID).state()
    assert (state.payments, state.paid_on, state.paid_fen()) == ({2: PAID}, {2: DAY}, 200000)


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


def test_nothing_is_paid_before_the_day_of_approval() -> None:
    """R03 of domain.md 7.4: 未经审批先支付, also where the approval was entered first."""
    command = msgspec.structs.replace(PAY, occurred_on=THE_DAY_BEFORE)
    outcome = given(on(DAY, APPROVED)).when(command, CONTEXT)
    outcome.refused("aid_case.paid_before_approved", "occurred_on")


def test_aid_may_be_paid_on_the_day_of_approval() -> None:
    given(on(DAY, APPROVED)).when(PAY, CONTEXT).then(PAID)


def test_aid_goes_to_the_person_it_was_approved_for() -> None:
    """Rule 14 of domain.md: to the person's own account."""
    command = msgspec.structs.replace(PAY, recipient_id=OTHER_MEMBER)
    outcome = given(APPROVED).when(command, CONTEXT)
    outcome.refused("aid_case.recipient_not_beneficiary", "recipient_id")


@pytest.mark.parametrize("duty", ["handler_id", "reviewer_id", "approver_id"])
def test_nothing_is_paid_to_whoever_handled_the_case(duty: str) -> None:
    """会计法 art. 25; such an approval is refused, but an older one may stand in the log."""
    approved = msgspec.structs.replace(APPROVED, **{duty: OfficerId(MEMBER)})
    given(approved).when(PAY, CONTEXT).refused("aid_case.duties_not_separated", "recipient_id")


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
