"""The two axes of a ledger: what was known when, along the log; and which day it is of, at fixed knowledge."""

from datetime import date

import msgspec

from services.exporters.difference.lines import Lines, lines_of
from services.exporters.difference.search import Looks
from services.exporters.ledgers.registry import ledger_rows
from services.exporters.ledgers.table import LedgerAsked
from services.reads import Ledgers
from services.reads.scope import Replayed


class Replaying:
    """A ledger where a replay stands; the date asked for may be moved."""

    def __init__(
        self, ledgers: Ledgers, replayed: Replayed, asked: LedgerAsked, ledger: str
    ) -> None:
        self._ledgers = ledgers.within(replayed)
        self._asked = asked
        self._ledger = ledger
        self.replayed = replayed
        self.as_of = asked.scope.as_of
        self.look = Looks(self._shown)

    async def _shown(self) -> Lines:
        scope = msgspec.structs.replace(
            self._asked.scope, as_of=self.as_of, known_at=self.replayed.position, min_position=0
        )
        asked = msgspec.structs.replace(self._asked, scope=scope)
        return lines_of(self._ledger, await ledger_rows(self._ledgers, asked, self._ledger))


class KnowledgeAxis:
    """Along the log, at one business date."""

    def __init__(self, replaying: Replaying) -> None:
        self._replaying = replaying
        self._replayed = replaying.replayed

    async def go(self, place: int) -> None:
        await self._replayed.forward(place)

    async def look(self) -> Lines:
        return await self._replaying.look()

    async def mark(self) -> None:
        await self._replayed.mark()

    async def back(self) -> None:
        await self._replayed.back()

    async def keep(self) -> None:
        await self._replayed.keep()


class DateAxis:
    """Along the calendar, at one position of the log; either way."""

    def __init__(self, replaying: Replaying) -> None:
        self._replaying = replaying
        self._marks: list[date] = []

    async def go(self, place: date) -> None:
        self._replaying.as_of = place

    async def look(self) -> Lines:
        return await self._replaying.look()

    async def mark(self) -> None:
        self._marks.append(self._replaying.as_of)

    async def back(self) -> None:
        self._replaying.as_of = self._marks.pop()

    async def keep(self) -> None:
        self._marks.pop()
