"""The employer's contribution of one month, from the payroll to what is handed up and comes back."""

from datetime import date

import msgspec
import pytest

from domain.contribution.aggregate import Context
from domain.contribution.commands import (
    ChargeLateFee,
    ContributionCommand,
    DeclarePayroll,
    DunEmployer,
    PayUpward,
    ReceiveContribution,
    ReceiveRefund,
    ReverseContribution,
)
from domain.contribution.events import (
    ContributionReceived,
    ContributionReversed,
    EmployerDunned,
    LateFeeReceived,
    PayrollDeclared,
    RefundReceived,
    UpwardRemittancePaid,
)
from domain.ids import OfficerId
from domain.money import PostingLine, negated
from tests.domain.books import ACCOUNTANT, CASHIER, CHAIRPERSON, OFFICERS
from tests.domain.funds import (
    FEE_AFTER_DUNNING,
    FUND_POSTING_MAP,
    NO_RULES,
    SHARING_POLICY,
    SMALL_PAYERS,
    WITH_LATE_FEE,
)
from tests.domain.strategies import NO_MONTHS
from tests.domain.values import lines
from tests.support.given_when_then import given, on

MONTH = "2026-03"
DAY = date(2026, 4, 10)
CONTEXT = Context(SHARING_POLICY, FUND_POSTING_MAP, OFFICERS)
DECLARE = DeclarePayroll(occurred_on=DAY, month=MONTH, employees=62, payroll_fen=31_000_000)
DECLARED = PayrollDeclared(
    month=MONTH,
    employees=62,
    payroll_fen=31_000_000,
    due_fen=620_000,
    due_on=date(2026, 4, 15),
    policy_id="sharing-county",
    policy_version=1,
)
RECEIVE = ReceiveContribution(
    occurred_on=DAY, month=MONTH, amount_fen=620_000, receipt_no="0031877"
)
RECEIVED = ContributionReceived(
    month=MONTH,
    amount_fen=620_000,
    retained_fen=372_000,
    upward_fen=248_000,
    channel="union",
    policy_id="sharing-county",
    policy_version=1,
    posting_map="posting-2021",
    lines=(
        PostingLine(account="102", fund="own_funds", fen=620_000),
        PostingLine(account="402", fund="own_funds", fen=-372_000),
        PostingLine(account="221", fund="own_funds", fen=-248_000),
    ),
    receipt_no="0031877",
)
PAY = PayUpward(
    occurred_on=DAY,
    month=MONTH,
    amount_fen=248_000,
    document_no="解2026-03",
    approver_id=CHAIRPERSON,
    cashier_id=CASHIER,
)
PAID = UpwardRemittancePaid(
    month=MONTH,
    amount_fen=248_000,
    posting_map="posting-2021",
    lines=lines("221", "102", "own_funds", 248_000),
    document_no="解2026-03",
    approver_id=CHAIRPERSON,
    cashier_id=CASHIER,
)
REFUND = ReceiveRefund(
    occurred_on=DAY, month=MONTH, amount_fen=248_000, kind="rebate", document_no="青工〔2026〕40号"
)
REFUNDED = RefundReceived(
    month=MONTH,
    amount_fen=248_000,
    kind="rebate",
    document_no="青工〔2026〕40号",
    posting_map="posting-2021",
    lines=lines("102", "40301", "own_funds", 248_000),
)
FEE = ChargeLateFee(occurred_on=date(2026, 4, 25), month=MONTH, amount_fen=31_000)
REVERSE = ReverseContribution(occurred_on=DAY, month=MONTH, reversed_version=1, reason="重复入账")
DUN = DunEmployer(occurred_on=date(2026, 4, 20), month=MONTH, document_no="青工催〔2026〕3号")
COMMANDS: list[ContributionCommand] = [DECLARE, DUN, RECEIVE, PAY, REFUND, FEE, REVERSE]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("month", NO_MONTHS)
def test_a_contribution_is_for_a_month(command: ContributionCommand, month: str) -> None:
    asked = msgspec.structs.replace(command, month=month)
    given(DECLARED).when(asked, CONTEXT).refused("contribution.month_malformed", "month")


def test_two_percent_of_the_declared_payroll_is_due_on_the_fifteenth() -> None:
    """工会法 art. 43, domain.md 4.1."""
    given().when(DECLARE, CONTEXT).then(DECLARED)


