"""Small counts of people: none is told, and none can be told from what is."""

from fractions import Fraction
from random import Random
from uuid import UUID

import pytest

from services.reads.county_figures import (
    IndicatorSeen,
    TotalsSeen,
    YearSeen,
    indicators_seen,
    year_seen,
)
from services.reads.indicators import indicators
from services.reads.rollup import Values
from services.reads.small_counts import Cell, Sum, left_out

LEAST = 5
A, B, C, D = (UUID(int=number) for number in range(1, 5))
JANUARY = "2026-01"


def seen(*units: Values) -> YearSeen:
    return year_seen(dict(zip((A, B, C, D), units, strict=False)), [], 2026, LEAST)


def indicator(code: str, *units: Values, until: str = "2026-12") -> IndicatorSeen:
    values = dict(zip((A, B, C, D), units, strict=False))
    months = [f"2026-{month:02d}" for month in range(1, int(until[5:]) + 1)]
    rows = indicators(values, list(values), 2026, until)
    found = indicators_seen(rows, values, months, LEAST)
    return next(row for row in found if row.indicator == code)


def aided(households: int, payments: int, fen: int, category: str = "winter_warmth") -> Values:
    return {
        ("aid_households", "", JANUARY): households,
        ("aid_payments_by_category", category, JANUARY): payments,
        ("aid_amount_by_category", category, JANUARY): fen,
        ("aid_payments_by_fund_source", "union", JANUARY): payments,
        ("aid_amount_by_fund_source", "union", JANUARY): fen,
    }


def members(count: int) -> Values:
    return {("members_active", "", ""): count}


def aid_of(totals: TotalsSeen) -> tuple[int | None, int | None, int | None]:
    return totals.aid.households, totals.aid.payments, totals.aid.amount_fen


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_one_to_four_people_are_not_counted_and_none_are(count: int, told: int | None) -> None:
    year = seen(members(count))
    assert year.units[A].members["2026-12-31"].active == told
    assert year.county.members_by_month[0].active == told
    assert year.units[A].suppressed is (told is None)


def test_a_single_small_unit_cannot_be_had_by_subtraction() -> None:
    """Beside it the next smallest unit is left out; the total of all stays."""
    year = seen(members(3), members(20), members(9))
    shown = {unit: totals.members_by_month[0].active for unit, totals in year.units.items()}
    assert shown == {A: None, B: 20, C: None}
    assert year.county.members_by_month[0].active == 32


def test_what_is_left_of_a_total_is_no_small_count_either() -> None:
    """Two units of one member each would be two: a third goes with them."""
    year = seen(members(1), members(1), members(7), members(30))
    assert [totals.members_by_month[0].active for totals in year.units.values()] == [
        *(None, None, None),
        30,
    ]


def test_the_total_of_one_small_unit_is_left_out_with_it() -> None:
    year = seen(members(3), members(0))
    assert year.county.members_by_month[0].active is None
    assert year.units[B].members_by_month[0].active == 0


def test_a_sum_paid_to_few_people_is_left_out_with_their_number() -> None:
    year = seen(aided(2, 2, 200_000), aided(9, 12, 900_000), aided(8, 9, 800_000))
    assert aid_of(year.units[A]) == (None, None, None)
    assert aid_of(year.units[B]) == (9, 12, 900_000)
    assert aid_of(year.units[C]) == (None, None, None)
    assert aid_of(year.county) == (19, 23, 1_900_000)
    (kind,) = year.units[A].aid.by_category.values()
    assert (kind.payments, kind.amount_fen) == (None, None)
    (fund,) = year.units[A].aid.by_fund_source.values()
    assert (fund.payments, fund.amount_fen) == (None, None)


def test_many_payments_to_few_households_are_still_few_peoples_aid() -> None:
    year = seen(aided(1, 12, 1_200_000), aided(9, 12, 900_000), aided(20, 30, 1_000_000))
    assert aid_of(year.units[A]) == (None, None, None)
    amount = indicator("aid_amount", aided(1, 12, 1_200_000), aided(9, 12, 900_000))
    assert [one.numerator for one in amount.units] == [None, None]


def test_a_rare_kind_takes_another_with_it() -> None:
    values = aided(20, 12, 900_000)
    rare = aided(0, 3, 60_000, "medical_aid")
    funds = {
        ("aid_payments_by_fund_source", "union", JANUARY): 15,
        ("aid_amount_by_fund_source", "union", JANUARY): 960_000,
    }
    common = aided(0, 40, 800_000, "education_aid")
    year = seen({**values, **rare, **common, **funds})
    kinds = year.units[A].aid.by_category
    assert kinds["medical_aid"].payments is None
    assert kinds["winter_warmth"].payments is None
    assert kinds["education_aid"].payments == 40
    assert year.units[A].aid.payments == 55


def test_money_of_the_unions_own_accounts_is_exact() -> None:
    one: Values = {
        **members(2),
        ("dues_due", "", JANUARY): 100,
        ("dues_received", "", JANUARY): 90,
        ("contribution_received", "", JANUARY): 500,
        ("contribution_due", "", JANUARY): 600,
    }
    year = seen(one)
    assert year.units[A].dues.received_fen_by_month[0] == 90
    assert indicator("contribution_rate", one).numerator == 500
    assert not indicator("contribution_rate", one).suppressed
    assert indicator("dues_rate", one).numerator == 90


def test_missing_is_not_the_same_as_left_out() -> None:
    row = indicator("members", members(3), {}, members(40), members(8))
    assert [(one.numerator, one.suppressed) for one in row.units] == [
        (None, True),
        (None, False),
        (40, False),
        (None, True),
    ]
    assert (row.numerator, row.missing, row.suppressed) == (51, [B], False)


