"""`fetch.sh`: another machine has what is finished, and nothing done to the first one destroys it there."""

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.services.backups.yard import SCRIPTS

RSYNC = shutil.which("rsync")
pytestmark = pytest.mark.skipif(RSYNC is None, reason="no rsync (Debian: rsync)")
SEGMENT = "wal/000000010000000000000001.gz"
BASE = "base/20261121T170000Z"
DAYS = 14


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A folder of backups: one base backup, one segment."""
    made = tmp_path / "there"
    for name in (SEGMENT, f"{BASE}/base.tar.gz", f"{BASE}/backup_manifest"):
        put(made / name, name)
    return made


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "here"


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def fetch(there: Path, here: Path, *days: str) -> None:
    subprocess.run(  # noqa: S603 # our own script
        [str(SCRIPTS / "fetch.sh"), str(there), str(here), *days], check=True, capture_output=True
    )


def files_of(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): file.read_text()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_everything_finished_is_fetched_and_nothing_that_is_under_way(
    there: Path, here: Path
) -> None:
    finished = files_of(there)
    put(there / "wal/.000000010000000000000002.77.part", "half")
    put(there / "base/.77.part/base.tar.gz", "half")
    fetch(there, here)
    assert files_of(here) == finished


def test_what_came_since_is_added(there: Path, here: Path) -> None:
    fetch(there, here)
    put(there / "wal/000000010000000000000002.gz", "next")
    fetch(there, here)
    assert files_of(here) == files_of(there)


def test_a_fetch_that_was_broken_off_is_completed(there: Path, here: Path) -> None:
    fetch(there, here)
    (here / BASE / "backup_manifest").unlink()
    fetch(there, here)
    assert files_of(here) == files_of(there)


def test_emptying_the_first_machine_destroys_nothing(there: Path, here: Path) -> None:
    fetch(there, here)
    before = files_of(here)
    shutil.rmtree(there)
    there.mkdir()
    fetch(there, here)
    assert files_of(here) == before


def test_altering_the_first_machine_changes_nothing(there: Path, here: Path) -> None:
    fetch(there, here)
    before = files_of(here)
    for name in before:
        put(there / name, "altered, and of another length")
    fetch(there, here)
    assert files_of(here) == before


def test_a_link_is_not_followed_and_not_taken_over(there: Path, here: Path, tmp_path: Path) -> None:
    put(tmp_path / "secret", "of this machine")
    (there / "wal/link.gz").symlink_to(tmp_path / "secret")
    fetch(there, here)
    assert not (here / "wal/link.gz").is_symlink()
    assert not (here / "wal/link.gz").exists()


def test_an_unreachable_machine_is_an_error(there: Path, here: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        fetch(there / "nowhere", here)


def test_copies_of_the_key_store_are_destroyed_after_their_term(there: Path, here: Path) -> None:
    shutil.rmtree(there)
    copies = [f"keystore-202611{day:02}T010000Z" for day in (1, 2, 20)]
    for name in copies:
        put(there / name, name)
    fetch(there, here, str(DAYS))
    assert sorted(files_of(here)) == copies
    for name in copies:
        (there / name).unlink()
    fetched_days_ago(here / copies[0], DAYS + 1)
    fetched_days_ago(here / copies[1], DAYS - 1)
    fetch(there, here, str(DAYS))
    assert sorted(files_of(here)) == copies[1:]


def test_of_a_day_the_two_newest_copies_of_the_key_store_stay(there: Path, here: Path) -> None:
    shutil.rmtree(there)
    for hour in range(5):
        put(there / f"keystore-20261120T0{hour}0000Z", "a day")
    put(there / "keystore-20261121T000000Z", "the next")
    fetch(there, here, str(DAYS))
    assert sorted(files_of(here)) == [
        "keystore-20261120T030000Z",
        "keystore-20261120T040000Z",
        "keystore-20261121T000000Z",
    ]


def test_the_newest_copy_is_never_destroyed(there: Path, here: Path) -> None:
    shutil.rmtree(there)
    put(there / "keystore-20260101T010000Z", "the only one")
    fetch(there, here, str(DAYS))
    fetched_days_ago(here / "keystore-20260101T010000Z", 100 * DAYS)
    fetch(there, here, str(DAYS))
    assert sorted(files_of(here)) == ["keystore-20260101T010000Z"]


def fetched_days_ago(file: Path, days: int) -> None:
    then = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    os.utime(file, (then, then))
