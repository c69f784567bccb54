"""The ledgers of domain.md 6.1 in words: one module for each group of ledgers, each a table `LEDGERS` by number."""

from typing import Final

from services.words.ledgers import aid, audit, books, condolence, dues, funds, membership, visits
from services.words.ledgers.words import LedgerWords

LEDGER_WORDS: Final[dict[str, LedgerWords]] = {
    **membership.LEDGERS,
    **dues.LEDGERS,
    **aid.LEDGERS,
    **condolence.LEDGERS,
    **visits.LEDGERS,
    **books.LEDGERS,
    **funds.LEDGERS,
    **audit.LEDGERS,
}
"""Every ledger by its number."""
