"""Several processes of each kind on one PostgreSQL, sharing nothing else: any may be killed, the rest goes on."""

import asyncio
from pathlib import Path
from typing import Final

import asyncpg
import msgspec

from tests.support.database import Database
from tests.upgrade.asking import ask, round_robin
from tests.upgrade.county import founded, keys, received_fen
from tests.upgrade.load import Load
from tests.upgrade.running import Installation, faults_found
from tests.upgrade.trees import ROOT

_KINDS: Final = ("project", "checkpoint")
_SIZES: Final = "select size from books.checkpoint order by size"
_SECONDS: Final = 300


async def sizes(database: Database) -> list[int]:
    """The checkpoints there are."""
    connection = await asyncpg.connect(database.administrator)
    try:
        return [row[0] for row in await connection.fetch(_SIZES)]
    finally:
        await connection.close()


async def until_further(database: Database, reached: int) -> None:
    """Wait until there are two checkpoints more: one of them was begun after this."""
    async with asyncio.timeout(_SECONDS):
        while len(await sizes(database)) < reached + 2:  # noqa: ASYNC110 # nothing tells us
            await asyncio.sleep(0.05)


async def test_whoever_is_killed_the_rest_goes_on(database: Database, tmp_path: Path) -> None:
    settings = msgspec.structs.replace(database.settings, home=tmp_path)
    installation = Installation(
        settings, tmp_path, [], {"GONGHUI_FOLLOW": "no", "GONGHUI_CHECKPOINT_SECONDS": "1"}
    )
    try:
        await installation.run(ROOT, "migrate")
        background = [
            installation.start(ROOT, kind, name=f"{kind}-{number}")
            for kind in _KINDS
            for number in range(2)
        ]
        web = await installation.serve(ROOT, "web-0", "web-1")
        async with round_robin() as (proxy, port):
            proxy.add(*(one.port for one in web))
            desks = await founded(port, await keys(installation, ROOT))
            load = Load(port, desks, clerks=4, readers=1)
            load.begin()
            await load.until_more(20)
            await until_further(database, 0)
            for lost in (web[0], *background[::2]):
                lost.kill()
            await until_further(database, len(await sizes(database)))
            await load.until_more(40)
            seen = await load.end()
            assert all(one.process.poll() is None for one in (web[1], *background[1::2]))
            assert await received_fen(port, desks) == seen.acknowledged_fen
            assert (await ask(web[1].port, "GET", "/health/ready")).status == 200
        assert seen.failed == []
        taken = await sizes(database)
        assert taken == list(range(1, len(taken) + 1))
        assert await faults_found(installation, ROOT) == []
    finally:
        installation.end()
