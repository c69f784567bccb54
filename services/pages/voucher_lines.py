"""The lines of a voucher as they are typed: account, fund, and an amount on the left (借) or on the right (贷)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from services.pages.accounts import OWN, code_typed
from services.pages.reading_forms import fen_of, rows_sent
from services.pages.visit import Posted
from services.reads.books import AccountRow

FIELD: Final = "line"
_BLANK: Final = 2


class TypedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it stands in the form."""

    account: str = ""
    fund: str = OWN
    debit: str = ""
    credit: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into it."""
        return not (self.account or self.debit or self.credit)


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Both sides added up, and by how much they differ; what cannot be read counts for nothing."""

    debit_fen: int
    credit_fen: int

    @property
    def difference_fen(self) -> int:
        """What is missing on the right, or below zero on the left."""
        return self.debit_fen - self.credit_fen


def typed_in(posted: Posted, chart: Sequence[AccountRow]) -> list[TypedLine]:
    """Return the lines a form sent, without the blank ones, every account by code and name."""
    found = [
        TypedLine(
            account=_shown(posted.text(f"{FIELD}.{number}.account"), chart),
            fund=posted.text(f"{FIELD}.{number}.fund", OWN),
            debit=posted.text(f"{FIELD}.{number}.debit"),
            credit=posted.text(f"{FIELD}.{number}.credit"),
        )
        for number in rows_sent(FIELD, posted)
    ]
    return [line for line in found if not line.is_blank]


def of_postings(lines: Iterable[Any], chart: Sequence[AccountRow]) -> list[TypedLine]:
    """Return lines of the books as they would be typed."""
    return [
        TypedLine(
            account=_shown(line.account, chart),
            fund=line.fund,
            debit=_yuan(line.fen) if line.fen > 0 else "",
            credit=_yuan(-line.fen) if line.fen < 0 else "",
        )
        for line in lines
    ]


def document_lines(lines: Iterable[TypedLine], chart: Sequence[AccountRow]) -> list[dict[str, Any]]:
    """Return lines as the operation reads them: what cannot be read goes on as typed, and is refused there."""
    return [_document(line, chart) for line in lines]


def with_blanks(lines: Sequence[TypedLine], least: int) -> list[TypedLine]:
    """Return lines with some blank ones to go on with."""
    blank = max(least - len(lines), _BLANK)
    return [*lines, *[TypedLine() for _ in range(blank)]]


def totals_of(lines: Iterable[TypedLine]) -> Totals:
    """Return the sums of both sides."""
    given = list(lines)
    return Totals(
        debit_fen=sum(fen_of(line.debit) or 0 for line in given),
        credit_fen=sum(fen_of(line.credit) or 0 for line in given),
    )


def _document(line: TypedLine, chart: Sequence[AccountRow]) -> dict[str, Any]:
    read: dict[str, Any] = {"account": code_typed(line.account, chart), "fund": line.fund}
    amount = _amount(line)
    return read if amount is None else read | {"fen": amount}


def _amount(line: TypedLine) -> int | str | None:
    if line.debit and line.credit:
        return f"{line.debit} {line.credit}"
    if line.debit:
        fen = fen_of(line.debit)
        return line.debit if fen is None else fen
    if line.credit:
        fen = fen_of(line.credit)
        return line.credit if fen is None else -fen
    return None


def _shown(text: str, chart: Sequence[AccountRow]) -> str:
    code = code_typed(text, chart)
    names: Mapping[str, str] = {row.code: row.name for row in chart}
    return f"{code} {names[code]}" if code in names else text


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
