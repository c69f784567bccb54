"""`restore.sh` hands on what it was told, waits for the target, and says by its exit status what came of it."""

import subprocess
from pathlib import Path

import pytest

from tests.services.backups.yard import SCRIPTS

RECORDING = """#!/bin/sh
for one; do printf '%s|' "$one"; done >>"{told}"
echo >>"{told}"
{then}
"""


class Told:
    """Stand-ins for `gonghui` and `pg_ctl` that write down what they are called with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.told = folder / "told"
        self.play("gonghui", f'case $1 in restore) mkdir "{self.data}";; esac')
        self.play(
            "pg_ctl",
            f'printf "1\\n2\\n3\\n4\\n5\\n6\\n7\\nready   \\n" >"{self.data}/postmaster.pid"',
        )
        (folder / "lines").write_text("port = 1\nrestore_command = 'x' # gonghui restore\n")

    def play(self, name: str, then: str) -> None:
        file = self.folder / name
        file.write_text(RECORDING.format(told=self.told, then=then), encoding="utf-8")
        file.chmod(0o755)

    def restore(self, *words: str) -> int:
        self.play(
            "start",
            f'cp "{self.folder}/lines" "{self.data}/postgresql.auto.conf"; "{self.folder}/pg_ctl"',
        )
        return subprocess.run(  # noqa: S603 # our own script
            [str(SCRIPTS / "restore.sh"), "--into", str(self.data), "--start", str(self.folder / "start"), *words],
            env={"PATH": "/usr/bin:/bin", "GONGHUI": str(self.folder / "gonghui")},
            capture_output=True,
            check=False,
        ).returncode  # fmt: skip

    def calls(self) -> list[list[str]]:
        return [line.split("|")[:-1] for line in self.told.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path)


def test_everything_is_restored_and_proven(told: Told) -> None:
    assert told.restore("--held", "a file") == 0
    assert told.calls() == [
        ["restore", str(told.data)],
        [],
        [],
        ["migrate"],
        ["restored", "--held", "a file"],
    ]
    assert (told.data / "postgresql.auto.conf").read_text() == "port = 1\n"


def test_the_key_store_comes_back_before_the_proof(told: Told, tmp_path: Path) -> None:
    assert told.restore("--keystore", str(tmp_path / "copy"), "--held", "a file") == 0
    assert told.calls()[-3:] == [
        ["migrate"],
        ["keystore-restore", str(tmp_path.resolve() / "copy")],
        ["restored", "--held", "a file"],
    ]


def test_a_key_store_that_does_not_come_back_is_not_passed_over(told: Told, tmp_path: Path) -> None:
    told.play(
        "gonghui", f'case $1 in restore) mkdir "{told.data}";; keystore-restore) exit 2;; esac'
    )
    assert told.restore("--keystore", str(tmp_path / "copy")) == 1
    assert ["restored"] not in told.calls()


@pytest.mark.parametrize(
    "target",
    [
        ["--moment", "2026-11-21T18:00:00+08:00"],
        ["--union", "U 1'; touch x", "--position", "7"],
        ["--point", 'before "it"'],
        ["--alone", "--base", "20261121T180000Z"],
    ],
)
def test_a_target_is_handed_on_as_it_is_and_is_a_purpose(told: Told, target: list[str]) -> None:
    assert told.restore(*target, "--no-ledgers") == 0
    assert told.calls()[0] == ["restore", str(told.data), *target]
    assert told.calls()[-1] == ["restored", "--on-purpose", "--no-ledgers"]


def test_a_witnesss_file_is_found_from_anywhere(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "held.json").touch()
    assert told.restore("--held", "held.json") == 0
    assert told.calls()[-1] == ["restored", "--held", str(tmp_path.resolve() / "held.json")]


def test_a_gap_is_no_purpose(told: Told) -> None:
    assert told.restore("--up-to-gap") == 0
    assert told.calls()[0] == ["restore", str(told.data), "--up-to-gap"]
    assert told.calls()[-1] == ["restored"]


def test_what_does_not_come_up_is_not_proven(told: Told) -> None:
    told.play("pg_ctl", "exit 1")
    assert told.restore() == 1
    assert ["migrate"] not in told.calls()


def test_a_server_that_stops_before_the_target_is_not_waited_for(told: Told) -> None:
    told.play("pg_ctl", ":")
    assert told.restore() == 1


def test_what_cannot_be_laid_out_is_not_started(told: Told) -> None:
    told.play("gonghui", "exit 1")
    assert told.restore() == 1
    assert len(told.calls()) == 1


def test_what_is_lacking_is_the_exit_status(told: Told) -> None:
    told.play("gonghui", f'case $1 in restore) mkdir "{told.data}";; restored) exit 1;; esac')
    assert told.restore() == 1
    assert told.restore("--nothing-known") == 2
