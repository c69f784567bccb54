"""PostgreSQL killed without warning under load: what was acknowledged is still there."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.chain import EventFields, digest_of, genesis, link
from services.errors import OutcomeUnknown
from services.store import embedded
from services.store.addresses import Addresses, Role, with_database
from services.store.contract import WriteReceipt
from services.store.group_commit import GroupCommitLogStore
from services.store.migrate import migrate
from tests.support.appends import append, event, new_union
from tests.support.database import Database, settings_for

KILLS = 3


@pytest.fixture
def folder() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="gonghui-kill-"))
    yield home / "pg"
    embedded.leave(home / "pg")
    shutil.rmtree(home, ignore_errors=True)


async def kill_and_restart(folder: Path) -> None:
    """Kill the postmaster, then start again as soon as the last of its backends is gone."""
    process = int((folder / "postmaster.pid").read_text().split()[0])
    os.kill(process, signal.SIGKILL)
    async with asyncio.timeout(30):
        while is_alive(process):  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(0.01)
        while True:
            with contextlib.suppress(subprocess.SubprocessError):
                await asyncio.to_thread(embedded.start, folder)
                return


def is_alive(process: int) -> bool:
    """Say whether a process still runs; one that nobody reaped does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_nothing_acknowledged_is_lost(folder: Path) -> None:
    settings = settings_for(
        with_database(embedded.start(folder), "gonghui"), folder.parent / "root.key"
    )
    await migrate(settings)
    database = Database(settings, Addresses(settings))
    acknowledged: list[WriteReceipt] = []
    stopping = asyncio.Event()
    async with database.pool(Role.APP) as pool:
        store = GroupCommitLogStore(pool)
        unions = [await new_union(store) for _ in range(8)]

        async def clerk(union_id: uuid.UUID) -> None:
            while not stopping.is_set():
                asked = append(union_id, event(), event())
                while True:
                    with contextlib.suppress(OutcomeUnknown):
                        acknowledged.append(await store.append(asked))
                        break

        async def killer() -> None:
            for _ in range(KILLS):
                reached = len(acknowledged) + 100
                while len(acknowledged) < reached:  # noqa: ASYNC110 - clerks need no signal
                    await asyncio.sleep(0.01)
                await kill_and_restart(folder)
            stopping.set()

        await asyncio.gather(killer(), *(clerk(union_id) for union_id in unions))
        for union_id in unions:
            await assert_whole(store, union_id, acknowledged)


async def assert_whole(
    store: GroupCommitLogStore, union_id: uuid.UUID, acknowledged: list[WriteReceipt]
) -> None:
    recorded = await store.read_after(union_id, 0, 1_000_000)
    last = genesis(union_id, b"charter")
    hashes = {}
    for position, one in enumerate(recorded, 1):
        assert one.position == position
        fields = {name: getattr(one, name) for name in EventFields.__struct_fields__}
        assert digest_of(EventFields(**fields)) == one.digest
        last = link(last, one.digest)
        assert last == one.hash
        hashes[position] = last
    mine = [answer for answer in acknowledged if answer.union_id == union_id]
    assert [answer.last_position for answer in mine] == list(range(2, 2 * len(mine) + 1, 2))
    assert all(hashes[answer.last_position] == answer.hash for answer in mine)
    assert len(recorded) == 2 * len(mine)


async def test_the_same_command_after_a_kill_gets_the_same_answer(folder: Path) -> None:
    settings = settings_for(
        with_database(embedded.start(folder), "gonghui"), folder.parent / "root.key"
    )
    await migrate(settings)
    database = Database(settings, Addresses(settings))
    async with database.pool(Role.APP) as pool:
        store = GroupCommitLogStore(pool)
        asked = append(await new_union(store))
        first = await store.append(asked)
        await kill_and_restart(folder)
        again = await store.append(asked)
    assert again.replayed
    assert (again.last_position, again.hash, again.recorded_at) == (
        first.last_position,
        first.hash,
        first.recorded_at,
    )
