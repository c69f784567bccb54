"""The use cases of import jobs: submit, look, commit what the dry run showed, take the whole run back, forget."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import groupby
from uuid import UUID

import msgspec

from domain.actor import Actor
from domain.import_run.events import ControlTotals
from services.identifiers import new_id
from services.importers.file_import import FileImporter
from services.importers.jobs.job import (
    AT_WORK,
    BY_KEY_ONLY,
    KEPT,
    MOST_AT_WORK,
    Found,
    Job,
    JobRefused,
    Submitted,
    Wish,
    json_of,
)
from services.importers.jobs.reversing import Dependent, RunReverser
from services.importers.jobs.sealing import JobSafe
from services.importers.outcome import Agreed
from services.store.import_jobs import ImportJobRow, ImportJobRows, JobAnywhere, JobState

_EXPIRED_AT_ONCE = 200
_decoder = msgspec.json.Decoder(Found)


class ImportJobs:
    """Keeps jobs and tells how they stand; the work itself is done by a `JobRunner`, of whichever process.

    `wake` is called when there is something to do.
    """

    def __init__(
        self,
        rows: ImportJobRows,
        safe: JobSafe,
        importer: FileImporter,
        reverser: RunReverser,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._rows = rows
        self._safe = safe
        self._importer = importer
        self._reverser = reverser
        self._now = now
        self._wake = wake

    async def submit(self, union_id: UUID, actor: Actor, file: Submitted) -> Job:
        """Take a workbook in; the same one again is answered with the job it has. Raises JobRefused."""
        import_id = await self._importer.run_id_of(union_id, file.content, file.year)
        wish = Wish(kind=file.kind, year=file.year, skip_refused=file.skip_refused)
        before = await self._rows.find(union_id, import_id)
        if before is not None and before.state not in ("refused", "failed", "expired"):
            return await self._again(union_id, actor, before, wish)
        if await self._rows.at_work(union_id) >= MOST_AT_WORK:
            raise JobRefused("import_run.too_many_jobs")
        await self._begin(union_id, actor, import_id, file, wish)
        if before is not None:
            await self._safe.destroy(union_id, [before.key_id])
        self._wake()
        return await self.find(union_id, import_id)

    async def _begin(
        self, union_id: UUID, actor: Actor, import_id: UUID, file: Submitted, wish: Wish
    ) -> None:
        key_id, now = new_id(), self._now()
        await self._safe.make_key(union_id, key_id)
        named = await self._safe.seal(union_id, key_id, "name", file.name.encode())
        content = await self._safe.seal(union_id, key_id, "content", file.content)
        if named is None or content is None:
            raise JobRefused("import_run.file_gone")
        row = ImportJobRow(
            import_id=import_id,
            key_id=key_id,
            asked_by=json_of(actor),
            state="waiting",
            wish=json_of(wish),
            named=named,
            byte_count=len(file.content),
            created_at=now,
            changed_at=now,
            expires_at=now + KEPT,
        )
        if not await self._rows.begin(union_id, row, content):
            await self._safe.destroy(union_id, [key_id])  # another request was first with this file

    async def _again(self, union_id: UUID, actor: Actor, row: ImportJobRow, wish: Wish) -> Job:
        """A file that waits to be agreed to is read again where it is to be read otherwise."""
        job = await self._job(union_id, row)
        asked = msgspec.structs.replace(job.wish, agreed=None, reason="", approved_by=None)
        if row.state == "ready" and asked != wish:
            await self._order(union_id, actor, row, "waiting", wish)
            return await self.find(union_id, row.import_id)
        return job

    async def find(self, union_id: UUID, import_id: UUID) -> Job:
        """Return a job; raises JobRefused where there is none."""
        row = await self._rows.find(union_id, import_id)
        if row is None:
            raise JobRefused("import_run.unknown")
        return await self._job(union_id, row)

    async def newest(
        self, union_id: UUID, limit: int, before: tuple[datetime, UUID] | None = None
    ) -> list[Job]:
        """Return a union's jobs, the newest first."""
        rows = await self._rows.newest(union_id, limit, before)
        return [await self._job(union_id, row) for row in rows]

    async def anywhere(self, most: int) -> list[JobAnywhere]:
        """Return jobs of any union, for whoever runs the platform: how far each is, nothing of its file."""
        return await self._rows.anywhere(most)

    async def found(self, union_id: UUID, job: Job) -> Found | None:
        """Return what was found in the file; None before it was read, and once that was thrown away."""
        closed = await self._rows.report(union_id, job.row.import_id)
        plain = await self._safe.open(union_id, job.row.key_id, "report", closed)
        return None if plain is None else await asyncio.to_thread(_decoder.decode, plain)

    async def content(self, union_id: UUID, job: Job) -> bytes:
        """Return the workbook as it was uploaded; raises JobRefused once it was thrown away."""
        closed = await self._rows.content(union_id, job.row.import_id)
        plain = await self._safe.open(union_id, job.row.key_id, "content", closed)
        if plain is None:
            raise JobRefused("import_run.file_gone")
        return plain

    async def commit(
        self, union_id: UUID, import_id: UUID, actor: Actor, agreed: Agreed, *, skip_refused: bool
    ) -> Job:
        """Let the dry run that was agreed to be carried out; raises JobRefused where it cannot be any more."""
        job = await self.find(union_id, import_id)
        row = job.row
        if row.state in ("committing", "committed") and job.wish.agreed == agreed:
            return job
        if row.state != "ready":
            raise JobRefused(_not_ready(row))
        if actor.is_person and row.kind in BY_KEY_ONLY:
            raise JobRefused("import_run.not_by_people")
        if agreed.outcome != row.outcome:
            raise JobRefused("import_run.outcome_changed")
        if row.rows_accepted < row.rows_read and not skip_refused:
            raise JobRefused("import_run.rows_refused")
        if row.rows_accepted == 0:
            raise JobRefused("import_run.nothing_to_take")
        _refuse_other_totals(row, agreed)
        wish = msgspec.structs.replace(job.wish, agreed=agreed, skip_refused=skip_refused)
        await self._order(union_id, actor, row, "committing", wish)
        return await self.find(union_id, import_id)

    async def reverse(
        self,
        union_id: UUID,
        import_id: UUID,
        actor: Actor,
        reason: str,
        approved_by: UUID | None = None,
    ) -> Job:
        """Let a whole run be taken back; raises JobRefused where something depends on it already."""
        job = await self.find(union_id, import_id)
        if job.row.state in ("reversing", "reversed"):
            return job
        if job.row.state != "committed":
            raise JobRefused("import_run.not_committed")
        if actor.is_person and job.row.kind in BY_KEY_ONLY:
            raise JobRefused("import_run.not_by_people")
        if await self.dependents(union_id, import_id):
            raise JobRefused("import_run.depended_on")
        wish = msgspec.structs.replace(job.wish, reason=reason, approved_by=approved_by)
        await self._order(union_id, actor, job.row, "reversing", wish)
        return await self.find(union_id, import_id)

    async def dependents(self, union_id: UUID, import_id: UUID) -> list[Dependent]:
        """Return what has come since and stands on a run; nothing for one that is not on the books."""
        return await self._reverser.dependents(union_id, import_id)

    async def _order(
        self, union_id: UUID, actor: Actor, row: ImportJobRow, state: JobState, wish: Wish
    ) -> None:
        ordered = msgspec.structs.replace(row, asked_by=json_of(actor), wish=json_of(wish))
        if not await self._rows.order(union_id, ordered, state, self._now()):
            raise JobRefused("import_run.at_work")
        self._wake()

    async def expire(self) -> int:
        """Throw away what has been kept long enough, with its keys; returns of how many jobs."""
        count = 0
        while True:
            gone = await self._rows.expire(self._now(), _EXPIRED_AT_ONCE)
            for union_id, of_union in groupby(sorted(gone), key=lambda one: one[0]):
                await self._safe.destroy(union_id, [key_id for _, key_id in of_union])
            count += len(gone)
            if len(gone) < _EXPIRED_AT_ONCE:
                return count

    async def forget(self, union_id: UUID) -> None:
        """Throw away every file of a union: any of them may hold a person who is to be forgotten."""
        await self._safe.destroy(union_id, await self._rows.drop_contents(union_id))

    async def _job(self, union_id: UUID, row: ImportJobRow) -> Job:
        plain = await self._safe.open(union_id, row.key_id, "name", row.named)
        return Job(row=row, name="" if plain is None else plain.decode())


def _not_ready(row: ImportJobRow) -> str:
    if row.state in AT_WORK:
        return "import_run.at_work"
    return "import_run.already_committed" if row.state == "committed" else "import_run.not_ready"


def _refuse_other_totals(row: ImportJobRow, agreed: Agreed) -> None:
    """Say at once what the aggregate would say: the totals are those of the very same outcome."""
    if agreed.control is None:
        return
    if not agreed.control.agree_with(ControlTotals(count=row.people, total_fen=row.total_fen)):
        if not agreed.control_reason.strip():
            raise JobRefused("import_run.control_differs")
    elif agreed.control_reason:
        raise JobRefused("import_run.control_agrees")
