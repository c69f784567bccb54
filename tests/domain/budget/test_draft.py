"""What a budget may plan: income and expense of the chart, each once, no deficit."""

from collections.abc import Iterable

import msgspec
import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from domain.budget.commands import BudgetCommand
from domain.budget_lines import (
    ActualLine,
    BudgetChange,
    BudgetLine,
    adjusted,
    over_fen,
    overlap,
    spent_under,
    surplus_fen,
)
from domain.money import FEN_MAX
from tests.domain.books import BLOCKING, CHAIRPERSON, CHART, WARNING
from tests.domain.budget.cases import (
    ADJUST,
    ADJUSTMENT_DRAFTED,
    COMMIT,
    CONTEXT,
    DAY,
    DRAFT,
    DRAFTED,
    PLANNED,
    RELEASE,
    SETTLE,
    TO_APPROVED,
    TO_SETTLED,
    approving,
    passing,
)
from tests.domain.strategies import THOROUGH
from tests.support.given_when_then import Outcome, given, on

ANY: tuple[BudgetCommand, ...] = (DRAFT, ADJUST, SETTLE, passing(), COMMIT, RELEASE)


def planning(*lines: BudgetLine, context: object = CONTEXT) -> Outcome:
    """Draft these lines."""
    return given().when(msgspec.structs.replace(DRAFT, planned=lines), context)


def test_the_accountant_drafts_the_budget() -> None:
    given().when(DRAFT, CONTEXT).then(DRAFTED)


@pytest.mark.parametrize("year", [0, -1, 10_000])
@pytest.mark.parametrize("command", ANY, ids=lambda command: type(command).__name__)
def test_a_budget_is_of_a_year(command: BudgetCommand, year: int) -> None:
    outcome = given().when(msgspec.structs.replace(command, year=year), CONTEXT)
    outcome.refused("budget.year_malformed", "year")


def test_a_stream_is_the_budget_of_one_year() -> None:
    command = msgspec.structs.replace(DRAFT, year=2027)
    given(on(DAY, DRAFTED)).when(command, CONTEXT).refused("budget.other_year", "year")


def test_until_it_is_approved_it_may_be_drafted_anew() -> None:
    given(on(DAY, DRAFTED)).when(DRAFT, CONTEXT).then(DRAFTED)
    given(*TO_APPROVED).when(DRAFT, CONTEXT).refused("budget.already_approved", "year")


def test_one_paper_is_under_way_at_a_time() -> None:
    history = (*TO_APPROVED, on(DAY, ADJUSTMENT_DRAFTED))
    given(*history).when(SETTLE, CONTEXT).refused("budget.other_paper_pending", "year")


def test_whoever_drafts_holds_an_office_for_it() -> None:
    command = msgspec.structs.replace(DRAFT, drafted_by=CHAIRPERSON)
    given().when(command, CONTEXT).refused("budget.office_not_held", "drafted_by")


def test_a_budget_has_lines() -> None:
    planning().refused("budget.no_lines", "year")


def test_without_a_chart_there_is_no_budget() -> None:
    context = msgspec.structs.replace(CONTEXT, chart=None)
    given().when(DRAFT, context).refused("budget.no_chart_in_force", "occurred_on")


def test_without_budget_control_there_is_no_budget() -> None:
    context = msgspec.structs.replace(CONTEXT, policy=None)
    given().when(DRAFT, context).refused("budget.no_policy_in_force", "occurred_on")


@pytest.mark.parametrize("account", ["102", "221", "331", "999"])
def test_only_income_and_expense_are_planned(account: str) -> None:
    line = BudgetLine(account=account, amount_fen=1)
    planning(*PLANNED, line).refused("budget.not_income_or_expense", "account")


@pytest.mark.parametrize("account", ["501", "50102", "403"])
def test_no_money_is_planned_twice(account: str) -> None:
    """The same account again, one below a line, one above a line."""
    line = BudgetLine(account=account, amount_fen=1)
    planning(*PLANNED, line).refused("budget.lines_overlap", "account")


def test_no_budget_plans_a_deficit() -> None:
    """量入为出, 收支平衡 (domain.md 4.4)."""
    more = BudgetLine(account="508", amount_fen=300001)
    planning(*PLANNED[:3], more).refused("budget.deficit", "year")


def test_what_was_carried_over_may_be_spent() -> None:
    more = (*PLANNED[:3], BudgetLine(account="508", amount_fen=300001))
    command = msgspec.structs.replace(DRAFT, planned=more, carried_over_fen=1)
    event = msgspec.structs.replace(DRAFTED, planned=more, carried_over_fen=1)
    given().when(command, CONTEXT).then(event)


def test_a_policy_may_allow_a_deficit() -> None:
    context = msgspec.structs.replace(CONTEXT, policy=WARNING)
    planning(BudgetLine(account="508", amount_fen=1), context=context).events()


