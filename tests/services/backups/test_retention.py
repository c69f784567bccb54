"""What stays and what is destroyed, and that all of what stays can still be restored."""

import asyncio
import gzip
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.backups.expiring import expire
from services.backups.retention import Terms, kept
from services.backups.shelf import Shelf, newest_for, newest_until
from services.cli import VERBS
from services.cli.arguments import parser
from services.settings import read_settings
from services.words.backups import BACKUPS
from tests.services.backups.test_manifest import signed

TERMS = Terms(daily=30, monthly=12, keystore_days=14)
NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
SEGMENT = 1 << 20
SEGMENT_TRAILER = b"cut off, and its last bytes tell a length" + (3 << 18).to_bytes(4, "little")


def nights(count: int) -> list[datetime]:
    return [NOW - timedelta(days=day) for day in range(count)]


def test_thirty_days_and_twelve_months_stay() -> None:
    stays = kept(nights(800), TERMS)
    assert stays.daily == frozenset(nights(30))
    assert len(stays.monthly) == 12 - 2  # October and November are among the days
    assert min(stays.all) > NOW - timedelta(days=366)


def test_a_day_is_one_of_the_unions() -> None:
    """18:00 in London is 02:00 of the next day in China."""
    evening, night = NOW.replace(hour=15), NOW.replace(hour=18)
    stays = kept([evening, night], Terms(daily=5, monthly=1, keystore_days=1))
    assert stays.daily == {evening, night}
    later = kept([night, night + timedelta(hours=2)], TERMS)
    assert later.daily == {night + timedelta(hours=2)}


def test_days_without_a_backup_do_not_count() -> None:
    rare = [NOW - timedelta(days=40 * number) for number in range(5)]
    assert kept(rare, TERMS).daily == frozenset(rare)


