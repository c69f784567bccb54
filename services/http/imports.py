"""导入: workbooks are uploaded, read without being booked, agreed to, booked whole, and taken back whole."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from msgspec import Meta

from domain.import_run.events import ControlTotals
from domain.money import FEN_MAX
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered, Body, Limit, Query, Reason, Year
from services.http.operation import operation
from services.http.problems import REASONS, Problem
from services.http.uploads import Upload, UploadKind
from services.importers.jobs import ImportJobs, Job, JobRefused, Submitted
from services.importers.jobs.job import KEPT, KINDS, MOST_AT_WORK, place_of
from services.importers.limits import DEFAULT_LIMITS
from services.importers.outcome import Agreed
from services.store.import_jobs import JobState
from services.words.imports import UNNAMED

IMPORTS: Final = "/v1/unions/{union_id}/imports"
IMPORT: Final = f"{IMPORTS}/{{import_id}}"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES: Final = (XLSX, "application/vnd.ms-excel", "application/octet-stream")
"""What browsers call an .xlsx and an .xls; what it is, its own bytes say."""

Kind = Literal["roster", "changes", "dues", "aid", "condolence"]
Outcome = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Heads = Annotated[int, Meta(ge=0, le=10_000_000)]
ControlFen = Annotated[int, Meta(ge=-FEN_MAX, le=FEN_MAX)]


class SubmitQuery(Query, frozen=True, kw_only=True):
    """`kind`: what the file is, where its headers leave a doubt; `year`: of dues, where the name says none."""

    kind: Kind | None = None
    year: Year | None = None
    skip_refused: bool = False


class JobsQuery(Query, frozen=True, kw_only=True):
    """`after`: the last job of the list before."""

    limit: Limit = 50
    after: UUID | None = None


class Progress(Answered, frozen=True, kw_only=True):
    """What a job is at (`reading`, `deciding`, `writing`, `reversing`), and how many rows of how many are done."""

    stage: str
    done: int
    of: int


class Totals(Answered, frozen=True, kw_only=True):
    """What the rows that can be taken come to: people, and money (fen) where the file has any."""

    count: int
    total_fen: int | None


class ImportJob(Answered, frozen=True, kw_only=True):
    """A workbook on its way. `digest` names what the dry run showed; `problem` is why the last step did not happen.

    `name` is null once the file was thrown away.
    """

    import_id: UUID
    name: str | None
    state: JobState
    kind: str
    year: int | None
    skip_refused: bool
    size_bytes: int
    asked_by: str
    progress: Progress
    rows_read: int
    rows_accepted: int
    rows_refused: int
    totals: Totals | None
    digest: str | None
    problem: str | None
    problem_title: str | None
    control: Totals | None
    control_reason: str
    reason: str
    created_at: datetime
    changed_at: datetime
    expires_at: datetime


class ImportLimits(Answered, frozen=True, kw_only=True):
    """How large a workbook may be, which kinds there are, how long it is kept and how many jobs may wait."""

    bytes: int
    rows: int
    columns: int
    cells: int
    kinds: tuple[str, ...]
    kept_days: int
    jobs_at_work: int


class ImportJobList(Answered, frozen=True, kw_only=True):
    """The limits first, then the jobs, the newest first."""

    limits: ImportLimits
    rows: list[ImportJob]
    next: UUID | None = None


class Control(Body, frozen=True, kw_only=True):
    """The totals of the paper, typed before looking: people and, where the paper has any, money (fen)."""

    count: Heads
    total_fen: ControlFen | None = None


class CommitRequest(Body, frozen=True, kw_only=True):
    """`digest` is that of the dry run; where `control` differs from the file, `control_reason` says why."""

    digest: Outcome
    control: Control | None = None
    control_reason: Reason | None = None
    skip_refused: bool = False


class ReverseRequest(Body, frozen=True, kw_only=True):
    """`approved_by`: the officer who agreed, where changes of membership are taken back by decision."""

    reason: Reason
    approved_by: UUID | None = None


@operation(
    "POST",
    IMPORTS,
    "submitImport",
    tag="imports",
    policy=may("imports.make"),
    answer=ImportJob,
    status=202,
    refusals=("request.query_invalid", "import_run.too_many_jobs", "import_run.file_gone"),
    uploads=UploadKind(media_types=MEDIA_TYPES, max_bytes=DEFAULT_LIMITS.file_bytes),
)
async def submit_import(asking: Asking, query: SubmitQuery, upload: Upload) -> Answer:
    """上传工作簿: it is read and tried, and nothing is booked. The same file again is answered with its job.

    The file's name comes in `Content-Disposition: attachment; filename*=UTF-8''…`.
    """
    job = await _done(
        asking.parts.imports.submit(
            asking.tenant_id,
            asking.login.actor,
            Submitted(
                name=upload.name or UNNAMED,
                content=upload.content,
                kind=query.kind,
                year=query.year,
                skip_refused=query.skip_refused,
            ),
        )
    )
    location = f"{asking.path}/{job.row.import_id}"
    return Answer(body=view_of(job), headers={"Location": location})


@operation(
    "GET",
    IMPORTS,
    "listImports",
    tag="imports",
    policy=may("imports.make"),
    answer=ImportJobList,
    refusals=("import_run.unknown",),
)
async def list_imports(asking: Asking, query: JobsQuery) -> Answer:
    """导入任务: what may be uploaded, and every job of this union with its result."""
    jobs: ImportJobs = asking.parts.imports
    before = None
    if query.after is not None:
        before = place_of(await found(asking, query.after))
    newest = await jobs.newest(asking.tenant_id, query.limit, before)
    limits = ImportLimits(
        bytes=DEFAULT_LIMITS.file_bytes,
        rows=DEFAULT_LIMITS.rows,
        columns=DEFAULT_LIMITS.columns,
        cells=DEFAULT_LIMITS.cells,
        kinds=KINDS,
        kept_days=KEPT.days,
        jobs_at_work=MOST_AT_WORK,
    )
    following = newest[-1].row.import_id if len(newest) == query.limit else None
    return Answer(
        body=ImportJobList(limits=limits, rows=[view_of(job) for job in newest], next=following)
    )


@operation(
    "GET",
    IMPORT,
    "readImport",
    tag="imports",
    policy=may("imports.make"),
    answer=ImportJob,
    refusals=("import_run.unknown",),
)
async def read_import(asking: Asking, import_id: UUID) -> Answer:
    """导入进度和结果."""
    return Answer(body=view_of(await found(asking, import_id)))


@operation(
    "POST",
    f"{IMPORT}/commit",
    "commitImport",
    tag="imports",
    policy=may("imports.make"),
    answer=ImportJob,
    status=202,
    refusals=(
        "import_run.unknown",
        "import_run.already_committed",
        "import_run.at_work",
        "import_run.control_agrees",
        "import_run.control_differs",
        "import_run.not_by_people",
        "import_run.not_ready",
        "import_run.nothing_to_take",
        "import_run.outcome_changed",
        "import_run.rows_refused",
    ),
    example={"digest": "0f" * 32, "control": {"count": 262, "total_fen": 523000}},
)
async def commit_import(asking: Asking, import_id: UUID, body: CommitRequest) -> Answer:
    """提交: book what the dry run showed, whole and in one append, or nothing. A repeat is answered the same."""
    control = body.control
    agreed = Agreed(
        outcome=body.digest,
        control=None
        if control is None
        else ControlTotals(count=control.count, total_fen=control.total_fen),
        control_reason=body.control_reason or "",
    )
    job = await _done(
        asking.parts.imports.commit(
            asking.tenant_id,
            import_id,
            asking.login.actor,
            agreed,
            skip_refused=body.skip_refused,
        )
    )
    return Answer(body=view_of(job))


@operation(
    "POST",
    f"{IMPORT}/reverse",
    "reverseImport",
    tag="imports",
    policy=may("imports.make"),
    answer=ImportJob,
    status=202,
    refusals=(
        "access.signs_for_another",
        "import_run.unknown",
        "import_run.at_work",
        "import_run.depended_on",
        "import_run.not_by_people",
        "import_run.not_committed",
    ),
    example={"reason": "导错了文件"},
)
async def reverse_import(asking: Asking, import_id: UUID, body: ReverseRequest) -> Answer:
    """整批撤回: undo all that the file booked, in one append, unless something stands on it already."""
    actor = asking.login.actor
    if body.approved_by is not None and actor.is_person and body.approved_by != actor.officer_id:
        raise Problem("access.signs_for_another")
    job = await _done(
        asking.parts.imports.reverse(
            asking.tenant_id, import_id, actor, body.reason, body.approved_by
        )
    )
    return Answer(body=view_of(job))


async def found(asking: Asking, import_id: UUID) -> Job:
    """Return a job of this union; raises Problem."""
    return await _done(asking.parts.imports.find(asking.tenant_id, import_id))


async def _done(asked: Any) -> Job:  # noqa: ANN401 # what a use case awaits
    try:
        job: Job = await asked
    except JobRefused as refused:
        raise Problem(refused.code) from None
    return job


def view_of(job: Job) -> ImportJob:
    """Return a job as it is answered."""
    row, wish = job.row, job.wish
    control = None if wish.agreed is None else wish.agreed.control
    return ImportJob(
        import_id=row.import_id,
        name=job.name or None,
        state=row.state,
        kind=row.kind or wish.kind or "",
        year=wish.year,
        skip_refused=wish.skip_refused,
        size_bytes=row.byte_count,
        asked_by=job.asked_by.actor_id,
        progress=Progress(stage=row.stage, done=row.done, of=row.total),
        rows_read=row.rows_read,
        rows_accepted=row.rows_accepted,
        rows_refused=row.rows_read - row.rows_accepted,
        totals=Totals(count=row.people, total_fen=row.total_fen) if row.outcome else None,
        digest=row.outcome,
        problem=row.problem,
        problem_title=None if row.problem is None else reason_of(row.problem),
        control=None
        if control is None
        else Totals(count=control.count, total_fen=control.total_fen),
        control_reason="" if wish.agreed is None else wish.agreed.control_reason,
        reason=wish.reason,
        created_at=row.created_at,
        changed_at=row.changed_at,
        expires_at=row.expires_at,
    )


def reason_of(code: str) -> str:
    """Return what a code means, in Chinese."""
    reason = REASONS.get(code)
    return "" if reason is None else f"{reason.what}。{reason.mend}"
