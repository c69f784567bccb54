"""What would come of a file, to compare a commit with its dry run: a digest of every row's fate, and totals.

The digest is keyed, for a file's content could be guessed from it. It covers which rows are refused and why, and
what the others put on the books, down to amounts, months and policies; what differs between two tries of the same
by nature is left out: ids of people not yet known, what is sealed, and today's date.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from hashlib import sha256

import msgspec

from domain.import_run.events import ControlTotals
from services.importers.records import (
    CaseRow,
    CondolenceRow,
    DuesRow,
    PaymentRow,
    Row,
    RowRefusal,
    UnitRow,
)
from services.store.contract import NewEvent

_PASSING = re.compile(rb'"box":"[^"]*"|"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"')
_OWN = "import_run."


class OutcomeChanged(Exception):
    """Deciding again came to something else than the dry run that was agreed to."""


class ControlDiffers(Exception):
    """The totals typed from the paper are not the file's, and no reason was given."""


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """What a commit goes by: the dry run's digest, the totals from the paper, and why they differ."""

    outcome: str
    control: ControlTotals | None = None
    control_reason: str = ""


def digest_of(
    events: Iterable[NewEvent],
    refused: Iterable[RowRefusal],
    counted: Sequence[object],
    *,
    today: date,
    keyed: Callable[[bytes], bytes],
) -> str:
    """Return the digest of an outcome, as hex; `counted` is whatever else belongs to it."""
    told = sha256(msgspec.json.encode(counted))
    for row in refused:
        told.update(msgspec.json.encode([row.sheet, row.row, row.column, row.kind, row.name]))
    for event in events:
        if event.topic.startswith(_OWN):
            continue
        day = "today" if event.occurred_on == today else event.occurred_on.isoformat()
        told.update(f"\n{event.topic} {event.schema_version} {day} ".encode())
        told.update(_PASSING.sub(b"_", event.body))
    return keyed(b"outcome|" + told.digest()).hex()


def totals_of(rows: Sequence[Row], refused: Iterable[RowRefusal]) -> ControlTotals:
    """Return how many people and how much money the rows that are taken come to.

    Money is what a file of dues, payments or condolences says was received or given; other files have none.
    """
    gone = {(row.sheet, row.row) for row in refused}
    taken = [row for row in rows if (row.source.sheet, row.row) not in gone]
    people = {_person(row) for row in taken if not isinstance(row, UnitRow)}
    amounts = [fen for row in taken if (fen := _fen(row)) is not None]
    has_money = any(isinstance(row, DuesRow | CaseRow | PaymentRow | CondolenceRow) for row in rows)
    return ControlTotals(count=len(people), total_fen=sum(amounts) if has_money else None)


def _person(row: Row) -> str:
    """A row of an exported roster bears the member's key; its number may be masked."""
    return str(getattr(row, "member_key", None) or getattr(row, "id_number", ""))


def _fen(row: Row) -> int | None:
    match row:
        case DuesRow():
            return sum(fen or 0 for fen in row.received_fen)
        case PaymentRow():
            return row.paid_fen
        case CondolenceRow():
            return row.value_fen
        case _:
            return None