def test_a_rate_does_not_tell_the_units_it_leaves_out() -> None:
    """Members of all units less the members of those with a rate would be the three of the last unit."""
    rated: list[Values] = [
        {**members(count), ("employees", "", JANUARY): 60} for count in (40, 9, 12)
    ]
    units = [*rated, members(3)]
    whole, rate = indicator("members", *units), indicator("unionization_rate", *units)
    assert rate.missing == [D]
    assert whole.units[3].numerator is None
    assert None in (whole.numerator, rate.numerator)
    assert rate.units[0].denominator == 60


def test_the_roll_up_and_a_rate_of_the_same_year_do_not_tell_together_what_neither_does() -> None:
    """What one leaves out beside a small count the other does not tell."""
    units: list[Values] = [
        {**members(count), **({("employees", "", JANUARY): 60} if has_rate else {})}
        for count, has_rate in ((3, True), (6, False), (7, True), (50, True))
    ]
    year, rate = seen(*units), indicator("unionization_rate", *units)
    rolled_up = {unit: of.members_by_month[11].active for unit, of in year.units.items()}
    assert rolled_up == {A: None, B: None, C: 7, D: 50}
    by_unit = {one.unit_id: one.numerator for one in rate.units}
    assert by_unit[A] is None
    assert rate.missing == [B]
    assert rate.numerator is None
    assert by_unit[C] == rolled_up[C]


def test_files_and_their_flows_do_not_tell_one_another() -> None:
    """Nine at the beginning and eight at the end would be the one that left."""
    values: Values = {
        ("hardship_files", "deep", ""): 9,
        ("hardship_files", "deep", "2026-03"): -1,
        ("files_exited", "", "2026-03"): 1,
    }
    assert indicator("files_exited", values).units[0].numerator is None
    assert indicator("hardship_files", values).units[0].numerator is None
    rate = indicator("exit_rate", values)
    assert (rate.numerator, rate.denominator, rate.suppressed) == (None, 9, True)
    assert indicator("hardship_files", values).by_item == {"deep": None}


def determined(hidden: frozenset[Cell], sums: list[Sum]) -> set[Cell]:
    """Return the cells that whoever solves the sums as equations comes to know."""
    cells = sorted(hidden, key=str)
    rows = []
    for one in sums:
        signed = {one.total: -1, **dict.fromkeys(one.parts, 1)}
        rows.append([Fraction(signed.get(cell, 0)) for cell in cells])
    solved: list[list[Fraction]] = []
    for column in range(len(cells)):
        lead = next((row for row in rows if row[column]), None)
        if lead is None:
            continue
        rows.remove(lead)
        lead = [value / lead[column] for value in lead]
        rows = [_less(row, lead, column) for row in rows]
        solved = [*(_less(row, lead, column) for row in solved), lead]
    known = [row for row in solved if sum(1 for value in row if value) == 1]
    return {cells[next(place for place, value in enumerate(row) if value)] for row in known}


def _less(row: list[Fraction], lead: list[Fraction], column: int) -> list[Fraction]:
    return [value - row[column] * by for value, by in zip(row, lead, strict=True)]


@pytest.mark.parametrize("seed", range(100))
def test_no_small_count_follows_from_a_table_that_is_shown(seed: int) -> None:
    """Two kinds in three units with every total: solving the equations tells no count under five."""
    chance = Random(seed)  # noqa: S311 # repeatable, not secret
    units, kinds = (A, B, C), ("k", "l")
    counts: dict[Cell, int] = {
        (unit, kind): chance.choice((0, 0, 1, 2, 3, 5, 6, 9)) for unit in units for kind in kinds
    }
    sums = []
    for unit in units:
        counts[unit, "all"] = sum(counts[unit, kind] for kind in kinds)
        sums.append(Sum((unit, "all"), [(unit, kind) for kind in kinds]))
    for name in (*kinds, "all"):
        counts[None, name] = sum(counts[unit, name] for unit in units)
        sums.append(Sum((None, name), [(unit, name) for unit in units]))
    sums.append(Sum((None, "all"), [(None, kind) for kind in kinds]))
    hidden = left_out(counts, sums, LEAST)
    small = {cell for cell, count in counts.items() if 0 < count < LEAST}
    assert small <= hidden
    assert not {cell for cell in hidden if counts[cell] == 0}
    assert not determined(hidden, sums) & small


def test_a_cell_left_out_alone_would_be_determined() -> None:
    """The attack of the test before finds what is to be found."""
    row = Sum((None, "all"), [(A, "all"), (B, "all")])
    assert determined(frozenset({(A, "all")}), [row]) == {(A, "all")}
    assert not determined(frozenset({(A, "all"), (B, "all")}), [row])


def test_the_same_table_leaves_out_the_same_cells_however_it_is_told() -> None:
    """Of two equals one goes: another one another time would tell both."""
    units = [UUID(int=number) for number in range(1, 9)]
    counts = {(unit, "all"): 7 for unit in units} | {(units[0], "all"): 2}
    told_as = []
    for order in (units, units[::-1]):
        cells: dict[Cell, int] = {(unit, "all"): counts[unit, "all"] for unit in order}
        cells[None, "all"] = sum(cells.values())
        told_as.append(left_out(cells, [Sum((None, "all"), [(u, "all") for u in order])], LEAST))
    assert told_as[0] == told_as[1]
    assert len(told_as[0]) == 2
