"""What was found in a workbook: refused rows, remarks, the workbook with red cells; and what stands on a run."""

import asyncio
from datetime import date
from typing import Annotated, Final, Literal
from urllib.parse import quote
from uuid import UUID

from msgspec import Meta

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.exporting import record_export
from services.http.fields import INT4_MAX, Answered, Limit, Query
from services.http.imports import IMPORT, XLSX, found
from services.http.operation import operation
from services.http.problems import Problem
from services.importers.jobs import Found, Job, JobRefused
from services.importers.jobs.marking import marked_again
from services.importers.refused import WorkbookRefused
from services.importers.vocabulary import merge
from services.words.events import event_title

_MOST_DEPENDENTS: Final = 500
Place = Annotated[int, Meta(ge=0, le=INT4_MAX)]


class RowsQuery(Query, frozen=True, kw_only=True):
    """`after`: how many of the list come before."""

    of: Literal["refused", "remarks"] = "refused"
    limit: Limit = 50
    after: Place = 0


class WorkbookQuery(Query, frozen=True, kw_only=True):
    only: Literal["all", "refused"] = "all"


class FoundRow(Answered, frozen=True, kw_only=True):
    """One row that cannot be taken, or a remark. Row 0 is the whole file. `reason` says how to mend it.

    `value` is what stands in the cell, `nearest` known words like it.
    """

    sheet: str
    row: int
    column: str
    kind: str
    value: str
    reason: str
    nearest: tuple[str, ...]


class FoundRows(Answered, frozen=True, kw_only=True):
    """Some of them, in the order of the file, of how many, and where the next ones begin."""

    of: int
    rows: list[FoundRow]
    next: int | None = None


class DependentRow(Answered, frozen=True, kw_only=True):
    """Something that came after a run and stands on it: what, when, and which stream of the run it is about."""

    position: int
    topic: str
    title: str
    occurred_on: date
    stream_id: UUID
    about: UUID


class DependentRows(Answered, frozen=True, kw_only=True):
    """What stands on a run, oldest first, as far as it is shown; `of` is how many there are."""

    of: int
    rows: list[DependentRow]


@operation(
    "GET",
    f"{IMPORT}/rows",
    "listImportRows",
    tag="imports",
    policy=may("imports.make"),
    answer=FoundRows,
    refusals=("import_run.unknown", "import_run.file_gone"),
)
async def list_import_rows(asking: Asking, import_id: UUID, query: RowsQuery) -> Answer:
    """导入报告: which rows cannot be taken and how to mend them, or what was not understood."""
    report = await _report(asking, await found(asking, import_id))
    rows = _refused(report) if query.of == "refused" else _remarks(report)
    end = query.after + query.limit
    following = end if end < len(rows) else None
    return Answer(body=FoundRows(of=len(rows), rows=rows[query.after : end], next=following))


@operation(
    "GET",
    f"{IMPORT}/workbook",
    "readImportWorkbook",
    tag="imports",
    policy=may("imports.make"),
    answer=bytes,
    media_type=XLSX,
    refusals=("import_run.unknown", "import_run.file_gone", "import_run.not_ready"),
)
async def read_import_workbook(asking: Asking, import_id: UUID, query: WorkbookQuery) -> Answer:
    """带错误原因的工作簿: the file again as .xlsx, faulty cells red, the reasons in a last column; on record."""
    job = await found(asking, import_id)
    report = await _report(asking, job)
    try:
        content = await asking.parts.imports.content(asking.tenant_id, job)
        words = (await asking.parts.desk.read_union(asking.tenant_id)).vocabulary
        made = await asyncio.to_thread(
            marked_again,
            content,
            report.report,
            merge([words] if words else []),
            only_refused=query.only == "refused",
        )
    except JobRefused as refused:
        raise Problem(refused.code) from None
    except WorkbookRefused:
        raise Problem("import_run.not_ready") from None
    people = len(report.report.refused) if query.only == "refused" else report.report.rows_read
    await record_export(asking, "workbook", f"import {import_id} {query.only}", people=people)
    headers = {
        "Content-Disposition": _saved_as(job.name),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Answer(body=made, headers=headers, media_type=XLSX)


@operation(
    "GET",
    f"{IMPORT}/dependents",
    "listImportDependents",
    tag="imports",
    policy=may("imports.make"),
    answer=DependentRows,
    refusals=("import_run.unknown",),
)
async def list_import_dependents(asking: Asking, import_id: UUID) -> Answer:
    """撤回前须先处理的业务: what has come since and stands on what the file booked."""
    await found(asking, import_id)
    standing = await asking.parts.imports.dependents(asking.tenant_id, import_id)
    rows = [
        DependentRow(
            position=one.position,
            topic=one.topic,
            title=event_title(one.topic),
            occurred_on=one.occurred_on,
            stream_id=one.stream_id,
            about=one.about,
        )
        for one in standing[:_MOST_DEPENDENTS]
    ]
    return Answer(body=DependentRows(of=len(standing), rows=rows))


async def _report(asking: Asking, job: Job) -> Found:
    report = await asking.parts.imports.found(asking.tenant_id, job)
    if report is None:
        is_early = job.row.state in ("waiting", "reading")
        raise Problem("import_run.not_ready" if is_early else "import_run.file_gone")
    return report


def _refused(report: Found) -> list[FoundRow]:
    refused = report.report.refused
    values = report.values or [""] * len(refused)
    return [
        FoundRow(
            sheet=one.sheet,
            row=one.row,
            column=one.column,
            kind=one.kind,
            value=value or one.text,
            reason=one.reason,
            nearest=one.nearest,
        )
        for one, value in zip(refused, values, strict=True)
    ]


def _remarks(report: Found) -> list[FoundRow]:
    return [
        FoundRow(
            sheet=one.sheet,
            row=one.row,
            column=one.column,
            kind=one.kind,
            value=one.text,
            reason=one.reason,
            nearest=one.nearest,
        )
        for one in report.report.notes
    ]


def _saved_as(name: str) -> str:
    """The file's own name, with what it now is (RFC 5987: browsers read the second form)."""
    stem = name.rpartition("/")[2].rpartition(".")[0] or "workbook"
    return f"attachment; filename=\"import.xlsx\"; filename*=UTF-8''{quote(f'{stem}_错误原因.xlsx', safe='')}"
