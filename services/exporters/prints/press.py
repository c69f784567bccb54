"""Has a paper typeset in a child process with limits on memory, time and length; a few at once, off the event loop.

The same values give the same bytes: the date of the file is that of the books it shows, not the clock's.
"""

import asyncio
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from services.exporters.prints.child import Made, Order
from services.exporters.prints.document import Paper, Sheet, Slips, Table, Vouchers
from services.exporters.prints.failures import PrintFailed
from services.exporters.prints.limits import DEFAULT_LIMITS, PrintLimits

_SOURCE: Final = Path(__file__).parents[3]
_START: Final = (
    "import sys; sys.path.append(sys.argv[1]); "
    "from services.exporters.prints.child import main; main()"
)
_OUT_OF_TIME: Final = -signal.SIGXCPU


def typeset(paper: Paper, *, dated: datetime, limits: PrintLimits = DEFAULT_LIMITS) -> bytes:
    """Return a paper as PDF. Blocks; raises PrintFailed. `dated` stands in the file as its date."""
    cells = cells_of(paper)
    if cells > limits.cells:
        raise PrintFailed("too_long")
    order = Order(
        template=_template(paper),
        document=msgspec.json.encode(paper),
        dated=int(dated.timestamp()),
        tagged=cells <= limits.tagged_cells,
        memory_bytes=limits.memory_bytes,
        cpu_seconds=limits.cpu_seconds,
    )
    answer = msgspec.msgpack.decode(_ask_child(order, limits), type=Made)
    if answer.fault is not None:
        raise PrintFailed(answer.fault)
    return answer.pdf


def cells_of(paper: Paper) -> int:
    """Return how many cells the tables of a paper have."""
    match paper:
        case Sheet():
            tables = [block for block in paper.blocks if isinstance(block, Table)]
            return sum(len(table.rows) * len(table.columns) for table in tables)
        case Slips():
            return sum(len(slip.facts) for slip in paper.slips)
        case Vouchers():
            return sum(_size(slip.lines) for slip in paper.vouchers)


def _size(lines: Sequence[Sequence[str]]) -> int:
    return sum(map(len, lines))


def _template(paper: Paper) -> str:
    match paper:
        case Sheet():
            return "sheet"
        case Slips():
            return "slips"
        case Vouchers():
            return "vouchers"


def _ask_child(order: Order, limits: PrintLimits) -> bytes:
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-I", "-c", _START, str(_SOURCE)],
            input=msgspec.msgpack.encode(order),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=limits.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PrintFailed("timed_out") from None
    if child.returncode != 0:
        raise PrintFailed("timed_out" if child.returncode == _OUT_OF_TIME else "failed")
    return child.stdout


class Press:
    """Takes turns at typesetting, for everybody in this process; nobody gets all of them."""

    def __init__(self, limits: PrintLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._turns = asyncio.Semaphore(limits.at_once)
        self._held: Counter[str] = Counter()

    async def typeset(self, paper: Paper, *, dated: datetime, holder: str) -> bytes:
        """Return a paper as PDF; raises PrintFailed, `busy` where no turn came in time.

        `holder` is who asks.
        """
        if self._held[holder] >= self._limits.each_at_once:
            raise PrintFailed("busy")
        self._held[holder] += 1
        try:
            return await self._in_turn(paper, dated)
        finally:
            self._held[holder] -= 1
            self._held += Counter()  # whoever holds nothing is forgotten

    async def _in_turn(self, paper: Paper, dated: datetime) -> bytes:
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(self._limits.patience_seconds):
                    await held.enter_async_context(self._turns)
            except TimeoutError:
                raise PrintFailed("busy") from None
            return await asyncio.to_thread(typeset, paper, dated=dated, limits=self._limits)
