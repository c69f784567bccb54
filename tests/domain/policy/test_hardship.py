"""Classes of hardship (domain.md 5.1): computed from a year's figures, compared without dividing."""

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import FEN_MAX
from domain.policy.hardship import Figures, HardshipLine, are_sound, classify, is_sound
from tests.domain.aid import DEEP, HARDSHIP_LINE, HARDSHIP_POLICY
from tests.domain.strategies import THOROUGH

families = st.builds(
    Figures,
    income_year_fen=st.integers(0, 20_000_000),
    rigid_year_fen=st.integers(0, 20_000_000),
    family_size=st.integers(1, 9),
    sudden_event=st.booleans(),
)
lines_of_places = st.builds(
    HardshipLine,
    policy_id=st.just("line"),
    version=st.just(1),
    division=st.just("330206"),
    line_fen=st.integers(1, 300_000),
)


@pytest.mark.parametrize(
    ("income_fen", "sudden", "expected", "reason"),
    [
        (2879999, False, "deep", "below_line"),
        (2880000, False, "relative", "below_relative_line"),
        (5759999, False, "relative", "below_relative_line"),
        (5760000, False, None, "above_the_lines"),
        (5760000, True, "accidental", "sudden_event"),
        (1000000, True, "deep", "below_line"),
    ],
)
def test_three_people_at_a_line_of_800_yuan(
    income_fen: int, expected: str | None, reason: str, *, sudden: bool
) -> None:
    """800 × 3 × 12 = 28,800 yuan a year, and twice that; the line itself is not below the line."""
    figures = Figures(
        income_year_fen=income_fen, rigid_year_fen=0, family_size=3, sudden_event=sudden
    )
    found = classify(figures, HARDSHIP_POLICY, HARDSHIP_LINE)
    assert (found.hardship_class, found.reason) == (expected, reason)


def test_rigid_expenses_are_taken_off_before_the_comparison() -> None:
    found = classify(DEEP, HARDSHIP_POLICY, HARDSHIP_LINE)
    assert (found.net_year_fen, found.person_months, found.line_fen) == (2400000, 36, 80000)
    assert found.hardship_class == "deep"


def test_until_2020_an_accident_counted_up_to_three_times_the_line() -> None:
    bounded = msgspec.structs.replace(HARDSHIP_POLICY, accidental_percent=300)
    at_bound = Figures(income_year_fen=8640000, rigid_year_fen=0, family_size=3, sudden_event=True)
    above = msgspec.structs.replace(at_bound, income_year_fen=8640001)
    assert classify(at_bound, bounded, HARDSHIP_LINE).hardship_class == "accidental"
    assert classify(above, bounded, HARDSHIP_LINE).hardship_class is None


@THOROUGH
@given(families, lines_of_places)
def test_the_class_is_that_of_the_exact_per_capita_income(
    figures: Figures, line: HardshipLine
) -> None:
    per_capita = Fraction(
        figures.income_year_fen - figures.rigid_year_fen, figures.family_size * 12
    )
    expected = None
    if per_capita < line.line_fen:
        expected = "deep"
    elif per_capita < 2 * line.line_fen:
        expected = "relative"
    elif figures.sudden_event:
        expected = "accidental"
    assert classify(figures, HARDSHIP_POLICY, line).hardship_class == expected


@THOROUGH
@given(families, lines_of_places, st.integers(1, 10**6))
def test_a_higher_income_never_gives_a_deeper_class(
    figures: Figures, line: HardshipLine, more_fen: int
) -> None:
    depth = {"deep": 2, "relative": 1, "accidental": 0, None: 0}
    richer = msgspec.structs.replace(figures, income_year_fen=figures.income_year_fen + more_fen)
    before = classify(figures, HARDSHIP_POLICY, line).hardship_class
    after = classify(richer, HARDSHIP_POLICY, line).hardship_class
    assert depth[after] <= depth[before]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("relative_percent", 99),
        ("accidental_percent", -1),
        ("notice_working_days", -1),
        ("visitors_least", 1001),
        ("lifted_months", -1),
        ("review_months", -1),
    ],
)
def test_a_policy_that_cannot_be_reckoned_with_is_not_sound(field: str, value: int) -> None:
    assert is_sound(HARDSHIP_POLICY)
    assert not is_sound(msgspec.structs.replace(HARDSHIP_POLICY, **{field: value}))


def test_a_line_is_positive() -> None:
    assert is_sound(HARDSHIP_LINE)
    assert not is_sound(msgspec.structs.replace(HARDSHIP_LINE, line_fen=0))


def test_figures_out_of_range_are_not_sound() -> None:
    assert are_sound(DEEP)
    assert not are_sound(msgspec.structs.replace(DEEP, income_year_fen=FEN_MAX + 1))
