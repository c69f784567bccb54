"""Does the work of import jobs, one at a time, beside the requests of a process; any process may take up any job.

A job is held by a lease that is renewed while it is worked on. When the process dies, another one takes the job up
after the lease: a dry run is made again, and a commit or a reversal that was appended already is answered with what
it was, for their command ids follow from the file.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from services.clock import business_day
from services.errors import (
    ConditionFailed,
    OutcomeUnknown,
    PoolExhausted,
    StoreError,
)
from services.identifiers import new_id
from services.importers.file_import import FileImporter, Import, Ran
from services.importers.jobs.job import (
    KEPT,
    MOST_TRIES,
    Found,
    Job,
    JobRefused,
    Wish,
)
from services.importers.jobs.jobs import ImportJobs
from services.importers.jobs.reversing import RunReverser
from services.importers.jobs.sealing import JobSafe
from services.importers.outcome import ControlDiffers, OutcomeChanged
from services.importers.vocabulary import merge
from services.log import logger, note, round_of
from services.store.import_jobs import ImportJobRow, ImportJobRows, JobState

LEASE: Final = timedelta(seconds=60)
_BEAT_SECONDS: Final = 1.0
_LOOK_SECONDS: Final = 2.0
_TIDY_SECONDS: Final = 3_600.0
_PASSING: Final = (OutcomeUnknown, PoolExhausted, ConditionFailed)
_BACK_TO: Final[dict[JobState, JobState]] = {
    "waiting": "failed",
    "reading": "failed",
    "committing": "ready",
    "reversing": "committed",
}
"""Where a job stands again when its work could not be done."""

log = logger("imports")


class _Progress:
    """How far the work under way has come; written down by the heartbeat."""

    def __init__(self) -> None:
        self.stage, self.done, self.total = "", 0, 0

    def tell(self, stage: str, done: int, total: int) -> None:
        self.stage, self.done, self.total = stage, done, total


class JobRunner:
    """Takes up jobs and works on them. Looks at once when `woken` is set."""

    def __init__(
        self,
        rows: ImportJobRows,
        safe: JobSafe,
        jobs: ImportJobs,
        importer: FileImporter,
        reverser: RunReverser,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        today: Callable[[], date] = business_day,
        lease: timedelta = LEASE,
        woken: asyncio.Event | None = None,
    ) -> None:
        self._rows = rows
        self._safe = safe
        self._jobs = jobs
        self._importer = importer
        self._reverser = reverser
        self._now = now
        self._today = today
        self._lease = lease
        self._worker = new_id()
        self._woken = woken or asyncio.Event()

    async def follow(self, stop: asyncio.Event) -> None:
        """Work until told to stop; a job under way is finished first. Old files are thrown away every hour."""
        tidied = -_TIDY_SECONDS
        loop = asyncio.get_running_loop()
        while not stop.is_set():
            try:
                if loop.time() - tidied > _TIDY_SECONDS:
                    tidied = loop.time()
                    await self._jobs.expire()
                if await self.run_next():
                    continue
            except StoreError:
                log.warning("jobs_not_read")
            await self._rest(stop)

    async def _rest(self, stop: asyncio.Event) -> None:
        waits = [asyncio.create_task(stop.wait()), asyncio.create_task(self._woken.wait())]
        await asyncio.wait(waits, timeout=_LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for task in waits:
            task.cancel()
        self._woken.clear()

    async def run_next(self) -> bool:
        """Work on the job that has waited longest; False when none waits. Raises StoreError."""
        now = self._now()
        claimed = await self._rows.claim(self._worker, now, now + self._lease)
        if claimed is None:
            return False
        union_id, row = claimed
        if row.tries > MOST_TRIES:
            await self._stop(union_id, row, _BACK_TO[row.state], "import_run.gave_up")
            return True
        progress = _Progress()
        beat = asyncio.create_task(self._beat(union_id, row.import_id, progress))
        try:
            with round_of("import"):
                note(union_id=union_id, kind=row.kind, step=row.state)
                await self._work(union_id, row, progress)
        finally:
            beat.cancel()
            with suppress(asyncio.CancelledError):
                await beat
        return True

    async def _work(self, union_id: UUID, row: ImportJobRow, progress: _Progress) -> None:
        try:
            job = await self._jobs.find(union_id, row.import_id)
            match row.state:
                case "committing":
                    await self._commit(union_id, job, progress)
                case "reversing":
                    await self._reverse(union_id, job, progress)
                case _:
                    await self._read(union_id, job, progress)
        except JobRefused as refused:
            await self._stop(union_id, row, _BACK_TO[row.state], refused.code)
        except _PASSING:
            await self._stop(union_id, row, row.state, None)  # taken up again, so many times
        except StoreError as error:
            await self._stop(union_id, row, _BACK_TO[row.state], error.code)
        except Exception:
            log.exception("import_job_failed")
            note(outcome="service.failed")
            await self._stop(union_id, row, _BACK_TO[row.state], "service.failed")

    async def _read(self, union_id: UUID, job: Job, progress: _Progress) -> None:
        ran = await self._examine(union_id, job, progress, dry_run=True)
        await self._end(union_id, job, ran, _state_of(ran))

    async def _commit(self, union_id: UUID, job: Job, progress: _Progress) -> None:
        """Carry out what was agreed to; where it would come out differently, show that instead."""
        try:
            ran = await self._examine(union_id, job, progress, dry_run=False)
        except ControlDiffers:
            raise JobRefused("import_run.control_differs") from None
        except OutcomeChanged:
            ran = await self._examine(union_id, job, progress, dry_run=True)
        if ran.report.committed:
            await self._end(union_id, job, ran, "committed")
        else:
            await self._end(union_id, job, ran, _state_of(ran), "import_run.outcome_changed")

    async def _reverse(self, union_id: UUID, job: Job, progress: _Progress) -> None:
        wish = job.wish
        done = await self._reverser.reverse(
            union_id,
            job.row.import_id,
            actor=job.asked_by,
            today=self._today(),
            reason=wish.reason,
            approved_by=wish.approved_by,
            told=lambda at, of: progress.tell("reversing", at, of),
        )
        if done.refused and done.refused != "import_run.already_reversed":
            raise JobRefused(done.refused)
        await self._stop(union_id, job.row, "reversed", None)

    async def _examine(
        self, union_id: UUID, job: Job, progress: _Progress, *, dry_run: bool
    ) -> Ran:
        wish: Wish = job.wish
        content = await self._jobs.content(union_id, job)
        words = await self._importer.own_words(union_id)
        return await self._importer.examine(
            Import(
                union_id=union_id,
                name=job.name,
                content=content,
                actor=job.asked_by,
                today=self._today(),
                vocabulary=await asyncio.to_thread(merge, words),
                kind=wish.kind,
                year=wish.year,
                skip_refused=wish.skip_refused,
                dry_run=dry_run,
                agreed=None if dry_run else wish.agreed,
                told=progress.tell,
            )
        )

    async def _end(
        self, union_id: UUID, job: Job, ran: Ran, state: JobState, problem: str | None = None
    ) -> None:
        report, totals, now = ran.report, ran.totals, self._now()
        found = Found(report=report, values=ran.values)
        plain = await asyncio.to_thread(msgspec.json.encode, found)
        closed = await self._safe.seal(union_id, job.row.key_id, "report", plain)
        row = msgspec.structs.replace(
            job.row,
            state=state,
            kind=report.kind or job.row.kind,
            rows_read=report.rows_read,
            rows_accepted=report.rows_accepted,
            people=0 if totals is None else totals.count,
            total_fen=None if totals is None else totals.total_fen,
            outcome=ran.outcome or job.row.outcome,
            problem=problem,
            changed_at=now,
            expires_at=now + KEPT,
        )
        note(state=state, outcome=problem or "ok", rows=report.rows_read)
        await self._rows.end(union_id, self._worker, row, closed)

    async def _stop(
        self, union_id: UUID, row: ImportJobRow, state: JobState, problem: str | None
    ) -> None:
        note(state=state, outcome=problem or "ok")
        await self._rows.stop(
            union_id,
            row.import_id,
            self._worker,
            state=state,
            problem=problem,
            now=self._now(),
        )

    async def _beat(self, union_id: UUID, import_id: UUID, progress: _Progress) -> None:
        """Write progress down and keep the lease."""
        while True:
            with suppress(StoreError):
                await self._rows.tell(
                    union_id,
                    import_id,
                    self._worker,
                    stage=progress.stage,
                    done=progress.done,
                    total=progress.total,
                    until=self._now() + self._lease,
                )
            await asyncio.sleep(_BEAT_SECONDS)


def _state_of(ran: Ran) -> JobState:
    """A file that is refused as a whole, or no union's to import, is refused; one imported before is committed."""
    report = ran.report
    if report.committed:
        return "committed"
    is_unusable = report.kind == "units" or (report.rows_read == 0 and bool(report.refused))
    return "refused" if is_unusable or not ran.outcome else "ready"
