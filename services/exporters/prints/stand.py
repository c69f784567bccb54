"""On what event of the log a paper stands: what makes it the same paper whenever it is printed."""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from services.clock import CHINA
from services.exporters.ledgers.imprint import standing
from services.store.contract import LogStore
from services.words import prints as words

_CHAIN_SHOWN = 16
_BEFORE_THE_BOOKS = datetime(2000, 1, 1, tzinfo=UTC)


class Stand(NamedTuple):
    """A position that shows what the paper shows, when it was recorded (in China), and the chain's hash there."""

    position: int
    recorded_at: datetime
    chain: str

    @property
    def mark(self) -> str:
        """What stands at the foot of every page of a form."""
        return words.STAND_MARK.format(
            position=self.position, chain=self.chain[:_CHAIN_SHOWN], until=self.until
        )

    @property
    def until(self) -> str:
        """Up to when the books are told."""
        return f"{self.recorded_at:%Y-%m-%d %H:%M}"


async def stand_at(log: LogStore, union_id: UUID, position: int) -> Stand:
    """Return what a paper made at a position stands on."""
    event = await standing(log, union_id, position)
    if event is None:
        return Stand(0, _BEFORE_THE_BOOKS.astimezone(CHINA), "")
    return Stand(event.position, event.recorded_at.astimezone(CHINA), event.hash.hex())
