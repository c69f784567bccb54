"""One request on a connection of its own, and a proxy that takes such connections to the process in turn."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401
        return json.loads(self.body)


async def ask(
    port: int,
    method: str,
    path: str,
    *,
    key: str | None = None,
    body: object = None,
    command_id: str | None = None,
) -> Answer:
    """Send a request and read the whole answer; raises OSError where the connection does not last."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        content = b"" if body is None else json.dumps(body).encode()
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Connection: close",
            f"Content-Length: {len(content)}",
        ]
        if body is not None:
            lines.append("Content-Type: application/json")
        if key is not None:
            lines.append(f"Authorization: Bearer {key}")
        if command_id is not None:
            lines.append(f"Idempotency-Key: {command_id}")
        writer.write("\r\n".join([*lines, "", ""]).encode() + content)
        await writer.drain()
        head, _, content = (await reader.read()).partition(b"\r\n\r\n")
    finally:
        writer.close()
    if not head:
        raise ConnectionResetError
    first, *named = head.decode("latin-1").split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (one.partition(":") for one in named)
    }
    if headers.get("transfer-encoding") == "chunked":
        content = _joined(content)
    return Answer(int(first.split()[1]), headers, content)


def _joined(content: bytes) -> bytes:
    parts = []
    while content:
        size, _, content = content.partition(b"\r\n")
        length = int(size, 16)
        parts.append(content[:length])
        content = content[length + 2 :]
    return b"".join(parts)


class RoundRobin:
    """Takes each connection to the next process; one that is taken out gets no more, and ends what it has."""

    def __init__(self) -> None:
        self._ports: list[int] = []
        self._open: dict[int, int] = {}
        self._changed = asyncio.Condition()
        self.refused = 0

    def add(self, *ports: int) -> None:
        self._ports += ports

    async def drain(self, port: int) -> None:
        """Take a process out and wait until it has answered everything it was asked."""
        self._ports.remove(port)
        async with self._changed:
            await self._changed.wait_for(lambda: not self._open.get(port))

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        try:
            port, there_reader, there_writer = await self._connected()
        except OSError:
            self.refused += 1
            writer.close()
            return
        try:
            await asyncio.gather(_pour(reader, there_writer), _pour(there_reader, writer))
        finally:
            there_writer.close()
            writer.close()
            async with self._changed:
                self._open[port] -= 1
                self._changed.notify_all()

    async def _connected(self) -> tuple[int, asyncio.StreamReader, asyncio.StreamWriter]:
        for _ in range(len(self._ports)):
            port = self._ports.pop(0)
            self._ports.append(port)
            self._open[port] = self._open.get(port, 0) + 1
            try:
                return port, *await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                self._open[port] -= 1
        raise ConnectionRefusedError


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while block := await reader.read(65536):
            writer.write(block)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
    except OSError:
        writer.close()


@asynccontextmanager
async def round_robin() -> AsyncIterator[tuple[RoundRobin, int]]:
    """A proxy and the port it listens on."""
    proxy = RoundRobin()
    server = await asyncio.start_server(proxy.carry, "127.0.0.1", 0)
    try:
        yield proxy, server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
