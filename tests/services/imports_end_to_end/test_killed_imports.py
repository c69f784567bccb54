"""A process killed in the middle of a county is started again, and nobody can tell."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import asyncpg
import pytest

from services.exporters.totals import totals_document
from services.wiring import Wired
from tests.support.books import ROOT, TODAY, import_county, open_books, part_of_county
from tests.support.database import Database, Server, create_database, drop_database

UNITS = ("QZ001", "QZ003")
COMMITTED = "select count(*) from books.event where topic = 'import_run.committed'"
_WAIT_SECONDS = 60.0
Told = tuple[object, list[object], list[tuple[UUID, str, int]]]


def gonghui(database: Database, *arguments: str) -> subprocess.Popen[bytes]:
    settings = database.settings
    environ = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database.administrator,
        "GONGHUI_HOME": str(settings.home),
        "GONGHUI_ROOT_KEY_FILE": str(settings.root_key_file),
    }
    return subprocess.Popen(  # noqa: S603 # our own command
        [Path(sys.executable).with_name("gonghui"), *arguments],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def until_committed(database: Database, files: int, process: subprocess.Popen[bytes]) -> None:
    """Watch the log until so many files are on the books."""
    connection = await asyncpg.connect(database.administrator)
    try:
        async with asyncio.timeout(_WAIT_SECONDS):
            while await connection.fetchval(COMMITTED) < files:
                assert process.poll() is None, "ended before it could be killed"
    finally:
        await connection.close()


async def told(books: Wired, folder: Path) -> Told:
    """What the books say, and what another import answers."""
    report = await import_county(books, folder)
    units = await books.directory.units()
    year = await books.rollup.year([unit.unit_id for unit in units], TODAY.year)
    events = [
        (unit.unit_id, event.topic, event.version)
        for unit in units
        for event in await books.log.read_after(unit.unit_id, 0, 100_000)
    ]
    return totals_document(year, units), list(report.refused), events


class Undisturbed(NamedTuple):
    """A county's folder, and what its books say when nothing happens to the import."""

    folder: Path
    told: Told


@pytest.fixture(scope="module")
def undisturbed(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = part_of_county(tmp_path_factory.mktemp("county"), UNITS)

    async def run() -> Told:
        database = await create_database(server)
        async with open_books(database) as books:
            await import_county(books, folder)
            answer = await told(books, folder)
        await drop_database(server, database)
        return answer

    return Undisturbed(folder, asyncio.run(run()))


@pytest.mark.parametrize("files", [0, 1, 4, 9])
async def test_a_killed_import_goes_on_where_it_was(
    database: Database, undisturbed: Undisturbed, files: int
) -> None:
    process = gonghui(database, "import", "county", str(undisturbed.folder))
    await until_committed(database, files, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    async with open_books(database) as books:
        found = await told(books, undisturbed.folder)
        assert found[:2] == undisturbed.told[:2]
        assert sorted(map(str, found[2])) == sorted(map(str, undisturbed.told[2]))
        broken = [one.broken async for one in books.verifier.every_union()]
        assert not any(broken)
