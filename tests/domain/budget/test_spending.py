"""Spending against the lines: refused or recorded as over, never released beyond what was committed."""

from datetime import date
from uuid import UUID

import msgspec
import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from domain.budget import aggregate
from domain.budget.aggregate import Context
from domain.budget.commands import BudgetCommand, CommitBudget, ReleaseBudget
from domain.budget.events import BudgetCommitted, BudgetReleased
from domain.event import Fact
from domain.money import FEN_MAX
from domain.policy.budget_control import BudgetControl
from domain.refusal import Refused
from tests.domain.books import BLOCKING, CHART, OFFICERS, WARNING
from tests.domain.budget.cases import (
    APPROVED,
    COMMIT,
    COMMITTED,
    CONTEXT,
    DAY,
    DRAFTED,
    IN_MARCH,
    RELEASE,
    SOURCE,
    TO_APPROVED,
    TO_SETTLED,
)
from tests.domain.strategies import BROAD
from tests.support.given_when_then import given, on

LENIENT = msgspec.structs.replace(CONTEXT, policy=WARNING)


def test_spending_is_set_against_the_line_that_covers_it() -> None:
    """50102 文体活动费 lies below the line 501 职工活动支出."""
    state = given(*TO_APPROVED).when(COMMIT, CONTEXT).then(COMMITTED).state()
    assert (state.spent, state.committed) == ({"50102": 480000}, {(SOURCE, "50102"): 480000})


def test_a_line_is_for_all_accounts_below_it_together() -> None:
    second = msgspec.structs.replace(COMMIT, account="50104", amount_fen=220000)
    outcome = given(*TO_APPROVED).when(COMMIT, CONTEXT)
    outcome.and_when(second, CONTEXT).events()
    over = msgspec.structs.replace(second, amount_fen=220001)
    outcome.and_when(over, CONTEXT).refused("budget.line_exceeded", "amount_fen")


def test_no_spending_without_a_budget() -> None:
    """Rule 16 of domain.md; a draft is no budget."""
    given().when(COMMIT, CONTEXT).refused("budget.none_approved", "amount_fen")
    given(on(DAY, DRAFTED)).when(COMMIT, CONTEXT).refused("budget.none_approved", "amount_fen")


def test_no_spending_without_a_line() -> None:
    bare = msgspec.structs.replace(APPROVED, planned=APPROVED.planned[:2])
    outcome = given(on(DAY, bare)).when(COMMIT, CONTEXT)
    outcome.refused("budget.line_missing", "amount_fen")


def test_where_the_policy_warns_it_is_recorded_by_how_much() -> None:
    lenient = {"policy_id": "budget-lenient", "policy_version": 1}
    event = msgspec.structs.replace(COMMITTED, line=None, over_fen=480000, **lenient)
    given().when(COMMIT, LENIENT).then(event)
    large = msgspec.structs.replace(COMMIT, amount_fen=700010)
    event = msgspec.structs.replace(COMMITTED, amount_fen=700010, over_fen=10, **lenient)
    given(*TO_APPROVED).when(large, LENIENT).then(event)


def test_spending_before_a_line_existed_counts_against_it() -> None:
    early = msgspec.structs.replace(COMMITTED, line=None, over_fen=480000)
    history = (on(DAY, early), *TO_APPROVED)
    second = msgspec.structs.replace(COMMIT, amount_fen=220001)
    given(*history).when(second, CONTEXT).refused("budget.line_exceeded", "amount_fen")


@pytest.mark.parametrize("amount_fen", [0, -1, FEN_MAX + 1])
@pytest.mark.parametrize("command", [COMMIT, RELEASE], ids=["commit", "release"])
def test_amounts_are_positive_and_bounded(command: BudgetCommand, amount_fen: int) -> None:
    wrong = msgspec.structs.replace(command, amount_fen=amount_fen)
    given(*TO_APPROVED).when(wrong, CONTEXT).refused("budget.amount_not_positive", "amount_fen")


@pytest.mark.parametrize("account", ["102", "401", "221", "999"])
def test_only_expense_is_set_against_the_budget(account: str) -> None:
    command = msgspec.structs.replace(COMMIT, account=account)
    given(*TO_APPROVED).when(command, CONTEXT).refused("budget.not_an_expense", "account")


