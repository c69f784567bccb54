"""`keys.sh`: what the key store holds now is in a copy within a minute, and copies do not pile up."""

import subprocess
from pathlib import Path

import pytest

from tests.services.backups.yard import SCRIPTS

GONGHUI = """#!/bin/sh
[ "$1 $2" = "keystore-backup -o" ] && [ ! -e {folder}/broken ] || exit 1
{{ echo "made at $(date +%s%N)"; cat {folder}/keys; echo "digest of $(date +%s%N)"; }} >"$3"
"""
DATE = """#!/bin/sh
case $1 in -u) echo 20261121T180000Z ;; *) exec /bin/date "$@" ;; esac
"""


class Store:
    """A key store that may change, and the folder of its copies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.copies = folder / "copies"
        self.copies.mkdir()
        self.program = self._program("gonghui", GONGHUI.format(folder=folder))
        self._program("date", DATE)
        (folder / "keys").write_text("one\n")

    def copy(self) -> int:
        return subprocess.run(  # noqa: S603 # our own script
            [str(SCRIPTS / "keys.sh")],
            env={
                "PATH": f"{self.folder}:/usr/bin:/bin",
                "GONGHUI": str(self.program),
                "GONGHUI_KEYSTORE_BACKUPS": str(self.copies),
            },
            check=False,
        ).returncode

    def put(self, moment: str, keys: str) -> str:
        """A copy made before."""
        name = f"keystore-{moment}"
        (self.copies / name).write_text(f"made then\n{keys}\ndigest then\n")
        return name

    def _program(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.write_text(text)
        file.chmod(0o755)
        return file

    def kept(self) -> list[str]:
        return sorted(file.name for file in self.copies.iterdir())

    def newest(self) -> list[str]:
        return (self.copies / self.kept()[-1]).read_text().splitlines()[1:-1]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_a_key_store_without_a_copy_gets_one_only_its_owner_reads(store: Store) -> None:
    assert store.copy() == 0
    assert store.kept() == ["keystore-20261121T180000Z"]
    assert (store.copies / store.kept()[0]).stat().st_mode & 0o777 == 0o600


def test_what_has_not_changed_is_not_copied_again(store: Store) -> None:
    before = store.put("20261119T010000Z", "one")
    assert store.copy() == 0
    assert store.kept() == [before]


def test_what_has_changed_is_copied(store: Store) -> None:
    before = store.put("20261119T010000Z", "none yet")
    assert store.copy() == 0
    assert store.kept() == [before, "keystore-20261121T180000Z"]
    assert store.newest() == ["one"]


def test_of_a_day_two_copies_stay_and_of_other_days_all(store: Store) -> None:
    others = [store.put(f"20261120T{hour}0000Z", hour) for hour in ("01", "09", "17")]
    today = [store.put(f"20261121T{hour}0000Z", hour) for hour in ("01", "09", "17")]
    assert store.copy() == 0
    assert store.kept() == [*others, today[-1], "keystore-20261121T180000Z"]
    assert store.newest() == ["one"]


def test_a_copy_that_is_not_made_takes_no_other_away(store: Store) -> None:
    before = store.put("20261121T175900Z", "before")
    (store.folder / "broken").touch()
    assert store.copy() != 0
    assert store.kept() == [before]
