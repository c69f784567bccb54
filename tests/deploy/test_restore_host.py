"""`restore_host.sh`: nothing is restored over books, and what the empty cluster left does not stand in their way.

Debian's programs are stand-ins that write down what they are called with; the script is a copy with our folders.
"""

import gzip
import os
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.repository import ROOT

OURS: Final = 7710864808013113027
EMPTY: Final = 7710870230205490632
SEGMENTS: Final = {
    "00000001000000000000000A": OURS,
    "00000001000000000000000B": OURS,
    "000000010000000000000001": EMPTY,
}
STAND_INS: Final = {
    "id": "echo 0",
    "install": "for last; do :; done; touch $last",
    "chown": ":",
    "systemctl": "[ -e {folder}/runs ]",
    "pg_lsclusters": "echo 15 books 5432 online postgres {folder}/data; echo 15 keys 5433 online postgres no",
    "pg_ctlcluster": '[ "$3" != status ] || [ ! -e {folder}/down ]',
    "pg_controldata": f"echo 'Database system identifier:           {EMPTY}'",
    # psql, with the statement on its standard input
    "runuser": 'read -r said; echo "$said" >>{folder}/said; case $said in'
    " *union_head*) cat {folder}/books ;; *union_key*) cat {folder}/in-keys ;; *recovery*) echo f ;; esac",
}
TELL: Final = '#!/bin/sh\necho "{name} $*" >>{folder}/told\n'


