"""People at work while the code is exchanged: clerks who write, and readers who look at ledgers all the time."""

import asyncio
import time
import uuid
from collections import defaultdict
from itertools import pairwise
from typing import Final

import msgspec

from tests.upgrade.asking import Answer, ask

AMOUNT_FEN: Final = 100
MONTH: Final = "2026-01"
_TRIES: Final = 50
_PAUSE_SECONDS: Final = 0.03
_UNAVAILABLE: Final = 503


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """Where a clerk writes: a union, its key, and a member who pays dues there."""

    union_id: str
    key: str
    member_id: str

    @property
    def path(self) -> str:
        return f"/v1/unions/{self.union_id}"


class Seen(msgspec.Struct, kw_only=True):
    """What came of the load so far."""

    acknowledged: dict[str, int] = msgspec.field(default_factory=lambda: defaultdict(int))
    failed: list[str] = msgspec.field(default_factory=list)
    retried: int = 0
    reads: int = 0
    stalls: dict[str, float] = msgspec.field(default_factory=lambda: defaultdict(float))
    phase: str = "before"
    begun: dict[str, float] = msgspec.field(default_factory=dict)

    @property
    def acknowledged_fen(self) -> dict[str, int]:
        """What the ledgers must say was received."""
        return {union: count * AMOUNT_FEN for union, count in self.acknowledged.items()}

    def enter(self, phase: str) -> None:
        """What happens from now on belongs to another phase."""
        self.phase = phase
        self.begun[phase] = time.monotonic()

    @property
    def seconds(self) -> dict[str, float]:
        """How long each phase but the last took."""
        begun = list(self.begun.items())
        return {name: after - at for (name, at), (_, after) in pairwise(begun)}


class Load:
    """Clerks and readers before one port, until told to stop."""

    def __init__(self, port: int, desks: list[Desk], *, clerks: int, readers: int) -> None:
        self._port = port
        self._stop = asyncio.Event()
        self._tasks = [
            *(self._clerk(desks[number % len(desks)]) for number in range(clerks)),
            *(self._reader(desks[number % len(desks)]) for number in range(readers)),
        ]
        self._work: list[asyncio.Task[None]] = []
        self.seen = Seen()

    def begin(self) -> None:
        self._work = [asyncio.create_task(work) for work in self._tasks]

    async def end(self) -> Seen:
        """Let everybody end what they are at."""
        self._stop.set()
        await asyncio.gather(*self._work)
        return self.seen

    async def until_more(self, writes: int) -> None:
        """Wait until so many more commands are acknowledged."""
        wanted = sum(self.seen.acknowledged.values()) + writes
        while sum(self.seen.acknowledged.values()) < wanted:  # noqa: ASYNC110 # clerks need no signal
            await asyncio.sleep(0.01)

    async def _clerk(self, desk: Desk) -> None:
        receipt = {"member_id": desk.member_id, "dues_month": MONTH, "amount_fen": AMOUNT_FEN}
        body = {"occurred_on": "2026-01-31", "receipts": [receipt]}
        while not self._stop.is_set():
            answer = await self._asked("POST", f"{desk.path}/dues/receipts", desk, body)
            if answer is not None:
                self.seen.acknowledged[desk.union_id] += 1
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _reader(self, desk: Desk) -> None:
        paths = (f"{desk.path}/dues/months?year=2026", f"{desk.path}/members", f"{desk.path}/setup")
        while not self._stop.is_set():
            for path in paths:
                begun = time.perf_counter()
                await self._asked("GET", path, desk, None)
                phase, took = self.seen.phase, time.perf_counter() - begun
                self.seen.reads += 1
                self.seen.stalls[phase] = max(self.seen.stalls[phase], took)
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _asked(self, method: str, path: str, desk: Desk, body: object) -> Answer | None:
        """Ask until there is an answer: a 503 that says when, or a door that is shut, is asked again."""
        command_id = str(uuid.uuid4())
        for _ in range(_TRIES):
            try:
                answer = await ask(
                    self._port, method, path, key=desk.key, body=body, command_id=command_id
                )
            except OSError:
                self.seen.retried += 1
                await asyncio.sleep(0.02)
                continue
            if answer.status == _UNAVAILABLE and "retry-after" in answer.headers:
                self.seen.retried += 1
                await asyncio.sleep(0.1)
                continue
            if answer.status < 300:
                return answer
            self.seen.failed.append(
                f"{self.seen.phase} {method} {path} {answer.status} {answer.body!r}"
            )
            return None
        self.seen.failed.append(f"{self.seen.phase} {method} {path} never answered")
        return None
