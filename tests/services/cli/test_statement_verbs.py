"""`gonghui ledger --issue` and `gonghui statement CODE`: a print is issued once and made again to the byte."""

import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from services.cli import printing
from services.exporters.prints import PrintFailed
from tests.services.cli.test_auditing_verbs import typed
from tests.support.books import Office
from tests.support.database import Database


async def test_a_print_is_issued_once_and_made_again(
    database: Database, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    await office.member(1)
    words = ("ledger", "L1", "--union", "U001", "--year", "2026", "--json")
    assert await typed(database, *words) == 0
    printed = json.loads(capsys.readouterr().out)["footer"]["回执码"]
    assert await typed(database, "statement", printed, "--union", "U001") == 2
    before = (await office.head()).position
    for _ in range(2):
        assert await typed(database, *words, "--issue") == 0
        assert json.loads(capsys.readouterr().out)["footer"]["回执码"] == printed
    assert (await office.head()).position == before + 1
    await office.member(2)
    assert await typed(database, "statement", printed, "--union", "U001") == 0
    assert "逐字节相同" in capsys.readouterr().out
    assert await typed(database, "statement", printed, "--union", "U001", "--json") == 0
    assert json.loads(capsys.readouterr().out)["same"] is True
    assert await typed(database, "statement", "not-a-code", "--union", "U001") == 2
    assert await typed(database, "ledger", "L99", *words[2:], "--issue") == 2


async def test_a_ledger_is_written_as_a_paper(
    database: Database,
    office: Office,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    await office.member(1)
    words = ("ledger", "L1", "--union", "U001", "--year", "2026", "--pdf")
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    assert await typed(database, *words, str(first)) == 0
    assert await typed(database, *words, str(second)) == 0
    assert first.read_bytes() == second.read_bytes()
    assert "会员名册" in PdfReader(first).pages[0].extract_text()
    capsys.readouterr()

    def no_font(*_: object, **__: object) -> bytes:
        raise PrintFailed("font_missing")

    monkeypatch.setattr(printing, "typeset", no_font)
    third = tmp_path / "third.pdf"
    assert await typed(database, *words, str(third)) == 2
    assert "fonts-noto-cjk" in capsys.readouterr().err
    assert not third.exists()
