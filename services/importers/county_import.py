"""Imports a county: the list of units, then each unit's five workbooks, in the order they build on each other.

Refused rows are skipped and reported; running it again is answered with what came of it the first time.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec

from domain.actor import Actor
from services.commands.founding import Founder, NewUnit, federation_id_of, unit_id_of
from services.importers.file_import import FileImporter, Import
from services.importers.records import UnitRow
from services.importers.refused import WorkbookRefused
from services.importers.report import (
    FileReport,
    Refusal,
    refusal_of,
    refusals_of_file,
    remarks_of,
    whole_file_refusal,
)
from services.importers.rows import read_rows
from services.importers.sandbox import read_workbook
from services.importers.vocabulary import Vocabulary, merge

UNIT_LIST = "单位名单.xlsx"
ORDER = ("会员花名册", "会员变动", "会费收缴明细", "困难职工帮扶", "慰问台账")
"""What the names of a unit's files begin with; a roster comes first, changes before dues."""

EDGES = {"town": "territorial", "industrial": "industrial", "zone": "zone"}
VOCABULARY_FILE = "用语.toml"
"""A unit's own words may lie beside its files, a county's beside the list of units."""


class UnitListUnusable(Exception):
    """The county's list of units is missing or cannot be taken; `refused` says why."""

    def __init__(self, refused: Sequence[Refusal]) -> None:
        super().__init__("unit list unusable")
        self.refused = refused


class CountyReport(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a county's folder."""

    federation_id: UUID
    units: dict[str, UUID]
    files: list[FileReport]
    refused: list[Refusal]


Told = Callable[[str, int, int], None]
"""Hears the file done, and how many of how many that makes."""


class CountyImporter:
    """Founds the federation and its units, then imports file by file."""

    def __init__(self, founder: Founder, files: FileImporter) -> None:
        self._founder = founder
        self._files = files

    async def run(
        self,
        folder: Path,
        *,
        actor: Actor,
        today: date,
        vocabulary: Sequence[str] = (),
        told: Told = lambda _name, _done, _of: None,
    ) -> CountyReport:
        """Import a folder; `vocabulary` holds the texts of vocabulary files. Raises UnitListUnusable."""
        words = [*vocabulary, *_words_in(folder)]
        listed, reports = _read_units(folder, merge(words))
        federation, units = _federation_and_units(listed)
        federation_id = await self._founder.found_federation(
            federation.code, federation.name, federation.credit_code, actor=actor, today=today
        )
        known = await self._found_units(federation_id, federation, units, actor, today)
        paths = list(_files_of(folder, known))
        for done, (code, path) in enumerate(paths, start=1):
            report = await self._files.run(
                Import(
                    union_id=known[code],
                    name=f"{code}/{path.name}",
                    content=path.read_bytes(),
                    actor=actor,
                    today=today,
                    vocabulary=merge(
                        [*words, *await self._files.own_words(known[code]), *_words_in(path.parent)]
                    ),
                    skip_refused=True,
                )
            )
            reports.append(report)
            told(report.file, done, len(paths))
        refused = [refusal for report in reports for refusal in report.refused]
        return CountyReport(
            federation_id=federation_id,
            units=known,
            files=reports,
            refused=sorted(refused, key=lambda refusal: refusal.file),
        )

    async def _found_units(
        self,
        federation_id: UUID,
        federation: UnitRow,
        units: Sequence[UnitRow],
        actor: Actor,
        today: date,
    ) -> dict[str, UUID]:
        """Found each unit after its parent."""
        ids = {federation.name: federation_id}
        ids |= {unit.name: unit_id_of(federation_id, unit.code) for unit in units}
        for unit in _parents_first(units, federation):
            await self._founder.found_unit(
                federation_id,
                NewUnit(
                    code=unit.code,
                    name=unit.name,
                    parent_id=ids.get(unit.parent or "", federation_id),
                    edge=EDGES.get(unit.edge or "", "territorial"),
                    legal_person=unit.legal_person is not False,
                    credit_code=unit.credit_code,
                    employer_kind=unit.category,
                    employee_count=unit.staff_count,
                    founded_on=unit.founded_on,
                ),
                actor=actor,
                today=today,
            )
        return {unit.code: unit_id_of(federation_id, unit.code) for unit in units}


def _read_units(folder: Path, words: Vocabulary) -> tuple[list[UnitRow], list[FileReport]]:
    try:
        workbook = read_workbook((folder / UNIT_LIST).read_bytes())
        read = read_rows(workbook, words, "units")
    except FileNotFoundError:
        raise UnitListUnusable([whole_file_refusal(UNIT_LIST, "file_missing")]) from None
    except WorkbookRefused as fault:
        raise UnitListUnusable(refusals_of_file(UNIT_LIST, fault)) from fault
    listed = [row for row in read.rows if isinstance(row, UnitRow)]
    refused = [refusal_of(UNIT_LIST, row) for row in read.refused]
    if not listed:
        raise UnitListUnusable(refused)
    report = FileReport(
        file=UNIT_LIST,
        kind="units",
        committed=True,
        repeated=False,
        rows_read=len(listed) + len(refused),
        rows_accepted=len(listed),
        refused=refused,
        notes=remarks_of(UNIT_LIST, read.notes),
    )
    return listed, [report]


def _federation_and_units(listed: Sequence[UnitRow]) -> tuple[UnitRow, list[UnitRow]]:
    """The first row without a parent is the federation itself."""
    federation = next((row for row in listed if not row.parent), listed[0])
    return federation, [row for row in listed if row is not federation]


def _parents_first(units: Sequence[UnitRow], federation: UnitRow) -> Iterator[UnitRow]:
    """Yield units so that a parent comes before its children; a circle is broken where it is met."""
    by_name = {unit.name: unit for unit in units}
    done: set[str] = {federation.name}

    def visit(unit: UnitRow) -> Iterator[UnitRow]:
        if unit.name in done:
            return
        done.add(unit.name)
        parent = by_name.get(unit.parent or "")
        if parent is not None:
            yield from visit(parent)
        yield unit

    for unit in units:
        yield from visit(unit)


def _files_of(folder: Path, units: dict[str, UUID]) -> Iterator[tuple[str, Path]]:
    for code in sorted(units):
        found = sorted((folder / code).glob("*.xls*")) if (folder / code).is_dir() else []
        for beginning in ORDER:
            for path in found:
                if path.name.startswith(beginning):
                    yield code, path


def _words_in(folder: Path) -> list[str]:
    path = folder / VOCABULARY_FILE
    return [path.read_text("utf-8-sig")] if path.exists() else []


__all__ = ["CountyImporter", "CountyReport", "UnitListUnusable", "federation_id_of"]
