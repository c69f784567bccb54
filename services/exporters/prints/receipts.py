"""会费收据: one slip for each receipt of dues, numbered by its place in the log, so that a number is given once.

A receipt that was reversed is printed as void, not left out: its number was given (users.md 6).
"""

from collections.abc import Sequence
from datetime import date

from domain.money import yuan_text
from services.exporters.prints.document import Slip, Slips, to_sign
from services.exporters.prints.stand import Stand
from services.reads.dues import PaperReceiptRow
from services.reads.rows import UnionRow
from services.words import prints as words
from services.words.capitals import CURRENCY, capitals


def receipts_paper(rows: Sequence[PaperReceiptRow], union: UnionRow | None, stand: Stand) -> Slips:
    """Return the slips of some receipts."""
    return Slips(
        title=words.RECEIPT_TITLE,
        slips=[_slip(row, union) for row in rows],
        mark=stand.mark,
    )


def _slip(row: PaperReceiptRow, union: UnionRow | None) -> Slip:
    code = "" if union is None else union.code
    reversed_on = row.reversed_on
    return Slip(
        title=words.RECEIPT_TITLE,
        number=receipt_number(code, row),
        union="" if union is None else union.name,
        dated=paper_day(row.received_on),
        facts=[
            (words.RECEIPT_PAYER, row.person.name or ""),
            (words.RECEIPT_DEPARTMENT, row.department or ""),
            (words.RECEIPT_FOR, words.RECEIPT_DUES),
            (words.RECEIPT_MONTH, row.dues_month),
        ],
        amount=yuan_text(row.amount_fen),
        capitals=capitals(row.amount_fen).removeprefix(CURRENCY),
        signatures=to_sign(words.RECEIPT_SIGNATURES),
        void="" if reversed_on is None else words.RECEIPT_VOID.format(day=reversed_on),
    )


def receipt_number(code: str, row: PaperReceiptRow) -> str:
    """Return the number of a receipt: the union's code and the receipt's position, once for ever."""
    return f"{code}-{row.position:08d}"


def paper_day(day: date) -> str:
    """Return a date as formal papers write it: 2026年3月5日."""
    return words.PAPER_DAY.format(day=day)
