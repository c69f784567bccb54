"""`gonghui difference`, `gonghui export` and `gonghui template` as somebody types them."""

import json
import zipfile
from pathlib import Path

import pytest

from services.cli import VERBS
from services.cli.arguments import parser
from tests.services.importers.making import read
from tests.support.books import Office
from tests.support.database import Database


async def typed(database: Database, *words: str) -> int:
    """Run a verb on the test's own database; returns its exit status."""
    arguments = parser().parse_args(words)
    return await VERBS[arguments.verb](database.settings, arguments)


async def test_two_states_of_a_ledger_are_held_against_each_other(
    database: Database, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (await office.head()).position
    await office.member(1)
    words = ("difference", "L1", "--union", "U001", "--year", "2026", "--known-at", str(before))
    assert await typed(database, *words, "--json") == 0
    (line,) = json.loads(capsys.readouterr().out)["lines"]
    assert (line["change"], line["moved_by"]) == ("added", [before + 1])
    assert await typed(database, *words) == 0
    shown = capsys.readouterr().out
    assert "新增" in shown
    assert "member.registered" in shown
    assert await typed(database, *words, "--to-known-at", "1000000") == 2
    assert await typed(database, "difference", "L99", *words[2:]) == 2
    assert await typed(database, "difference", "L1", "--union", "NONE", *words[4:]) == 2


async def test_a_year_is_written_as_a_zip(
    database: Database, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    position = (await office.head()).position
    file = tmp_path / "books.zip"
    words = ("export", "--union", "U001", "--format", "iso21378", "--year", "2026")
    assert await typed(database, *words, "-o", str(file)) == 0
    assert f"position {position}" in capsys.readouterr().out
    first = file.read_bytes()
    with zipfile.ZipFile(file) as opened:
        assert "GL_Details.csv" in opened.namelist()
    await office.member(1)
    assert await typed(database, *words, "--known-at", str(position), "-o", str(file)) == 0
    assert file.read_bytes() == first
    assert await typed(database, *words, "--known-at", "1000000", "-o", str(file)) == 2


async def test_a_template_is_written_without_books(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "花名册.xlsx"
    assert await typed(database, "template", "roster", "-o", str(file)) == 0
    found = read(file.read_bytes())
    assert (found.kind, found.rows, found.refused) == ("roster", [], [])
