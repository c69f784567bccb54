"""Decides about a sample: of the engagement's topics and days, from a public seed (users.md 3.3, step 6)."""

from collections.abc import Sequence

import msgspec

from domain.engagement.commands import DrawSample
from domain.engagement.events import EngagementEvent, SampleDrawn
from domain.engagement.state import Scope, State
from domain.refusal import Refused
from domain.sampling import SEED, Item, banded, digest, draw, strata

SIZE_MOST = 1_000
"""As many as one event names one by one; who needs more draws from parts of the books."""


def draw_sample(state: State, scope: Scope, command: DrawSample) -> list[EngagementEvent] | Refused:
    """Draw here, not before: what is recorded came out of the population it names."""
    refused = _out_of_scope(scope, command) or _not_drawable(command)
    if refused is not None:
        return refused
    items = _stratified(command.population, command.bands_fen)
    if command.method == "stratified" and len({item.stratum for item in items}) > command.size:
        return Refused("engagement.sample_smaller_than_strata", "size")
    drawn = tuple(draw(command.method, command.seed, items, command.size))
    return [
        SampleDrawn(
            engagement_id=command.engagement_id,
            sample_no=state.sample_count + 1,
            method=command.method,
            size=command.size,
            seed=command.seed,
            topics=command.topics,
            sampled_from=command.sampled_from,
            sampled_until=command.sampled_until,
            until_position=command.until_position,
            population_count=len(items),
            population_fen=sum(item.amount_fen for item in items),
            population_sha256=digest(command.population),
            strata=strata(items, drawn),
            drawn=drawn,
            officer_id=command.officer_id,
            bands_fen=command.bands_fen,
        )
    ]


def redrawn(sample: SampleDrawn, population: Sequence[Item]) -> SampleDrawn:
    """Return what a sample would be if it were drawn from this population; nothing is refused."""
    items = _stratified(population, sample.bands_fen)
    drawn = tuple(draw(sample.method, sample.seed, items, sample.size))
    return msgspec.structs.replace(
        sample,
        population_count=len(items),
        population_fen=sum(item.amount_fen for item in items),
        population_sha256=digest(population),
        strata=strata(items, drawn),
        drawn=drawn,
    )


def _out_of_scope(scope: Scope, command: DrawSample) -> Refused | None:
    if not command.topics:
        return Refused("engagement.no_topics", "topics")
    if not {*command.topics} <= {*scope.topics}:
        return Refused("engagement.outside_the_scope", "topics")
    if not scope.books_from <= command.sampled_from <= command.sampled_until <= scope.books_until:
        return Refused("engagement.outside_the_scope", "sampled_from")
    return None


def _not_drawable(command: DrawSample) -> Refused | None:
    if not SEED.fullmatch(command.seed):
        return Refused("engagement.seed_malformed", "seed")
    if command.bands_fen != tuple(sorted({*command.bands_fen})):
        return Refused("engagement.bands_not_ascending", "bands_fen")
    if not command.population:
        return Refused("engagement.population_empty", "topics")
    if not _is_sound(command.population, command.until_position):
        return Refused("engagement.population_malformed", "until_position")
    if not 1 <= command.size <= min(SIZE_MOST, len(command.population)):
        return Refused("engagement.sample_size_out_of_range", "size")
    return None


def _is_sound(population: tuple[Item, ...], until_position: int) -> bool:
    positions = {item.position for item in population}
    return len(positions) == len(population) and all(
        item.amount_fen > 0 and 1 <= item.position <= until_position for item in population
    )


def _stratified(population: Sequence[Item], bands_fen: Sequence[int]) -> list[Item]:
    return banded(population, bands_fen) if bands_fen else list(population)
