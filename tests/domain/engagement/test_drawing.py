"""A sample: of the engagement's topics and days, drawn here from the population it names."""

from datetime import date
from typing import Any

import msgspec
import pytest

from domain.engagement.drawing import redrawn
from domain.engagement.events import SampleDrawn
from domain.sampling import Drawn, Item, Stratum, digest, draw
from tests.domain.engagement.cases import CONTEXT, DRAW, HELPER, OPENED, POPULATION
from tests.domain.values import ENGAGEMENT
from tests.support.given_when_then import given


def test_a_sample_records_all_that_is_needed_to_draw_it_again() -> None:
    drawn = draw("random", DRAW.seed, POPULATION, 2)
    assert [item.position for item in drawn] == [3, 9]
    event = SampleDrawn(
        engagement_id=ENGAGEMENT,
        sample_no=1,
        method="random",
        size=2,
        seed=DRAW.seed,
        topics=("books", "dues"),
        sampled_from=date(2025, 1, 1),
        sampled_until=date(2025, 12, 31),
        until_position=20,
        population_count=3,
        population_fen=53_615,
        population_sha256=digest(POPULATION),
        strata=(
            Stratum(name="books", count=2, amount_fen=51_000, drawn=1),
            Stratum(name="dues", count=1, amount_fen=2_615, drawn=1),
        ),
        drawn=tuple(drawn),
        officer_id=HELPER,
    )
    outcome = given(OPENED).when(DRAW, CONTEXT).then(event)
    (second,) = outcome.and_when(DRAW, CONTEXT).events()
    assert second == msgspec.structs.replace(event, sample_no=2)


def test_a_sample_drawn_again_is_the_same_until_the_population_is_another() -> None:
    for method in ("random", "stratified", "monetary_unit"):
        command = msgspec.structs.replace(DRAW, method=method, bands_fen=(2_000,))
        (sample,) = given(OPENED).when(command, CONTEXT).events()
        assert isinstance(sample, SampleDrawn)
        assert redrawn(sample, POPULATION[::-1]) == sample
        changed = (*POPULATION[:2], msgspec.structs.replace(POPULATION[2], amount_fen=999))
        assert redrawn(sample, changed).population_sha256 != sample.population_sha256
        assert redrawn(sample, ()).drawn == ()
        assert len(redrawn(sample, POPULATION[:1]).drawn) == 1


def test_amounts_may_be_the_strata() -> None:
    command = msgspec.structs.replace(DRAW, method="stratified", bands_fen=(2_000, 50_000), size=3)
    (event,) = given(OPENED).when(command, CONTEXT).events()
    assert isinstance(event, SampleDrawn)
    assert event.drawn == (
        Drawn(position=3, amount_fen=2_615, stratum="band-1"),
        Drawn(position=9, amount_fen=50_000, stratum="band-2"),
        Drawn(position=17, amount_fen=1_000, stratum="band-0"),
    )
    assert [one.drawn for one in event.strata] == [1, 1, 1]
    assert event.population_sha256 == digest(POPULATION)


def test_every_stratum_gives_one_at_least() -> None:
    command = msgspec.structs.replace(DRAW, method="stratified", size=1)
    given(OPENED).when(command, CONTEXT).refused("engagement.sample_smaller_than_strata", "size")


@pytest.mark.parametrize(
    "changed",
    [
        {"topics": ("aid",)},
        {"sampled_from": date(2024, 12, 31)},
        {"sampled_until": date(2026, 1, 1)},
        {"sampled_from": date(2025, 6, 1), "sampled_until": date(2025, 5, 31)},
    ],
)
def test_a_sample_stays_within_the_scope(changed: dict[str, Any]) -> None:
    command = msgspec.structs.replace(DRAW, **changed)
    given(OPENED).when(command, CONTEXT).refused("engagement.outside_the_scope")


def test_a_sample_is_of_something() -> None:
    command = msgspec.structs.replace(DRAW, topics=())
    given(OPENED).when(command, CONTEXT).refused("engagement.no_topics", "topics")
    command = msgspec.structs.replace(DRAW, population=())
    given(OPENED).when(command, CONTEXT).refused("engagement.population_empty", "topics")


@pytest.mark.parametrize(
    "seed", ["", "short", "种子种子种子种子", "with blank 1", "x" * 129, "line\nbreak"]
)
def test_a_seed_is_a_public_mark_and_no_text(seed: str) -> None:
    command = msgspec.structs.replace(DRAW, seed=seed)
    given(OPENED).when(command, CONTEXT).refused("engagement.seed_malformed", "seed")


@pytest.mark.parametrize("size", [0, -1, 4, 1_001])
def test_a_sample_is_at_most_all(size: int) -> None:
    command = msgspec.structs.replace(DRAW, size=size)
    given(OPENED).when(command, CONTEXT).refused("engagement.sample_size_out_of_range", "size")


@pytest.mark.parametrize("bands", [(2, 1), (1, 1)])
def test_bands_ascend(bands: tuple[int, ...]) -> None:
    command = msgspec.structs.replace(DRAW, bands_fen=bands)
    given(OPENED).when(command, CONTEXT).refused("engagement.bands_not_ascending", "bands_fen")


@pytest.mark.parametrize(
    "item",
    [
        Item(position=21, amount_fen=1, stratum="books"),
        Item(position=0, amount_fen=1, stratum="books"),
        Item(position=3, amount_fen=1, stratum="books"),
        Item(position=4, amount_fen=0, stratum="books"),
    ],
)
def test_a_population_is_of_events_that_moved_money(item: Item) -> None:
    command = msgspec.structs.replace(DRAW, population=(*POPULATION, item))
    given(OPENED).when(command, CONTEXT).refused("engagement.population_malformed")
