"""Opens what ledgers keep sealed, masked for display. What cannot be opened is shown as absent.

Whoever was erased stands beside the amounts that stay under one word instead of a name; nobody's masked name is it.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from projections.projection import Kept, read_kept
from services.keys import Opener, Vault
from services.reads.masking import (
    hidden,
    masked_card,
    masked_family,
    masked_id_number,
    masked_mobile,
    masked_name,
)
from services.words.personal import ERASED

Fields = dict[str, str]

MASKS = {
    "name": masked_name,
    "id_number": masked_id_number,
    "mobile": masked_mobile,
    "bank_account": masked_card,
    "account_name": masked_name,
    "student_name": masked_name,
    "family": masked_family,
    "illness": hidden,
    "health_status": hidden,
    "address": hidden,
    "said_by": masked_name,
}


class Person(msgspec.Struct, frozen=True):
    """Who a row is about, as far as it may be shown."""

    name: str | None
    id_number: str | None


class Opened:
    """The sealed columns of some rows, opened once with all keys they need.

    `unreadable`: whose columns were asked for and could not be opened, their key being destroyed.
    """

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self.unreadable: set[UUID] = set()

    def fields(self, text: str | None, field: str) -> Fields:
        """Return the masked fields of a sealed column; empty when there is none or no key."""
        if text is None:
            return {}
        kept = read_kept(text)
        opened = self._opener.open(kept.sealed, command_id=kept.command_id, field=field)
        if opened is None:
            self.unreadable.add(kept.sealed.subject_id)
            return {}
        return {
            name: MASKS[name](value) if name in MASKS else value for name, value in opened.items()
        }

    def clear(self, text: str | None, field: str) -> Fields:
        """Return the fields as they are: for finding somebody in memory, never to be shown, kept or logged."""
        if text is None:
            return {}
        kept = read_kept(text)
        return self._opener.open(kept.sealed, command_id=kept.command_id, field=field) or {}

    def person(self, text: str | None) -> Person:
        """Return the masked name and ID number of an identity column, the word for it of who was erased."""
        fields = self.fields(text, "identity")
        if text is not None and self._opener.is_erased(read_kept(text).sealed):
            return Person(ERASED, None)
        return Person(fields.get("name"), fields.get("id_number"))

    def wage_fen(self, text: str | None) -> int | None:
        """Return a sealed wage in fen."""
        fields = self.fields(text, "wage")
        return int(fields["wage_fen"]) if "wage_fen" in fields else None


async def opened(vault: Vault, union_id: UUID, texts: Iterable[str | None]) -> Opened:
    """Fetch the keys for some sealed columns of one union."""
    kept: Sequence[Kept] = [read_kept(text) for text in texts if text is not None]
    return Opened(await vault.opener(union_id, {one.sealed.subject_id for one in kept}))
