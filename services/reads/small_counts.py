"""Small counts of people: which cells of a table are left out, so that none of them can be told by subtraction.

A cell of one to `least - 1` people is left out (domain.md 8.1, assurance S19). Because totals stand beside their
parts, others go with it: what a total less the parts that are shown leaves over is itself no small count, and never
one cell alone. None at all is told: there is nobody to tell apart.

This holds within one answer. Two answers, of two months or two instants, can be held against each other, and the
stocks of two months: what lies between them is a net change, and such differences are not covered.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar
from uuid import UUID

Cell = tuple[UUID | None, str]
"""A unit (None: all of them together) and the name of a figure."""

_T = TypeVar("_T")


class Sum(NamedTuple):
    """Cells that add up to another; without a total, cells of which no single one may be left out."""

    total: Cell | None
    parts: Sequence[Cell]


class _Row:
    """A sum as it stands: how many of its parts are left out, and how many people these are."""

    def __init__(self, of: Sum, counts: Mapping[Cell, int]) -> None:
        self.total = of.total
        self.total_hidden = False
        self.hidden = 0
        self.people = 0
        self._of, self._counts = of, counts
        self._next: Iterator[Cell] | None = None

    def smallest(self, hidden: set[Cell]) -> Cell | None:
        """Return the smallest part that is still told."""
        if self._next is None:
            told = [part for part in self._of.parts if self._counts.get(part)]
            told.sort(key=lambda part: (abs(self._counts[part]), _order(part)))
            self._next = iter(told)
        return next((part for part in self._next if part not in hidden), None)

    def is_safe(self, least: int) -> bool:
        if self.total is None:
            return self.hidden != 1
        if self.total_hidden:
            return self.hidden > 0
        return self.hidden == 0 or (self.hidden > 1 and self.people >= least)


def left_out(
    counts: Mapping[Cell, int], sums: Sequence[Sum], least: int, *, also: Iterable[Cell] = ()
) -> frozenset[Cell]:
    """Return the cells that are not told; `also` names some that tell of few people whatever they count."""
    rows = [_Row(one, counts) for one in sums]
    of_total: dict[Cell, list[_Row]] = defaultdict(list)
    of_part: dict[Cell, list[_Row]] = defaultdict(list)
    for row, one in zip(rows, sums, strict=True):
        if one.total is not None:
            of_total[one.total].append(row)
        for part in one.parts:
            of_part[part].append(row)
    hidden: set[Cell] = set()
    touched: deque[_Row] = deque()

    def hide(cell: Cell) -> None:
        hidden.add(cell)
        for row in of_total[cell]:
            row.total_hidden = True
            touched.append(row)
        for row in of_part[cell]:
            row.hidden += 1
            row.people += abs(counts[cell])
            touched.append(row)

    small = {cell for cell, count in counts.items() if 0 < abs(count) < least}
    small |= {cell for cell in also if counts.get(cell)}
    for cell in sorted(small, key=_order):
        hide(cell)
    while touched:
        row = touched.popleft()
        while not row.is_safe(least):
            next_cell = row.smallest(hidden) or _total_of(row)
            if next_cell is None:
                break
            hide(next_cell)
    return frozenset(hidden)


def _order(cell: Cell) -> tuple[int, str]:
    """The same table leaves out the same cells in every process: two choices held together would tell more."""
    return -1 if cell[0] is None else cell[0].int, cell[1]


def _total_of(row: _Row) -> Cell | None:
    """With every part left out the total goes as well: it is as small, or is one part's."""
    return None if row.total_hidden else row.total


def across(counts: Mapping[Cell, int], units: Sequence[UUID]) -> tuple[dict[Cell, int], list[Sum]]:
    """Return the counts with those of all units together, and that these are their sums."""
    names = {name for _, name in counts}
    together: dict[Cell, int] = dict(counts)
    sums = []
    for name in sorted(names):
        parts = [(unit, name) for unit in units if counts.get((unit, name))]
        together[None, name] = sum(counts[part] for part in parts)
        sums.append(Sum((None, name), parts))
    return together, sums


def told(value: _T, cell: Cell, hidden: frozenset[Cell]) -> _T | None:
    """Return a value of a cell, None where it is left out."""
    return None if cell in hidden else value
