"""The demo county, told once in a run, and served by a real process from a copy of its databases.

Whoever comes first tells it (`gonghui demo`); the others copy what it made, as `tests/support/database.py` does.
"""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final, cast, get_args

import httpx
import msgspec

from domain.roles import PersonRole
from services.store.addresses import with_database
from tests.support.books import COUNTY, ROOT, part_of_county
from tests.support.database import (
    Database,
    Server,
    create_database,
    drop_database,
    one_at_a_time,
    run_folder,
)

UNITS: Final = ("QZ001", "QZ003")
"""One whose months are open, whose people the demo names; and one that closed its year."""
TEMPLATE: Final = "gonghui_demo"
_PATIENCE_SECONDS: Final = 120.0
_CONNECTIONS: Final = "4"
_PERSON: Final = re.compile(r"  ([a-z.]+) +((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}) +(\S+)")
_PLACE: Final = re.compile(r"  (county|unit) +([0-9a-f-]{36}) ")
_GONGHUI: Final = Path(sys.executable).with_name("gonghui")


class Demo(msgspec.Struct, frozen=True):
    """What the demo printed, and the home whose keys its books were made with."""

    told: str
    home: Path

    @property
    def codes(self) -> Mapping[PersonRole, str]:
        """The nine people's one-time codes."""
        printed = {login: code for login, code, _ in _PERSON.findall(self.told)}
        roles = cast("tuple[PersonRole, ...]", get_args(PersonRole))
        return {role: printed[role.replace("_", ".")] for role in roles}

    def place(self, kind: str) -> str:
        """The id of the county, or of the first unit."""
        return next(place_id for found, place_id in _PLACE.findall(self.told) if found == kind)


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A console at an address of its own."""

    url: str
    demo: Demo
    database: Database

    @property
    def union(self) -> str:
        """Where the unit's pages are."""
        return f"/unions/{self.demo.place('unit')}"

    @property
    def federation(self) -> str:
        """Where the county's pages are."""
        return f"/federations/{self.demo.place('county')}"

    @property
    def environ(self) -> Mapping[str, str]:
        """What a command of ours needs to know to work on these books."""
        return environ_of(self.database)


def demo_of_the_run(server: Server) -> Demo:
    """Return the demo of this run; told by the first who asks."""
    folder = run_folder() / "demo"
    told = folder / "told.txt"
    with one_at_a_time(folder):
        if not told.exists():
            told.write_text(_tell(server, folder), encoding="utf-8")
    return Demo(told.read_text("utf-8"), run_folder())


def environ_of(database: Database) -> Mapping[str, str]:
    """Return the environment of a command that works on a test's books, and on nothing else."""
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database.administrator,
        "GONGHUI_HOME": str(run_folder()),
        "GONGHUI_POOL_SIZE": _CONNECTIONS,
    }


def _tell(server: Server, folder: Path) -> str:
    county = folder / "county-a"
    if not county.exists():
        part_of_county(county, UNITS)
        shutil.copy(COUNTY.parent / "year.toml", folder / "year.toml")
    environ = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": with_database(server.address, TEMPLATE),
        "GONGHUI_HOME": str(run_folder()),
    }
    done = subprocess.run(  # noqa: S603 # our own command
        [_GONGHUI, "demo", "--once", "--county", str(county)],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@asynccontextmanager
async def copied(server: Server) -> AsyncIterator[Database]:
    """The demo's books, copied; dropped at the end."""
    database = await create_database(server, TEMPLATE)
    try:
        yield database
    finally:
        await drop_database(server, database)


class _Serving(msgspec.Struct, frozen=True):
    """A process of ours that serves, and what it says."""

    url: str
    process: subprocess.Popen[bytes]
    told: Path


@asynccontextmanager
async def site_of(server: Server, demo: Demo) -> AsyncIterator[Site]:
    """Serve a copy of the demo's books until nobody needs it any more."""
    async with copied(server) as database, served(environ_of(database)) as url:
        yield Site(url=url, demo=demo, database=database)


@asynccontextmanager
async def served(environ: Mapping[str, str]) -> AsyncIterator[str]:
    """Run a server process in an environment; returns the address it answers at."""
    with _serving(environ) as serving:
        await _answers(serving)
        yield serving.url


@contextmanager
def _serving(environ: Mapping[str, str]) -> Iterator[_Serving]:
    port = _free_port()
    told = Path(environ["GONGHUI_HOME"]) / f"served-{port}.log"
    with told.open("w") as log:
        process = subprocess.Popen(  # noqa: S603 # our own command
            [_GONGHUI, "serve"],
            cwd=ROOT,
            env={**environ, "GONGHUI_HTTP_PORT": str(port)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _Serving(f"http://localhost:{port}", process, told)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def _answers(serving: _Serving) -> None:
    """Wait until the process answers; one that ended never will."""
    async with asyncio.timeout(_PATIENCE_SECONDS), httpx.AsyncClient() as client:
        while True:
            assert serving.process.poll() is None, serving.told.read_text()
            try:
                if (await client.get(f"{serving.url}/login")).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                assert "Application callable raised" not in (told := serving.told.read_text()), told
                await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
