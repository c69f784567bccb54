"""The desk: takes a request of one or many commands for one union and carries it out in one append.

Commands come in groups: one group is one row of a workbook or one request of a program (`deciding.py`).
Without `skip_refused` one refusal stops everything. When the log moved on between deciding and appending,
everything is read and decided again.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple
from uuid import UUID

import msgspec

from domain.actor import Actor
from domain.catalogue import CATALOGUE
from domain.command import Command
from domain.period import last_day
from domain.union.aggregate import State as UnionState
from services.commands.deciding import (
    Group,
    GroupRefused,
    Sitting,
    Told,
    Written,
    bare,
    decide_all,
    decide_last,
    is_live,
    nobody_told,
)
from services.commands.gathering import AfterCommit, Find, Gatherer, nothing_found
from services.commands.papers import NoPapers, Papers, name_papers, with_kept
from services.commands.routes.route import Route
from services.commands.routing import route
from services.commands.states import States
from services.commands.stopping import Stops
from services.errors import ConditionFailed, UnionNotFound, VersionConflict
from services.keys import Vault
from services.log import add, note
from services.store.contract import Append, LogStore, NewEvent, RecordedEvent, WriteReceipt
from services.tracing import span

TRIES = 3
PERIOD_TOPICS = frozenset({"union.period_closed", "union.period_reopened"})
_STREAMS_NAMED_MOST = 64
"""Above this many streams the append is asked to fail on any event in between, not on these streams."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request: who asks, under which command id, for which groups of commands.

    `request` is what the keyed digest covers (actor, route, body). `expected` maps a stream to the
    version the asker has seen (If-Match). `closing` makes a last command from what was refused before
    it. A dry run decides and appends nothing. `counted_at` is the position of the ledgers that figures
    in the commands were counted from: nothing at all may have happened since. `told` hears how far deciding has
    come; `looked` sees all that was decided, dry run or not, and may raise to stop it from being appended.
    """

    union_id: UUID
    command_id: UUID
    actor: Actor
    request: bytes
    groups: Sequence[Group]
    expected: Mapping[UUID, int] = msgspec.field(default_factory=dict)
    closing: Callable[[Sequence[GroupRefused]], Command] | None = None
    skip_refused: bool = False
    dry_run: bool = False
    counted_at: int | None = None
    told: Told = nobody_told
    looked: Callable[[Sequence[NewEvent]], None] | None = None


class VersionMoved(Exception):
    """The asker saw another version of a stream than the current one: a person must look again."""

    def __init__(self, current: int) -> None:
        super().__init__()
        self.current = current


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a request. `receipt` is None when nothing was appended.

    `streams` gives the new version of every stream that was written. `ledgers_current` tells whether
    the ledgers had caught up when the bounded wait ended.
    """

    receipt: WriteReceipt | None
    refused: Sequence[GroupRefused] = ()
    streams: Mapping[UUID, int] = msgspec.field(default_factory=dict)
    ledgers_current: bool = True


class _Streams(NamedTuple):
    """The streams to read whole, and those of which only the version is needed."""

    whole: list[UUID]
    by_version: list[UUID]


