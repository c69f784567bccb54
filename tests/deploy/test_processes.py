"""The processes of a host, started as their units say: they divide the work, and none is missed when it stops."""

import asyncio
import signal
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from services.cli.arguments import parser
from services.cli.asking import health
from services.settings import read_settings
from services.store.addresses import Role
from services.store.sql import queries
from tests.deploy.ports import free_ports
from tests.deploy.processes import Host, Started, host_of, started
from tests.deploy.proxying import Proxy, proxying
from tests.services.http import settled
from tests.support.database import Database, Server, create_database, drop_database

EVIDENCE = queries("services.store", "evidence.sql")
CLIENTS = 6
FOR_EACH = 20
"""Requests that come while a server stops, at least."""


@pytest.fixture
async def county(server: Server) -> settled.Founded:
    return await settled.founded(server)


@pytest.fixture
async def database(server: Server, county: settled.Founded) -> AsyncIterator[Database]:
    made = await create_database(server, county.template)
    yield made
    await drop_database(server, made)


@pytest.fixture
def host(database: Database, tmp_path: Path) -> Host:
    return host_of(database, tmp_path)


class Clerks:
    """People who book through the proxy, each time with a command of its own."""

    def __init__(self, proxy: Proxy, county: settled.Founded) -> None:
        self._proxy, self._county = proxy, county
        self._stop = asyncio.Event()
        self.answers: list[int] = []

    async def work(self) -> None:
        """Book until told to stop."""
        async with httpx.AsyncClient(
            base_url=self._proxy.secure, verify=self._proxy.trust, timeout=60
        ) as client:
            await asyncio.gather(*(self._book(client) for _ in range(CLIENTS)))

    def go_home(self) -> None:
        self._stop.set()

    async def more(self) -> None:
        """Wait until they have booked some more."""
        enough = len(self.answers) + FOR_EACH
        await until(lambda: self._reached(enough))

    async def _reached(self, enough: int) -> bool:
        return len(self.answers) >= enough

    async def _book(self, client: httpx.AsyncClient) -> None:
        path = f"/v1/unions/{self._county.union_id}/branches"
        key = self._county.keys["unit"]
        while not self._stop.is_set():
            name = str(uuid.uuid4())
            headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": name}
            body = {"occurred_on": "2026-11-20", "kind": "branch", "name": name}
            answer = await client.post(path, json=body, headers=headers)
            if (
                answer.status_code == httpx.codes.TOO_MANY_REQUESTS
            ):  # they are as quick as nobody is
                await asyncio.sleep(float(answer.headers["retry-after"]))
                continue
            self.answers.append(answer.status_code)


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what other processes do."""
    async with asyncio.timeout(60):
        while not await holds():  # noqa: ASYNC110 # nothing here is told of it
            await asyncio.sleep(0.02)


def serving(host: Host, port: int, running: ExitStack, *, drain_seconds: int = 0) -> Started:
    """Start a server; production would rightly refuse the tests' own cluster, which is in a hurry (no fsync)."""
    changed = {
        "GONGHUI_PROFILE": "development",
        "GONGHUI_DRAIN_SECONDS": str(drain_seconds),
    }
    return running.enter_context(
        started(host, "gonghui-web@.service", instance=str(port), **changed)
    )


async def checkpoints(database: Database) -> int:
    """Return how many checkpoints were taken."""
    async with database.pool(Role.AUDITOR) as pool, pool.all_unions_tx() as connection:
        newest = await connection.fetchrow(EVIDENCE["newest_checkpoint"])
    return 0 if newest is None else int(newest["size"])


async def test_a_server_stops_under_load_and_nobody_notices(
    host: Host, database: Database, county: settled.Founded
) -> None:
    """As install.sh restarts gonghui-web@: the other one takes what comes, what is under way is answered."""
    first, second = free_ports(2)
    with ExitStack() as running:
        stopping = await asyncio.to_thread(serving, host, first, running)
        staying = await asyncio.to_thread(serving, host, second, running, drain_seconds=60)
        proxy = running.enter_context(proxying(host.folder / "proxy", [first, second]))
        clerks = Clerks(proxy, county)
        working = asyncio.create_task(clerks.work())
        await clerks.more()
        assert await asyncio.to_thread(stopping.stop) == 0
        await clerks.more()
        clerks.go_home()
        await working
        assert set(clerks.answers) == {201}
        assert await checkpoints(database) == 0  # what has a process of its own no server does
        await assert_it_says_so_before_it_stops(second, staying)


async def assert_it_says_so_before_it_stops(port: int, server: Started) -> None:
    """Told to stop, it is not ready and still answers; told again, it stops at once."""
    asked = read_settings({"GONGHUI_HTTP_PORT": str(port)}), parser().parse_args(["health"])
    assert await health(*asked) == 0
    server.process.send_signal(signal.SIGTERM)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:

        async def is_draining() -> bool:
            return (await client.get("/health/ready")).status_code == 503

        await until(is_draining)
        assert await health(*asked) == 1
        assert (await client.get("/health/live")).status_code == 200
    assert await asyncio.to_thread(server.stop) == 0
    assert await health(*asked) == 1


async def test_follower_and_checkpoints_are_processes_that_need_no_administrator(
    host: Host, database: Database
) -> None:
    """In production, with addresses that name a place and nobody; told to stop they end their round."""
    with ExitStack() as running:
        units = ("gonghui-project.service", "gonghui-checkpoint.service")
        ports = dict(zip(units, map(str, free_ports(2)), strict=True))
        both = [
            running.enter_context(started(host, name, GONGHUI_METRICS_PORT=ports[name]))
            for name in units
        ]

        async def is_taken() -> bool:
            return await checkpoints(database) == 1

        await until(is_taken)
        live = ["health", "--path", "/health/live", "--port"]
        for port in ports.values():
            assert await health(read_settings({}), parser().parse_args([*live, port])) == 0
        assert [one.stop() for one in both] == [0, 0]
        assert all("error" not in one.said() for one in both)
