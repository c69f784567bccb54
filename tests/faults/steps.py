"""Kills a process between two of its statements: before PostgreSQL hears the nth, or before the answer is heard.

A statement is a round trip of the protocol: a simple query, or everything up to a Sync (PostgreSQL, "Message
Flow").
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Literal

from tests.soak.network import Line

Moment = Literal["asked", "answered"]
_QUERY: Final = ord("Q")
_SYNC: Final = ord("S")
_ALSO_AT_ONCE: Final = frozenset(b"pHcdfX")
"""Messages that are waited for by themselves: a password, a flush, a copy, the end."""
_READY: Final = b"Z\x00\x00\x00\x05"
_LENGTH_BYTES: Final = 4


class StepLine(Line):
    """A line to PostgreSQL that counts the statements of a process and kills it at one of them."""

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.steps = 0
        self._kill: Callable[[], Awaitable[None]] | None = None
        self._at = 0
        self._moment: Moment = "asked"

    def kill_at(self, step: int, moment: Moment, kill: Callable[[], Awaitable[None]]) -> None:
        """Call `kill` at a statement: before it arrives, or before its answer does."""
        self._at, self._moment, self._kill = step, moment, kill

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await self.connect()
        self._writers |= {writer, server_writer}
        doomed = asyncio.Event()
        for work in (
            self._ask(reader, server_writer, doomed),
            self._answer(server_reader, writer, doomed),
        ):
            task = asyncio.create_task(work)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, doomed: asyncio.Event
    ) -> None:
        """Pass on whole messages only: the first has no type (it starts the session)."""
        try:
            writer.write(await _message(reader, has_type=False))
            waiting = b""
            while True:
                message = await _message(reader, has_type=True)
                waiting += message
                if message[0] in (_QUERY, _SYNC):
                    self.steps += 1
                    if self.steps == self._at and self._kill is not None:
                        if self._moment == "asked":
                            await self._kill()
                            return
                        doomed.set()
                elif message[0] not in _ALSO_AT_ONCE:
                    continue
                writer.write(waiting)
                waiting = b""
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, doomed: asyncio.Event
    ) -> None:
        try:
            while block := await reader.read(65536):
                if doomed.is_set():
                    if _READY in block and self._kill is not None:
                        await self._kill()
                        return
                    continue
                writer.write(block)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()


async def _message(reader: asyncio.StreamReader, *, has_type: bool) -> bytes:
    kind = await reader.readexactly(1) if has_type else b""
    length = await reader.readexactly(_LENGTH_BYTES)
    return kind + length + await reader.readexactly(int.from_bytes(length) - _LENGTH_BYTES)
