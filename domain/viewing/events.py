"""What can be on record of a viewing. Who saw it and when stands in the envelope; what was seen never does."""

from typing import ClassVar, Literal
from uuid import UUID

from domain.event import Event
from domain.ids import ViewingId
from domain.viewing.fields import Group

Reason = Literal[
    "payment", "certificate", "correction", "audit", "requested_by_person", "authority"
]
"""支付, 办证, 核对更正, 审计, 本人要求, 有权机关依法调取."""
Export = Literal["own_data"]


class PersonalDataRevealed(Event, frozen=True, kw_only=True):
    """Fields of one person were shown in clear (PIPL arts. 6, 28, 51). `reference`: a case or document number."""

    TOPIC: ClassVar[str] = "viewing.revealed"

    viewing_id: ViewingId
    subject_id: UUID
    what: tuple[Group, ...]
    fields: tuple[str, ...]
    reason: Reason
    reference: str = ""


class PersonalDataExported(Event, frozen=True, kw_only=True):
    """A copy of all the union holds of one person was made for them (PIPL art. 45); `rows`: how many entries."""

    TOPIC: ClassVar[str] = "viewing.exported"

    viewing_id: ViewingId
    subject_id: UUID
    what: Export
    rows: int
    reason: Reason
    reference: str = ""


ViewingEvent = PersonalDataRevealed | PersonalDataExported
