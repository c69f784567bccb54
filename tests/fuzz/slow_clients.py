"""Clients that send a byte a second, and what the others notice of them (assurance S6, S12)."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from statistics import quantiles
from typing import Final, Literal, NamedTuple

from tests.fuzz.serving import Served

Slowness = Literal["headers", "body"]

NORMAL_REQUESTS: Final = 400
_DRIP_SECONDS: Final = 1.0
_GIVE_UP_SECONDS: Final = 45.0


class Closed(NamedTuple):
    """A slow client: how slow, after how many seconds it was closed (None: never), and the status it was told."""

    slowness: Slowness
    seconds: float | None
    status: int | None


class Noticed(NamedTuple):
    """99 of 100 normal requests before and beside the slow ones, in milliseconds, and how those ended."""

    before_milliseconds: float
    beside_milliseconds: float
    failed: int
    closed: list[Closed]

    def longest(self, slowness: Slowness) -> float | None:
        """Return after how many seconds the last of a kind was closed; None when one never was."""
        seconds = [one.seconds for one in self.closed if one.slowness == slowness]
        told = [one for one in seconds if one is not None]
        return max(told, default=0.0) if len(told) == len(seconds) else None


async def beside_slow_clients(served: Served, *, headers: int, bodies: int) -> Noticed:
    """Ask as usual, first alone, then beside so many slow clients, and wait until all of those are closed."""
    await _normal(served, 50)  # until everything is warm
    before, failed = await _normal(served, NORMAL_REQUESTS)
    kinds: Sequence[Slowness] = [*(["headers"] * headers), *(["body"] * bodies)]  # type: ignore[list-item] # two literals
    slow = [asyncio.create_task(_slow(served, kind)) for kind in kinds]
    await asyncio.sleep(1.5)
    beside, failed_too = await _normal(served, NORMAL_REQUESTS)
    closed = await asyncio.gather(*slow)
    return Noticed(before, beside, failed + failed_too, list(closed))


async def _normal(served: Served, count: int) -> tuple[float, int]:
    """Ask who one is, over and over on one connection; return the 99th percentile and how many failed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    asked = f"GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {served.key}\r\n\r\n".encode()
    seconds, failed = [], 0
    for _ in range(count):
        begun = time.perf_counter()
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(_length(head))
        seconds.append(time.perf_counter() - begun)
        failed += _status(head) != 200
    writer.close()
    return quantiles(seconds, n=100)[98] * 1_000, failed


async def _slow(served: Served, slowness: Slowness) -> Closed:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    if slowness == "headers":
        begin, drip = "GET /v1/me HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"x"
    else:
        head = f"POST {served.path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {served.key}\r\n"
        begin = f"{head}Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{{"
        drip = b" "
    writer.write(begin.encode())
    begun = time.perf_counter()
    dripping = asyncio.create_task(_drip(writer, drip))
    told = b""
    try:
        async with asyncio.timeout(_GIVE_UP_SECONDS):
            while piece := await reader.read(65_536):
                told += piece
        seconds: float | None = time.perf_counter() - begun
    except TimeoutError:
        seconds = None
    except ConnectionError:
        seconds = time.perf_counter() - begun
    dripping.cancel()
    writer.close()
    return Closed(slowness, seconds, _status(told) if told else None)


async def _drip(writer: asyncio.StreamWriter, byte: bytes) -> None:
    with contextlib.suppress(ConnectionError):
        while True:
            await asyncio.sleep(_DRIP_SECONDS)
            writer.write(byte)
            await writer.drain()


def _status(head: bytes) -> int:
    return int(head.split(b" ", 2)[1])


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
