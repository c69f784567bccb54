"""Samples of the events of a viewing."""

from domain.event import Event
from domain.viewing.events import PersonalDataExported, PersonalDataRevealed
from tests.domain.privacy import VIEWING
from tests.domain.values import MEMBER

COMPLETE: tuple[Event, ...] = (
    PersonalDataRevealed(
        viewing_id=VIEWING,
        subject_id=MEMBER,
        what=("identity", "payee"),
        fields=("identity.name", "payee.bank_account"),
        reason="payment",
        reference="BF-2026-001",
    ),
    PersonalDataExported(
        viewing_id=VIEWING,
        subject_id=MEMBER,
        what="own_data",
        rows=42,
        reason="requested_by_person",
        reference="2026-3",
    ),
)
MINIMAL: tuple[Event, ...] = (
    PersonalDataRevealed(
        viewing_id=VIEWING,
        subject_id=MEMBER,
        what=("profile",),
        fields=("profile.mobile",),
        reason="correction",
    ),
    PersonalDataExported(
        viewing_id=VIEWING,
        subject_id=MEMBER,
        what="own_data",
        rows=42,
        reason="requested_by_person",
    ),
)
VARIANTS: dict[str, Event] = {}
