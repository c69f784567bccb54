"""The monthly drill: it finds live books whole in their backups, keeps what it found, and notices what is not."""

import asyncio
import errno
import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import pytest

from services.backups import drill
from services.backups.drill_report import KIND, DrillReport
from services.backups.standing import Heads, heads_of
from services.cli import VERBS
from services.cli.arguments import parser
from services.keys.backup import FORMAT
from services.store.addresses import Addresses
from services.store.pool import Pool
from services.store.sql import queries
from tests.services.backups.lost import opened
from tests.services.backups.yard import Yard, a_folder, yard
from tests.support.books import new_office

_EVIDENCE = queries("services.store", "evidence.sql")


@pytest.fixture(scope="module")
def working() -> Iterator[Yard]:
    """An installation at work, backed up last night; each test leaves it as it was."""
    with a_folder() as home, yard(home) as made:
        asyncio.run(_worked(made))
        made.back_up()
        night = datetime.now(UTC) - timedelta(minutes=1)
        assert run(made, "keystore-backup", "-o", str(_copy_of(made, night))) == 0
        asyncio.run(_worked(made, code="U002"))
        yield made


def run(yard: Yard, *words: str) -> int:
    arguments = parser().parse_args(words)
    return asyncio.run(VERBS[arguments.verb](yard.settings, arguments))


async def _worked(yard: Yard, code: str = "U001") -> None:
    async with opened(yard) as books:
        office = await new_office(books, code=code, county=f"C{code}")
        await office.member(1)
        await books.checkpointer.take()


def _copy_of(yard: Yard, moment: datetime) -> object:
    return yard.home / "keystore" / f"keystore-{moment:%Y%m%dT%H%M%SZ}"


async def kept(yard: Yard) -> tuple[bool, DrillReport]:
    """What the newest drill is kept as."""
    async with opened(yard) as books, books.pools.auditor.all_unions_tx() as connection:
        (row,) = await connection.fetch(_EVIDENCE["newest_check_run"], KIND)
    return row["sound"], msgspec.json.decode(row["report"], type=DrillReport)


def test_books_that_are_whole_in_their_backups(
    working: Yard, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(working, "drill", "--scratch", str(working.home)) == 0
    assert "备份可以完整恢复" in capsys.readouterr().out
    is_sound, report = asyncio.run(kept(working))
    assert is_sound
    assert report.sound
    assert report.unions == 4
    assert report.standing is not None
    assert report.standing.is_whole
    assert report.events > report.unions
    assert report.keystore is not None
    assert report.keystore.people == 1
    assert list(report.seconds) == ["archived", "unpacked", "replayed", "compared", "checked"]
    assert not list(working.home.glob("gonghui-scratch-*"))


def test_what_was_acknowledged_and_does_not_come_back_is_found(
    working: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    acknowledged: list[UUID] = []

    async def more(auditor: Pool) -> Heads:
        """One event more than there is in one union, another one than there is in the next."""
        heads = dict(await heads_of(auditor))
        acknowledged.extend(sorted(heads)[:2])
        short, other = acknowledged
        heads[short] = (heads[short][0] + 1, heads[short][1])
        heads[other] = (heads[other][0], bytes(32))
        return heads

    monkeypatch.setattr(drill, "heads_of", more)
    assert run(working, "drill", "--no-ledgers", "--scratch", str(working.home)) == 1
    _, report = asyncio.run(kept(working))
    assert {one.finding: list(one.places) for one in report.found} == {
        "events_lacking": [str(acknowledged[0])],
        "history_differs": [str(acknowledged[1])],
    }


def test_a_flipped_byte_in_the_base_backup_is_found(
    working: Yard, capsys: pytest.CaptureFixture[str]
) -> None:
    (base,) = (working.backups / "base").iterdir()
    packed = base / "base.tar.gz"
    whole = packed.read_bytes()
    for place in (len(whole) // 3, len(whole) - 6):
        content = bytearray(whole)
        content[place] ^= 0x10
        packed.write_bytes(content)
        assert run(working, "drill") == 1
        assert "基础备份与清单不符" in capsys.readouterr().out
        is_sound, report = asyncio.run(kept(working))
        assert not is_sound
        assert [one.finding for one in report.found] == ["base_damaged"]
    packed.write_bytes(whole)


def test_a_copy_of_another_key_store_or_of_another_day_is_found(
    working: Yard, capsys: pytest.CaptureFixture[str]
) -> None:
    """One of a key store where nobody has a key yet; one of a night when the clock was years ahead."""
    (copy,) = (working.home / "keystore").iterdir()
    whole = copy.read_bytes()
    (working.backups / "base").rename(working.backups / "away")
    far = datetime.now(UTC) + timedelta(days=4_000)
    asyncio.run(_let_keys_be_older(working, timedelta(days=1)))
    try:
        for made_at, finding in (
            (datetime.now(UTC), ["keystore_backup_lacks"]),
            (far, ["keystore_backup_old", "keystore_backup_lacks"]),
        ):
            copy.write_bytes(_copy_of_nobody(made_at))
            assert run(working, "drill", "--json") == 1
            told = json.loads(capsys.readouterr().out)
            assert [one["finding"] for one in told["found"]] == ["no_base", *finding]
    finally:
        asyncio.run(_let_keys_be_older(working, timedelta(days=-1)))
        copy.write_bytes(whole)
        (working.backups / "away").rename(working.backups / "base")


def _copy_of_nobody(made_at: datetime) -> bytes:
    head = msgspec.json.encode({"format": FORMAT, "made_at": made_at}) + b"\n"
    digest = hashlib.sha256(head).hexdigest()
    return head + msgspec.json.encode({"tenants": 0, "sha256": digest}) + b"\n"


async def _let_keys_be_older(yard: Yard, by: timedelta) -> None:
    """As if they had not been made within the test."""
    connection = await asyncpg.connect(Addresses(yard.settings).keystore_administrator)
    try:
        for table in ("union_key", "subject_key"):
            await connection.execute(
                f"update keyring.{table} set created_at = created_at - $1::interval", by
            )
    finally:
        await connection.close()


def test_a_place_for_the_copy_that_cannot_be_used_is_found(
    working: Yard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(working, "drill", "--scratch", str(tmp_path / "nowhere")) == 1
    _, report = asyncio.run(kept(working))
    assert [one.finding for one in report.found] == ["scratch_unusable"]

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(drill, "unpack", full)
    assert run(working, "drill", "--scratch", str(working.home)) == 1
    _, report = asyncio.run(kept(working))
    assert [(one.finding, list(one.places)) for one in report.found] == [
        ("scratch_unusable", [os.strerror(errno.ENOSPC)])
    ]


def test_a_copy_of_the_key_store_that_is_missing_or_not_whole_is_found(
    working: Yard, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy,) = (working.home / "keystore").iterdir()
    whole = copy.read_bytes()
    (working.backups / "base").rename(working.backups / "away")
    copy.write_bytes(whole[:-5])
    assert run(working, "drill", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["finding"] for one in told["found"]] == ["no_base", "keystore_backup_unusable"]
    copy.unlink()
    assert run(working, "drill") == 1
    _, report = asyncio.run(kept(working))
    assert [one.finding for one in report.found] == ["no_base", "keystore_backup_missing"]
    copy.write_bytes(whole)
    (working.backups / "away").rename(working.backups / "base")
