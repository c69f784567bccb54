"""One member and one month, explained; and which months are unpaid (domain.md 3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dues import aggregate as dues
from domain.dues.assessment import (
    Arrears,
    Assessment,
    WageBase,
    assess,
    base_for,
    months_through,
    unpaid_months,
)
from domain.dues.commands import DuesCommand
from domain.membership import Span, Timeline
from domain.period import month_text, next_month
from tests.domain.strategies import (
    BROAD,
    EVERYBODY_IN_OFFICE,
    THOROUGH,
    any_command,
    run,
    timelines,
)
from tests.domain.values import DUES_POLICY, DUES_POLICY_WHOLE_YUAN, REFUNDING_MAP

BASE = WageBase("2026-02", 3, 2615, "dues-national", 1)
MEMBER_TILL_JUNE = Timeline(
    (
        Span(date(2026, 1, 15), date(2026, 4, 30), "active"),
        Span(date(2026, 4, 30), date(2026, 6, 10), "retained"),
        Span(date(2026, 6, 10), None, "withdrawn"),
    )
)
ALWAYS = Timeline((Span(date(2025, 1, 1), None, "active"),))
MONTHS_OF_2026 = [month_text(2026, number) for number in range(1, 13)]
paid = st.dictionaries(st.sampled_from(MONTHS_OF_2026), st.integers(0, 3000), max_size=12)


def test_a_month_explains_itself() -> None:
    """domain.md 3.2: 5,238.60 → 5,230 → 26.15."""
    found = assess(MEMBER_TILL_JUNE, (BASE,), "2026-03", policies=(DUES_POLICY,))
    assert found == Assessment(
        month="2026-03",
        assessed_fen=2615,
        due_fen=2615,
        wage_base_version=3,
        policy_id="dues-national",
        policy_version=1,
        rate_numerator=5,
        rate_denominator=1000,
        base_unit_fen=1000,
        due_rounding="none",
    )


@pytest.mark.parametrize(
    ("month", "exemption"),
    [
        ("2025-12", "not_member"),
        ("2026-01", "no_wage_base"),
        ("2026-02", None),
        ("2026-03", None),
        ("2026-04", "retained"),
        ("2026-05", "retained"),
        ("2026-06", "not_member"),
    ],
)
def test_the_last_day_of_a_month_decides(month: str, exemption: str | None) -> None:
    """Rule 6 of the samples; 章程 art. 8 for the retained."""
    found = assess(MEMBER_TILL_JUNE, (BASE,), month)
    assert found.exemption == exemption
    assert (found.due_fen > 0) == (exemption is None)


def test_an_unknown_policy_is_named_and_not_guessed() -> None:
    found = assess(ALWAYS, (BASE,), "2026-03", policies=(DUES_POLICY_WHOLE_YUAN,))
    assert (found.policy_id, found.rate_numerator) == ("dues-national", None)


@pytest.mark.parametrize(
    ("waived_fen", "due_fen", "exemption"),
    [(0, 2615, None), (615, 2000, None), (2615, 0, "waived"), (9999, 0, "waived")],
)
def test_what_is_waived_is_not_due(waived_fen: int, due_fen: int, exemption: str | None) -> None:
    found = assess(ALWAYS, (BASE,), "2026-03", waived_fen=waived_fen)
    assert (found.due_fen, found.exemption) == (due_fen, exemption)
    assert found.assessed_fen - found.waived_fen == found.due_fen


def test_a_wage_too_small_owes_nothing_and_is_no_exemption() -> None:
    found = assess(ALWAYS, (WageBase("2026-01", 1, 0, "dues-national", 1),), "2026-03")
    assert (found.due_fen, found.exemption) == (0, None)


def test_of_two_bases_of_one_month_the_later_declared_counts() -> None:
    bases = (BASE, WageBase("2026-02", 5, 3000, "dues-national", 1))
    assert base_for(bases, "2026-02") == bases[1]
    assert base_for(bases, "2026-01") is None


def test_unpaid_months_and_the_run_they_make() -> None:
    received = {"2026-04": 2615, "2026-05": 1000}
    found = unpaid_months(ALWAYS, (BASE,), "2026-08", received=received, waived={})
    assert found == Arrears(
        months=("2026-02", "2026-03", "2026-05", "2026-06", "2026-07", "2026-08"),
        amount_fen=5 * 2615 + 1615,
        longest_run=4,
        running_unpaid=3,
    )


def test_whoever_pays_something_is_in_arrears_but_does_not_refuse_to_pay() -> None:
    """章程 art. 6 is about whoever pays nothing: 连续六个月不交纳会费."""
    received = dict.fromkeys(MONTHS_OF_2026, 1)
    found = unpaid_months(ALWAYS, (BASE,), "2026-07", received=received, waived={})
    assert (found.longest_run, found.running_unpaid) == (6, 0)


def test_a_month_for_which_nothing_is_due_ends_a_run() -> None:
    waived = {"2026-05": 2615}
    found = unpaid_months(ALWAYS, (BASE,), "2026-08", received={}, waived=waived)
    assert "2026-05" not in found.months
    assert (found.longest_run, found.running_unpaid) == (3, 3)


@pytest.mark.parametrize(("member", "bases"), [(Timeline(), (BASE,)), (ALWAYS, ())])
def test_nobody_without_membership_or_wage_base_is_in_arrears(
    member: Timeline, bases: tuple[WageBase, ...]
) -> None:
    assert unpaid_months(member, bases, "2026-12", received={}, waived={}) == Arrears()


def test_the_last_month_of_the_calendar_ends_the_months() -> None:
    assert list(months_through("9999-11", "9999-12")) == ["9999-11", "9999-12"]
    assert list(months_through("2026-11", "2027-01")) == ["2026-11", "2026-12", "2027-01"]
    assert list(months_through("2026-02", "2026-01")) == []


@THOROUGH
@given(timelines, paid, paid)
def test_arrears_are_a_count_month_by_month(
    member: Timeline, received: dict[str, int], waived: dict[str, int]
) -> None:
    found = unpaid_months(member, (BASE,), "2026-12", received=received, waived=waived)
    missing = {
        month: left
        for month in MONTHS_OF_2026
        if (left := _due(member, month, waived) - received.get(month, 0)) > 0
    }
    assert found.months == tuple(missing)
    assert found.amount_fen == sum(missing.values())
    assert found.longest_run == _longest(found.months)
    assert found.running_unpaid <= len(found.months)


def _due(member: Timeline, month: str, waived: dict[str, int]) -> int:
    return assess(member, (BASE,), month, waived_fen=waived.get(month, 0)).due_fen


def _longest(months: tuple[str, ...]) -> int:
    """Look for the longest run without remembering where one began."""
    runs = [0]
    for begin in range(len(months)):
        run = 1
        while begin + run < len(months) and months[begin + run] == next_month(
            months[begin + run - 1]
        ):
            run += 1
        runs.append(run)
    return max(runs)


@BROAD
@given(st.lists(any_command(DuesCommand), max_size=25))
def test_no_month_ever_holds_less_than_nothing(commands: list[DuesCommand]) -> None:
    """Refunds, reversals and waivers in any order never take more than there is."""
    context = dues.Context(ALWAYS, DUES_POLICY, REFUNDING_MAP, EVERYBODY_IN_OFFICE)
    state, facts = run(dues, commands, lambda state, command: dues.decide(state, command, context))
    assert all(amount_fen >= 0 for amount_fen in state.received_by_month().values())
    assert all(amount_fen >= 0 for amount_fen in state.waived_by_month().values())
    booked = sum(
        line.fen
        for fact in facts
        for line in getattr(fact.event, "lines", ())
        if line.account == "102"
    )
    assert booked == sum(state.received_by_month().values())