def test_an_approved_budget_is_adjusted() -> None:
    given(*TO_APPROVED).when(ADJUST, CONTEXT).then(ADJUSTMENT_DRAFTED)


@pytest.mark.parametrize("command", [ADJUST, SETTLE], ids=["adjust", "settle"])
def test_what_was_never_approved_is_not_adjusted_or_settled(command: BudgetCommand) -> None:
    given(on(DAY, DRAFTED)).when(command, CONTEXT).refused("budget.none_approved", "year")


@pytest.mark.parametrize("command", [ADJUST, SETTLE], ids=["adjust", "settle"])
def test_a_settled_year_is_closed(command: BudgetCommand) -> None:
    given(*TO_SETTLED).when(command, CONTEXT).refused("budget.settled", "year")


def changing(*changes: tuple[str, int]) -> Outcome:
    """Draft an adjustment of the approved budget, of which 480,000 fen are spent under 501."""
    spent = given(*TO_APPROVED).when(COMMIT, CONTEXT).all_facts()
    command = msgspec.structs.replace(
        ADJUST,
        changes=tuple(BudgetChange(account=code, change_fen=fen) for code, fen in changes),
    )
    return given(*(on(fact.occurred_on, fact.event) for fact in spent)).when(command, CONTEXT)


def test_a_line_is_not_cut_below_what_is_spent_under_it() -> None:
    changing(("501", -220000)).events()
    changing(("501", -220001)).refused("budget.line_below_spent", "change_fen")


def test_no_line_falls_below_zero() -> None:
    changing(("508", -300001)).refused("budget.line_out_of_range", "change_fen")


def test_an_adjustment_plans_no_deficit_and_nothing_twice() -> None:
    changing(("508", 1)).refused("budget.deficit", "year")
    changing(("50104", 1)).refused("budget.lines_overlap", "account")
    changing(("102", 1)).refused("budget.not_income_or_expense", "account")


def test_without_budget_control_nothing_is_adjusted() -> None:
    context = msgspec.structs.replace(CONTEXT, policy=None)
    given(*TO_APPROVED).when(ADJUST, context).refused("budget.no_policy_in_force", "occurred_on")


def test_the_budget_is_adjusted_as_often_as_the_policy_says() -> None:
    """原则上一年调整一次 (皖工发〔2025〕18号)."""
    never = msgspec.structs.replace(BLOCKING, adjustments_per_year=0)
    context = msgspec.structs.replace(CONTEXT, policy=never)
    given(*TO_APPROVED).when(ADJUST, context).refused("budget.adjusted_too_often", "year")


def test_final_accounts_are_drawn_up_after_the_year() -> None:
    command = msgspec.structs.replace(SETTLE, occurred_on=DAY)
    given(*TO_APPROVED).when(command, CONTEXT).refused("budget.year_not_over", "occurred_on")


def test_final_accounts_hold_amounts() -> None:
    """They sum the books up: what an event cannot hold is refused before it is one."""
    beyond = (ActualLine(account="401", actual_fen=FEN_MAX + 1),)
    command = msgspec.structs.replace(SETTLE, actual=beyond)
    given(*TO_APPROVED).when(command, CONTEXT).refused("budget.amount_out_of_range", "year")


def test_a_step_is_about_the_paper_under_way() -> None:
    outcome = given(*TO_APPROVED).when(passing("adjustment"), CONTEXT)
    outcome.refused("budget.no_such_draft", "paper")
    given().when(approving(), CONTEXT).refused("budget.no_such_draft", "paper")


accounts = st.sampled_from(["401", "403", "40304", "501", "50102", "50104", "508"])
amounts = st.dictionaries(accounts, st.integers(0, 1000))


@THOROUGH
@given_any(amounts, st.lists(st.tuples(accounts, st.integers(-500, 500))))
def test_changes_add_up(planned: dict[str, int], changes: list[tuple[str, int]]) -> None:
    made = [BudgetChange(account=code, change_fen=fen) for code, fen in changes]
    after = adjusted(planned, made)
    assert sum(after.values()) == sum(planned.values()) + sum(fen for _, fen in changes)
    gained = surplus_fen(after, 0, CHART) - surplus_fen(planned, 0, CHART)
    assert gained == sum(fen if code < "500" else -fen for code, fen in changes)


@THOROUGH
@given_any(amounts)
def test_lines_that_do_not_overlap_share_out_the_spending(spent: dict[str, int]) -> None:
    lines: Iterable[str] = ("501", "508", "401", "403")
    assert not overlap(lines, CHART)
    assert sum(spent_under(line, spent, CHART) for line in lines) == sum(spent.values())


@THOROUGH
@given_any(st.integers(-1000, 1000), st.integers(1, 1000))
def test_what_is_over_and_what_fits_make_the_amount(left_fen: int, amount_fen: int) -> None:
    over = over_fen(left_fen, amount_fen)
    assert 0 <= over <= amount_fen
    assert amount_fen - over == min(amount_fen, max(0, left_fen))
