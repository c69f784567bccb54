"""Counties with other habits agree to the fen with a naive sum of what their clerks meant."""

import os
from pathlib import Path
from random import Random

import pytest

from services.exporters.totals import ledger_totals, totals_document
from services.wiring import Wired
from tests.services.imports_end_to_end.county_files import Refusal
from tests.services.imports_end_to_end.county_model import totals_of
from tests.services.imports_end_to_end.county_story import county
from tests.services.imports_end_to_end.county_tables import write_county
from tests.support.books import heads, import_county

SEEDS = range(*map(int, os.environ.get("COUNTY_SEEDS", "0 12").split()))
"""Every seed is another county; `COUNTY_SEEDS="100 400"` tries other ones."""


@pytest.mark.parametrize("seed", SEEDS)
async def test_another_county_agrees_with_what_its_clerks_meant(
    books: Wired, tmp_path: Path, seed: int
) -> None:
    dice = Random(seed)  # noqa: S311 # a story, no secret
    story = county(dice, year=2025 if seed % 6 == 5 else 2026)
    written = write_county(story, dice, tmp_path / "county")
    report = await import_county(books, written.folder, vocabulary=written.vocabulary)
    refused = [Refusal(r.file, r.sheet, r.row, r.column, r.kind) for r in report.refused]
    assert sorted(refused) == written.refused
    units = await books.directory.units()
    year = await books.rollup.year([unit.unit_id for unit in units], story.year)
    expected = totals_of(story)
    found = totals_document(year, units)
    assert found["units"] == expected["units"]
    assert found["county"] == expected["county"]
    for unit in units:
        own = await ledger_totals(books.ledgers, unit.unit_id, story.year)
        assert own.agrees_with(year.units[unit.unit_id], story.year), unit.code
    before = await heads(books)
    again = await import_county(books, written.folder, vocabulary=written.vocabulary)
    assert all(file.repeated for file in again.files[1:])
    assert await heads(books) == before
