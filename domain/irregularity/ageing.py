"""What lies open in an account or fund, and since when: the oldest is settled first (先进先出)."""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import msgspec

from domain.irregularity.books import Books


class Moved(NamedTuple):
    """An amount that an entry moved, in fen; positive opens, negative settles what is open."""

    on: date
    position: int
    fen: int


class Open(msgspec.Struct, frozen=True):
    """What of an entry is not settled yet, in fen."""

    on: date
    position: int
    fen: int


def still_open(moves: Iterable[Moved]) -> list[Open]:
    """Return what is open after all moves, oldest first; what settles more than is open opens the other way."""
    waiting: deque[Open] = deque()
    for move in sorted(moves):
        left = move.fen
        while left and waiting and (waiting[0].fen > 0) != (left > 0):
            oldest = waiting.popleft()
            rest = oldest.fen + left
            if (rest > 0) == (oldest.fen > 0) and rest:
                waiting.appendleft(Open(oldest.on, oldest.position, rest))
                left = 0
            else:
                left = rest
        if left:
            waiting.append(Open(move.on, move.position, left))
    return list(waiting)


def moves_on(
    books: Books, accounts: Iterable[str], side: int
) -> dict[tuple[str, str], list[Moved]]:
    """Return what moved on some accounts and those below them, by account and fund.

    `side` is 1 where a debit opens (what others owe), -1 where a credit does.
    """
    wanted = tuple(accounts)
    moved: dict[tuple[str, str], list[Moved]] = {}
    for at, lines in books.booked():
        for line in lines:
            if books.chart.covering(line.account, wanted) is not None:
                key = (line.account, line.fund)
                moved.setdefault(key, []).append(
                    Moved(at.occurred_on, at.position, side * line.fen)
                )
    return moved


def older_than(open_: Iterable[Open], day: date, days: int) -> Iterator[Open]:
    """Yield what has lain open for more than some days on a day."""
    return (each for each in open_ if each.fen > 0 and (day - each.on).days > days)
