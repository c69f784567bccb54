"""gonghui keystore-backup, keystore-restore, rotate-keys, erase, erase-scan."""

import secrets
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import msgspec
import pytest

from domain.erasure.commands import HoldRecords
from services.cli import VERBS
from services.cli.arguments import parser
from services.keys import read_root_key, read_root_keys
from services.settings import Settings
from services.store.addresses import Addresses
from services.store.sql import queries
from tests.services.erasure.erasing import DAY, FIRST, appoint, approved, left, wrapped
from tests.support.books import Office

_EVIDENCE = queries("services.store", "evidence.sql")


@pytest.fixture
def settings(office: Office, tmp_path: Path) -> Settings:
    """The same books, with a root key file of this test's own."""
    file = tmp_path / "root.key"
    file.write_bytes(read_root_key(office.books.settings.root_key_file))
    file.chmod(0o600)
    return msgspec.structs.replace(office.books.settings, root_key_file=file)


async def run(settings: Settings, *words: str) -> int:
    arguments: Namespace = parser().parse_args(words)
    return await VERBS[arguments.verb](settings, arguments)


async def empty_key_store(settings: Settings) -> None:
    connection = await asyncpg.connect(Addresses(settings).keystore_administrator)
    try:
        await connection.execute(
            "truncate keyring.union_key, keyring.subject_key, keyring.blind_index,"
            " keyring.county_index, keyring.county_key"
        )
    finally:
        await connection.close()


async def test_what_is_approved_is_carried_out_and_scanned_for(
    office: Office, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await appoint(office)
    who = await left(office, 1, name="哨兵命龘龘")
    await approved(office, who)
    assert await run(settings, "erase") == 0
    assert set(await wrapped(office.books, office.union_id, who)) == {"books", "file"}
    assert await run(settings, "erase", "--due") == 0
    assert await wrapped(office.books, office.union_id, who) == {}
    said = capsys.readouterr().out
    assert f"{office.union_id} {who} 已执行" in said
    assert "最后一份备份" in said
    needles = tmp_path / "needles"
    needles.write_text("哨兵命龘龘\n", encoding="utf-8")
    logs = tmp_path / "logs"
    logs.mkdir()
    assert await run(settings, "erase-scan", "--needles", str(needles), "--logs", str(logs)) == 0
    (logs / "app.log").write_text("哨兵命龘龘", encoding="utf-8")
    assert await run(settings, "erase-scan", "--needles", str(needles), "--logs", str(logs)) == 1
    told = capsys.readouterr().out
    assert "仍有痕迹" in told
    assert "哨兵命龘龘" not in told
    assert "未查：" in told


async def test_a_run_that_does_not_rewrite_the_tables_counts_as_none(
    office: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Destroyed keys would still lie in the files, and `check --deploy` would not say so."""

    async def not_allowed(_address: str) -> None:
        raise asyncpg.InsufficientPrivilegeError

    async def runs() -> Sequence[object]:
        async with office.books.pools.auditor.all_unions_tx() as connection:
            return await connection.fetch(_EVIDENCE["newest_check_run"], "erase")

    assert await run(settings, "erase", "--due") == 0
    (before,) = await runs()
    monkeypatch.setattr("services.cli.keystore.compact_key_store", not_allowed)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run(settings, "erase", "--due")
    assert await runs() == [before]


async def test_what_stands_against_it_meanwhile_is_told(
    office: Office, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await appoint(office)
    who = await left(office, 1)
    await approved(office, who)
    hold = HoldRecords(
        occurred_on=DAY, subject_id=who, reason="lawsuit", document_no="民初1号", officer_id=FIRST
    )
    await office.do(hold)
    assert await run(settings, "erase", "--due") == 1
    assert "erasure.records_held" in capsys.readouterr().out


async def test_a_lost_key_store_is_restored_without_the_erased(
    office: Office, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await appoint(office)
    gone, other = await left(office, 1), await office.member(2)
    file = str(tmp_path / "keys")
    assert await run(settings, "keystore-backup", "-o", file) == 0
    await approved(office, gone)
    assert await run(settings, "erase", "--due") == 0
    assert await run(settings, "keystore-restore", file) == 0
    assert await wrapped(office.books, office.union_id, gone) == {}
    await empty_key_store(settings)
    assert await run(settings, "keystore-restore", file) == 0
    assert await wrapped(office.books, office.union_id, gone) == {}
    assert set(await wrapped(office.books, office.union_id, other)) == {"books", "file"}
    assert "重新执行 1 人的删除" in capsys.readouterr().out
    needless = tmp_path / "empty"
    needless.write_bytes(b"")
    assert await run(settings, "keystore-restore", str(needless)) == 2


async def test_both_keys_are_rotated(
    office: Office, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    who = await office.member(1)
    before = await wrapped(office.books, office.union_id, who)
    assert await run(settings, "rotate-keys", "--union", "U001") == 0
    assert await wrapped(office.books, office.union_id, who) != before
    successor = tmp_path / "successor"
    successor.write_bytes(secrets.token_bytes(32))
    successor.chmod(0o644)
    assert await run(settings, "rotate-keys", "--root", str(successor)) == 2
    successor.chmod(0o600)
    assert await run(settings, "rotate-keys", "--root", str(successor)) == 0
    assert read_root_keys(settings.root_key_file) == (successor.read_bytes(),)
    assert await run(settings, "rotate-keys", "--root", str(successor)) == 0
    assert "请立即重启所有进程" in capsys.readouterr().out
    assert await run(settings, "rotate-keys", "--union", "nobody") == 2
