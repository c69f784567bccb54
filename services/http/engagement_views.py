"""What is shown of audit engagements, to the union and to its county alike."""

from typing import Literal
from uuid import UUID

from domain.engagement.drawing import redrawn
from services.audit.population import events_at, population
from services.exporters.sample_sheet import SheetLine, sheet_csv, sheet_lines
from services.http.asking import Answer, Asking, strong, weak
from services.http.fields import Answered
from services.http.paging import ListQuery, ReadQuery, listed, paged, scope_of
from services.http.problems import Problem
from services.reads.engagements import (
    AccessRow,
    EngagementRow,
    ReportRow,
    SampleRow,
    VerificationRow,
)

_CSV = "text/csv; charset=utf-8"


class VerificationView(Answered, frozen=True, kw_only=True):
    """`agrees`: the log still has the hash that was found at the position; None where the log ends before it."""

    verification: VerificationRow
    agrees: bool | None


class SampleSummary(Answered, frozen=True, kw_only=True):
    """A sample without its items."""

    sample_no: int
    method: str
    size: int
    seed: str
    until_position: int
    population_count: int
    population_fen: int
    drawn: int


class EngagementView(Answered, frozen=True, kw_only=True):
    position: int
    version: int
    engagement: EngagementRow
    accesses: list[AccessRow]
    samples: list[SampleSummary]
    verifications: list[VerificationView]
    reports: list[ReportRow]


class SheetQuery(ReadQuery, frozen=True, kw_only=True):
    format: Literal["json", "csv"] = "json"


class SampleSheet(Answered, frozen=True, kw_only=True):
    """抽样清单: the sample as recorded, and each item drawn with where to see it and its proof."""

    position: int
    sample: SampleRow
    lines: list[SheetLine]


class SampleCheck(Answered, frozen=True, kw_only=True):
    """The sample drawn again from the log as it is now: `same` when population and items are those on record."""

    sample_no: int
    same: bool
    population_same: bool
    drawn_same: bool
    population_count: int
    population_sha256: str


async def engagement_list(asking: Asking, query: ListQuery) -> Answer:
    """Answer with engagements, page by page; a key of one engagement sees that one."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.engagements(
        scope, limit=query.limit, after=after, engagement_id=asking.login.engagement_id
    )
    return await paged(asking, query, scope, page)


async def engagement_view(asking: Asking, engagement_id: UUID, query: ReadQuery) -> Answer:
    """Answer with one engagement."""
    scope, ledgers = await scope_of(asking, query), asking.parts.ledgers
    page = await ledgers.engagements(scope, limit=1, engagement_id=engagement_id)
    if not page.rows:
        raise Problem("engagement.unknown")
    accesses = await ledgers.engagement_accesses(scope, engagement_id)
    samples = await ledgers.engagement_samples(scope, engagement_id)
    verifications = await ledgers.engagement_verifications(scope, engagement_id)
    reports = await ledgers.engagement_reports(scope, engagement_id)
    version = await asking.version_of(engagement_id)
    shown = (page, accesses, samples, verifications, reports)
    view = EngagementView(
        position=min(one.position for one in shown),
        version=version,
        engagement=page.rows[0],
        accesses=accesses.rows,
        samples=[_summary(row) for row in samples.rows],
        verifications=[await _held(asking, row) for row in verifications.rows],
        reports=reports.rows,
    )
    return Answer(body=view, headers=strong(version))


async def sample_sheet(
    asking: Asking, engagement_id: UUID, sample_no: int, query: SheetQuery
) -> Answer:
    """Answer with the sheet of a sample, as JSON or as CSV with columns to tick off."""
    row, position = await _sample(asking, engagement_id, sample_no, query)
    positions = {item.position for item in row.sample.drawn}
    events = await events_at(asking.parts.log, asking.tenant_id, positions)
    lines = sheet_lines(asking.tenant_id, row.sample, events)
    headers = weak(position)
    if query.format == "csv":
        text = sheet_csv(row.sample, row.drawn_on, lines)
        return Answer(body=text.encode(), headers=headers, media_type=_CSV)
    return Answer(body=SampleSheet(position=position, sample=row, lines=lines), headers=headers)


async def sample_check(
    asking: Asking, engagement_id: UUID, sample_no: int, query: ReadQuery
) -> Answer:
    """Draw a sample again from the stored events and compare it with what is on record."""
    row, position = await _sample(asking, engagement_id, sample_no, query)
    sample = row.sample
    items = await population(
        asking.parts.log,
        asking.tenant_id,
        topics=sample.topics,
        first_day=sample.sampled_from,
        last_day=sample.sampled_until,
        until_position=sample.until_position,
    )
    again = redrawn(sample, items)
    check = SampleCheck(
        sample_no=sample_no,
        same=again.population_sha256 == sample.population_sha256 and again.drawn == sample.drawn,
        population_same=again.population_sha256 == sample.population_sha256,
        drawn_same=again.drawn == sample.drawn,
        population_count=again.population_count,
        population_sha256=again.population_sha256,
    )
    return Answer(body=check, headers=weak(position))


async def _sample(
    asking: Asking, engagement_id: UUID, sample_no: int, query: ReadQuery
) -> tuple[SampleRow, int]:
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.engagement_samples(scope, engagement_id, sample_no)
    if not page.rows:
        raise Problem("request.path_unknown")
    return page.rows[0], page.position


async def _held(asking: Asking, row: VerificationRow) -> VerificationView:
    """Hold the hash that was found against the log."""
    place = row.verified_position
    events = await asking.parts.log.read_after(asking.tenant_id, place - 1, 1, place)
    agrees = events[0].hash.hex() == row.hash if events else None
    return VerificationView(verification=row, agrees=agrees)


def _summary(row: SampleRow) -> SampleSummary:
    sample = row.sample
    return SampleSummary(
        sample_no=sample.sample_no,
        method=sample.method,
        size=sample.size,
        seed=sample.seed,
        until_position=sample.until_position,
        population_count=sample.population_count,
        population_fen=sample.population_fen,
        drawn=len(sample.drawn),
    )
