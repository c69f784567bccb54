"""Takes a whole import run back: every event of it is undone by its own aggregate, in one append, or nothing is.

A run can be taken back until something stands on it: a later event of a stream it wrote, or one that names a
person, file or case it brought. What was itself undone since stands on nothing. Receipts and wage bases of later
months stand beside those of a run, not on them. Readings and exports leave the books as they are.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Final
from uuid import UUID, uuid5

import msgspec

from domain.actor import Actor
from domain.dues.events import DuesReceiptReversed, DuesReceived, WageBaseDeclared, WageBaseReversed
from domain.encoding import decode
from domain.ids import ImportRunId, MemberId, dues_stream, erasure_stream
from domain.import_run.aggregate import State
from domain.import_run.commands import ReverseImport
from domain.import_run.events import ImportCommitted
from domain.member.events import MemberEvent
from domain.reversal import reversal_day
from services.commands import Asked, Desk
from services.commands.deciding import Told, nobody_told
from services.errors import ConditionFailed
from services.importers.jobs.undoing import (
    KEPT,
    UNDOES_WHOLE,
    Happened,
    Undoing,
    command_undoing,
    named_in,
    undone_version,
)
from services.store.contract import LogStore, RecordedEvent

_STRETCH: Final = 5_000
_TRIES: Final = 3
_STANDS_ON_NOTHING: Final = frozenset({"viewing", "export", "import_run", "engagement"})
_BESIDE: Final = (DuesReceived, WageBaseDeclared, DuesReceiptReversed, WageBaseReversed)
_OF_MEMBERS: Final[tuple[type, ...]] = MemberEvent.__args__


class Dependent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that came after a run and stands on it; `about` is the stream of the run that it is about."""

    position: int
    topic: str
    occurred_on: date
    stream_id: UUID
    about: UUID


class Reversal(msgspec.Struct, frozen=True, kw_only=True):
    """What came of taking a run back: how many events were undone, or the code that says why nothing was."""

    undone: int = 0
    refused: str = ""


class _Read(msgspec.Struct, frozen=True, kw_only=True):
    """A run, what came after it, and how far the log had come."""

    own: Sequence[Happened]
    later: Sequence[Happened]
    position: int


class RunReverser:
    """Finds what stands on a run, and takes one back on which nothing stands."""

    def __init__(self, desk: Desk, log: LogStore) -> None:
        self._desk = desk
        self._log = log

    async def dependents(self, union_id: UUID, run_id: UUID) -> list[Dependent]:
        """Return what stands on a run, oldest first; nothing for a run that is not on the books."""
        read = await self._read(union_id, run_id)
        return [] if read is None else _dependents(read)

    async def reverse(
        self,
        union_id: UUID,
        run_id: UUID,
        *,
        actor: Actor,
        today: date,
        reason: str,
        approved_by: UUID | None = None,
        told: Told = nobody_told,
    ) -> Reversal:
        """Take a run back, unless something stands on it; raises StoreError."""
        for attempt in range(_TRIES):
            read = await self._read(union_id, run_id)
            if read is None:
                return await self._not_there(union_id, run_id)
            if _dependents(read):
                return Reversal(refused="import_run.depended_on")
            closed_through = (await self._desk.read_union(union_id)).closed_through
            how = Undoing(
                lambda day, until=closed_through: reversal_day(day, until, today),  # type: ignore[misc]
                reason,
                approved_by,
            )
            try:
                return await self._undo(
                    union_id, run_id, read, how, actor=actor, today=today, told=told
                )
            except ConditionFailed:
                if attempt == _TRIES - 1:
                    raise
        raise ConditionFailed

    async def _undo(
        self,
        union_id: UUID,
        run_id: UUID,
        read: _Read,
        how: Undoing,
        *,
        actor: Actor,
        today: date,
        told: Told,
    ) -> Reversal:
        undone = _undone([*read.own, *read.later])
        standing = [
            one
            for one in reversed(read.own)
            if not isinstance(one.event, KEPT) and (one.stream_id, one.version) not in undone
        ]
        commands = [command_undoing(one, how) for one in standing]
        if None in commands:
            return Reversal(refused="import_run.not_reversible")
        last = ReverseImport(
            occurred_on=today,
            import_run_id=ImportRunId(run_id),
            undone=len(standing),
            reason=how.reason,
        )
        outcome = await self._desk.carry_out(
            Asked(
                union_id=union_id,
                command_id=uuid5(run_id, "reverse"),
                actor=actor,
                request=b"reverse import|" + run_id.bytes,
                groups=[[command] for command in [*commands, last] if command is not None],
                counted_at=read.position,
                told=told,
            )
        )
        if outcome.receipt is None:
            return Reversal(refused=outcome.refused[0].refused.code)
        return Reversal(undone=len(standing))

    async def _not_there(self, union_id: UUID, run_id: UUID) -> Reversal:
        state = (await self._desk.read_states(union_id, [run_id])).of(run_id, State)
        if state.reversed:
            return Reversal(refused="import_run.already_reversed")
        return Reversal(refused="import_run.not_committed")

    async def _read(self, union_id: UUID, run_id: UUID) -> _Read | None:
        """Read a run that stands on the books, and all that came since."""
        events = await self._desk.read_events(union_id, [run_id])
        topics = [event.topic for event in events]
        if topics != [ImportCommitted.TOPIC]:
            return None
        end = events[0]
        own = [_happened(event) async for event in self._of_command(union_id, end)]
        position = (await self._log.head(union_id)).position
        later: list[Happened] = []
        at = end.position
        while at < position:
            stretch = await self._log.read_after(union_id, at, _STRETCH, position)
            later += [_happened(event) for event in stretch if _may_stand(event)]
            at = stretch[-1].position if stretch else position
        return _Read(own=own, later=later, position=position)

    async def _of_command(self, union_id: UUID, end: RecordedEvent) -> AsyncIterator[RecordedEvent]:
        """Yield the events of the command that ends with this one: they stand side by side, oldest first."""
        begin = end.position
        found: list[RecordedEvent] = []
        while begin > 0:
            before = max(0, begin - _STRETCH)
            stretch = await self._log.read_after(union_id, before, begin - before, begin)
            of_command = [event for event in stretch if event.command_id == end.command_id]
            found[:0] = of_command
            if len(of_command) < len(stretch):
                break
            begin = before
        for event in found:
            yield event


