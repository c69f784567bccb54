"""A real PgBouncer before the tests' PostgreSQL, with the settings that are shipped."""

import configparser
import os
import pwd
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec

from services.store.addresses import Addresses, Role
from services.store.pooler import Pooler
from tests.support.database import Server

SHIPPED = Path(__file__).parents[2] / "deploy" / "pgbouncer" / "pgbouncer.ini"
PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
MISSING = "there is no pgbouncer here (Debian: pgbouncer)"
KEEPS_STATEMENTS = {"max_prepared_statements": "200"}
TOO_OLD = "this pgbouncer knows no prepared statements: they came with 1.21 (Debian 13)"
_FIRST_TO_KEEP_STATEMENTS = (1, 21)
_PORT = 6432
_SECONDS = 10.0


def settings_of(pooler: Pooler) -> Mapping[str, str]:
    """What a way through a pooler needs besides the shipped settings."""
    return KEEPS_STATEMENTS if pooler is Pooler.PREPARED else {}


def can_keep_statements() -> bool:
    """Tell whether the pgbouncer that is here knows prepared statements."""
    if PROGRAM is None:
        return False
    told = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 # as below
    number = re.search(r"PgBouncer (\d+)\.(\d+)", told.stdout)
    return number is not None and (int(number[1]), int(number[2])) >= _FIRST_TO_KEEP_STATEMENTS


class Bouncer(msgspec.Struct, frozen=True):
    """A running PgBouncer: the folder of its socket, and its process."""

    folder: Path
    process: subprocess.Popen[bytes]

    def address(self, pooler: Pooler = Pooler.TRANSACTION) -> str:
        """What a process is told of it."""
        return f"postgresql://?host={self.folder}&port={_PORT}&pooler={pooler}"


@contextmanager
def bouncing(
    server: Server, folder: Path, changed: Mapping[str, str] | None = None
) -> Iterator[Bouncer]:
    """Run a PgBouncer before a server; `changed` are settings other than the shipped ones."""
    owner = _owner_of_the_server(server)
    folder.mkdir(parents=True, exist_ok=True)
    _prepare(server, folder, changed or {})
    _give(folder, owner)
    process = subprocess.Popen(  # noqa: S603 # the program of this machine, with arguments of our own
        [PROGRAM or "pgbouncer", "-q", *_as_user(owner), str(folder / "pgbouncer.ini")],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(folder / f".s.PGSQL.{_PORT}", process)
        yield Bouncer(folder, process)
    finally:
        process.kill()
        process.wait(_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(server: Server, folder: Path, changed: Mapping[str, str]) -> None:
    settings = configparser.ConfigParser(interpolation=None, inline_comment_prefixes=None)
    settings.read(SHIPPED, encoding="utf-8")
    place = urlsplit(server.address)
    named = parse_qs(place.query)
    host = named.get("host", [place.hostname or "127.0.0.1"])[0]
    port = named.get("port", [str(place.port or 5432)])[0]
    settings["databases"] = {"*": f"host={host} port={port}"}
    settings["pgbouncer"].update(
        {
            "listen_addr": "",
            "unix_socket_dir": str(folder),
            "logfile": str(folder / "log"),
            "auth_file": str(folder / "users"),
            **changed,
        }
    )
    with (folder / "pgbouncer.ini").open("w", encoding="utf-8") as file:
        settings.write(file)
    passwords = Addresses(server.settings("postgres"))
    lines = [f'"{role}" "{passwords.password(role)}"\n' for role in Role]
    (folder / "users").write_text("".join(lines), encoding="utf-8")


def _owner_of_the_server(server: Server) -> str:
    """PgBouncer refuses to run as root, and the embedded server's socket lies in a folder of its user's."""
    if server.folder.exists():
        return pwd.getpwuid(server.folder.stat().st_uid).pw_name
    return "nobody"


def _as_user(owner: str) -> tuple[str, ...]:
    return ("-u", owner) if os.geteuid() == 0 else ()


def _give(folder: Path, owner: str) -> None:
    if os.geteuid() != 0:
        return
    user = pwd.getpwnam(owner)
    for path in (folder, *folder.iterdir()):
        os.chown(path, user.pw_uid, user.pw_gid)


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        with closing(socket.socket(socket.AF_UNIX)) as tried:
            if tried.connect_ex(str(path)) == 0:
                return
        if process.poll() is not None or time.monotonic() > deadline:
            raise ChildProcessError(PROGRAM)
        time.sleep(0.01)
