"""What can happen to a visit (走访). What was found and asked for is sealed; dates and occasions are clear."""

from datetime import date
from typing import ClassVar, Literal

from domain.event import Event
from domain.ids import HouseholdId, MemberId, OfficerId, PairingId, VisitId
from domain.sealed import Sealed

FollowUpResult = Literal["resolved", "referred", "not_resolved"]
ReversalReason = Literal["entered_twice", "wrong_person", "wrong_date", "other"]


class VisitRecorded(Event, frozen=True, kw_only=True):
    """A member was visited on the event's date, `happened_on` after what befell, `reported_on` to the union.

    The days are counted here once: 第一知情人 is measured from the occurrence to the report, the union from
    the occurrence to the visit. `within_term` is None where the policy sets no term.
    """

    TOPIC: ClassVar[str] = "visit.recorded"

    visit_id: VisitId
    member_id: MemberId
    occasion: str
    happened_on: date
    reported_on: date
    days_to_report: int
    days_to_visit: int
    visitor_ids: tuple[OfficerId, ...]
    details: Sealed
    policy_id: str
    policy_version: int
    within_term: bool | None = None
    household_id: HouseholdId | None = None
    pairing_id: PairingId | None = None


class VisitFollowUpRecorded(Event, frozen=True, kw_only=True):
    """处理结果: what became of what was asked for (诉求)."""

    TOPIC: ClassVar[str] = "visit.follow_up_recorded"

    visit_id: VisitId
    result: FollowUpResult
    officer_id: OfficerId
    details: Sealed


class VisitReversed(Event, frozen=True, kw_only=True):
    """The visit was entered by mistake (冲销, rule 17 of domain.md)."""

    TOPIC: ClassVar[str] = "visit.reversed"

    visit_id: VisitId
    member_id: MemberId
    reason: ReversalReason


VisitEvent = VisitRecorded | VisitFollowUpRecorded | VisitReversed
