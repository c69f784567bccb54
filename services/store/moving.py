"""Rows of a union that moves to another server: read as the auditor, written through the administrator's doors.

What comes in is computed again inside the database, in one transaction: nobody sees any of it before all is there.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

import asyncpg
import msgspec

from services.errors import UnionMoved, UnionNotFound
from services.store.attachments import Naming
from services.store.contract import RecordedEvent
from services.store.migrate import as_owner
from services.store.pool import Connection, Pool
from services.store.sql import queries

_QUERIES = queries("services.store", "moving.sql")
_LOG = queries("services.store")
_ROWS_AT_ONCE: Final = 2_000
_INTEGRITY: Final = "23"
_NO_ID: Final = UUID(int=0)
_FAULTS: Final = {
    "ES422": "differs",
    "ES424": "broken",
    "ES428": "written_here",
    "ES429": "broken",
}

Step = Literal["left", "returned", "released", "copied", "arrived"]


class MoveRefused(Exception):
    """A move that was refused; `kind` says why. Nothing was written."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Departing(msgspec.Struct, frozen=True, kw_only=True):
    """A union's head with all that hangs on it, as of one moment; `step` is its last move, if it ever moved."""

    position: int
    hash: bytes
    recorded_at: datetime
    closed_until: date | None
    charter: bytes
    elsewhere_since: datetime | None
    step: Step | None
    claims: Sequence[str]
    claim_positions: Sequence[int]


