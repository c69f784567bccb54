"""Decides the groups of a request one after the other, each whole or not at all.

A long request lets others have their turn in between: what they append makes its own append fail, and it is decided
again. Groups see what those before them decided. A refused group leaves no trace; what the others decided stands.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from domain.command import Command
from domain.encoding import encode
from domain.event import Event, Fact
from domain.member import aggregate as member
from domain.membership import LIVE
from domain.refusal import Refused
from services.commands.claiming import claims_of, releases_of
from services.commands.routes.route import Route
from services.commands.signing import forged
from services.commands.states import States
from services.commands.stopping import Stops
from services.store.contract import NewEvent


class IfNew(msgspec.Struct, frozen=True):
    """A command that is left out when it is refused with this code: what it wants is so already."""

    command: Command
    unless: str


Group = Sequence[Command | IfNew]
Told = Callable[[int, int], None]
"""Hears how many groups of how many are decided."""
_IN_ONE_TURN = 100


def nobody_told(_done: int, _of: int) -> None:
    """Tell nobody."""


class GroupRefused(msgspec.Struct, frozen=True):
    """Which group was refused, at which of its commands, and why."""

    group: int
    command: int
    refused: Refused


class Written(NamedTuple):
    """What one request has decided so far."""

    events: list[NewEvent]
    touched: dict[UUID, bool]
    claims: list[str]
    releases: list[str]


class Sitting(NamedTuple):
    """What a request is decided with: the states, which end up as they are after it, and what it wrote."""

    states: States
    stops: Stops
    written: Written

    @classmethod
    def over(cls, states: States, stops: Stops) -> "Sitting":
        """Begin with nothing written."""
        return cls(states, stops, Written([], {}, [], []))


async def decide_all(
    groups: Sequence[Group],
    routes: Sequence[Sequence[Route]],
    sitting: Sitting,
    told: Told = nobody_told,
) -> list[GroupRefused]:
    """Decide every group; return those that were refused."""
    refused: list[GroupRefused] = []
    for number, (commands, group) in enumerate(zip(groups, routes, strict=True)):
        if number and number % _IN_ONE_TURN == 0:
            told(number, len(groups))
            await asyncio.sleep(0)
        refusal = _decide_group(number, commands, group, sitting)
        if refusal is not None:
            refused.append(refusal)
    return refused


def _decide_group(
    number: int,
    commands: Group,
    routes: Sequence[Route],
    sitting: Sitting,
) -> GroupRefused | None:
    states, stops, written = sitting
    before = states.keep([one.own for one in routes])
    begun, claimed = len(written.events), len(written.claims)
    released = len(written.releases)
    for place, (command, one) in enumerate(zip(commands, routes, strict=True)):
        decided = _forged(command, stops) or stops.refusal(one, states) or one.decide(states)
        if isinstance(decided, Refused) and _is_so_already(command, decided):
            continue
        if isinstance(decided, Refused):
            states.restore(before)
            del written.events[begun:], written.claims[claimed:], written.releases[released:]
            return GroupRefused(number, place, decided)
        for event in decided:
            _write(bare(command), one.own, event, states, written)
    return None


def _forged(command: Command | IfNew, stops: Stops) -> Refused | None:
    """A rehearsal signs nothing."""
    return None if stops.is_rehearsal else forged(bare(command), stops.actor)


def decide_last(
    route_of: Callable[[Command], Route],
    closing: Callable[[Sequence[GroupRefused]], Command],
    sitting: Sitting,
    refused: list[GroupRefused],
) -> None:
    """Decide a command made from what was refused; its stream is new, so it is not among those read."""
    last = closing(refused)
    refusal = _decide_group(-1, [last], [route_of(last)], sitting)
    if refusal is not None:
        refused.append(refusal)


def bare(command: Command | IfNew) -> Command:
    """Return the command itself."""
    return command.command if isinstance(command, IfNew) else command


def _is_so_already(command: Command | IfNew, refused: Refused) -> bool:
    return isinstance(command, IfNew) and command.unless == refused.code


def _write(
    command: Command, stream_id: UUID, event: Event, states: States, written: Written
) -> None:
    if event.TOPIC.startswith("member.") and stream_id not in written.touched:
        written.touched[stream_id] = is_live(states, stream_id)
    version = states.version(stream_id) + 1
    states.take(stream_id, Fact(event, command.occurred_on, version))
    written.claims.extend(claims_of(event, stream_id, states))
    written.releases.extend(releases_of(event, stream_id, states))
    written.events.append(
        NewEvent(
            stream_id=stream_id,
            version=version,
            topic=event.TOPIC,
            schema_version=event.SCHEMA_VERSION,
            occurred_on=command.occurred_on,
            body=encode(event),
        )
    )


def is_live(states: States, member_id: UUID) -> bool:
    """Tell whether a person is a live member now."""
    return states.of(member_id, member.State).timeline.latest() in LIVE
