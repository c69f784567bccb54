"""Samples that anybody can draw again: the same for all, fair to all, exact whatever the sums."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sampling import Drawn, Item, Method, banded, digest, draw, shares, strata
from tests.domain.strategies import QUICK, THOROUGH

METHODS: tuple[Method, ...] = ("random", "stratified", "monetary_unit")
seeds = st.text("abcdefXYZ0123456789=", min_size=8, max_size=20)
HUGE = 10**24


@st.composite
def populations(draw_: st.DrawFn, most: int = 10**9) -> list[Item]:
    """Draw events of several strata, in no order."""
    positions = draw_(st.lists(st.integers(1, 10**6), min_size=3, max_size=30, unique=True))
    return [
        Item(
            position=position,
            amount_fen=draw_(st.integers(1, most)),
            stratum=draw_(st.sampled_from(["aid", "books", "dues"])),
        )
        for position in positions
    ]


@THOROUGH
@given(populations(), seeds, st.data())
def test_whoever_draws_again_draws_the_same(
    items: list[Item], seed: str, data: st.DataObject
) -> None:
    method = data.draw(st.sampled_from(METHODS))
    size = data.draw(st.integers(3, len(items)))
    drawn = draw(method, seed, items, size)
    assert drawn == draw(method, seed, data.draw(st.permutations(items)), size)
    assert drawn == sorted(drawn, key=lambda item: item.position)
    known = {(item.position, item.amount_fen, item.stratum) for item in items}
    assert {(item.position, item.amount_fen, item.stratum) for item in drawn} <= known
    assert len({item.position for item in drawn}) == len(drawn)
    if method == "monetary_unit":
        assert sum(item.hits for item in drawn) == size
    else:
        assert len(drawn) == size


def test_the_rank_can_be_recomputed_by_hand() -> None:
    items = [Item(position=place, amount_fen=1, stratum="books") for place in range(1, 8)]
    ranks = {
        place: hashlib.sha256(f"gonghui/sample/1\n2026-03-02\n{place}".encode()).hexdigest()
        for place in range(1, 8)
    }
    lowest = sorted(sorted(ranks, key=ranks.__getitem__)[:3])
    assert [item.position for item in draw("random", "2026-03-02", items, 3)] == lowest


@pytest.mark.parametrize("method", ["random", "stratified"])
def test_every_item_is_as_likely_as_any_other(method: Method) -> None:
    """Chi-square on fixed seeds: 40 items of one stratum, 2,000 samples of 8; 39 degrees of freedom."""
    items = [Item(position=place, amount_fen=place, stratum="books") for place in range(1, 41)]
    seen: Counter[int] = Counter()
    for number in range(2_000):
        seen.update(item.position for item in draw(method, f"seed-{number:06d}", items, 8))
    expected = 2_000 * 8 // 40
    chi_square = sum((seen[place] - expected) ** 2 for place in range(1, 41)) // expected
    assert chi_square < 73, seen  # one in a thousand would be higher


def test_a_fen_is_as_likely_as_any_other() -> None:
    """Monetary unit: 1,000 samples of 2 out of 100 fen hit an item of 30 fen six hundred times or so."""
    amounts = {1: 5, 2: 30, 3: 10, 4: 45, 5: 10}
    items = [Item(position=p, amount_fen=fen, stratum="books") for p, fen in amounts.items()]
    hits: Counter[int] = Counter()
    for number in range(1_000):
        for item in draw("monetary_unit", f"seed-{number:06d}", items, 2):
            hits[item.position] += item.hits
    assert sum(hits.values()) == 2_000
    for position, fen in amounts.items():
        assert abs(hits[position] - 20 * fen) < 120, hits


@THOROUGH
@given(populations(most=HUGE), seeds, st.data())
def test_whatever_is_as_long_as_the_interval_is_drawn(
    items: list[Item], seed: str, data: st.DataObject
) -> None:
    """Sums of any size stay exact: no item has more points than its share, rounded up."""
    size = data.draw(st.integers(1, len(items)))
    total = sum(item.amount_fen for item in items)
    drawn = {item.position: item.hits for item in draw("monetary_unit", seed, items, size)}
    for item in items:
        whole, rest = divmod(item.amount_fen * size, total)
        assert whole <= drawn.get(item.position, 0) <= whole + (rest > 0)


def test_nothing_is_drawn_by_fen_from_nothing() -> None:
    assert (
        draw("monetary_unit", "2026-03-02", [Item(position=1, amount_fen=0, stratum="")], 1) == []
    )


@QUICK
@given(st.dictionaries(st.text(max_size=3), st.integers(1, 500), min_size=1, max_size=6), st.data())
def test_shares_add_up_and_are_in_proportion(counts: dict[str, int], data: st.DataObject) -> None:
    size = data.draw(st.integers(len(counts), sum(counts.values())))
    given_ = shares(counts, size)
    assert sum(given_.values()) == size
    rest, left = size - len(counts), sum(counts.values()) - len(counts)
    for name, count in counts.items():
        assert 1 <= given_[name] <= count
        if left:
            assert abs((given_[name] - 1) * left - rest * (count - 1)) < left


def test_the_largest_remainder_goes_first_and_a_tie_by_name() -> None:
    assert shares({"a": 11, "b": 11, "c": 11}, 5) == {"a": 2, "b": 2, "c": 1}
    assert shares({"a": 2, "b": 9}, 4) == {"a": 1, "b": 3}
    assert shares({"a": 1, "b": 1}, 2) == {"a": 1, "b": 1}


def test_bands_begin_at_their_bounds() -> None:
    items = [Item(position=fen, amount_fen=fen, stratum="x") for fen in (99, 100, 101, 5_000)]
    names = [item.stratum for item in banded(items, (100, 5_000))]
    assert names == ["band-0", "band-1", "band-1", "band-2"]


def test_strata_tell_what_they_hold_and_gave() -> None:
    items = [
        Item(position=1, amount_fen=7, stratum="b"),
        Item(position=2, amount_fen=5, stratum="a"),
    ]
    told = strata(items, [Drawn(position=2, amount_fen=5, stratum="a")])
    assert [(one.name, one.count, one.amount_fen, one.drawn) for one in told] == [
        ("a", 1, 5, 1),
        ("b", 1, 7, 0),
    ]


def test_a_population_that_differs_in_anything_has_another_digest() -> None:
    items = [
        Item(position=1, amount_fen=7, stratum="b"),
        Item(position=2, amount_fen=5, stratum="a"),
    ]
    assert digest(items) == digest(items[::-1])
    others = [items[:1], [items[0], Item(position=2, amount_fen=6, stratum="a")]]
    assert len({digest(items), *map(digest, others)}) == 3
