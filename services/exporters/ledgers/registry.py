"""Finds the builder of a ledger by its number, and puts title, headings and footer around its rows."""

from collections.abc import Sequence
from datetime import datetime

from services.exporters.ledgers import (
    aid,
    audit,
    books,
    budget,
    condolence,
    dues,
    funds,
    membership,
    visits,
)
from services.exporters.ledgers.imprint import imprinted, standing
from services.exporters.ledgers.table import (
    Builder,
    Footer,
    LedgerAsked,
    LedgerRows,
    LedgerTable,
)
from services.reads import Ledgers, Notes
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
    **audit.BUILDERS,
}
LEDGER_NUMBERS: Sequence[str] = sorted(_BUILDERS, key=lambda number: int(number[1:]))


class UnknownLedger(KeyError):
    """No ledger has this number."""


async def ledger_rows(ledgers: Ledgers, asked: LedgerAsked, ledger: str) -> LedgerRows:
    """Return the rows of a ledger, without headings and footer; raises UnknownLedger."""
    build = _BUILDERS.get(ledger)
    if build is None:
        raise UnknownLedger(ledger)
    return await build(ledgers, asked)


async def ledger_table(
    ledgers: Ledgers, log: LogStore, asked: LedgerAsked, ledger: str, *, printed_at: datetime
) -> LedgerTable:
    """Return a ledger; raises UnknownLedger. The same scope gives the same rows, and the same code, for ever."""
    notes = Notes()
    async with ledgers.noting(notes).at_once(asked.scope) as shown:
        built = await ledger_rows(shown, asked, ledger)
        union = await shown.union(asked.scope)
    words = LEDGER_WORDS[ledger]
    stands_on = await standing(log, asked.scope.union_id, built.position)
    table = LedgerTable(
        ledger=ledger,
        title=words.title,
        columns=(SERIAL, *words.columns, REMARK),
        rows=[(number, *row, None) for number, row in enumerate(built.rows, start=1)],
        totals=None if built.totals is None else (TOTAL, *built.totals, None),
        signatures=words.signatures,
        footer=Footer(
            union="" if union is None else union.name,
            credit_code=None if union is None else union.credit_code,
            period=asked.period,
            printed_at=printed_at,
            as_of=asked.scope.as_of,
            position=0 if stands_on is None else stands_on.position,
            receipt_code="",
        ),
    )
    is_part = asked.engagement_id is not None and ledger in audit.BUILDERS
    if stands_on is None or is_part:
        return table
    return imprinted(table, asked, stands_on, notes)
