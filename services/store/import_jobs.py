"""Rows of import jobs: one for each workbook that was uploaded into a union."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from asyncpg import Record

from services.store.answers import bounded
from services.store.pool import Pool
from services.store.sql import queries

_QUERIES = queries("services.store", "import_job_queries.sql")

JobState = Literal[
    "waiting",
    "reading",
    "ready",
    "refused",
    "committing",
    "committed",
    "reversing",
    "reversed",
    "failed",
    "expired",
]


class ImportJobRow(msgspec.Struct, frozen=True, kw_only=True):
    """A job without what was uploaded and found. `asked_by` and `wish` are JSON: who asks, and for what.

    `named` is ciphertext, None once the job has had its time; `is_kept` tells whether the file is still here.
    """

    import_id: UUID
    key_id: UUID
    asked_by: str
    state: JobState
    wish: str
    named: bytes | None
    byte_count: int
    kind: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    rows_read: int = 0
    rows_accepted: int = 0
    people: int = 0
    total_fen: int | None = None
    outcome: str | None = None
    problem: str | None = None
    created_at: datetime
    changed_at: datetime
    expires_at: datetime
    is_kept: bool = True
    tries: int = 0


class JobAnywhere(msgspec.Struct, frozen=True, kw_only=True):
    """A job as whoever runs the platform sees it: how far it is, not what is in it."""

    union_id: UUID
    import_id: UUID
    kind: str
    state: JobState
    stage: str
    done: int
    total: int
    byte_count: int
    rows_read: int
    rows_accepted: int
    problem: str | None
    tries: int
    created_at: datetime
    changed_at: datetime


class ImportJobRows:
    """The table of import jobs, through the pool of the application's role."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def begin(self, union_id: UUID, row: ImportJobRow, content: bytes) -> bool:
        """Keep a new job, or one that came to nothing anew; False when it is there and stands."""
        return await self._did(
            "begin_job",
            union_id,
            row.import_id,
            row.key_id,
            row.asked_by,
            row.wish,
            row.named,
            content,
            row.byte_count,
            row.created_at,
            row.expires_at,
        )

    async def find(self, union_id: UUID, import_id: UUID) -> ImportJobRow | None:
        rows = await self._run("find_job", union_id, import_id)
        return _row(rows[0]) if rows else None

    async def newest(
        self, union_id: UUID, limit: int, before: tuple[datetime, UUID] | None = None
    ) -> list[ImportJobRow]:
        """Return jobs, the newest first, after the place where another list ended."""
        created_at, import_id = before or (None, None)
        rows = await self._run("list_jobs", union_id, created_at, import_id, limit)
        return [_row(row) for row in rows]

    async def at_work(self, union_id: UUID) -> int:
        """Return how many jobs of a union wait or run."""
        return int((await self._run("count_jobs", union_id))[0][0])

    async def content(self, union_id: UUID, import_id: UUID) -> bytes | None:
        """Return the ciphertext of the file; None once it was thrown away."""
        rows = await self._run("read_content", union_id, import_id)
        return rows[0][0] if rows else None

    async def report(self, union_id: UUID, import_id: UUID) -> bytes | None:
        """Return the ciphertext of what was found; None before that, and once it was thrown away."""
        rows = await self._run("read_report", union_id, import_id)
        return rows[0][0] if rows else None

    async def order(
        self, union_id: UUID, row: ImportJobRow, state: JobState, now: datetime
    ) -> bool:
        """Let a job wait for a worker: `row` says from which state, who asks and for what."""
        return await self._did(
            "order_work",
            union_id,
            row.import_id,
            row.state,
            state,
            row.asked_by,
            row.wish,
            now,
        )

    async def claim(
        self, worker: UUID, now: datetime, until: datetime
    ) -> tuple[UUID, ImportJobRow] | None:
        """Take the job that has waited longest, of any union; None when none waits."""

        async def once() -> list[Record]:
            async with self._pool.all_unions_tx() as connection:
                return await connection.fetch(_QUERIES["claim_job"], worker, now, until)

        rows = await bounded(once)
        if not rows:
            return None
        union_id = rows[0]["union_id"]
        row = await self.find(union_id, rows[0]["import_id"])
        return None if row is None else (union_id, row)

    async def tell(
        self,
        union_id: UUID,
        import_id: UUID,
        worker: UUID,
        *,
        stage: str,
        done: int,
        total: int,
        until: datetime,
    ) -> bool:
        """Say how far a job has come and keep its lease; False when it is another's by now."""
        return await self._did(
            "tell_progress", union_id, import_id, worker, stage, done, total, until
        )

    async def end(
        self, union_id: UUID, worker: UUID, row: ImportJobRow, report: bytes | None
    ) -> bool:
        """Keep what came of a job; False when it is another's by now."""
        return await self._did(
            "end_work",
            union_id,
            row.import_id,
            worker,
            row.state,
            row.kind,
            row.rows_read,
            row.rows_accepted,
            row.people,
            row.total_fen,
            row.outcome,
            report,
            row.problem,
            row.changed_at,
            row.expires_at,
        )

    async def stop(
        self,
        union_id: UUID,
        import_id: UUID,
        worker: UUID,
        *,
        state: JobState,
        problem: str | None,
        now: datetime,
    ) -> bool:
        """Put a job back into a state, with the code that says why; False when it is another's by now."""
        return await self._did("stop_work", union_id, import_id, worker, state, problem, now)

    async def expire(self, now: datetime, most: int) -> list[tuple[UUID, UUID]]:
        """Throw away files that have had their time, of any union; return (union, key) of each."""

        async def once() -> list[Record]:
            async with self._pool.all_unions_tx() as connection:
                return await connection.fetch(_QUERIES["expire_jobs"], now, most)

        return [(row["union_id"], row["key_id"]) for row in await bounded(once)]

    async def anywhere(self, most: int) -> list[JobAnywhere]:
        """Return jobs of any union: those at work first, then the latest."""

        async def once() -> list[Record]:
            async with self._pool.all_unions_tx() as connection:
                return await connection.fetch(_QUERIES["jobs_anywhere"], most)

        return [JobAnywhere(**dict(row)) for row in await bounded(once)]

    async def drop_contents(self, union_id: UUID) -> list[UUID]:
        """Throw away every file of a union; return the keys."""
        return [row["key_id"] for row in await self._run("drop_contents", union_id)]

    async def _did(self, name: str, union_id: UUID, *values: object) -> bool:
        return bool(await self._run(name, union_id, *values))

    async def _run(self, name: str, union_id: UUID, *values: object) -> Sequence[Record]:
        async def once() -> list[Record]:
            async with self._pool.union_tx(union_id) as connection:
                return await connection.fetch(_QUERIES[name], union_id, *values)

        return await bounded(once)


def _row(record: Record) -> ImportJobRow:
    return ImportJobRow(**dict(record))
