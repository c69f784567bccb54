"""What may be asked of a pairing."""

from datetime import date

from domain.command import Command
from domain.ids import HouseholdId, OfficerId, PairingId
from domain.pairing.events import PairingOutcome, Progress
from domain.sealed import Sealed


class StartPairing(Command, frozen=True, kw_only=True):
    pairing_id: PairingId
    cadre_id: OfficerId
    household_id: HouseholdId
    target: Sealed
    due_on: date


class ReviewPairing(Command, frozen=True, kw_only=True):
    pairing_id: PairingId
    progress: Progress
    reviewer_id: OfficerId
    details: Sealed
    due_on: date | None = None


class EndPairing(Command, frozen=True, kw_only=True):
    pairing_id: PairingId
    outcome: PairingOutcome
    officer_id: OfficerId


PairingCommand = StartPairing | ReviewPairing | EndPairing