def test_spending_is_of_the_budgets_year() -> None:
    """自然年度: what is paid in January is not the old year's."""
    command = msgspec.structs.replace(COMMIT, occurred_on=date(2027, 1, 2))
    outcome = given(*TO_APPROVED).when(command, CONTEXT)
    outcome.refused("budget.spent_in_other_year", "occurred_on")


def test_nothing_is_spent_in_a_settled_year() -> None:
    given(*TO_SETTLED).when(COMMIT, CONTEXT).refused("budget.settled", "year")


def test_without_budget_control_nothing_is_measured() -> None:
    context = msgspec.structs.replace(CONTEXT, policy=None)
    given(*TO_APPROVED).when(COMMIT, context).refused("budget.no_policy_in_force", "occurred_on")


def test_without_a_chart_nothing_is_measured() -> None:
    context = msgspec.structs.replace(CONTEXT, chart=None)
    given(*TO_APPROVED).when(COMMIT, context).refused("budget.no_chart_in_force", "occurred_on")


def test_what_was_not_spent_is_free_again() -> None:
    event = BudgetReleased(year=2026, account="50102", amount_fen=480000, source_id=SOURCE)
    outcome = given(*TO_APPROVED, on(IN_MARCH, COMMITTED)).when(RELEASE, CONTEXT).then(event)
    full = msgspec.structs.replace(COMMIT, amount_fen=700000)
    outcome.and_when(full, CONTEXT).events()


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_fen": 480001},
        {"account": "50104"},
        {"source_id": UUID(int=67)},
    ],
)
def test_never_more_is_released_than_was_committed(wrong: dict[str, object]) -> None:
    command = msgspec.structs.replace(RELEASE, **wrong)
    outcome = given(*TO_APPROVED, on(IN_MARCH, COMMITTED)).when(command, CONTEXT)
    outcome.refused("budget.released_more_than_committed", "amount_fen")


spending = st.builds(
    CommitBudget,
    occurred_on=st.just(IN_MARCH),
    year=st.just(2026),
    account=st.sampled_from(["50102", "50104", "508"]),
    amount_fen=st.integers(1, 400000),
    source_id=st.integers(1, 3).map(lambda number: UUID(int=number)),
)
freeing = st.builds(
    ReleaseBudget,
    occurred_on=st.just(IN_MARCH),
    year=st.just(2026),
    account=st.sampled_from(["50102", "50104", "508"]),
    amount_fen=st.integers(1, 400000),
    source_id=st.integers(1, 3).map(lambda number: UUID(int=number)),
)


def net_fen(facts: list[Fact], line: str) -> int:
    """Sum what was committed and released below a line, event by event."""
    total = 0
    for fact in facts:
        match fact.event:
            case BudgetCommitted(account=account, amount_fen=fen) if account.startswith(line):
                total += fen
            case BudgetReleased(account=account, amount_fen=fen) if account.startswith(line):
                total -= fen
            case _:
                pass
    return total


@BROAD
@given_any(st.lists(spending | freeing, max_size=20), st.sampled_from([BLOCKING, WARNING]))
def test_no_run_of_spending_exceeds_a_line_unless_it_says_so(
    commands: list[BudgetCommand], policy: BudgetControl
) -> None:
    context = Context(OFFICERS, CHART, policy)
    state = aggregate.evolve(aggregate.State(), Fact(APPROVED, DAY, 1))
    facts: list[Fact] = []
    for version, command in enumerate(commands, start=2):
        decided = aggregate.decide(state, command, context)
        if isinstance(decided, Refused):
            continue
        facts.append(Fact(decided[0], IN_MARCH, version))
        state = aggregate.evolve(state, facts[-1])
        assert min(state.committed.values()) >= 0
        for line, planned in (("501", 700000), ("508", 300000)):
            spent = net_fen(facts, line)
            assert spent == sum(fen for code, fen in state.spent.items() if code.startswith(line))
            if policy is BLOCKING:
                assert 0 <= spent <= planned
        if policy is BLOCKING:
            assert not getattr(facts[-1].event, "over_fen", 0)
