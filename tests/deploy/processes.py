"""Starts processes as the unit files say, with their command and environment, and waits until they are ready."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec

from services.notify import READY
from services.store.addresses import database_of, with_database
from tests.architecture.repository import ROOT
from tests.deploy.unit_files import PROGRAM, SYSTEMD, environment_file, unit
from tests.support.database import Database

_OURS = str(Path(sys.executable).with_name("gonghui"))
_PATIENCE_SECONDS = 90.0


class Host(msgspec.Struct, frozen=True):
    """A host our units run on: what stands in the file of its settings, and where what its processes say goes."""

    folder: Path
    settings: Mapping[str, str]


class Started(msgspec.Struct, frozen=True):
    """A unit that runs."""

    name: str
    process: subprocess.Popen[bytes]
    told: Path

    def stop(self) -> int:
        """Stop it as systemd does, and return how it ended."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def said(self) -> str:
        return self.told.read_text(encoding="utf-8")


def host_of(database: Database, folder: Path) -> Host:
    """A host over a test's database: the places in deploy/systemd/gonghui.env are those of the test.

    Nobody is an administrator here: the addresses name a place, and each process is a role of its own.
    """
    filed = environment_file((SYSTEMD / "gonghui.env").read_text(encoding="utf-8"))
    place = urlunsplit(urlsplit(database.administrator)._replace(netloc=""))
    settings = database.settings
    own = {
        "GONGHUI_HOME": str(settings.home),
        "DATABASE_URL": place,
        "GONGHUI_KEYSTORE_DATABASE_URL": with_database(place, f"{database_of(place)}_keys"),
        "GONGHUI_ROOT_KEY_FILE": str(settings.root_key_file),
        "GONGHUI_SIGNING_KEY_FILE": str(settings.signing_key_file),
        "GONGHUI_ORIGIN": settings.origin,
        "GONGHUI_WITNESSES_FILE": str(folder / "witnesses"),
        "GONGHUI_BACKUPS": str(folder),
        "GONGHUI_KEYSTORE_BACKUPS": str(folder),
        "GONGHUI_POOL_SIZE": "4",
    }
    assert own.keys() <= filed.keys()
    return Host(folder, filed | own)


@contextmanager
def started(host: Host, name: str, *, instance: str = "", **changed: str) -> Iterator[Started]:
    """Run a unit until the block ends; the block begins when it has said that it is ready."""
    told = unit(name)
    own = told.environment(instance=instance) | host.settings | changed  # a file wins over a unit
    command = [_OURS if word == PROGRAM else word for word in told.command()]
    called = f"gonghui-{secrets.token_hex(8)}"
    said = host.folder / f"{called}.log"
    environ = {"PATH": os.environ["PATH"], "NOTIFY_SOCKET": f"@{called}", **own}
    with _supervising(called) as supervisor, said.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 # our own command
            command, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT
        )
        begun = Started(name, process, said)
        try:
            _wait_until_ready(supervisor, begun)
            yield begun
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


@contextmanager
def _supervising(name: str) -> Iterator[socket.socket]:
    """A supervisor's socket with an abstract name, which no folder is too deep for."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as opened:
        opened.bind(f"\0{name}")
        opened.settimeout(0.5)
        yield opened


def _wait_until_ready(supervisor: socket.socket, begun: Started) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert begun.process.poll() is None, begun.said()
        with suppress(TimeoutError):
            assert supervisor.recv(64) == READY
            return
    raise AssertionError(begun.said())