def _may_stand(event: RecordedEvent) -> bool:
    return event.topic.partition(".")[0] not in _STANDS_ON_NOTHING


def _happened(recorded: RecordedEvent) -> Happened:
    event = decode(recorded.topic, recorded.schema_version, recorded.body)
    return Happened(
        recorded.position, recorded.stream_id, recorded.version, recorded.occurred_on, event
    )


def _undone(events: Sequence[Happened]) -> set[tuple[UUID, int]]:
    """Return (stream, version) of what was undone, and of what undid it: together they are nothing."""
    gone: set[tuple[UUID, int]] = set()
    whole: dict[tuple[UUID, type], list[int]] = {}
    for one in events:
        whole.setdefault((one.stream_id, type(one.event)), []).append(one.version)
        version, kind = undone_version(one.event), UNDOES_WHOLE.get(type(one.event))
        undone = whole.get((one.stream_id, kind), []) if kind is not None else []
        if version is not None:
            undone = [version]
        if undone:
            gone.update((one.stream_id, each) for each in (*undone, one.version))
    return gone


def _dependents(read: _Read) -> list[Dependent]:
    own = {one.stream_id for one in read.own if not isinstance(one.event, KEPT)}
    known = {id_: id_ for id_ in own}
    for one in read.own:
        if isinstance(one.event, _OF_MEMBERS):
            member_id = MemberId(one.stream_id)
            known[dues_stream(member_id)] = known[erasure_stream(member_id)] = member_id
    undone = _undone([*read.own, *read.later])
    return [
        Dependent(
            position=one.position,
            topic=one.event.TOPIC,
            occurred_on=one.occurred_on,
            stream_id=one.stream_id,
            about=known[about],
        )
        for one in read.later
        if (one.stream_id, one.version) not in undone
        and (about := _about(one, own, known)) is not None
    ]


def _about(one: Happened, own: set[UUID], known: dict[UUID, UUID]) -> UUID | None:
    """Return which id of the run an event is about; None where it stands beside the run."""
    if one.stream_id in own and isinstance(one.event, _BESIDE):
        return None
    if one.stream_id in known:
        return one.stream_id
    return next((id_ for id_ in sorted(named_in(one.event)) if id_ in known), None)
