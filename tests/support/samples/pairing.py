"""Samples of the events of a pairing."""

from datetime import date

from domain.event import Event
from domain.pairing.events import PairingEnded, PairingReviewed, PairingStarted
from tests.domain.aid import PAIRING
from tests.domain.values import HANDLER, HOUSEHOLD, REVIEWER, sealed

COMPLETE: tuple[Event, ...] = (
    PairingStarted(
        pairing_id=PAIRING,
        cadre_id=HANDLER,
        household_id=HOUSEHOLD,
        target=sealed("file"),
        due_on=date(2026, 12, 31),
    ),
    PairingReviewed(
        pairing_id=PAIRING,
        progress="behind",
        reviewer_id=REVIEWER,
        details=sealed("file"),
        due_on=date(2027, 6, 30),
    ),
    PairingEnded(
        pairing_id=PAIRING,
        cadre_id=HANDLER,
        household_id=HOUSEHOLD,
        outcome="hardship_lifted",
        officer_id=REVIEWER,
    ),
)
MINIMAL: tuple[Event, ...] = (
    PairingReviewed(
        pairing_id=PAIRING, progress="reached", reviewer_id=REVIEWER, details=sealed("file")
    ),
)
VARIANTS: dict[str, Event] = {}