def test_a_payroll_declared_again_corrects_what_was_declared() -> None:
    command = msgspec.structs.replace(DECLARE, payroll_fen=30_000_000)
    outcome = given(DECLARED).when(command, CONTEXT)
    outcome.then(msgspec.structs.replace(DECLARED, payroll_fen=30_000_000, due_fen=600_000))
    assert outcome.state().declared.due_fen == 600_000


@pytest.mark.parametrize("payroll_fen", [-1, 10**12 + 1])
def test_a_payroll_is_an_amount(payroll_fen: int) -> None:
    command = msgspec.structs.replace(DECLARE, payroll_fen=payroll_fen)
    given().when(command, CONTEXT).refused("contribution.payroll_out_of_range", "payroll_fen")


@pytest.mark.parametrize("employees", [-1, 10**10])
def test_employees_are_counted(employees: int) -> None:
    command = msgspec.structs.replace(DECLARE, employees=employees)
    given().when(command, CONTEXT).refused("contribution.employees_out_of_range", "employees")


def test_the_last_month_there_is_has_no_day_to_be_due_on() -> None:
    command = msgspec.structs.replace(DECLARE, month="9999-12")
    given().when(command, CONTEXT).refused("contribution.month_malformed", "month")


@pytest.mark.parametrize("command", [DECLARE, RECEIVE], ids=lambda one: type(one).__name__)
def test_nothing_is_shared_without_a_rule(command: ContributionCommand) -> None:
    context = msgspec.structs.replace(CONTEXT, sharing_policy=None)
    given().when(command, context).refused("contribution.no_policy_in_force", "month")


def test_what_comes_in_is_income_and_a_liability() -> None:
    """Rule 8 of domain.md: what belongs to the levels above is not income."""
    outcome = given(DECLARED).when(RECEIVE, CONTEXT).then(RECEIVED)
    assert outcome.state().owed_upward_fen() == 248_000


def test_what_stays_whole_owes_nothing_upward() -> None:
    keeps_all = msgspec.structs.replace(SHARING_POLICY, retained_numerator=100)
    outcome = given().when(RECEIVE, msgspec.structs.replace(CONTEXT, sharing_policy=keeps_all))
    [event] = outcome.events()
    assert event.lines == lines("102", "402", "own_funds", 620_000)
    assert outcome.state().owed_upward_fen() == 0


def test_money_comes_in_before_the_payroll_is_declared() -> None:
    given().when(RECEIVE, CONTEXT).then(RECEIVED)


def test_part_payments_are_split_like_one_payment() -> None:
    """Three times 0.01 yuan: 1 fen of 3 stays by floor(1.8), not 0 + 0 + 0."""
    one = msgspec.structs.replace(RECEIVE, amount_fen=1, receipt_no=None)
    outcome = given().when(one, CONTEXT).and_when(one, CONTEXT).and_when(one, CONTEXT)
    assert outcome.state().retained_fen() == 1
    assert outcome.state().owed_upward_fen() == 2


def test_a_receipt_number_is_used_once() -> None:
    outcome = given(RECEIVED).when(RECEIVE, CONTEXT)
    outcome.refused("contribution.receipt_number_used", "receipt_no")
    without = msgspec.structs.replace(RECEIVE, receipt_no=None)
    assert len(given(RECEIVED).when(without, CONTEXT).events()) == 1


