"""代发文件: what a bank is given to pay a list. Accounts stand in it in clear: made on request, never kept."""

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

from domain.money import yuan_text
from services.words.bank_file import COLUMNS


class BankLine(NamedTuple):
    """One account and what goes into it."""

    name: str
    bank_name: str
    account: str
    amount_fen: int


def bank_file(batch_no: str, lines: Sequence[BankLine]) -> str:
    """Return the file as CSV: the same list gives the same bytes, whose digest the payment names."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, line in enumerate(lines, start=1):
        account = (_plain(line.name), line.account, _plain(line.bank_name))
        writer.writerow([number, *account, yuan_text(line.amount_fen), _plain(batch_no)])
    return written.getvalue()


def _plain(text: str) -> str:
    """A spreadsheet runs text that begins like a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
