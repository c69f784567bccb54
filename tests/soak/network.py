"""What lies between clerks, application and PostgreSQL: lines that can be cut, lose an answer, or carry nothing."""

import asyncio
import re
from typing import Final

from tests.faults.proxy import Mood, Place, Proxy, reset

_INT8: Final = rb"\x00\x00\x00\x08.{8}"
_ANSWER: Final = _INT8 + _INT8 + rb"\x00\x00\x00\x20.{32}" + _INT8 + rb"\x00\x00\x00\x01."
_NULL: Final = rb"\xff\xff\xff\xff"
APPENDED: Final = re.compile(
    rb"D.{4}\x00(\x05|\x08\x00\x00\x00\x04.{4}" + _NULL + _NULL + rb")" + _ANSWER, re.DOTALL
)
"""A row of PostgreSQL's that says an append has been stored: alone, or in a group."""
WRITTEN: Final = re.compile(rb"HTTP/1\.1 20[01] .*?\r\n\r\n(?P<body>\{.*\})", re.DOTALL)
"""A whole answer of the API's to a write, in one piece."""


class Line(Proxy):
    """A TCP port before a server; what the server cannot take is reset, as without a line."""

    answer = APPENDED

    def __init__(self, target: Place) -> None:
        super().__init__(target)
        self.port = 0
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await super().serve(reader, writer)
        except OSError:
            reset(writer)

    def reset_all(self) -> None:
        super().reset_all()
        self._writers.clear()

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self.reset_all()
        await super().close()


class WebLine(Line):
    """A line before a port of the application; what it loses it keeps, to be compared with what a retry is told."""

    answer = WRITTEN


__all__ = ["Line", "Mood", "WebLine"]
