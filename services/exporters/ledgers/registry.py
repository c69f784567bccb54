"""Finds the builder of a ledger by its number, and puts title, headings and footer around its rows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.exporters.ledgers import (
    aid,
    books,
    budget,
    condolence,
    dues,
    funds,
    membership,
    visits,
)
from services.exporters.ledgers.table import (
    Builder,
    Footer,
    LedgerAsked,
    LedgerRows,
    LedgerTable,
)
from services.reads import Ledgers
from services.store.contract import LogStore
from services.words.ledgers import LEDGER_WORDS
from services.words.ledgers.words import REMARK, SERIAL, TOTAL

_BUILDERS: dict[str, Builder] = {
    **membership.BUILDERS,
    **dues.BUILDERS,
    **aid.BUILDERS,
    **condolence.BUILDERS,
    **visits.BUILDERS,
    **books.BUILDERS,
    **budget.BUILDERS,
    **funds.BUILDERS,
}
LEDGER_NUMBERS: Sequence[str] = sorted(_BUILDERS, key=lambda number: int(number[1:]))
_RECEIPT_CODE_LENGTH = 16


class UnknownLedger(KeyError):
    """No ledger has this number."""


async def ledger_table(
    ledgers: Ledgers, log: LogStore, asked: LedgerAsked, ledger: str, *, printed_at: datetime
) -> LedgerTable:
    """Return a ledger; raises UnknownLedger. The same scope gives the same rows for ever."""
    build = _BUILDERS.get(ledger)
    if build is None:
        raise UnknownLedger(ledger)
    built = await build(ledgers, asked)
    words = LEDGER_WORDS[ledger]
    return LedgerTable(
        ledger=ledger,
        title=words.title,
        columns=(SERIAL, *words.columns, REMARK),
        rows=[(number, *row, None) for number, row in enumerate(built.rows, start=1)],
        totals=None if built.totals is None else (TOTAL, *built.totals, None),
        signatures=words.signatures,
        footer=await _footer(ledgers, log, asked, built, printed_at),
    )


async def _footer(
    ledgers: Ledgers, log: LogStore, asked: LedgerAsked, built: LedgerRows, printed_at: datetime
) -> Footer:
    union = await ledgers.union(asked.scope)
    return Footer(
        union="" if union is None else union.name,
        credit_code=None if union is None else union.credit_code,
        period=asked.period,
        printed_at=printed_at,
        as_of=asked.scope.as_of,
        position=built.position,
        receipt_code=await _receipt_code(log, asked.scope.union_id, built.position),
    )


async def _receipt_code(log: LogStore, union_id: UUID, position: int) -> str:
    """Return the beginning of the chain's hash at a position: it names the history a ledger was made from."""
    events = await log.read_after(union_id, position - 1, 1, position) if position else []
    return events[-1].hash.hex()[:_RECEIPT_CODE_LENGTH] if events else ""