class CommandRow(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A command: its keyed digest, and which positions it recorded."""

    command_id: UUID
    request_digest: bytes
    first_position: int
    last_position: int


class PaperRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper without its bytes, and the matters that name it."""

    sha256: str
    key_id: UUID
    media_type: str
    byte_count: int
    kept_at: datetime
    kept_by: str
    named_at: datetime
    destroyed_at: datetime | None
    namings: list[Naming]


class Move(msgspec.Struct, frozen=True):
    """One step of a union between two places, as it is on record here."""

    nth: int
    step: Step
    moved_at: datetime
    position: int
    hash: bytes
    reason: str
    file: bytes | None
    evidence: bytes | None


class MovingRows:
    """What there is of one union, for whoever takes it elsewhere. `pool` is the auditor's."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def departing(self, union_id: UUID) -> Departing | None:
        """Return head and claims of one moment; None where there is no such union."""
        rows = await self._fetch("departing", union_id)
        return Departing(**rows[0]) if rows else None

    async def events(self, union_id: UUID, until: int) -> AsyncIterator[list[RecordedEvent]]:
        """Yield the events up to a position, a stretch at a time."""
        reached = 0
        while reached < until:
            async with self._pool.union_tx(union_id) as connection:
                rows = await connection.fetch(
                    _LOG["read_after"], union_id, reached, until, _ROWS_AT_ONCE
                )
            if not rows:
                return
            yield [RecordedEvent(*row) for row in rows]
            reached = rows[-1]["position"]

    async def commands(self, union_id: UUID, until: int) -> AsyncIterator[list[CommandRow]]:
        """Yield the commands that had ended by a position, by id."""
        reached = _NO_ID
        while True:
            rows = await self._fetch("commands_until", union_id, reached, until, _ROWS_AT_ONCE)
            if rows:
                yield [CommandRow(*row) for row in rows]
                reached = rows[-1]["command_id"]
            if len(rows) < _ROWS_AT_ONCE:
                return

    async def papers(self, union_id: UUID) -> AsyncIterator[tuple[PaperRow, bytes]]:
        """Yield every paper that a matter names, with its ciphertext: none where it was destroyed."""
        reached = ""
        while rows := await self._fetch("next_named_paper", union_id, reached):
            found = dict(rows[0])
            reached, content = found["sha256"], found.pop("content")
            namings = await self._fetch("namings_of_paper", union_id, reached)
            row = PaperRow(**found, namings=[Naming(*one) for one in namings])
            yield row, content or b""

    async def hash_at(self, union_id: UUID, position: int) -> bytes | None:
        """Return the chain hash at a position; None where there is no event."""
        rows = await self._fetch("hash_at", union_id, position)
        return rows[0]["hash"] if rows else None

    async def is_enrolled(self, federation_id: UUID, unit_id: UUID) -> bool:
        """Tell whether a federation's log stands here and names a unit as its own."""
        rows = await self._fetch("is_enrolled", federation_id, f'"{unit_id}"')
        return bool(rows[0][0])

    async def moves(self, union_id: UUID) -> list[Move]:
        """Return every step of a union between places, oldest first."""
        return [Move(*row) for row in await self._fetch("moves", union_id)]

    async def _fetch(self, name: str, union_id: UUID, *values: object) -> list[asyncpg.Record]:
        async with self._pool.union_tx(union_id) as connection:
            return await connection.fetch(_QUERIES[name], union_id, *values)


class Arrival:
    """The writing half of a move, inside one transaction of the administrator's."""

    def __init__(self, connection: asyncpg.Connection, union_id: UUID) -> None:
        self._connection = connection
        self._union_id = union_id

    async def begin(self, charter: bytes) -> tuple[int, bytes]:
        """Begin the union's log, or go on with a copy; returns position and hash of what is here already."""
        row = await self._ask("begin_move_in", charter)
        return row["position"], row["hash"]

    async def add_events(self, events: Sequence[RecordedEvent]) -> None:
        """Add the events that follow; the database computes every digest and link itself."""
        await self._ask(
            "move_in_events",
            [one.stream_id for one in events],
            [one.version for one in events],
            [one.topic for one in events],
            [one.schema_version for one in events],
            [one.occurred_on for one in events],
            [one.recorded_at for one in events],
            [one.actor_id for one in events],
            [one.command_id for one in events],
            [one.digest for one in events],
            [one.hash for one in events],
            [one.body for one in events],
        )

    async def add_commands(self, commands: Sequence[CommandRow]) -> None:
        """Add the commands of events that were added."""
        await self._ask(
            "move_in_commands",
            [one.command_id for one in commands],
            [one.request_digest for one in commands],
            [one.first_position for one in commands],
            [one.last_position for one in commands],
        )

    async def add_paper(self, row: PaperRow, content: bytes) -> None:
        """Add a paper, or destroy the one that is here where it was destroyed at the other place."""
        await self._ask(
            "move_in_paper",
            row.sha256,
            row.key_id,
            row.media_type,
            row.byte_count,
            None if row.destroyed_at is not None else content,
            row.kept_at,
            row.kept_by,
            row.named_at,
            row.destroyed_at,
            [one.stream_id for one in row.namings],
            [one.package for one in row.namings],
            [one.occurred_on for one in row.namings],
        )

    async def end(
        self,
        head: tuple[int, bytes],
        claims: Sequence[tuple[str, int]],
        closed_until: date | None,
        *,
        arrives: bool,
        reason: str,
        file: bytes,
        evidence: bytes,
    ) -> None:
        """End it: the head must be the one promised. `arrives`: from now on these books are written here."""
        await self._ask(
            "end_move_in",
            *head,
            closed_until,
            [claim for claim, _ in claims],
            [position for _, position in claims],
            arrives,
            reason,
            file,
            evidence,
        )

    async def _ask(self, name: str, *values: object) -> asyncpg.Record:
        return await asked(self._connection, name, self._union_id, *values)


@asynccontextmanager
async def arriving(address: str, union_id: UUID) -> AsyncIterator[Arrival]:
    """One transaction in which a union comes in: all of it, or nothing."""
    async with _as_owner(address) as connection:
        yield Arrival(connection, union_id)


async def stop_writing(address: str, union_id: UUID, reason: str) -> bool:
    """Let nothing be appended to a union any more; False where that was so. Raises UnionNotFound."""
    async with _as_owner(address) as connection:
        return bool((await asked(connection, "stop_writing", union_id, reason))[0])


async def resume_writing(address: str, union_id: UUID, reason: str) -> bool:
    """Let a union that had left be written here again; False where it is. Raises UnionNotFound, UnionMoved."""
    async with _as_owner(address) as connection:
        return bool((await asked(connection, "resume_writing", union_id, reason))[0])


async def release_union(address: str, union_id: UUID, reason: str) -> None:
    """Put down that a union's people are forgotten here; raises MoveRefused where it is written here."""
    async with _as_owner(address) as connection:
        await asked(connection, "release_union", union_id, reason)


async def asked(connection: asyncpg.Connection, name: str, *values: object) -> asyncpg.Record:
    """Knock at one of the administrator's doors; raises MoveRefused, UnionNotFound, UnionMoved."""
    try:
        rows = await connection.fetch(_QUERIES[name], *values)
    except asyncpg.PostgresError as error:
        code = error.sqlstate or ""
        if code == "ES404":
            raise UnionNotFound from None
        if code == "ES427":
            raise UnionMoved from None
        if code in _FAULTS or code.startswith(_INTEGRITY):  # a key is there: not the rows promised
            raise MoveRefused(_FAULTS.get(code, "broken")) from None
        raise
    return rows[0]


async def move_faults(connection: Connection, union_id: UUID) -> list[asyncpg.Record]:
    """Return what does not agree with a union's last move: a kind and a position each."""
    return await connection.fetch(_QUERIES["move_faults"], union_id)


@asynccontextmanager
async def _as_owner(address: str) -> AsyncIterator[asyncpg.Connection]:
    """A transaction with the rights of whoever owns the books, who is under the row policies as well."""
    connection = await asyncpg.connect(address)
    try:
        async with connection.transaction():
            await connection.execute(_QUERIES["wait_little"])
            async with as_owner(connection):
                yield connection
    finally:
        await connection.close()
