"""A ledger of domain.md 6.1 as a paper: statements upright, lists across, L10 as its two statements."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from services.exporters import qr
from services.exporters.ledgers import Amount, LedgerTable, cell_text
from services.exporters.ledgers.table import Cell, Cells, Directed
from services.exporters.prints.document import (
    AnyBlock,
    Column,
    NewPage,
    Sheet,
    Side,
    Signatures,
    Table,
    Total,
    Words,
    to_sign,
)
from services.exporters.prints.layout import layout
from services.exporters.prints.stand import Stand
from services.words import prints as words
from services.words.ledgers.books import BALANCE_SHEET, INCOME_STATEMENT
from services.words.ledgers.words import FOOTER, REMARK, SERIAL

_UPRIGHT: Final = frozenset({"L9", "L10", "L11"})
_ITEM, _MONTH, _YEAR, _START, _END = 1, 2, 3, 4, 5
"""Columns of L10, 序号 before them."""
_BY_HAND: Final = frozenset({"领取人签字", "签名", "领取签字"})
_SIGNED: Final = ("prepared_by", "checked_by", "chairperson", "audit_chair", "seal")


def ledger_paper(table: LedgerTable, union_id: UUID, stand: Stand, *, remark: str = "") -> Sheet:
    """Return a ledger as a sheet; `remark` is a line above it."""
    flipped = table.ledger not in _UPRIGHT
    parts = _statements(table) if table.ledger == "L10" else [_whole(table)]
    made = [_table(*part, flipped=flipped) for part in parts]
    blocks: list[AnyBlock] = [Words(text=remark)] if remark else []
    for number, (one, _) in enumerate(made):
        blocks += [NewPage()] if number else []
        blocks.append(one)
    blocks += [Signatures(names=to_sign(table.signatures))] if table.signatures else []
    code = None if table.imprint is None else table.imprint.code
    footer = table.footer
    return Sheet(
        title=table.title,
        left=words.UNION.format(union=footer.union),
        middle=words.PERIOD.format(period=footer.period),
        right=words.YUAN,
        mark=_mark(table),
        flipped=flipped,
        tenths=min(tenths for _, tenths in made),
        blocks=blocks,
        signatures=to_sign(FOOTER[name] for name in _SIGNED),
        notes=_notes(table, stand),
        qr="" if code is None else qr.svg(qr.payload(union_id, code)),
    )


def _mark(table: LedgerTable) -> str:
    footer = table.footer
    if not footer.receipt_code:
        return words.POSITION.format(position=footer.position)
    return words.CODE_MARK.format(code=footer.receipt_code, position=footer.position)


def _notes(table: LedgerTable, stand: Stand) -> list[tuple[str, str]]:
    footer = table.footer
    told = [
        (FOOTER["union"], footer.union),
        (FOOTER["credit_code"], footer.credit_code or ""),
        (FOOTER["as_of"], str(footer.as_of)),
        (FOOTER["known_at"], str(footer.position)),
        (words.RECORDED_UNTIL, stand.until),
        (FOOTER["receipt_code"], footer.receipt_code),
    ]
    return [(label, value) for label, value in told if value]


_Part = tuple[str, Sequence[str], Sequence[Cells], Cells | None]
"""Caption, headings, rows, totals."""


def _whole(table: LedgerTable) -> _Part:
    return "", table.columns, table.rows, table.totals


def _statements(table: LedgerTable) -> list[_Part]:
    """工会01表 and 工会02表 have columns of their own on paper, and neither 序号 nor 备注."""
    items = [row[_ITEM] for row in table.rows]
    begins = items.index(INCOME_STATEMENT)
    sheet = _cut(table, table.rows[1:begins], (_ITEM, _START, _END))
    earnings = _cut(table, table.rows[begins + 1 :], (_ITEM, _MONTH, _YEAR))
    return [(BALANCE_SHEET, *sheet, None), (INCOME_STATEMENT, *earnings, None)]


def _cut(
    table: LedgerTable, rows: Sequence[Cells], places: Sequence[int]
) -> tuple[list[str], list[Cells]]:
    titles = [table.columns[place] for place in places]
    return titles, [[row[place] for place in places] for row in rows]


def _table(
    caption: str,
    titles: Sequence[str],
    rows: Sequence[Cells],
    totals: Cells | None,
    *,
    flipped: bool,
) -> tuple[Table, int]:
    """Return a table, and the size of type it needs."""
    shown = [[cell_text(cell) for cell in row] for row in rows]
    numbers = [] if totals is None else [[f"{cell_text(_number(cell))}0" for cell in totals]]
    laid = layout(titles, [*shown, *numbers], flipped=flipped, by_hand=_BY_HAND)
    columns = [
        Column(title=title, weight=weight, align=_side(title, [row[place] for row in rows]))
        for place, (title, weight) in enumerate(zip(titles, laid.weights, strict=True))
    ]
    return Table(columns=columns, rows=shown, totals=_totals(totals), caption=caption), laid.tenths


def _number(cell: Cell) -> Cell:
    return cell if isinstance(cell, Amount | Directed) else None


def _totals(totals: Cells | None) -> list[Total]:
    """Words of the last row go on over the empty cells beside them: a total in capitals is long (L13)."""
    found: list[Total] = []
    for cell in totals or ():
        text = cell_text(cell)
        if not text and found and found[-1].align == "left":
            last = found.pop()
            found.append(msgspec.structs.replace(last, across=last.across + 1))
        else:
            align: Side = "left" if _number(cell) is None else "right"
            found.append(Total(text=text, align=align))
    return found


def _side(title: str, cells: Sequence[object]) -> Side:
    if any(isinstance(cell, Amount | Directed) for cell in cells):
        return "right"
    return "center" if title in (SERIAL, REMARK) else "left"
