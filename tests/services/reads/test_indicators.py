"""The county's statistics from the roll-up's values: sums of numerators over sums of denominators."""

from uuid import UUID

import pytest

from services.reads.indicators import IndicatorRow, indicators
from services.reads.rollup import Values
from services.words.indicators import INDICATORS

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


def of(code: str, *units: Values, until: str = "2026-12") -> IndicatorRow:
    values = dict(zip((A, B, C), units, strict=False))
    rows = indicators(values, list(values), 2026, until)
    return next(row for row in rows if row.indicator == code)


def test_a_rate_of_the_county_is_no_average_of_rates() -> None:
    small: Values = {
        ("contribution_due", "", "2026-01"): 100,
        ("contribution_received", "", "2026-01"): 100,
    }
    large: Values = {("contribution_due", "", "2026-02"): 900}
    rate = of("contribution_rate", small, large)
    assert (rate.numerator, rate.denominator, rate.missing) == (100, 1_000, [])


def test_a_unit_without_the_denominator_is_missing_and_in_neither_sum() -> None:
    known: Values = {("employees", "", "2026-01"): 50, ("members_active", "", "2026-01"): 40}
    unknown: Values = {("members_active", "", "2026-01"): 7}
    rate = of("unionization_rate", known, unknown)
    assert (rate.numerator, rate.denominator, rate.missing) == (40, 50, [B])
    assert of("members", known, unknown, {}).numerator == 47
    assert of("members", known, unknown, {}).missing == [C]


@pytest.mark.parametrize(("until", "members"), [("2026-01", 12), ("2026-03", 11)])
def test_a_stock_is_what_stood_at_the_end_of_the_month(until: str, members: int) -> None:
    values: Values = {
        ("members_active", "", ""): 10,
        ("members_active", "", "2026-01"): 2,
        ("members_active", "", "2026-03"): -1,
    }
    assert of("members", values, until=until).numerator == members


def test_dues_owed_add_up_over_the_months() -> None:
    values: Values = {
        ("dues_due", "", ""): 100,
        ("dues_due", "", "2026-03"): 50,
        ("dues_waived", "", "2026-01"): 20,
        ("dues_received", "", "2026-01"): 80,
    }
    rate = of("dues_rate", values, until="2026-04")
    assert (rate.numerator, rate.denominator) == (80, 4 * 100 + 2 * 50 - 20)


def test_the_exit_rate_is_of_those_registered_when_the_year_began() -> None:
    values: Values = {
        ("hardship_files", "deep", ""): 4,
        ("hardship_files", "deep", "2026-02"): -1,
        ("files_exited", "", "2026-02"): 1,
        ("files_opened", "", "2026-05"): 3,
        ("hardship_files", "relative", "2026-05"): 3,
    }
    rate = of("exit_rate", values)
    assert (rate.numerator, rate.denominator) == (1, 4)
    files = of("hardship_files", values)
    assert (files.numerator, files.by_item) == (6, {"deep": 3, "relative": 3})


def test_only_expenses_of_a_budget_are_spent() -> None:
    values: Values = {
        ("budget_planned", "401", "2026-01"): 1_000,
        ("budget_planned", "501", "2026-01"): 600,
        ("budget_spent", "50101", "2026-03"): 200,
    }
    rate = of("budget_rate", values)
    assert (rate.numerator, rate.denominator) == (200, 600)


def test_every_indicator_has_a_title_and_a_way_to_the_lines() -> None:
    rows = indicators({A: {}}, [A], 2026, "2026-12")
    assert [row.indicator for row in rows] == list(INDICATORS)
    assert all(str(A) in row.units[0].lines for row in rows)