@pytest.mark.parametrize("command", [RECEIVE, PAY, REFUND, FEE], ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("amount_fen", [0, -5, 10**12 + 1])
def test_an_amount_is_more_than_nothing(command: ContributionCommand, amount_fen: int) -> None:
    asked = msgspec.structs.replace(command, amount_fen=amount_fen)
    outcome = given(DECLARED, RECEIVED).when(asked, CONTEXT)
    outcome.refused("contribution.amount_not_positive", "amount_fen")


def test_what_belongs_above_is_handed_up() -> None:
    """domain.md 4.3: Dr 221, Cr 102."""
    outcome = given(RECEIVED).when(PAY, CONTEXT).then(PAID)
    assert outcome.state().owed_upward_fen() == 0


def test_no_more_is_handed_up_than_is_owed() -> None:
    command = msgspec.structs.replace(PAY, amount_fen=248_001)
    given(RECEIVED).when(command, CONTEXT).refused("contribution.more_than_owed", "amount_fen")


def test_whoever_approves_a_remittance_does_not_pay_it() -> None:
    """Rule 15 of domain.md."""
    command = msgspec.structs.replace(PAY, cashier_id=CHAIRPERSON)
    outcome = given(RECEIVED).when(command, CONTEXT)
    outcome.refused("contribution.duties_not_separated", "cashier_id")


@pytest.mark.parametrize(
    ("field", "officer"), [("approver_id", ACCOUNTANT), ("cashier_id", ACCOUNTANT)]
)
def test_whoever_signs_a_remittance_holds_the_office_for_it(field: str, officer: OfficerId) -> None:
    command = msgspec.structs.replace(PAY, **{field: officer})
    given(RECEIVED).when(command, CONTEXT).refused("contribution.office_not_held", field)


def test_what_was_handed_up_comes_back() -> None:
    given(RECEIVED, PAID).when(REFUND, CONTEXT).then(REFUNDED)


def test_no_more_comes_back_than_was_handed_up() -> None:
    given(RECEIVED).when(REFUND, CONTEXT).refused("contribution.more_than_remitted", "amount_fen")
    again = given(RECEIVED, PAID, REFUNDED).when(
        msgspec.structs.replace(REFUND, amount_fen=1), CONTEXT
    )
    again.refused("contribution.more_than_remitted", "amount_fen")


@pytest.mark.parametrize(
    ("policy", "in_year", "is_small"),
    [
        (SHARING_POLICY, 248_000, False),
        (SMALL_PAYERS, 248_000, True),
        (SMALL_PAYERS, 999_999, True),
        (SMALL_PAYERS, 1_000_000, False),
        (None, 0, False),
    ],
)
def test_a_small_payer_gets_everything_back(
    policy: object,
    in_year: int,
    is_small: bool,  # noqa: FBT001 # a case of the test
) -> None:
    """厅字〔2022〕47号, domain.md 4.2: yearly remittance below 10,000 yuan."""
    context = msgspec.structs.replace(CONTEXT, sharing_policy=policy, remitted_in_year_fen=in_year)
    outcome = given(RECEIVED, PAID).when(
        msgspec.structs.replace(REFUND, kind="small_payer"), context
    )
    if is_small:
        outcome.then(msgspec.structs.replace(REFUNDED, kind="small_payer"))
    else:
        outcome.refused("contribution.not_a_small_payer", "kind")


@pytest.mark.parametrize("command", [RECEIVE, PAY, REFUND, FEE], ids=lambda one: type(one).__name__)
def test_no_money_moves_without_a_posting_map(command: ContributionCommand) -> None:
    part = msgspec.structs.replace(RECEIVED, amount_fen=310_000, receipt_no=None)
    history = given(DECLARED, part, msgspec.structs.replace(PAID, amount_fen=10))
    small = msgspec.structs.replace(command, amount_fen=1)
    context = msgspec.structs.replace(CONTEXT, sharing_policy=WITH_LATE_FEE, posting_map=None)
    history.when(small, context).refused("contribution.no_posting_map_in_force", "occurred_on")
    unknown = msgspec.structs.replace(context, posting_map=NO_RULES)
    history.when(small, unknown).refused("contribution.operation_not_posted", "occurred_on")


def test_an_employer_in_arrears_is_dunned() -> None:
    """工会法 art. 44."""
    part = msgspec.structs.replace(RECEIVED, amount_fen=600_000)
    history = given(on(DAY, DECLARED), on(DAY, part))
    dunned = EmployerDunned(month=MONTH, arrears_fen=20_000, document_no="青工催〔2026〕3号")
    assert history.when(DUN, CONTEXT).then(dunned).state().dunned_on == date(2026, 4, 20)


@pytest.mark.parametrize("day", [DAY, date(2026, 4, 15)])
def test_nobody_is_dunned_before_the_day_is_over(day: date) -> None:
    command = msgspec.structs.replace(DUN, occurred_on=day)
    given(DECLARED).when(command, CONTEXT).refused("contribution.nothing_in_arrears", "month")


def test_nobody_is_dunned_who_paid_or_declared_nothing() -> None:
    given(DECLARED, RECEIVED).when(DUN, CONTEXT).refused("contribution.nothing_in_arrears", "month")
    given().when(DUN, CONTEXT).refused("contribution.nothing_in_arrears", "month")


def test_a_late_fee_runs_from_the_due_date_where_the_region_has_one() -> None:
    """Beijing, 5 ‰ a day: 6,200.00 yuan ten days late → 310.00."""
    context = msgspec.structs.replace(CONTEXT, sharing_policy=WITH_LATE_FEE)
    received = LateFeeReceived(
        month=MONTH,
        amount_fen=31_000,
        policy_id="sharing-county",
        policy_version=3,
        posting_map="posting-2021",
        lines=lines("102", "408", "own_funds", 31_000),
    )
    outcome = given(DECLARED).when(FEE, context).then(received)
    one_more = msgspec.structs.replace(FEE, amount_fen=1)
    outcome.and_when(one_more, context).refused("contribution.late_fee_above_owed", "amount_fen")


def test_a_late_fee_is_reckoned_on_what_was_late_for_as_long_as_it_was() -> None:
    """Half paid after four days: 4 days on 6,200.00, 6 days on 3,100.00 → 124.00 + 93.00."""
    half = msgspec.structs.replace(RECEIVED, amount_fen=310_000)
    context = msgspec.structs.replace(CONTEXT, sharing_policy=WITH_LATE_FEE)
    history = given(on(DAY, DECLARED), on(date(2026, 4, 19), half))
    most = msgspec.structs.replace(FEE, amount_fen=21_700)
    assert len(history.when(most, context).events()) == 1
    over = msgspec.structs.replace(FEE, amount_fen=21_701)
    history.when(over, context).refused("contribution.late_fee_above_owed", "amount_fen")


def test_a_late_fee_runs_from_the_dunning_notice_where_the_region_says_so() -> None:
    """Chongqing: after the notice, here five days."""
    context = msgspec.structs.replace(CONTEXT, sharing_policy=FEE_AFTER_DUNNING)
    dunned = EmployerDunned(month=MONTH, arrears_fen=620_000, document_no="3号")
    five_days = msgspec.structs.replace(FEE, amount_fen=15_500)
    history = given(on(DAY, DECLARED), on(date(2026, 4, 20), dunned))
    assert len(history.when(five_days, context).events()) == 1
    given(DECLARED).when(five_days, context).refused(
        "contribution.late_fee_above_owed", "amount_fen"
    )


def test_no_late_fee_is_charged_unless_the_policy_has_one() -> None:
    given(DECLARED).when(FEE, CONTEXT).refused("contribution.no_late_fee_in_force", "month")


def test_no_late_fee_is_charged_on_a_payroll_nobody_declared() -> None:
    context = msgspec.structs.replace(CONTEXT, sharing_policy=WITH_LATE_FEE)
    given().when(FEE, context).refused("contribution.payroll_not_declared", "month")


def test_a_receipt_entered_by_mistake_is_reversed_in_red() -> None:
    event = ContributionReversed(
        month=MONTH,
        entry="contribution",
        amount_fen=620_000,
        reversed_version=1,
        reason="重复入账",
        lines=negated(RECEIVED.lines),
        retained_fen=372_000,
        upward_fen=248_000,
    )
    outcome = given(on(DAY, RECEIVED)).when(REVERSE, CONTEXT).then(event)
    state = outcome.state()
    assert (state.retained_fen(), state.owed_upward_fen()) == (0, 0)
    outcome.and_when(REVERSE, CONTEXT).refused(
        "contribution.entry_already_reversed", "reversed_version"
    )


def test_a_remittance_is_reversed_too() -> None:
    command = msgspec.structs.replace(REVERSE, reversed_version=2)
    outcome = given(on(DAY, RECEIVED), on(DAY, PAID)).when(command, CONTEXT)
    [event] = outcome.events()
    assert (event.entry, event.lines) == ("remittance", negated(PAID.lines))
    assert outcome.state().owed_upward_fen() == 248_000


def test_what_was_handed_up_keeps_what_came_in() -> None:
    outcome = given(RECEIVED, PAID).when(REVERSE, CONTEXT)
    outcome.refused("contribution.remitted_already", "reversed_version")


def test_what_came_back_keeps_what_was_handed_up() -> None:
    command = msgspec.structs.replace(REVERSE, reversed_version=2)
    outcome = given(RECEIVED, PAID, REFUNDED).when(command, CONTEXT)
    outcome.refused("contribution.refunded_already", "reversed_version")


def test_what_is_no_entry_is_not_reversed() -> None:
    given(DECLARED).when(REVERSE, CONTEXT).refused("contribution.no_such_entry", "reversed_version")


def test_nothing_is_reversed_before_it_was_entered() -> None:
    outcome = given(on(date(2026, 4, 11), RECEIVED)).when(REVERSE, CONTEXT)
    outcome.refused("contribution.reversed_before_entered", "occurred_on")
