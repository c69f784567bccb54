"""Says after every fault whether anything is lost (assurance 7): L, D, C, and that a union sees only its own.

**L** every acknowledged command is there, at the positions and with the hash it was answered. **D** the events
of a union are exactly the ranges of its commands, each command once, none that nobody meant. **C** positions
without a gap, versions of a stream without a gap, digests, chain and head computed anew from the stored bytes.
**I** a transaction of one union sees rows of no other. What was checked once is held by its hash: the chain
speaks for all bytes before it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from domain.chain import EventFields, digest_of, genesis, link
from services.store.sql import queries
from tests.soak.engine import connected
from tests.soak.journals import Answered, Journals

_SQL: Final = queries("tests.soak", "soak.sql")
_CONFLICTS: Final = {"store.version_moved": 412, "store.condition_failed": 409}
"""What one clerk may be told because of another; everything else would be a wrong answer here."""


class Stored(msgspec.Struct, frozen=True):
    """Where a command stands in the log."""

    first: int
    last: int
    hash: bytes
    recorded_at: datetime


class Checked:
    """How far a union's log was found whole."""

    def __init__(self, union_id: UUID, charter: bytes) -> None:
        self.position = 0
        self.hash = genesis(union_id, charter)
        self.recorded_at: datetime | None = None
        self.versions: dict[UUID, int] = {}
        self.commands: dict[UUID, Stored] = {}


class Checker:
    """Checks some unions against the journals. `before`: the commands there were before any clerk came."""

    def __init__(
        self, administrator: str, app: str, unions: Sequence[UUID], journals: Journals
    ) -> None:
        self._administrator = administrator
        self._app = app
        self._unions = list(unions)
        self._journals = journals
        self._checked: dict[UUID, Checked] = {}
        self._before: set[UUID] = set()
        self._again_seen = 0
        self._pending: list[Answered] = []
        self._lost: list[Mapping[str, Any]] = []
        self._answers: dict[tuple[str, int], Mapping[str, Any]] = {}
        self.checks = 0

    async def begin(self) -> None:
        """Take what is there before any clerk came; it must be whole too."""
        await self._look_at_logs()
        self._before = {one for union in self._checked.values() for one in union.commands}
        assert not (faults := await self.look()), faults

    def hear(self) -> list[Answered]:
        """Read on in the journals; what is answered there is checked at the next look."""
        fresh = self._journals.read()
        self._pending += fresh
        return fresh

    async def look(self, lost: Sequence[Mapping[str, Any]] = ()) -> list[str]:
        """Return what is wrong. `lost`: answers that were lost on their way, as the server gave them.

        What is answered while this looks is checked the next time.
        """
        self.checks += 1
        self.hear()
        acknowledged, self._pending = self._pending, []
        faults = await self._look_at_logs()
        self.hear()  # an intent is on disk before its command is stored
        faults += self._unmeant()
        faults += [fault for one in acknowledged for fault in self._acknowledged(one)]
        faults += self._lost_answers(lost)
        faults += self._repeated()
        return faults + await self._isolation()

    async def _look_at_logs(self) -> list[str]:
        connection = await connected(self._administrator)
        try:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                return await self._logs(connection)
        finally:
            await connection.close()

    async def _logs(self, connection: asyncpg.Connection) -> list[str]:
        faults: list[str] = []
        heads = {
            row["union_id"]: row for row in await connection.fetch(_SQL["heads"], self._unions)
        }
        for union_id in self._unions:
            if union_id not in heads:
                faults.append(f"C {union_id}: no head")
            elif union_id not in self._checked:
                self._checked[union_id] = Checked(union_id, heads[union_id]["charter"])
        faults += await self._anchors(connection)
        for union_id, head in heads.items():
            faults += await self._log(connection, union_id, head)
        for row in await connection.fetch(_SQL["counts"], self._unions):
            known = len(self._checked[row["union_id"]].commands)
            if row["events"] != row["position"] or row["commands"] != known:
                faults.append(
                    f"D {row['union_id']}: head {row['position']}, {row['events']} events, "
                    f"{row['commands']} commands, {known} of them known"
                )
        return faults

    async def _anchors(self, connection: asyncpg.Connection) -> list[str]:
        """What was whole before is still what it was."""
        held = {u: one for u, one in self._checked.items() if one.position}
        places = list(held), [one.position for one in held.values()]
        rows = await connection.fetch(_SQL["anchors"], *places)
        found = {row["union_id"]: row["hash"] for row in rows}
        return [
            f"C {union_id}: what stood at {one.position} is gone"
            for union_id, one in held.items()
            if found.get(union_id) != one.hash
        ]

    async def _log(
        self, connection: asyncpg.Connection, union_id: UUID, head: asyncpg.Record
    ) -> list[str]:
        checked = self._checked[union_id]
        after = checked.position
        events = await connection.fetch(_SQL["events_after"], union_id, after)
        commands = await connection.fetch(_SQL["commands_after"], union_id, after)
        faults = []
        for event in events:
            faults += _chained(checked, event)
        if (checked.position, checked.hash) != (head["position"], head["hash"]):
            faults.append(f"C {union_id}: the head does not follow from the events")
        faults += _ranges(checked, after, events, commands)
        return [fault if str(union_id) in fault else f"{fault} of {union_id}" for fault in faults]

    def _unmeant(self) -> list[str]:
        meant = self._journals.intents.keys() | self._before
        return [
            f"D {union_id}: command {command_id} was stored and nobody meant it"
            for union_id, checked in self._checked.items()
            for command_id in checked.commands.keys() - meant
        ]

    def _acknowledged(self, one: Answered) -> list[str]:
        name = f"command {one.command_id} of {one.union_id}"
        stored = self._checked[one.union_id].commands.get(one.command_id)
        if not one.is_stored:
            faults = [] if _may_be_refused(one) else [f"W {name}: answered {one.status} {one.body}"]
            return faults if stored is None else [*faults, f"L {name}: refused, and stored"]
        if stored is None:
            return [f"L {name}: acknowledged, and not there"]
        told = msgspec.json.decode(one.body)
        self._answers[told["union_id"], told["position"]] = told
        if (told["position"], told["hash"]) != (stored.last, stored.hash.hex()):
            return [f"L {name}: answered position {told['position']}, stored at {stored.last}"]
        if datetime.fromisoformat(told["recorded_at"]) != stored.recorded_at:
            return [f"L {name}: answered another instant"]
        return []

    def _lost_answers(self, lost: Sequence[Mapping[str, Any]]) -> list[str]:
        """A command whose first answer was lost is answered the same when it is sent again."""
        self._lost += lost
        waiting, faults = [], []
        for first in self._lost:
            again = self._answers.get((first["union_id"], first["position"]))
            if again is None:
                waiting.append(first)
            elif again != first:
                faults.append(f"L position {first['position']}: a retry got another answer")
        self._lost = waiting
        return faults

    def _repeated(self) -> list[str]:
        """An old command sent again is answered byte for byte as it was."""
        fresh, self._again_seen = (
            self._journals.again[self._again_seen :],
            len(self._journals.again),
        )
        return [
            f"L command {command_id}: another answer the second time"
            for command_id, status, body in fresh
            if (known := self._journals.answers[command_id]).body != body or known.status != status
        ]

    async def _isolation(self) -> list[str]:
        """The application's role, bound to one union, sees rows of no other."""
        union_id = self._unions[self.checks % len(self._unions)]
        connection = await connected(self._app)
        try:
            await connection.execute(_SQL["begin_union"].format(union_id=union_id))
            foreign = await connection.fetchval(_SQL["foreign_rows"], union_id)
        finally:
            await connection.close()
        return [f"I {union_id}: sees {foreign} rows of other unions"] if foreign else []


