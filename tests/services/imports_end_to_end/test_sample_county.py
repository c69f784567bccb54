"""The sample county: the known answer, once and again, and rows that must be refused on top of it."""

import json
from pathlib import Path
from typing import Any

from services.commands.founding import federation_id_of, unit_id_of
from services.exporters.totals import ledger_totals, totals_document
from services.importers.file_import import FileImporter, Import
from services.importers.report import FileReport, Refusal
from services.importers.vocabulary import merge
from services.wiring import Wired
from tests.services.imports_end_to_end.conftest import Imported
from tests.support.books import CLERK, COUNTY, TODAY, heads, import_county

EXPECTED: dict[str, Any] = json.loads((COUNTY / "expected.json").read_text("utf-8"))
ERRORS = sorted((COUNTY / "errors").rglob("*.xlsx"))
FILES = sorted(COUNTY.glob("QZ*/*.xlsx"))


def listed(refused: list[Refusal]) -> list[dict[str, Any]]:
    fields = ("file", "sheet", "row", "column", "kind")
    return [{field: getattr(refusal, field) for field in fields} for refusal in refused]


async def run(
    books: Wired, imported: Imported, path: Path, *, name: str = "", **changed: bool
) -> FileReport:
    return await FileImporter(books.desk, books.vault).run(
        Import(
            union_id=imported.report.units[path.parent.name],
            name=name or path.name,
            content=_content(path),
            actor=CLERK,
            today=TODAY,
            vocabulary=merge([]),
            **changed,
        )
    )


def _content(path: Path) -> bytes:
    return path.read_bytes()


async def test_the_county_agrees_to_the_fen(county: Wired, imported: Imported) -> None:
    units = await county.directory.units()
    year = await county.rollup.year([unit.unit_id for unit in units], 2026)
    found = totals_document(year, units)
    assert found == {"county": EXPECTED["county"], "units": EXPECTED["units"]}
    assert listed(imported.report.refused) == EXPECTED["refused"]
    for unit in units:
        own = await ledger_totals(county.ledgers, unit.unit_id, 2026)
        assert own.agrees_with(year.units[unit.unit_id], 2026), unit.code


async def test_the_county_again_changes_nothing_and_reports_the_same(
    county: Wired, imported: Imported
) -> None:
    before = await heads(county)
    again = await import_county(county, COUNTY)
    assert await heads(county) == before
    assert listed(again.refused) == listed(imported.report.refused)
    assert [(f.file, f.kind, f.rows_read, f.rows_accepted) for f in again.files] == [
        (f.file, f.kind, f.rows_read, f.rows_accepted) for f in imported.report.files
    ]
    assert all(file.repeated for file in again.files[1:])


async def test_every_file_again_alone_is_answered_as_repeated(
    county: Wired, imported: Imported
) -> None:
    before = await heads(county)
    for path in FILES:
        report = await run(county, imported, path, skip_refused=True)
        assert (report.committed, report.repeated) == (True, True), path.name
    assert await heads(county) == before


async def test_files_with_errors_are_refused_row_by_row(county: Wired, imported: Imported) -> None:
    before = await heads(county)
    for path in ERRORS:
        name = path.relative_to(COUNTY).as_posix()
        report = await run(county, imported, path, name=name, dry_run=True, skip_refused=True)
        expected = [one for one in EXPECTED["errors"] if one["file"] == name]
        assert listed(report.refused) == expected, name
        assert not report.committed
        assert report.rows_accepted == report.rows_read - len(expected)
    assert await heads(county) == before


def test_every_error_that_is_expected_has_a_file() -> None:
    assert {one["file"] for one in EXPECTED["errors"]} == {
        path.relative_to(COUNTY).as_posix() for path in ERRORS
    }


async def test_one_refused_row_stops_the_whole_file(county: Wired, imported: Imported) -> None:
    before = await heads(county)
    for path in ERRORS:
        report = await run(county, imported, path)
        assert report.refused
        assert not report.committed, path
    assert await heads(county) == before


async def test_ids_follow_from_the_codes(imported: Imported) -> None:
    federation_id = federation_id_of("QZ000")
    assert imported.report.federation_id == federation_id
    assert imported.report.units == {
        code: unit_id_of(federation_id, code) for code in EXPECTED["units"]
    }
