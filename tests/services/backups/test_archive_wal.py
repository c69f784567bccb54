"""`archive_wal.sh`: a segment is kept for good before PostgreSQL may forget it, and none is ever written over."""

import gzip
import subprocess
from pathlib import Path

import pytest

from tests.services.backups.yard import SCRIPTS

NAME = "000000010000000000000001"


@pytest.fixture
def segment(tmp_path: Path) -> Path:
    file = tmp_path / "segment"
    file.write_bytes(b"log" * 1_000)
    return file


def archive(backups: Path, segment: Path) -> int:
    return subprocess.run(  # noqa: S603 # our own script
        [str(SCRIPTS / "archive_wal.sh"), str(backups), str(segment), NAME],
        capture_output=True,
        check=False,
    ).returncode


def kept(backups: Path) -> list[str]:
    return sorted(file.name for file in (backups / "wal").iterdir())


def test_a_segment_is_kept_whole_and_alone(tmp_path: Path, segment: Path) -> None:
    assert archive(tmp_path, segment) == 0
    assert kept(tmp_path) == [f"{NAME}.gz"]
    assert gzip.decompress((tmp_path / "wal" / f"{NAME}.gz").read_bytes()) == segment.read_bytes()


def test_the_same_segment_passes_again(tmp_path: Path, segment: Path) -> None:
    assert archive(tmp_path, segment) == 0
    assert archive(tmp_path, segment) == 0
    assert kept(tmp_path) == [f"{NAME}.gz"]


def test_another_segment_of_the_name_is_refused(tmp_path: Path, segment: Path) -> None:
    assert archive(tmp_path, segment) == 0
    before = (tmp_path / "wal" / f"{NAME}.gz").read_bytes()
    segment.write_bytes(b"other" * 600)
    assert archive(tmp_path, segment) == 1
    assert (tmp_path / "wal" / f"{NAME}.gz").read_bytes() == before
    assert kept(tmp_path) == [f"{NAME}.gz"]


def test_a_half_written_one_of_before_is_refused_not_taken_for_it(
    tmp_path: Path, segment: Path
) -> None:
    (tmp_path / "wal").mkdir()
    (tmp_path / "wal" / f"{NAME}.gz").write_bytes(gzip.compress(segment.read_bytes())[:20])
    assert archive(tmp_path, segment) == 1


def test_what_a_killed_one_left_is_in_nobodys_way(tmp_path: Path, segment: Path) -> None:
    (tmp_path / "wal").mkdir()
    (tmp_path / "wal" / f".{NAME}.7.part").write_bytes(b"half")
    assert archive(tmp_path, segment) == 0
    assert f"{NAME}.gz" in kept(tmp_path)


def test_what_cannot_be_kept_is_not_said_to_be(tmp_path: Path, segment: Path) -> None:
    (tmp_path / "wal").write_text("a file where the folder should be")
    assert archive(tmp_path, segment) != 0
    assert archive(tmp_path, tmp_path / "missing") != 0
