"""Finds the header of a table: one to three rows of known column names, in any order.

A group stands above its columns ("2026年会费实缴" over twelve months) and counts for every column
to its right that has a name of its own below. What a group calls owed is not taken for received.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from services.importers.columns import (
    COLUMNS,
    ID_NUMBER,
    MONTHS,
    NAME,
    TableKind,
    required_names,
)
from services.importers.vocabulary import Vocabulary, plain_header
from services.importers.workbook import Cell

DEEPEST: Final = 3
LEAST_KNOWN: Final = 2
NEARLY: Final = 0.6
OWED: Final = re.compile("应缴|应交|应收|欠缴|欠交|未缴")
ABOUT_DUES: Final = re.compile("会费|实缴|收缴|缴费|缴纳|月份")
LEAST_MONTHS: Final = 6
MONTH_NAMES: Final = frozenset(MONTHS)
MONTH_NUMBERS: Final = frozenset(range(1, len(MONTHS) + 1))
PERSONAL: Final = frozenset((NAME, ID_NUMBER))

NumberedRow = tuple[int, Sequence[Cell]]


class Header(msgspec.Struct, frozen=True):
    """`columns`: name to column indexes (more than one is a fault). Rows as Excel counts."""

    kind: TableKind
    first_row: int
    last_row: int
    depth: int
    columns: Mapping[str, tuple[int, ...]]
    unknown: Mapping[int, str]

    @property
    def missing(self) -> frozenset[str]:
        """Required columns that are not there; a table of dues may hold some months only."""
        absent = required_names(self.kind) - self.columns.keys()
        return absent - MONTH_NAMES if MONTH_NAMES & self.columns.keys() else absent

    @property
    def repeated(self) -> dict[str, tuple[int, ...]]:
        return {name: found for name, found in self.columns.items() if len(found) > 1}

    @property
    def rank(self) -> tuple[bool, float, int]:
        """Complete ones first, then by the share of required columns, then by known ones."""
        required = len(required_names(self.kind))
        share = 1 - len(self.missing) / required
        return not self.missing, share, len(self.columns) - len(self.repeated)

    @property
    def nearly_complete(self) -> bool:
        return self.rank[1] >= NEARLY and bool(PERSONAL & self.columns.keys())


def header_at(
    rows: Sequence[NumberedRow], at: int, vocabulary: Vocabulary, kinds: Iterable[TableKind]
) -> Header | None:
    """The best header that begins with this row; the shallowest of equals."""
    best: Header | None = None
    for depth in range(1, DEEPEST + 1):
        window = rows[at : at + depth]
        if len(window) < depth or not all(looks_like_header(cells) for _, cells in window):
            break
        found = best_kind(window, vocabulary, kinds)
        if found and (best is None or found.rank > best.rank):
            best = found
    return best


def may_begin_header(rows: Sequence[NumberedRow], at: int, vocabulary: Vocabulary) -> bool:
    """Cheap: whether this row or one of the next two has enough known names to be looked at."""
    return looks_like_header(rows[at][1]) and any(
        sum(bool(vocabulary.names_of(text)) for text in map(header_text, cells) if text)
        >= LEAST_KNOWN
        for _, cells in rows[at : at + DEEPEST]
        if looks_like_header(cells)
    )


def looks_like_header(cells: Sequence[Cell]) -> bool:
    """Texts only, or among them the months of half a year at least as dates or bare numbers.

    Fewer are data: a birthday, a joining date and a serial number may all fall on such values.
    """
    months = [header_text(cell) for cell in cells if not isinstance(cell, str)]
    return all(months) and (not months or len(set(months)) >= LEAST_MONTHS)


def header_text(cell: Cell) -> str:
    """A month may stand in a header as an Excel date or as a bare number."""
    match cell:
        case str():
            return plain_header(cell)
        case datetime():
            return f"{cell.month}月" if cell.day == 1 else ""
        case _:
            return str(int(cell)) if cell in MONTH_NUMBERS else ""


def best_kind(
    window: Sequence[NumberedRow], vocabulary: Vocabulary, kinds: Iterable[TableKind]
) -> Header | None:
    named = list(columns_of([cells for _, cells in window], vocabulary))
    if sum(bool(meanings) for _, _, meanings in named) < LEAST_KNOWN:
        return None
    first, last = window[0][0], window[-1][0]
    found = [header_of(kind, first, last, len(window), named) for kind in kinds]
    return max(found, key=lambda header: header.rank, default=None)


def columns_of(
    grid: Sequence[Sequence[Cell]], vocabulary: Vocabulary
) -> Iterable[tuple[int, str, tuple[str, ...]]]:
    """(index, text, possible names) of every column that has a header text."""
    groups = [""] * (len(grid) - 1)
    for index in range(max(len(cells) for cells in grid)):
        texts = [header_text(cells[index]) if index < len(cells) else "" for cells in grid]
        groups = [text or group for text, group in zip(texts, groups, strict=False)]
        leaf_at = max((level for level, text in enumerate(texts) if text), default=None)
        if leaf_at is not None:
            leaf, above = texts[leaf_at], groups[:leaf_at]
            yield index, leaf, meanings_of(leaf, above, vocabulary)


def meanings_of(leaf: str, groups: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    group = groups[-1] if groups else ""
    if group and (combined := vocabulary.names_of(group + leaf)):
        return combined
    if leaf.isdigit():
        return vocabulary.names_of(f"{leaf}月") if ABOUT_DUES.search(group) else ()
    found = vocabulary.names_of(leaf)
    owed = OWED.search(group) and "实缴" not in group
    return tuple(name for name in found if not (owed and name in MONTH_NAMES))


def header_of(
    kind: TableKind,
    first: int,
    last: int,
    depth: int,
    named: Sequence[tuple[int, str, tuple[str, ...]]],
) -> Header:
    own = {column.name for column in COLUMNS[kind]}
    columns: dict[str, tuple[int, ...]] = {}
    unknown: dict[int, str] = {}
    for index, text, meanings in named:
        name = next((meaning for meaning in meanings if meaning in own), None)
        if name is None:
            unknown[index] = text
        else:
            columns[name] = (*columns.get(name, ()), index)
    return Header(kind, first, last, depth, columns, unknown)