def _chained(checked: Checked, event: asyncpg.Record) -> list[str]:
    """Compute an event's digest, link and version anew."""
    faults = []
    place = f"position {event['position']}"
    if event["position"] != checked.position + 1:
        faults.append(f"C {place}: follows on {checked.position}")
    fields = EventFields(**{name: event[name] for name in EventFields.__struct_fields__})
    if digest_of(fields) != event["digest"] or link(checked.hash, event["digest"]) != event["hash"]:
        faults.append(f"C {place}: another digest or hash")
    if checked.recorded_at is not None and event["recorded_at"] < checked.recorded_at:
        faults.append(f"C {place}: time goes back")
    before = checked.versions.get(event["stream_id"])
    if event["version"] != (0 if before is None else before) + 1:
        faults.append(f"C {place}: version {event['version']} of a stream follows on {before}")
    checked.versions[event["stream_id"]] = event["version"]
    checked.position, checked.hash = event["position"], event["hash"]
    checked.recorded_at = event["recorded_at"]
    return faults


def _ranges(
    checked: Checked,
    after: int,
    events: Sequence[asyncpg.Record],
    commands: Sequence[asyncpg.Record],
) -> list[str]:
    """The commands' ranges lie end to end over the events, each with its own."""
    faults = []
    by_position = {event["position"]: event for event in events}
    reached = after
    for row in commands:
        command_id, first, last = row["command_id"], row["first_position"], row["last_position"]
        if first != reached + 1 or last < first:
            faults.append(f"D command {command_id}: {first} to {last} follows on {reached}")
        mine = [by_position.get(position) for position in range(first, last + 1)]
        if any(event is None or event["command_id"] != command_id for event in mine):
            faults.append(
                f"D command {command_id}: events of another, or none, at {first} to {last}"
            )
        if command_id in checked.commands:
            faults.append(f"D command {command_id}: stored twice")
        end = by_position.get(last)
        if end is not None:
            checked.commands[command_id] = Stored(first, last, end["hash"], row["recorded_at"])
        reached = last
    if reached != max([after, *by_position]):
        faults.append(f"D events after {reached} belong to no command")
    return faults


def _may_be_refused(one: Answered) -> bool:
    try:
        code = msgspec.json.decode(one.body)["code"]
    except (msgspec.DecodeError, KeyError, TypeError):
        return False
    return _CONFLICTS.get(code) == one.status
