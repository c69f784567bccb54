"""gonghui transport-key, union-export, union-import, union-thaw, union-release, union-origin."""

from argparse import Namespace
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from services.audit import offline_verifier
from services.cli import VERBS
from services.cli.arguments import parser
from services.settings import Settings
from services.store.moving import stop_writing
from services.wiring import Wired
from tests.services.erasure.erasing import appoint, approved, left
from tests.services.moving.places import fill
from tests.support.books import Office, new_office
from tests.support.database import Server, create_database, drop_database


@pytest.fixture
async def there(server: Server, tmp_path: Path) -> AsyncIterator[Settings]:
    """Another installation, with a log of its own."""
    made = await create_database(server)
    yield msgspec.structs.replace(
        made.settings, signing_key_file=tmp_path / "there.key", origin="there.example"
    )
    await drop_database(server, made)


async def run(settings: Settings, *words: object) -> int:
    arguments: Namespace = parser().parse_args([str(word) for word in words])
    return await VERBS[arguments.verb](settings, arguments)


def after(mark: str, said: str) -> str:
    """What was said behind a mark, to the end of its line."""
    return said.partition(mark)[2].splitlines()[0].strip()


async def test_a_union_moves_by_commands_alone(
    office: Office, there: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(office)
    here = office.books.settings
    county, unit = tmp_path / "county.move", tmp_path / "unit.move"
    assert await run(there, "transport-key", "-o", tmp_path / "transport") == 0
    public = after("请交给迁出方：", capsys.readouterr().out)
    export = ("union-export", "--federation", "C000", "-o", county, "--to", public)
    assert await run(here, *export) == 0
    said = capsys.readouterr().out
    assert "这是一份副本" in said
    log_key = after("请另行（当面、电话）告知迁入方：", said)
    opening = ("--key", tmp_path / "transport", "--log-key", log_key)
    assert await run(there, "union-import", county, *opening) == 0
    assert "副本已迁入" in capsys.readouterr().out

    frozen = ("union-export", "U001", "-o", unit, "--to", public, "--freeze")
    assert await run(here, *frozen) == 2  # without a reason nothing stops
    assert await run(here, *frozen, "--reason", "县总工会〔2026〕7号") == 0
    assert "已停止在此记账" in capsys.readouterr().out
    assert unit.stat().st_mode & 0o077 == 0
    assert await run(there, "union-import", unit, *opening, "--check") == 0
    assert "文件完好" in capsys.readouterr().out
    assert await run(there, "union-origin", "U001", "-o", tmp_path / "origin") == 1
    assert await run(there, "union-import", unit, *opening) == 0
    said = capsys.readouterr().out
    assert "已迁入，今后在此记账" in said
    assert "台账已生成" in said
    assert await run(there, "union-import", unit, *opening) == 0
    assert "没有写入任何内容" in capsys.readouterr().out
    assert await run(there, "ledger", "L1", "--union", "U001", "--year", "2026") == 0
    assert "仲" in capsys.readouterr().out  # opened, then masked

    assert await run(there, "union-release", "U001", "--reason", "x") == 1
    assert await run(here, "union-release", "U001", "--reason", "县总工会〔2026〕8号") == 0
    assert await run(here, "union-thaw", "U001", "--reason", "x") == 1
    assert await run(there, "union-origin", "U001", "-o", tmp_path / "origin") == 0
    proof = str(tmp_path / "origin" / "proof-1.json")
    assert offline_verifier.main(["proof", proof, "--key", log_key]) == 0


async def test_a_move_is_called_off(office: Office, tmp_path: Path) -> None:
    here = office.books.settings
    (tmp_path / "passphrase").write_text("correct horse battery staple", encoding="utf-8")
    (tmp_path / "passphrase").chmod(0o600)
    words = ("union-export", "U001", "-o", tmp_path / "file")
    words += ("--passphrase-file", tmp_path / "passphrase", "--freeze", "--reason", "x")
    assert await run(here, *words) == 0
    assert await run(here, "union-thaw", "U001", "--reason", "y") == 0
    assert await run(here, "union-thaw", "U001", "--reason", "y") == 0
    await office.member(1)


@pytest.mark.usefixtures("office")
async def test_what_is_typed_wrongly_is_said(
    books: Wired, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here, file = books.settings, tmp_path / "file"
    assert await run(here, "union-export", "U001", "-o", file, "--to", "gonghui-transport+x") == 2
    assert "公钥抄写有误" in capsys.readouterr().err
    assert not file.exists()
    file.write_bytes(b"nothing")
    assert await run(here, "transport-key", "-o", tmp_path / "key") == 0
    asked = ("union-import", file, "--key", tmp_path / "key", "--log-key")
    assert await run(here, *asked, "nobody") == 2
    assert await run(here, *asked, books.signing.own.public.text) == 1
    assert "文件不可信" in capsys.readouterr().err


async def test_where_the_file_cannot_be_written_the_books_are_not_stopped(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = office.books.settings
    assert await run(here, "transport-key", "-o", tmp_path / "key") == 0
    public = after("请交给迁出方：", capsys.readouterr().out)
    short = tmp_path / "short"
    short.write_text("too short", encoding="utf-8")
    short.chmod(0o600)
    freezing = ("union-export", "U001", "--freeze", "--reason", "x", "-o")
    for number, words in enumerate(
        (
            (tmp_path / "file", "--to", public[:-1]),
            (tmp_path / "file", "--passphrase-file", short),
            (tmp_path / "file", "--passphrase-file", tmp_path / "nowhere"),
            (tmp_path / "nowhere" / "file", "--to", public),
        ),
        start=1,
    ):
        assert await run(here, *freezing, *words) == 2
        await office.member(number)
    asked = ("--key", tmp_path / "key", "--log-key", office.books.signing.own.public.text)
    assert await run(here, "union-import", tmp_path / "nowhere", *asked) == 2


async def test_what_is_due_in_a_union_that_left_is_the_other_places_to_do(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    await appoint(office)
    other = await new_office(office.books, code="U002")
    await appoint(other)
    for where in (office, other):
        await approved(where, await left(where, 1))
    here = office.books.settings
    await stop_writing(here.database_url or "", office.union_id, "x")
    assert await run(here, "erase", "--due") == 0
    said = capsys.readouterr().out
    assert f"{office.union_id}" in said
    assert "store.union_moved" in said
    assert said.count("已执行") == 1
