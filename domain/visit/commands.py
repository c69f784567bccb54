"""What may be asked of a visit."""

from datetime import date

from domain.command import Command
from domain.ids import HouseholdId, MemberId, OfficerId, PairingId, VisitId
from domain.sealed import Sealed
from domain.visit.events import FollowUpResult, ReversalReason


class RecordVisit(Command, frozen=True, kw_only=True):
    """`occurred_on` is the day of the visit."""

    visit_id: VisitId
    member_id: MemberId
    occasion: str
    happened_on: date
    reported_on: date
    visitor_ids: tuple[OfficerId, ...]
    details: Sealed
    household_id: HouseholdId | None = None
    pairing_id: PairingId | None = None


class RecordFollowUp(Command, frozen=True, kw_only=True):
    visit_id: VisitId
    result: FollowUpResult
    officer_id: OfficerId
    details: Sealed


class ReverseVisit(Command, frozen=True, kw_only=True):
    visit_id: VisitId
    reason: ReversalReason


VisitCommand = RecordVisit | RecordFollowUp | ReverseVisit
