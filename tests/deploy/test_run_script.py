"""`gonghui` on a host: each verb runs as who it needs to be, and none gets an address it does not need."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.deploy.unit_files import SYSTEMD

ADMINISTRATOR = "postgresql://administrator:pen@/gonghui?host=/var/run/postgresql&port=5432"
OWN = "postgresql:///gonghui?host=/var/run/postgresql&port=5432"
STAND_INS = {"id": "echo 0", "runuser": 'echo "$2"; shift 3; echo "$*"; echo "$DATABASE_URL"; pwd'}


def ran(folder: Path, *words: str) -> list[str]:
    """As whom, what, with which address of the books, and where."""
    (folder / "etc/credentials").mkdir(parents=True)
    (folder / "etc/gonghui.env").write_text((SYSTEMD / "gonghui.env").read_text(encoding="utf-8"))
    for name in ("books", "keys"):
        (folder / f"etc/credentials/{name}-admin.url").write_text(f"{ADMINISTRATOR}\n")
    (folder / "home").mkdir()
    (folder / "bin").mkdir()
    script = (SYSTEMD / "gonghui-run").read_text(encoding="utf-8")
    script = script.replace("/etc/gonghui", f"{folder}/etc")
    script = script.replace("/var/lib/gonghui", f"{folder}/home")
    for name, text in (STAND_INS | {"gonghui": script.removeprefix("#!/bin/sh\n")}).items():
        (folder / "bin" / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / "bin" / name).chmod(0o755)
    done = subprocess.run(  # noqa: S603 # our own script
        [str(folder / "bin/gonghui"), *words],
        env={"PATH": f"{folder}/bin:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("verb", "user", "address"),
    [
        ("fsck", "gonghui", OWN),
        ("restored", "gonghui", OWN),
        ("restore", "root", OWN),
        ("migrate", "gonghui", ADMINISTRATOR),
        ("keystore-restore", "gonghui", ADMINISTRATOR),
        ("erase", "gonghui", ADMINISTRATOR),
        ("erase-scan", "postgres", OWN.replace("///", "//postgres@/")),
    ],
)
def test_a_verb_runs_as_who_it_needs_to_be(
    tmp_path: Path, verb: str, user: str, address: str
) -> None:
    """Who searches for what must be gone reads every row and the clusters' files, which only postgres may."""
    place = "/" if user == "postgres" else f"{tmp_path}/home"
    said = ran(tmp_path, verb, "--word")
    assert said == [user, f"/opt/gonghui/current/bin/gonghui {verb} --word", address, place]
