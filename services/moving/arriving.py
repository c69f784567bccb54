"""Brings a union in that was found whole: its keys first, then everything else in one transaction.

Keys without books open nothing, so a process that dies in between leaves nothing to be seen; the same file brought
in again ends it. What is here already must be the beginning of what comes: two histories never meet.
"""

from collections.abc import Iterator
from itertools import chain
from typing import IO, Final
from uuid import UUID

import msgspec

from services.errors import UnionMoved
from services.keys.carrying import KeyCarrier, KeysDiffer
from services.moving.container import members
from services.moving.documents import COMMANDS, EVENTS, PAPERS
from services.moving.examining import Examined
from services.moving.reading import command_lines, event_lines, paper_row
from services.store.contract import RecordedEvent
from services.store.moving import Arrival, Departing, MoveRefused, MovingRows, arriving

_EVENTS_AT_ONCE: Final = 1_000
_GIVEN_AWAY: Final = frozenset({"left", "released"})


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: events that were new here, and whether the union is written here from now on.

    `keys` and `unlisted`: people's and papers' keys that came, and people the county's index here does not know.
    """

    union_id: UUID
    position: int
    events_added: int
    is_written_here: bool
    papers: int
    keys: int = 0
    unlisted: int = 0


class Arriving:
    """Writes what was examined."""

    def __init__(
        self, rows: MovingRows, keys: KeyCarrier, administrator: str, own_log_key: str
    ) -> None:
        self._rows = rows
        self._keys = keys
        self._administrator = administrator
        self._own_log_key = own_log_key

    async def bring(self, file: IO[bytes], found: Examined, log_key: str) -> Arrived:
        """Bring a union in; raises MoveRefused, FileBroken, and of the books nothing is written then.

        Of keys neither, unless the database finds wrong what the examination and the look at its rows let pass.
        """
        if log_key == self._own_log_key:
            raise MoveRefused("own_file")
        here = await self._rows.departing(found.union.union_id)
        await self._check_federation(found)
        if here is not None and _is_there(here, found):
            return _already(found, here)
        if here is not None:
            _refuse_other_history(file, found, here)
        try:
            brought = await self._keys.bring(found.union.union_id, found.keys, found.content)
        except KeysDiffer:
            raise MoveRefused("keys_differ") from None
        added = await self._write(file, found)
        return Arrived(
            union_id=found.union.union_id,
            position=found.union.position,
            events_added=added,
            is_written_here=found.union.stopped,
            papers=found.papers,
            keys=brought.keys,
            unlisted=brought.unlisted,
        )

    async def _check_federation(self, found: Examined) -> None:
        """A unit belongs to a federation by that one's log: without it nobody would find the unit here."""
        if found.federation_id is None:
            return
        unit_id = found.union.union_id
        if not await self._rows.is_enrolled(found.federation_id, unit_id):
            raise MoveRefused("federation_missing")

    async def _write(self, file: IO[bytes], found: Examined) -> int:
        union = found.union
        async with arriving(self._administrator, union.union_id) as arrival:
            position = await _begun(arrival, union.charter)
            await _add_events(file, found, arrival, position)
            for _, raw in _members_of(file, found, COMMANDS):
                fresh = [one for one in command_lines(raw) if one.first_position > position]
                await arrival.add_commands(fresh)
            papers = _members_of(file, found, PAPERS)
            for (_, described), (_, content) in zip(papers, papers, strict=True):
                await arrival.add_paper(paper_row(described), content)
            await arrival.end(
                (union.position, bytes.fromhex(union.hash)),
                [(one.claim, one.position) for one in found.claims],
                union.closed_until,
                arrives=union.stopped,
                reason=union.reason,
                file=found.signed.sha256,
                evidence=msgspec.json.encode(found.proofs),
            )
        return union.position - position


def _is_there(here: Departing, found: Examined) -> bool:
    """Tell whether everything is here already; raises MoveRefused where what comes does not go on from it.

    What left here comes back with more than it left with: a file that only reaches as far is the one it came by
    once, and whoever took the books over goes on with them.
    """
    union = found.union
    if here.position > union.position:
        raise MoveRefused("older")
    if here.position == union.position and here.hash.hex() != union.hash:
        raise MoveRefused("differs")
    if here.elsewhere_since is None and here.position < union.position:
        raise MoveRefused("written_here")
    if here.elsewhere_since is None:
        return True
    if here.position == union.position and union.stopped and here.step in _GIVEN_AWAY:
        raise MoveRefused("used_before")
    return here.position == union.position and not union.stopped


def _refuse_other_history(file: IO[bytes], found: Examined, here: Departing) -> None:
    """What is here must be the beginning of what comes, and that is known before a key is touched."""
    if here.charter != found.union.charter:
        raise MoveRefused("differs")
    lines = chain.from_iterable(event_lines(raw) for _, raw in _members_of(file, found, EVENTS))
    if any(event.position == here.position and event.hash != here.hash for event in lines):
        raise MoveRefused("differs")


async def _begun(arrival: Arrival, charter: bytes) -> int:
    try:
        return (await arrival.begin(charter))[0]
    except UnionMoved:
        raise MoveRefused("written_here") from None


async def _add_events(file: IO[bytes], found: Examined, arrival: Arrival, position: int) -> None:
    """Add what follows on what is here."""
    lines = chain.from_iterable(event_lines(raw) for _, raw in _members_of(file, found, EVENTS))
    waiting: list[RecordedEvent] = []
    for event in lines:
        if event.position > position:
            waiting.append(event)
        if len(waiting) == _EVENTS_AT_ONCE:
            await arrival.add_events(waiting)
            waiting = []
    if waiting:
        await arrival.add_events(waiting)


def _members_of(file: IO[bytes], found: Examined, kind: str) -> Iterator[tuple[str, bytes]]:
    """Yield the members of one kind, each compared with its hash once more."""
    for name, raw in members(file, found.signed):
        if name.startswith(f"{kind}/"):
            yield name, raw


def _already(found: Examined, here: Departing) -> Arrived:
    return Arrived(
        union_id=found.union.union_id,
        position=here.position,
        events_added=0,
        is_written_here=here.elsewhere_since is None,
        papers=found.papers,
    )
