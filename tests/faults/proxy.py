"""A socket between the store and PostgreSQL that can lose what it carries."""

import asyncio
import re
import socket
import struct
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from enum import Enum, auto
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit

# A row of five or eight columns: an append's answer, and nothing else on these connections.
ANSWER = re.compile(rb"D....\x00[\x05\x08]", re.DOTALL)


class Mood(Enum):
    """What the proxy does with bytes from the server."""

    CARRY = auto()
    SWALLOW_THEN_RESET = auto()  # the first answer is lost, after the server has committed
    BLACK_HOLE = auto()


Place = Path | tuple[str, int]
"""Where a server listens: a Unix socket, or a host and its port."""


class Proxy:
    """Forwards connections to a server; its mood may change at any time.

    `answer` is what is swallowed in a mood to lose answers; `lost` keeps the blocks it was found in.
    """

    answer: re.Pattern[bytes] = ANSWER

    def __init__(self, target: Place) -> None:
        self._target = target
        self.lost: list[bytes] = []
        self.mood = Mood.CARRY
        self.swallowed = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await self.connect()
        self._writers |= {writer, server_writer}
        for work in (
            self._carry_requests(reader, server_writer),
            self._carry_replies(server_reader, writer, server_writer),
        ):
            task = asyncio.create_task(work)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Reach the server that this stands before."""
        if isinstance(self._target, Path):
            return await asyncio.open_unix_connection(self._target)
        return await asyncio.open_connection(*self._target)

    async def _carry_requests(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            while block := await reader.read(65536):
                if self.mood is not Mood.BLACK_HOLE:
                    writer.write(block)
                    await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    async def _carry_replies(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        back: asyncio.StreamWriter,
    ) -> None:
        try:
            while block := await reader.read(65536):
                if self.mood is Mood.SWALLOW_THEN_RESET and self.answer.search(block):
                    self.swallowed += 1
                    self.lost.append(block)
                    reset(writer)
                    return
                if self.mood is not Mood.BLACK_HOLE:
                    writer.write(block)
                    await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()
            back.close()

    def reset_all(self) -> None:
        """Cut every connection, as a firewall would."""
        for writer in self._writers:
            reset(writer)

    async def close(self) -> None:
        for writer in self._writers:
            writer.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def reset(writer: asyncio.StreamWriter) -> None:
    """Close without a farewell: the other side sees ECONNRESET."""
    transport_socket = writer.get_extra_info("socket")
    if transport_socket is not None and transport_socket.fileno() >= 0:
        transport_socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@asynccontextmanager
async def proxied(address: str, *, port: int = 5432) -> AsyncIterator[tuple[Proxy, str]]:
    """A proxy before the server of an address, and the address that leads through it."""
    parts = urlsplit(address)
    named = dict(parse_qsl(parts.query))
    proxy = Proxy(_place(parts, named, port))
    kept = f"&pooler={named['pooler']}" if "pooler" in named else ""
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    listening = server.sockets[0].getsockname()[1]
    user = parts.netloc.rpartition("@")[0]
    try:
        yield (
            proxy,
            f"postgresql://{quote(user, safe=':')}@127.0.0.1:{listening}{parts.path}?sslmode=disable{kept}",
        )
    finally:
        server.close()
        await proxy.close()
        await server.wait_closed()


def _place(parts: SplitResult, named: Mapping[str, str], port: int) -> Place:
    if "host" in named:
        return Path(named["host"]) / f".s.PGSQL.{named.get('port', port)}"
    return parts.hostname or "127.0.0.1", parts.port or port