class Desk:
    """Carries out requests. `after_commit` runs the union's ledgers and tells whether they are current."""

    def __init__(
        self,
        log: LogStore,
        vault: Vault,
        after_commit: AfterCommit,
        find: Find = nothing_found,
        papers: Papers | None = None,
    ) -> None:
        self._papers: Papers = papers or NoPapers()
        self._log = log
        self._vault = vault
        self._after_commit = after_commit
        self._gatherer = Gatherer(log, find, after_commit)

    async def carry_out(self, asked: Asked) -> Outcome:
        """Decide and append; raises the store's errors when the database could not do its part."""
        note(union_id=asked.union_id, command_id=asked.command_id)
        digest = (await self._vault.union_keys(asked.union_id)).digest(asked.request)
        for attempt in range(TRIES):
            try:
                groups = await with_kept(self._papers, asked.union_id, asked.groups)
                return await self._try(msgspec.structs.replace(asked, groups=groups), digest)
            except (ConditionFailed, VersionConflict):
                if attempt == TRIES - 1:
                    raise
        raise ConditionFailed

    async def found(self, union_id: UUID, charter: bytes) -> None:
        """Begin the log of a new union or federation."""
        await self._log.found(union_id, charter)

    async def read_union(self, union_id: UUID) -> UnionState:
        """Return what decisions know of a union as an organisation."""
        try:
            read = await self._log.read_streams(union_id, [union_id])
        except UnionNotFound:
            return UnionState()
        return States(read.events).of(union_id, UnionState)

    async def read_states(self, union_id: UUID, stream_ids: Sequence[UUID]) -> States:
        """Return the states of some streams as they are now, to prepare a request."""
        return States((await self._log.read_streams(union_id, stream_ids)).events)

    async def read_events(
        self, union_id: UUID, stream_ids: Sequence[UUID]
    ) -> Sequence[RecordedEvent]:
        """Return the events of some streams, for what no state keeps: fields that were sealed."""
        return (await self._log.read_streams(union_id, stream_ids)).events

    async def repeated(self, asked: Asked) -> Outcome | None:
        """Return the first answer, if this command was carried out before."""
        digest = (await self._vault.union_keys(asked.union_id)).digest(asked.request)
        return await self._repeated(asked, digest)

    async def _try(self, asked: Asked, digest: bytes) -> Outcome:
        route_of = partial(route, asked.union_id)
        routes = [[route_of(bare(command)) for command in group] for group in asked.groups]
        streams = _streams_of(asked.union_id, routes)
        read = await self._log.read_streams(asked.union_id, streams.whole)
        states = States(read.events)
        if streams.by_version:
            states.at_versions(await self._log.stream_versions(asked.union_id, streams.by_version))
        if (moved := _moved(asked, states)) is not None:
            repeated = await self._repeated(asked, digest)
            if repeated is None:
                raise VersionMoved(moved)
            return repeated
        more = await self._gatherer.gather(asked.union_id, routes, states, read.position)
        sitting = Sitting.over(
            states, Stops(asked.union_id, asked.actor, is_rehearsal=asked.dry_run)
        )
        with span("decide", union_id=asked.union_id, command_id=asked.command_id):
            refused = await decide_all(asked.groups, routes, sitting, asked.told)
        if asked.closing is not None:
            decide_last(route_of, asked.closing, sitting, refused)
        if asked.looked is not None:
            asked.looked(sitting.written.events)
        is_stopped = not asked.skip_refused or any(one.group < 0 for one in refused)
        if (refused and is_stopped) or not sitting.written.events:
            return await self._repeated(asked, digest) or Outcome(receipt=None, refused=refused)
        if asked.dry_run:
            return Outcome(receipt=None, refused=refused)
        await name_papers(self._papers, asked.union_id, sitting.written.events)
        append = await self._append_of(
            asked,
            digest=digest,
            position=read.position,
            stream_ids=[*streams.whole, *streams.by_version, *more.streams],
            topics=more.topics,
            written=sitting.written,
            states=states,
        )
        return await self._append(append, refused)

    async def _append(self, append: Append, refused: Sequence[GroupRefused]) -> Outcome:
        count = len(append.events)
        with span("append", union_id=append.union_id, command_id=append.command_id, events=count):
            receipt = await self._log.append(append)
        if receipt.replayed:
            return await self._replay(receipt)
        add(events_appended=count)
        current = await self._after_commit(append.union_id, receipt.last_position)
        streams = {event.stream_id: event.version for event in append.events}
        return Outcome(receipt=receipt, refused=refused, streams=streams, ledgers_current=current)

    async def _append_of(
        self,
        asked: Asked,
        *,
        digest: bytes,
        position: int,
        stream_ids: list[UUID],
        topics: Sequence[str],
        written: Written,
        states: States,
    ) -> Append:
        claims, releases = await self._membership_claims(asked.union_id, written, states)
        few = len(stream_ids) <= _STREAMS_NAMED_MOST and asked.counted_at is None
        return Append(
            union_id=asked.union_id,
            command_id=asked.command_id,
            request_digest=digest,
            actor_id=asked.actor.actor_id,
            events=written.events,
            expected=asked.expected,
            after=position if asked.counted_at is None else min(position, asked.counted_at),
            fail_if_streams=stream_ids if few else (),
            fail_if_topics=topics if few else tuple(CATALOGUE),
            claims=[*written.claims, *claims],
            releases=[*written.releases, *releases],
            closed_until=_closed_until(asked.union_id, written, states),
        )

    async def _membership_claims(
        self, union_id: UUID, written: Written, states: States
    ) -> tuple[list[str], list[str]]:
        """One live membership per ID number: claimed on entry, released on leaving."""
        changed = {
            stream: now
            for stream, before in written.touched.items()
            if (now := is_live(states, stream)) != before
        }
        claims = await self._vault.claims_of(union_id, "member", list(changed)) if changed else {}
        return (
            [claim for who, claim in claims.items() if changed[who]],
            [claim for who, claim in claims.items() if not changed[who]],
        )

    async def _repeated(self, asked: Asked, digest: bytes) -> Outcome | None:
        receipt = await self._log.find_command(asked.union_id, asked.command_id, digest)
        return None if receipt is None else await self._replay(receipt)

    async def _replay(self, receipt: WriteReceipt) -> Outcome:
        """The first answer again, from the events it was about."""
        count = receipt.last_position - receipt.first_position + 1
        events = await self._log.read_after(
            receipt.union_id, receipt.first_position - 1, count, receipt.last_position
        )
        streams = {event.stream_id: event.version for event in events}
        return Outcome(receipt=receipt, streams=streams)


def _closed_until(union_id: UUID, written: Written, states: States) -> date | None:
    """Return the last day of the closed books where this request moves it; None leaves it."""
    if not any(event.topic in PERIOD_TOPICS for event in written.events):
        return None
    closed_through = states.of(union_id, UnionState).closed_through
    return last_day(closed_through) if closed_through else date.min


def _streams_of(union_id: UUID, routes: Sequence[Sequence[Route]]) -> _Streams:
    """A second round trip for versions only pays where there are many streams.

    The union's own stream is always among those read: it says whether the union may act at all.
    """
    whole: dict[UUID, None] = {union_id: None}
    by_version: dict[UUID, None] = {}
    for group in routes:
        for one in group:
            (by_version if one.by_version else whole)[one.own] = None
            whole.update(dict.fromkeys(one.looks_at))
    only = [stream for stream in by_version if stream not in whole]
    if len(only) <= _STREAMS_NAMED_MOST:
        return _Streams([*whole, *only], [])
    return _Streams(list(whole), only)


def _moved(asked: Asked, states: States) -> int | None:
    """Return the current version of a stream the asker saw at another one."""
    for stream, expected in asked.expected.items():
        if states.version(stream) != expected:
            return states.version(stream)
    return None
