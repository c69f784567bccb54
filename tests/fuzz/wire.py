"""Bytes that are no HTTP, or two kinds of it at once, through a real socket: refused or hung up on, never a 5xx."""

import asyncio
import random
from typing import Final, NamedTuple

from tests.fuzz.mutating import changed_bytes
from tests.fuzz.serving import Served

_SECONDS: Final = 2.0
_AT_A_TIME: Final = 20
_LINES: Final = (
    b"GET /v1/me",
    b"GET  /v1/me HTTP/1.1",
    b"GET /v1/me HTTP/9.9",
    b"GET /v1/me HTTP/1.0",
    b"G\x00T /v1/me HTTP/1.1",
    b"GET /v1/\x00me HTTP/1.1",
    b"GET /v1/\xff HTTP/1.1",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1",
    b"GET http://a.invalid/v1/me HTTP/1.1",
    b"GET * HTTP/1.1",
    b"CONNECT a.invalid:443 HTTP/1.1",
    b"PRI * HTTP/2.0",
    b"POST /v1/federations HTTP/1.1",
)
_HEADERS: Final = (
    b"Host: x",
    b"Host: x\r\nHost: y",
    b"Content-Length: 5",
    b"Content-Length: -1",
    b"Content-Length: 99999999999999999999",
    b"Content-Length: 5\r\nContent-Length: 6",
    b"Content-Length: 5\r\nTransfer-Encoding: chunked",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: chunked, identity",
    b"Transfer-Encoding:\x0bchunked",
    b"Transfer-Encoding : chunked",
    b"Content-Encoding: gzip",
    b"Expect: 100-continue",
    b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13",
    b"X: y\r\n folded",
    b"X\x00: y",
    b": y",
    b"X: " + b"y" * 70_000,
    b"Authorization: Bearer \xff\xfe",
    b"Content-Type: application/json",
    b"Connection: close",
    b"\r\n".join(b"X-%d: y" % number for number in range(300)),
)
_BODIES: Final = (
    b"",
    b"{}",
    b"5\r\n{}   \r\n0\r\n\r\n",
    b"FFFFFFFFFFFFFFFF\r\nx",
    b"-1\r\nx\r\n",
    b"5;" + b"a" * 20_000 + b"\r\nxxxxx\r\n0\r\n\r\n",
    b"0\r\n\r\nGET /v1/me HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"\x00" * 1_000,
)


class Wired(NamedTuple):
    """How many streams were sent, how many were answered, and what was answered with a 5xx."""

    sent: int
    answered: int
    faults: list[str]


async def send_streams(served: Served, seed: int, count: int) -> Wired:
    """Send so many streams, and ask once more at the end whether somebody is there."""
    dice = random.Random(f"{seed} wire")  # noqa: S311 # repeatable
    waiting = asyncio.Semaphore(_AT_A_TIME)
    streams = [_stream(dice) for _ in range(count)]

    async def one(stream: bytes) -> bytes:
        async with waiting:
            return await _answer(served.port, stream)

    answers = await asyncio.gather(*map(one, streams))
    faults = [
        f"{answer[:60]!r} to {stream[:200]!r}"
        for stream, answer in zip(streams, answers, strict=True)
        if answer.startswith(b"HTTP/1.1 5")
    ]
    alive = await _answer(
        served.port, b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    if not alive.startswith(b"HTTP/1.1 200"):
        faults.append(f"nobody is there any more: {alive[:60]!r}")
    return Wired(count, sum(bool(answer) for answer in answers), faults)


def _stream(dice: random.Random) -> bytes:
    headers = b"\r\n".join(dice.sample(_HEADERS, dice.randint(0, 4)))
    ending = dice.choice((b"\r\n", b"\r\n", b"\n", b"\r"))
    made = dice.choice(_LINES) + ending + headers + ending + ending + dice.choice(_BODIES)
    return changed_bytes(dice, made) if dice.random() < 0.4 else made


async def _answer(port: int, stream: bytes) -> bytes:
    """Send, then wait a little for whatever comes back."""
    told = b""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(stream)
        async with asyncio.timeout(_SECONDS):
            told = await reader.read(4_000)
    except (OSError, TimeoutError):
        pass
    finally:
        writer.close()
    return told
