"""代发文件: what a bank is given to pay a list. Accounts stand in it in clear: made on request, never kept."""

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

from domain.money import yuan_text
from services.words.bank_file import COLUMNS
from services.workbooks.formulas import safe_text


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
        account = (safe_text(line.name), line.account, safe_text(line.bank_name))
        writer.writerow([number, *account, yuan_text(line.amount_fen), safe_text(batch_no)])
    return written.getvalue()
