"""Values as exported files write them, and the rows of a table under its declared columns."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec

from domain.accounts import Account, Chart
from domain.money import yuan_text
from services.exporters.audit_data.hands import Hands, StepName
from services.exporters.ledgers.table import Amount
from services.words.audit_data.declared import TableWords
from services.words.codes import CODE_WORDS

Value = str | int | date | datetime | Amount | UUID | bool | None
Row = Mapping[str, Value]


class Table(msgspec.Struct, frozen=True):
    """A table with its declaration; every cell is text by now, in the order of the columns."""

    words: TableWords
    rows: list[tuple[str, ...]]


def table(words: TableWords, rows: Iterable[Row]) -> Table:
    """Return a table; raises KeyError for a row that lacks a column or has one too many."""
    names = [column.name for column in words.columns]
    written = []
    for row in rows:
        if row.keys() - names:
            raise KeyError(*row.keys() - names)
        written.append(tuple(text_of(row[name]) for name in names))
    return Table(words, written)


def text_of(value: Value) -> str:
    """Return a value as it is written: amounts in yuan, instants in UTC."""
    match value:
        case None:
            return ""
        case Amount():
            return yuan_text(value.fen)
        case bool():
            return str(int(value))
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case _:
            return str(value)


def word_of(code: str | None) -> str:
    """Return what a code is called, the code itself where it has no word."""
    return "" if code is None else CODE_WORDS.get(code, code)


def level_of(chart: Chart | None, account: Account) -> int:
    """Return 1 for an account of the first level, one more for each above it."""
    lineage = [] if chart is None else list(chart.lineage(account.code))
    return max(1, len(lineage))


def who(hands: Hands, step: StepName) -> str | None:
    """Return who took a step, None where there was no such step."""
    hand = hands.get(step)
    return None if hand is None else hand.who


def when(hands: Hands, step: StepName) -> datetime | None:
    """Return the instant a step was recorded."""
    hand = hands.get(step)
    return None if hand is None else hand.at


def day_of(hands: Hands, step: StepName) -> date | None:
    """Return the business date of a step."""
    hand = hands.get(step)
    return None if hand is None else hand.on
