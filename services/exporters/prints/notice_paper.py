"""公示 on an A4 sheet: name masked, unit, class, kind of aid and amount, and nothing more (domain.md, rule 19)."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from domain.money import yuan_text
from services.exporters.ledgers.table import word
from services.exporters.prints.document import AnyBlock, Column, Sheet, Side, Table, Total, Words
from services.exporters.prints.layout import layout
from services.exporters.prints.receipts import paper_day
from services.exporters.prints.stand import Stand
from services.words import prints as words
from services.words.ledgers.words import TOTAL

_AMOUNT: Final = 6
_SIDES: Final[Sequence[Side]] = ("center", "left", "left", "left", "left", "left", "right")


class NoticeRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody as far as a notice tells of them; a name that may not be told is hidden already."""

    name: str
    unit: str
    department: str | None
    hardship_class: str | None
    category: str | None = None
    amount_fen: int | None = None


class NoticeAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What a notice is about. `last`: the day it may be taken down, if it hangs and rules say how long."""

    union: str
    lead: str
    rows: list[NoticeRow]
    document_no: str | None
    unnamed: int
    first: date | None = None
    days: int | None = None
    last: date | None = None


def notice_paper(asked: NoticeAsked, stand: Stand) -> Sheet:
    """Return the sheet to hang out."""
    told = [
        asked.lead,
        *_term(asked),
        words.NOTICE_OBJECTIONS,
        *([words.NOTICE_BASIS.format(document=asked.document_no)] if asked.document_no else []),
        *([words.NOTICE_UNNAMED.format(count=asked.unnamed)] if asked.unnamed else []),
    ]
    lead, *after = (Words(text=text) for text in told)
    blocks: list[AnyBlock] = [lead, _table(asked.rows), *after]
    return Sheet(
        title=words.NOTICE_TITLE,
        left=words.UNION.format(union=asked.union),
        right=words.YUAN,
        mark=stand.mark,
        tenths=110,
        blocks=blocks,
        signatures=[f"{asked.union}{words.STAMP}", words.BY_HAND],
    )


def _term(asked: NoticeAsked) -> list[str]:
    if asked.first is None:
        return []
    first = paper_day(asked.first)
    if asked.days is None or asked.last is None:
        return [words.NOTICE_SINCE.format(first=first)]
    last = paper_day(asked.last)
    return [words.NOTICE_UNTIL.format(first=first, days=asked.days, last=last)]


def _table(rows: Sequence[NoticeRow]) -> Table:
    """Columns that nobody has anything in are left out: a file has neither kind of aid nor amount."""
    lines = [_line(number, row) for number, row in enumerate(rows, start=1)]
    kept = [n for n in range(len(words.NOTICE_COLUMNS)) if n <= 1 or any(line[n] for line in lines)]
    titles = [words.NOTICE_COLUMNS[n] for n in kept]
    shown = [[line[n] for n in kept] for line in lines]
    laid = layout(titles, shown, flipped=False, by_hand=frozenset())
    columns = [
        Column(title=title, weight=weight, align=_SIDES[n])
        for n, title, weight in zip(kept, titles, laid.weights, strict=True)
    ]
    return Table(columns=columns, rows=shown, totals=_totals(rows, len(kept), _AMOUNT in kept))


def _line(number: int, row: NoticeRow) -> list[str]:
    return [
        str(number),
        row.name,
        row.unit,
        row.department or "",
        word(row.hardship_class),
        word(row.category),
        "" if row.amount_fen is None else yuan_text(row.amount_fen),
    ]


def _totals(rows: Sequence[NoticeRow], width: int, has_amounts: bool) -> list[Total]:  # noqa: FBT001
    if not has_amounts:
        return []
    total = sum(row.amount_fen or 0 for row in rows)
    return [Total(text=TOTAL, across=width - 1), Total(text=yuan_text(total), align="right")]
