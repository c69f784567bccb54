"""How wide the columns of a table are and how large its type is, from what stands in it."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

_WHOLE: Final = re.compile(r"[!-~]+")
"""What is not broken at the end of a line: a number, an amount, a date."""
_NATURAL_MOST: Final = 28
_UNBROKEN_MOST: Final = 40
_LEAST: Final = 4
_BY_HAND: Final = 14
_PADDING: Final = 1
_PORTRAIT_POINTS: Final = 505
_LANDSCAPE_POINTS: Final = 752
_LARGEST: Final = 95
_SMALLEST: Final = 55


class Layout(NamedTuple):
    """Shares of the width by column, and the size of the type in tenths of a point."""

    weights: list[int]
    tenths: int


def layout(
    titles: Sequence[str], rows: Sequence[Sequence[str]], *, flipped: bool, by_hand: frozenset[str]
) -> Layout:
    """Return a layout in which no number is broken; `by_hand` columns stay wide for a pen."""
    cells = [(title, [row[n] for row in rows]) for n, title in enumerate(titles)]
    unbroken = [_unbroken(title, texts) for title, texts in cells]
    natural = [
        max(
            least,
            min(_NATURAL_MOST, _widest(title, texts)),
            _BY_HAND if title in by_hand else 0,
        )
        for least, (title, texts) in zip(unbroken, cells, strict=True)
    ]
    points = _LANDSCAPE_POINTS if flipped else _PORTRAIT_POINTS
    room = points * 20 // _SMALLEST - _PADDING * len(titles)
    weights = _shrunk(natural, unbroken, room)
    needed = sum(weights) + _PADDING * len(titles)
    tenths = max(_SMALLEST, min(_LARGEST, points * 20 // needed))
    return Layout([weight + _PADDING for weight in weights], tenths)


def width(text: str) -> int:
    """Return the width of a text in halves of a Chinese letter."""
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


def _widest(title: str, cells: Sequence[str]) -> int:
    return max(_heading(title), max(map(width, cells), default=0))


def _heading(title: str) -> int:
    """A long heading is broken over two lines."""
    return min(width(title), max(8, width(title) // 2 + 2))


def _unbroken(title: str, cells: Sequence[str]) -> int:
    runs = (len(run) for text in (title, *cells) for run in _WHOLE.findall(text))
    return max(_LEAST, min(_UNBROKEN_MOST, max(runs, default=0)))


def _shrunk(natural: list[int], least: list[int], room: int) -> list[int]:
    """Take what is too much from the columns that can be broken, in proportion."""
    excess = sum(natural) - room
    spare = sum(natural) - sum(least)
    if excess <= 0 or spare <= 0:
        return natural
    excess = min(excess, spare)
    return [
        have - excess * (have - need) // spare for have, need in zip(natural, least, strict=True)
    ]
