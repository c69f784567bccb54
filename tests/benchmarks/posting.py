"""One dues receipt by HTTP, 64 clients at once, against a handler that does one bare INSERT.

Both are served by a process of their own with one worker; the clients send bytes made beforehand over connections
that stay open, for a client library would be what is measured.
"""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from domain.actor import Actor
from domain.ids import MemberId
from domain.period import last_day
from services.accounts.api_keys import NewKey
from services.auth import new_key_id
from services.identifiers import new_id
from tests.benchmarks.bare import ADDRESS, PORT
from tests.benchmarks.dues import ACTOR, DUE_FEN, month_number
from tests.benchmarks.ground import CONNECTIONS, Ground
from tests.benchmarks.measuring import Clock, Row, in_turns
from tests.benchmarks.unions import found_with_members

CLIENTS: Final = 64
_MEMBERS: Final = 40
_ACTOR: Final = Actor(actor_id=ACTOR, role="operator")
_PATIENCE_SECONDS: Final = 60.0
_SERVERS: Final = {
    "ours": [str(Path(sys.executable).with_name("gonghui")), "serve"],
    "bare": [sys.executable, "-m", "tests.benchmarks.bare"],
}


class Client(msgspec.Struct, frozen=True):
    """A program of one union: its key, and the members it receives dues of."""

    union_id: UUID
    members: Sequence[MemberId]
    key: str


async def post_rows(ground: Ground) -> list[Row]:
    """Row 6 of the design. Each client belongs to a union of its own; a round is one month of each."""
    members = ground.sized(_MEMBERS, _MEMBERS // 5)
    clients = [await _client(ground, members) for _ in range(CLIENTS)]
    count = CLIENTS * members
    async with AsyncExitStack() as stack:
        ports = {name: await stack.enter_async_context(_served(ground, name)) for name in _SERVERS}

        async def turn(name: str, number: int) -> float:
            said = [list(_requests(client, month_number(number))) for client in clients]
            with Clock() as clock:
                await asyncio.gather(*(_say(ports[name], one) for one in said))
            return clock.seconds

        taken = await in_turns(
            {
                "bare": lambda number: turn("bare", number),
                "ours": lambda number: turn("ours", number),
            },
            ground.rounds,
        )
    ground.figures["http_receipts_per_second"] = count / taken["ours"]
    return [
        Row(
            name="post_receipt",
            baseline=f"Litestar, one bare INSERT, {CLIENTS} clients",
            count=count,
            baseline_seconds=taken["bare"],
            our_seconds=taken["ours"],
            wanted=0.35,
        )
    ]


async def _client(ground: Ground, members: int) -> Client:
    union_id, joined = await found_with_members(ground.books, members)
    wanted = NewKey(
        place_id=union_id,
        role="unit",
        label="基准",
        valid_for=timedelta(days=1),
        scopes=("dues.receive",),
        key_id=new_key_id(),
    )
    issued = await ground.books.accounts.keys.issue(wanted, _ACTOR, may_sign=True)
    return Client(union_id, joined, issued.text)


def _requests(client: Client, month: str) -> Iterator[bytes]:
    for member_id in client.members:
        body = msgspec.json.encode(
            {
                "occurred_on": last_day(month),
                "receipts": [{"member_id": member_id, "dues_month": month, "amount_fen": DUE_FEN}],
            }
        )
        head = (
            f"POST /v1/unions/{client.union_id}/dues/receipts HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {client.key}\r\nIdempotency-Key: {new_id()}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        yield head.encode() + body


async def _say(port: int, requests: Sequence[bytes]) -> None:
    """Send one request after the other over one connection; each must be answered 201."""
    done = asyncio.get_running_loop().create_future()
    transport, _ = await asyncio.get_running_loop().create_connection(
        lambda: _Saying(iter(requests), done), "127.0.0.1", port
    )
    try:
        await done
    finally:
        transport.close()


class _Saying(asyncio.Protocol):
    """The next request goes out when the answer to the one before is whole."""

    def __init__(self, requests: Iterator[bytes], done: "asyncio.Future[None]") -> None:
        self._requests = requests
        self._done = done
        self._heard = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment] # a stream's
        self._go_on()

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, end, body = self._heard.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        if not head.startswith(b"HTTP/1.1 201"):
            self._fail(self._heard.decode(errors="replace"))
            return
        self._heard = b""
        self._go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(f"the connection ended: {exc}")

    def _go_on(self) -> None:
        request = next(self._requests, None)
        if request is not None:
            self._transport.write(request)
        elif not self._done.done():
            self._done.set_result(None)

    def _fail(self, why: str) -> None:
        if not self._done.done():
            self._done.set_exception(AssertionError(why))


def _length(head: bytes) -> int:
    """Return the length of a body as its head tells it."""
    name, value = b"content-length:", head.lower()
    return int(value.partition(name)[2].partition(b"\r\n")[0])


@asynccontextmanager
async def _served(ground: Ground, name: str) -> AsyncIterator[int]:
    """Run one of the two servers and return its port."""
    port = _free_port()
    environ = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": ground.administrator,
        "GONGHUI_HOME": str(ground.home),
        "GONGHUI_POOL_SIZE": str(CONNECTIONS),
        ADDRESS: ground.administrator,
        PORT: str(port),
    }
    said = ground.home / f"{name}.log"
    with said.open("wb") as told:
        process = await asyncio.create_subprocess_exec(
            *_SERVERS[name],
            env=environ,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
    try:
        if not await _answers(port, process):
            raise AssertionError(said.read_text())
        yield port
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _answers(port: int, process: asyncio.subprocess.Process) -> bool:
    """Wait until a server takes connections; False when its process ended instead."""
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while process.returncode is None:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return True
    return False


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
