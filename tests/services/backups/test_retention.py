"""What stays and what is destroyed, and that all of what stays can still be restored."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.backups.expiring import expire
from services.backups.retention import Terms, kept
from services.backups.shelf import Shelf
from tests.services.backups.test_manifest import signed

TERMS = Terms(daily=30, monthly=12, keystore_days=14)
NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
SEGMENT = 1 << 24


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
    (tmp_path / "wal" / "00000002.history.gz").write_bytes(gzip.compress(b"1\t0/1\tx\n"))
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