def test_the_newest_stays_whatever_the_terms() -> None:
    assert kept(nights(3), Terms(daily=0, monthly=0, keystore_days=1)).all == {NOW}


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A base backup each night, each beginning one segment after the one before."""
    (tmp_path / "wal").mkdir()
    for number, moment in enumerate(reversed(nights(40)), start=1):
        folder = tmp_path / "base" / f"{moment:%Y%m%dT%H%M%SZ}"
        folder.mkdir(parents=True)
        place = f"0/{number * SEGMENT:X}"
        ranges = f'[{{"Timeline": 1, "Start-LSN": "{place}", "End-LSN": "{place}"}}]'
        head = f'{{"Files": [],\n"WAL-Ranges": {ranges},\n'.encode()
        (folder / "backup_manifest").write_bytes(signed(head))
        packed = gzip.compress(bytes(SEGMENT), 1)
        (tmp_path / "wal" / f"0000000100000000000000{number:02X}.gz").write_bytes(packed)
    (tmp_path / "wal" / "00000002.history.gz").write_bytes(gzip.compress(b"1\t0/FF000000\tx\n"))
    return tmp_path


def test_what_stays_has_the_log_it_needs(shelf: Path) -> None:
    removed = expire(Shelf(shelf), None, TERMS)
    left = Shelf(shelf)
    assert [base.finished_at for base in left.bases] == list(reversed(nights(30)))
    assert len(left.bases) == 30  # the last of each month is among the days
    daily = [base for base in left.bases if base.finished_at in nights(30)]
    assert all(left.missing_after(base.manifest().ranges[0]) is None for base in daily)
    assert next(one.name for one in left.archived) == "00000001000000000000000B"
    assert 2 in left.histories
    assert len(removed) == 10 + 10
    assert expire(Shelf(shelf), None, TERMS) == []


def test_while_a_manifest_cannot_be_read_no_log_is_destroyed(shelf: Path) -> None:
    newest = max((shelf / "base").iterdir())
    (newest / "backup_manifest").unlink()
    expire(Shelf(shelf), None, TERMS)
    assert len(Shelf(shelf).archived) == 40


def test_what_cannot_be_restored_takes_no_day_from_what_can(shelf: Path) -> None:
    *_, good, unreadable, abandoned = sorted((shelf / "base").iterdir())
    (unreadable / "backup_manifest").write_bytes(b"{}")
    (shelf / "wal" / "00000002.history.gz").write_bytes(
        gzip.compress(f"1\t0/{40 * SEGMENT - 1:X}\tx\n".encode())
    )
    expire(Shelf(shelf), None, Terms(daily=1, monthly=1, keystore_days=1))
    left = sorted((shelf / "base").iterdir())
    assert left == [good, unreadable, abandoned]
    (unreadable / "backup_manifest").unlink()
    unreadable.rmdir()
    assert newest_for(Shelf(shelf)).folder == good


def test_while_the_newest_is_damaged_nothing_is_destroyed(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = read_settings({"GONGHUI_BACKUPS": str(shelf)})
    words = ["backups", "--verify", "newest", "--prune", "--daily", "1", "--monthly", "1"]
    arguments = parser().parse_args(words)
    names = sorted(file.name for file in shelf.rglob("*"))
    assert asyncio.run(VERBS["backups"](settings, arguments)) == 1
    assert sorted(file.name for file in shelf.rglob("*")) == names
    assert BACKUPS["not_pruned"] in capsys.readouterr().err


def test_where_nothing_can_be_restored_nothing_is_destroyed(shelf: Path) -> None:
    for manifest in (shelf / "base").glob("*/backup_manifest"):
        manifest.unlink()
    assert expire(Shelf(shelf), None, Terms(daily=1, monthly=1, keystore_days=1)) == []


@pytest.mark.parametrize("left_of_it", [b"", b"\x1f\x8b", bytes(100), SEGMENT_TRAILER])
def test_a_damaged_newest_segment_takes_no_other_with_it(shelf: Path, left_of_it: bytes) -> None:
    newest = max((shelf / "wal").glob("0*1*.gz"))
    newest.write_bytes(left_of_it)
    found = Shelf(shelf)
    assert found.segment_bytes == SEGMENT
    assert found.damaged_segments() == [newest.stem]
    expire(found, None, TERMS)
    assert next(one.name for one in Shelf(shelf).archived) == "00000001000000000000000B"


def test_a_damaged_history_is_told_of(shelf: Path) -> None:
    for left_of_it in (b"", b"\x1f\x8b", b"no history"):
        (shelf / "wal" / "00000002.history.gz").write_bytes(left_of_it)
        assert Shelf(shelf).damaged_segments() == ["00000002.history"]


def test_two_at_once_do_not_hinder_each_other(shelf: Path) -> None:
    both = [Shelf(shelf), Shelf(shelf)]
    for one in both:
        assert (len(one.bases), len(one.archived)) == (40, 40)
    assert [len(expire(one, None, TERMS)) for one in both] == [20, 0]


def test_one_that_was_killed_leaves_no_half_of_a_backup(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(folder: Path) -> None:
        (folder / "backup_manifest").rename(folder / "kept")
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        expire(Shelf(shelf), None, TERMS)
    assert all(base.manifest() for base in Shelf(shelf).bases)


def test_what_another_user_wrote_loses_its_name(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_ours(_folder: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(shutil, "rmtree", not_ours)
    assert len(expire(Shelf(shelf), None, TERMS)) == 10 + 10
    assert len(Shelf(shelf).bases) == 30


def test_copies_of_the_key_store_live_two_weeks_and_the_newest_always(tmp_path: Path) -> None:
    (tmp_path / "wal").mkdir()
    folder = tmp_path / "keys"
    folder.mkdir()
    now = datetime.now(UTC)
    ages = [400, 20, 15, 13, 1]
    names = [f"keystore-{now - timedelta(days=age):%Y%m%dT%H%M%SZ}" for age in ages]
    for name in (*names, "keystore-by-hand"):
        (folder / name).touch()
    assert expire(Shelf(tmp_path), folder, TERMS) == names[:3]
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        [*names[3:], "keystore-by-hand"]
    )
    (folder / names[3]).unlink()
    (folder / names[4]).rename(folder / names[0])
    assert expire(Shelf(tmp_path), folder, TERMS) == []


def test_what_a_clock_ahead_has_named_vouches_for_nothing() -> None:
    far = NOW + timedelta(days=400)
    assert newest_until([*nights(3), far], NOW) == NOW
    assert newest_until([far], NOW) is None
    assert newest_until([NOW + timedelta(minutes=1)], NOW) == NOW + timedelta(minutes=1)
