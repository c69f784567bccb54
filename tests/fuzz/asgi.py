"""A request as raw as a network may bring it, put straight to the application."""

import time
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from litestar import Litestar

Headers = Sequence[tuple[bytes, bytes]]


class Raw(NamedTuple):
    """What is sent. `breaks_off`: the sender is gone after the last piece. `client`: the sender's address."""

    name: str
    method: str
    path: bytes
    query: bytes
    headers: Headers
    pieces: Sequence[bytes] = (b"",)
    breaks_off: bool = False
    client: str = "192.0.2.1"


class Answered(NamedTuple):
    """What came back; status 0: nothing. `all_headers`: with those that come more than once."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes
    seconds: float
    all_headers: Headers = ()


async def ask(app: Litestar, raw: Raw) -> Answered:
    """Send a request. An exception that leaves the application is an answer of status 599."""
    sent: list[Any] = []
    waiting = list(raw.pieces)

    async def receive() -> Any:  # noqa: ANN401 # an ASGI message
        if not waiting and raw.breaks_off:
            return {"type": "http.disconnect"}
        body = waiting.pop(0) if waiting else b""
        more = bool(waiting) or raw.breaks_off
        return {"type": "http.request", "body": body, "more_body": more}

    async def send(message: Any) -> None:  # noqa: ANN401
        sent.append(message)

    begun = time.perf_counter()
    try:
        await app(_scope(raw), receive, send)
    except Exception as error:  # noqa: BLE001 # whatever it is, it should not have come out
        return Answered(599, {}, repr(error).encode(), time.perf_counter() - begun)
    seconds = time.perf_counter() - begun
    start = next((one for one in sent if one["type"] == "http.response.start"), None)
    body = b"".join(one.get("body", b"") for one in sent if one["type"] == "http.response.body")
    if start is None:
        return Answered(0, {}, body, seconds)
    headers = start["headers"]
    return Answered(start["status"], dict(headers), body, seconds, headers)


def _scope(raw: Raw) -> Any:  # noqa: ANN401
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": raw.method,
        "scheme": "http",
        "path": unquote_to_bytes(raw.path).decode("utf-8", "replace"),
        "raw_path": raw.path,
        "query_string": raw.query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in raw.headers],
        "client": (raw.client, 4711),
        "server": ("gonghui.test", 80),
        "state": {},
    }