class Host:
    """A host as install.sh leaves it, keys and backups put back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wal = folder / "backups/wal"
        for name in (
            "etc/credentials",
            "etc/keys",
            "backups/wal",
            "backups/base",
            "keys",
            "data",
            "deploy/backup",
        ):
            (folder / name).mkdir(parents=True)
        self._put("etc/gonghui.env", f"GONGHUI_ROOT_KEY_FILE={folder}/etc/keys/root.key\n"
                  f"GONGHUI_BACKUPS={folder}/backups\nGONGHUI_KEYSTORE_BACKUPS={folder}/keys\n")  # fmt: skip
        self._put("etc/keys/root.key", "key")
        self._put(
            "etc/credentials/books-admin.url",
            "postgresql://administrator:pen@/gonghui?host=h&port=1\n",
        )
        self._put("etc/credentials/backup.password", "ink\n")
        self._put("keys/keystore-20261120T170000Z", "older")
        self._put("keys/keystore-20261121T170000Z", "newest")
        self._put("held.json", "held")
        self._put("data/PG_VERSION", "15\n")
        self.answers(books="f", keys="f")
        for name, whose in SEGMENTS.items():
            page = bytes(24) + whose.to_bytes(8, "little") + bytes(1_000)
            (self.wal / f"{name}.gz").write_bytes(gzip.compress(page))
        for name, then in STAND_INS.items():
            self._program(f"bin/{name}", name, then)
        self._program("deploy/backup/restore.sh", "restore.sh", ":")
        script = (ROOT / "deploy/restore_host.sh").read_text(encoding="utf-8")
        for there, here in (
            ("/etc/gonghui", f"{folder}/etc"),
            ("/var/lib/gonghui", str(folder)),
            ("/usr/lib/postgresql/$major/bin", f"{folder}/bin"),
            ("[ -d /run/systemd/system ]", "true"),
        ):
            assert there in script
            script = script.replace(there, here)
        self._put("deploy/restore_host.sh", script).chmod(0o755)

    def answers(self, *, books: str, keys: str) -> None:
        """Whether there are books in the one cluster, and keys in the other."""
        self._put("books", books)
        self._put("in-keys", keys)

    def run(self, *words: str) -> int:
        return subprocess.run(  # noqa: S603 # our own script
            [str(self.folder / "deploy/restore_host.sh"), *(words or (str(self.folder / "held.json"),))],
            env={"PATH": f"{self.folder}/bin:{os.environ['PATH']}"},
            cwd=self.folder,
            capture_output=True,
            check=False,
        ).returncode  # fmt: skip

    def told(self, name: str) -> list[str]:
        lines = (self.folder / "told").read_text(encoding="utf-8").splitlines()
        return [line.removeprefix(f"{name} ") for line in lines if line.startswith(f"{name} ")]

    def said(self) -> str:
        return (self.folder / "said").read_text(encoding="utf-8")

    def _program(self, file: str, name: str, then: str) -> None:
        text = TELL.format(name=name, folder=self.folder) + then.format(folder=self.folder) + "\n"
        self._put(file, text).chmod(0o755)

    def _put(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_the_empty_cluster_goes_aside_and_the_rest_is_the_restores_work(host: Host) -> None:
    assert host.run() == 0
    (aside,) = host.folder.glob("data.aside.*")
    assert (aside / "PG_VERSION").exists()
    assert not (host.folder / "data").exists()
    assert "15 books stop" in host.told("pg_ctlcluster")
    (restored,) = host.told("restore.sh")
    assert restored == (
        f"--into {host.folder}/data --owner postgres --held {host.folder}/held.json"
        f" --keystore {host.folder}/keys/keystore-20261121T170000Z"
        f" --start pg_ctlcluster 15 books start && '{host.folder}/deploy/restore_host.sh' --passwords"
    )


def test_what_the_empty_cluster_archived_is_taken_out_and_kept(host: Host) -> None:
    assert host.run() == 0
    assert {file.name.removesuffix(".gz") for file in host.wal.iterdir()} == {
        name for name, whose in SEGMENTS.items() if whose == OURS
    }
    (kept,) = (host.folder / "backups/of-the-empty-cluster").iterdir()
    assert SEGMENTS[kept.name.removesuffix(".gz")] == EMPTY


def test_backups_belong_again_to_who_makes_them_and_throws_them_away(host: Host) -> None:
    """Ids of users differ from one machine to another; a night that cannot prune fails."""
    copy = host.folder / "backups/base/20261120T170000Z"
    copy.mkdir()
    assert host.run() == 0
    owners = host.told("chown")
    assert f"-R postgres:gonghui {host.folder}/backups" in owners
    assert owners.index(f"gonghui:gonghui {copy}") > owners.index(
        f"-R postgres:gonghui {host.folder}/backups"
    )
    assert f"-R gonghui:gonghui {host.folder}/etc/keys {host.folder}/keys" in owners


def test_nothing_is_restored_over_books(host: Host) -> None:
    host.answers(books="t", keys="f")
    assert host.run() == 2
    assert (host.folder / "data/PG_VERSION").exists()
    assert "15 books stop" not in host.told("pg_ctlcluster")


def test_a_cluster_that_does_not_say_what_it_holds_stays(host: Host) -> None:
    (host.folder / "books").unlink()
    assert host.run() == 2
    assert (host.folder / "data/PG_VERSION").exists()


def test_nothing_is_restored_while_the_processes_run(host: Host) -> None:
    (host.folder / "runs").touch()
    assert host.run() == 2
    assert (host.folder / "data/PG_VERSION").exists()


def test_a_cluster_that_is_down_goes_aside_too(host: Host) -> None:
    """As after a restore that was broken off."""
    (host.folder / "down").touch()
    assert host.run() == 0
    assert list(host.folder.glob("data.aside.*"))


def test_keys_that_are_there_are_not_put_back(host: Host) -> None:
    host.answers(books="f", keys="t")
    assert host.run() == 0
    assert "--keystore" not in host.told("restore.sh")[0]


@pytest.mark.parametrize("lacking", ["etc/keys/root.key", "keys", "held.json"])
def test_what_was_not_put_back_is_asked_for(host: Host, lacking: str) -> None:
    if (host.folder / lacking).is_dir():
        for file in (host.folder / lacking).iterdir():
            file.unlink()
    else:
        (host.folder / lacking).unlink()
    assert host.run() == 2
    assert (host.folder / "data/PG_VERSION").exists()


def test_roles_get_this_hosts_passwords_and_nobody_reads_them_on_the_way(host: Host) -> None:
    assert host.run("--passwords") == 0
    assert "alter role administrator password 'pen';" in host.said()
    assert "alter role backup password 'ink';" in host.said()
    assert not [line for line in host.told("runuser") if "pen" in line or "ink" in line]
