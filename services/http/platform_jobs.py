"""What is at work anywhere on the platform, for whoever runs it: states and counts, nothing that was uploaded."""

from datetime import datetime
from uuid import UUID

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered, Limit, Query
from services.http.imports import reason_of
from services.http.operation import operation
from services.store.import_jobs import JobAnywhere, JobState


class PlatformJobsQuery(Query, frozen=True, kw_only=True):
    limit: Limit = 100


class PlatformJob(Answered, frozen=True, kw_only=True):
    """`done` of `of` rows in the stage it is at; `problem` is why its last step did not happen."""

    union_id: UUID
    import_id: UUID
    kind: str
    state: JobState
    stage: str
    done: int
    of: int
    size_bytes: int
    rows_read: int
    rows_accepted: int
    problem: str | None
    problem_title: str | None
    tries: int
    created_at: datetime
    changed_at: datetime


class PlatformJobs(Answered, frozen=True, kw_only=True):
    """Those at work first, then the latest."""

    rows: list[PlatformJob]


@operation(
    "GET",
    "/v1/platform/jobs",
    "listJobsOfPlatform",
    tag="platform",
    policy=may("platform.found"),
    answer=PlatformJobs,
)
async def list_jobs_of_platform(asking: Asking, query: PlatformJobsQuery) -> Answer:
    """Imports of all unions: which wait, which run, which failed and why."""
    rows = await asking.parts.imports.anywhere(query.limit)
    return Answer(body=PlatformJobs(rows=[_seen(row) for row in rows]))


def _seen(row: JobAnywhere) -> PlatformJob:
    return PlatformJob(
        union_id=row.union_id,
        import_id=row.import_id,
        kind=row.kind,
        state=row.state,
        stage=row.stage,
        done=row.done,
        of=row.total,
        size_bytes=row.byte_count,
        rows_read=row.rows_read,
        rows_accepted=row.rows_accepted,
        problem=row.problem,
        problem_title=None if row.problem is None else reason_of(row.problem),
        tries=row.tries,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
