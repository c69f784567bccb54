"""What is asked of an import, and what is answered where nothing new comes of it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.actor import Actor
from domain.import_run.events import ControlTotals, ImportCommitted
from services.importers.columns import FileKind
from services.importers.outcome import Agreed
from services.importers.report import FileReport, Refusal, reason_text
from services.importers.vocabulary import Vocabulary

_YEAR = re.compile(r"(20[0-9]{2})")
Stage = Literal["reading", "deciding", "writing"]
Told = Callable[[Stage, int, int], None]
"""Hears what an import is at, and how many rows of how many are done."""


def nobody_told(_stage: Stage, _done: int, _of: int) -> None:
    """Tell nobody."""


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """A file to import. `name` is what the report calls it; `today` dates what a file gives no date for.

    `year`: of a dues file whose name has none. `agreed`: what a commit goes by that follows a dry run.
    """

    union_id: UUID
    name: str
    content: bytes
    actor: Actor
    today: date
    vocabulary: Vocabulary
    kind: FileKind | None = None
    skip_refused: bool = False
    dry_run: bool = False
    year: int | None = None
    agreed: Agreed | None = None
    told: Told = nobody_told


class Ran(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one try: the report, the digest of the outcome, and the totals of the rows that are taken.

    `values`: what stands in the cell at fault, for each refusal of the report.
    """

    report: FileReport
    outcome: str = ""
    totals: ControlTotals | None = None
    values: list[str] = []


def year_of(asked: Import) -> int:
    """Return the year of a dues file: as asked for, in its name, or the current one."""
    if asked.year is not None:
        return asked.year
    found = _YEAR.findall(asked.name.rpartition("/")[2])
    return int(found[-1]) if found else asked.today.year


def refused_report(asked: Import, refused: list[Refusal]) -> FileReport:
    """Return the report on a file of which nothing can be taken."""
    return FileReport(
        file=asked.name,
        kind=asked.kind or "",
        committed=False,
        repeated=False,
        rows_read=0,
        rows_accepted=0,
        refused=refused,
    )


def repeated_report(asked: Import, committed: ImportCommitted) -> FileReport:
    """Return the first answer to a file that was imported before."""
    return FileReport(
        file=asked.name,
        kind=committed.table_kind,
        committed=True,
        repeated=True,
        rows_read=committed.rows_read,
        rows_accepted=committed.rows_accepted,
        refused=[
            Refusal(
                file=asked.name,
                sheet=row.sheet,
                row=row.row,
                column=row.column,
                kind=row.kind,
                reason=reason_text(row.kind),
            )
            for row in committed.refused
        ],
    )
