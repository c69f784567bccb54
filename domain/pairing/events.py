"""What can happen to a pairing (一帮一). Targets, measures and incomes are sealed."""

from datetime import date
from typing import ClassVar, Literal

from domain.event import Event
from domain.ids import HouseholdId, OfficerId, PairingId
from domain.sealed import Sealed

Progress = Literal["on_the_way", "behind", "reached"]
PairingOutcome = Literal[
    "hardship_lifted", "target_missed", "cadre_changed", "file_closed", "entered_by_mistake"
]


class PairingStarted(Event, frozen=True, kw_only=True):
    """A cadre (帮扶责任人) stands by a household; `target` holds target, measures and target income."""

    TOPIC: ClassVar[str] = "pairing.started"

    pairing_id: PairingId
    cadre_id: OfficerId
    household_id: HouseholdId
    target: Sealed
    due_on: date


class PairingReviewed(Event, frozen=True, kw_only=True):
    """跟踪问效: where the household stands; `due_on` where the term (限期) was set anew."""

    TOPIC: ClassVar[str] = "pairing.reviewed"

    pairing_id: PairingId
    progress: Progress
    reviewer_id: OfficerId
    details: Sealed
    due_on: date | None = None


class PairingEnded(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "pairing.ended"

    pairing_id: PairingId
    cadre_id: OfficerId
    household_id: HouseholdId
    outcome: PairingOutcome
    officer_id: OfficerId


PairingEvent = PairingStarted | PairingReviewed | PairingEnded
