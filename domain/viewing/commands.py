"""What may be asked of a viewing."""

from uuid import UUID

from domain.command import Command
from domain.ids import ViewingId
from domain.viewing.events import Export, Reason


class RevealPersonalData(Command, frozen=True, kw_only=True):
    """`fields`: as `group.name`, of the closed list in `domain.viewing.fields`.

    `as_cashier`: whoever asks may only pay, so sees the payee of a payment that is released and nothing else.
    """

    viewing_id: ViewingId
    subject_id: UUID
    fields: tuple[str, ...]
    reason: Reason
    reference: str = ""
    as_cashier: bool = False


class ExportPersonalData(Command, frozen=True, kw_only=True):
    viewing_id: ViewingId
    subject_id: UUID
    what: Export
    rows: int
    reason: Reason
    reference: str = ""


ViewingCommand = RevealPersonalData | ExportPersonalData
