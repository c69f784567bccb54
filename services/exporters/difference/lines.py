"""A printed ledger as lines that can be held against another's: cells as on paper, by what identifies a row."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from services.exporters.ledgers.table import LedgerRows, cell_text
from services.words.ledgers import LEDGER_WORDS
from services.words.ledgers.keys import KEYS
from services.words.ledgers.words import TOTAL

Line = tuple[str, ...]
Key = tuple[str, ...]
Lines = Mapping[Key, Sequence[Line]]
"""The lines by their key, in the order of paper. Rows that paper does not tell apart share a key."""

TOTALS: Key = (TOTAL,)
Change = Literal["added", "removed", "changed"]


class PairedLine(NamedTuple):
    """One line that differs: as it was, and as it is."""

    key: Key
    before: Line | None
    after: Line | None

    @property
    def change(self) -> Change:
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def lines_of(ledger: str, built: LedgerRows) -> Lines:
    """Return the lines of a ledger; the totals are a line as well. The serial number is none of their cells."""
    columns = LEDGER_WORDS[ledger].columns
    places = [columns.index(heading) for heading in KEYS.get(ledger, columns)]
    lines: dict[Key, list[Line]] = {}
    for row in built.rows:
        line = tuple(map(cell_text, row))
        lines.setdefault(tuple(line[place] for place in places), []).append(line)
    if built.totals is not None:
        lines[TOTALS] = [tuple(map(cell_text, built.totals))]
    return lines


def changed_keys(before: Lines, after: Lines) -> frozenset[Key]:
    """Return the keys under which not the same lines stand, in whatever order."""
    return frozenset(
        key
        for key in before.keys() | after.keys()
        if Counter(before.get(key, ())) != Counter(after.get(key, ()))
    )


def paired(before: Lines, after: Lines) -> Iterator[PairedLine]:
    """Yield every line that differs: those of the later ledger in its order, then those that are gone.

    Under one key equal lines are taken away first; of what is left the first was the first, and so on.
    """
    changed = changed_keys(before, after)
    for key in (*after, *(gone for gone in before if gone not in after)):
        if key in changed:
            was = _without(before.get(key, ()), after.get(key, ()))
            now = _without(after.get(key, ()), before.get(key, ()))
            for old, new in zip_longest(was, now):
                yield PairedLine(key, old, new)


def _without(lines: Sequence[Line], others: Sequence[Line]) -> list[Line]:
    spare = Counter(others)
    left = []
    for line in lines:
        if spare[line] > 0:
            spare[line] -= 1
        else:
            left.append(line)
    return left
