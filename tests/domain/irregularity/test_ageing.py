"""What lies open: the oldest is settled first, and nothing is lost on the way."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.irregularity.ageing import Moved, Open, older_than, still_open

BEGIN = date(2026, 1, 1)
moves = st.lists(
    st.builds(
        Moved,
        st.integers(0, 300).map(lambda days: BEGIN + timedelta(days=days)),
        st.integers(1, 1_000),
        st.integers(-1_000, 1_000),
    ),
    max_size=20,
)


def test_the_oldest_is_settled_first() -> None:
    opened = [Moved(BEGIN, 1, 50), Moved(date(2026, 2, 1), 2, 30), Moved(date(2026, 3, 1), 3, -60)]
    assert still_open(opened) == [Open(date(2026, 2, 1), 2, 20)]


def test_what_settles_more_than_is_open_opens_the_other_way() -> None:
    assert still_open([Moved(BEGIN, 1, 50), Moved(date(2026, 2, 1), 2, -70)]) == [
        Open(date(2026, 2, 1), 2, -20)
    ]


def test_only_what_is_owed_this_way_is_old() -> None:
    open_ = [Open(BEGIN, 1, 5), Open(BEGIN, 2, -5), Open(date(2026, 1, 9), 3, 5)]
    assert [each.position for each in older_than(open_, date(2026, 1, 11), 9)] == [1]


@given(moves)
def test_what_is_open_is_the_balance_and_all_on_one_side(moved: list[Moved]) -> None:
    left = still_open(moved)
    assert sum(each.fen for each in left) == sum(each.fen for each in moved)
    assert all(each.fen > 0 for each in left) or all(each.fen < 0 for each in left)
    assert [each.on for each in left] == sorted(each.on for each in left)
