"""Shares of balances: nothing is lost or made by rounding."""

from hypothesis import given
from hypothesis import strategies as st

from domain.money import PostingLine, PostingLines, is_balanced, negated
from domain.reorganisation import closes, is_movable, share_of
from tests.domain.funds import BALANCES
from tests.domain.strategies import THOROUGH
from tests.domain.values import lines

books: st.SearchStrategy[PostingLines] = st.lists(
    st.builds(
        lines,
        st.sampled_from(["102", "162", "225"]),
        st.sampled_from(["301", "321", "221"]),
        st.sampled_from(["own_funds", "custodial"]),
        st.integers(-(10**9), 10**9).filter(bool),
    ),
    max_size=6,
).map(lambda pairs: tuple(line for pair in pairs for line in pair))
parts = st.integers(2, 5000).flatmap(
    lambda whole: st.tuples(st.integers(1, whole - 1), st.just(whole))
)


def test_a_share_by_members_of_a_small_union() -> None:
    """120 of 262 members leave: 1,234.56 yuan in the bank → 565.44; rounding is settled inside the fund."""
    share = share_of(lines("102", "321", "own_funds", 123_456), 120, 262)
    assert share == lines("102", "321", "own_funds", 56_544)


def test_opposite_lines_close_every_balance() -> None:
    assert closes(BALANCES, negated(BALANCES))
    assert not closes(BALANCES, negated(BALANCES)[:-2])
    assert not closes((), lines("102", "321", "own_funds", 1))


def test_lines_of_nothing_cannot_move() -> None:
    assert is_movable(BALANCES)
    assert not is_movable((PostingLine(account="102", fund="own_funds", fen=0),))
    assert not is_movable(BALANCES[:1])


@THOROUGH
@given(books, parts)
def test_a_share_is_in_balance_and_can_be_posted(
    balances: PostingLines, part: tuple[int, int]
) -> None:
    share = share_of(balances, *part)
    assert is_balanced(share)
    assert is_movable(share)


@THOROUGH
@given(books, parts)
def test_a_share_is_within_a_few_fen_of_the_exact_part(
    balances: PostingLines, part: tuple[int, int]
) -> None:
    numerator, denominator = part
    exact: dict[tuple[str, str], int] = {}
    for line in balances:
        place = (line.account, line.fund)
        exact[place] = exact.get(place, 0) + line.fen
    shared = {(line.account, line.fund): line.fen for line in share_of(balances, *part)}
    for place, fen in exact.items():
        difference = shared.get(place, 0) * denominator - fen * numerator
        assert abs(difference) <= len(exact) * denominator
