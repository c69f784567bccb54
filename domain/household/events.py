"""What can happen to a hardship file (困难职工档案): its life cycle, domain.md 5.3.

Steps 4, 6, 7, 9, 10 and 11 are decided by the county and stand in the union's own log. Findings, causes and
incomes are sealed; a class that was computed is kept with the versions of the rules that gave it.
"""

from typing import ClassVar, Literal

import msgspec

from domain.aid import HardshipClass
from domain.attachment import Attachment
from domain.event import Event
from domain.ids import HouseholdId, MemberId, ObjectionId, OfficerId
from domain.policy.hardship import ClassReason
from domain.sealed import Sealed

RejectionReason = Literal[
    "income_above_lines",
    "assets_found",
    "objection_upheld",
    "papers_incomplete",
    "withdrawn",
    "other",
]
ReviewKind = Literal["yearly", "spot_check", "return_visit"]
ReviewOutcome = Literal["unchanged", "to_reclassify", "to_exit"]
ChangeKind = Literal["family", "income", "expenses", "address", "health", "other"]
ExitKind = Literal["lifted", "safety_netted"]
ClosingReason = Literal["death", "retirement", "transfer", "misidentified", "ineligible", "exited"]


class Advice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The class that the figures gave, why, and under which versions of policy and line. It only advises."""

    hardship_class: HardshipClass | None
    reason: ClassReason
    policy_id: str
    policy_version: int
    line_id: str
    line_version: int


class HouseholdFileOpened(Event, frozen=True, kw_only=True):
    """A file was opened for a household (建档); the event's date is the 建档日期.

    `circumstances` holds cause, size and income of the family, sealed under the householder's file key.
    """

    TOPIC: ClassVar[str] = "household.file_opened"

    household_id: HouseholdId
    file_no: str
    householder_id: MemberId
    hardship_class: HardshipClass | None
    circumstances: Sealed


class FileOpeningReversed(Event, frozen=True, kw_only=True):
    """A file that was taken over from paper is taken back: the household has none here (冲销, rule 17)."""

    TOPIC: ClassVar[str] = "household.file_opening_reversed"

    household_id: HouseholdId
    householder_id: MemberId
    reason: str


class HardshipApplied(Event, frozen=True, kw_only=True):
    """Step 1 (申请): the person, or the union for the person; the written application is attached."""

    TOPIC: ClassVar[str] = "household.applied"

    household_id: HouseholdId
    householder_id: MemberId
    applied_by: Literal["person", "union"]
    handler_id: OfficerId
    evidence: tuple[Attachment, ...]
    circumstances: Sealed


class PreliminaryReviewed(Event, frozen=True, kw_only=True):
    """Step 2 (初审) by the grassroots union; `sent_back`: the papers must be completed (step 1 again)."""

    TOPIC: ClassVar[str] = "household.preliminarily_reviewed"

    household_id: HouseholdId
    outcome: Literal["passed", "sent_back"]
    reviewer_id: OfficerId


class HomeVisitRecorded(Event, frozen=True, kw_only=True):
    """Step 3 (入户核实): several visitors; 申请书 and 授权委托书 were signed in their presence."""

    TOPIC: ClassVar[str] = "household.home_visit_recorded"

    household_id: HouseholdId
    visitor_ids: tuple[OfficerId, ...]
    evidence: tuple[Attachment, ...]
    findings: Sealed


class EconomicCheckReturned(Event, frozen=True, kw_only=True):
    """Step 4 (信息比对): income, house, car and business, compared by 民政 for the county aid centre."""

    TOPIC: ClassVar[str] = "household.economic_check_returned"

    household_id: HouseholdId
    checker_id: OfficerId
    document_no: str
    findings: Sealed
    advice: Advice


class PublicNoticePosted(Event, frozen=True, kw_only=True):
    """Step 5 (公示) begins: name, unit and class only (rule 19 of domain.md)."""

    TOPIC: ClassVar[str] = "household.public_notice_posted"

    household_id: HouseholdId
    place: Literal["unit", "residents_committee"]
    hardship_class: HardshipClass
    handler_id: OfficerId
    evidence: tuple[Attachment, ...]


class ObjectionRaised(Event, frozen=True, kw_only=True):
    """Somebody objects (异议); who and why is sealed under the householder's file key."""

    TOPIC: ClassVar[str] = "household.objection_raised"

    household_id: HouseholdId
    objection_id: ObjectionId
    details: Sealed


class ObjectionResolved(Event, frozen=True, kw_only=True):
    """An objection was looked into; one that is upheld leaves only the rejection."""

    TOPIC: ClassVar[str] = "household.objection_resolved"

    household_id: HouseholdId
    objection_id: ObjectionId
    outcome: Literal["unfounded", "upheld"]
    officer_id: OfficerId
    details: Sealed


class PublicNoticeClosed(Event, frozen=True, kw_only=True):
    """The notice stood long enough; the days that counted stand here, and the rule that asked for them."""

    TOPIC: ClassVar[str] = "household.public_notice_closed"

    household_id: HouseholdId
    working_days: int
    handler_id: OfficerId
    policy_id: str
    policy_version: int


class HardshipApproved(Event, frozen=True, kw_only=True):
    """Step 6 (审批) by the county; `differs_because` where the class is not the one that was advised."""

    TOPIC: ClassVar[str] = "household.approved"

    household_id: HouseholdId
    hardship_class: HardshipClass
    approver_id: OfficerId
    decision_no: str
    differs_because: Sealed | None = None


class HardshipRejected(Event, frozen=True, kw_only=True):
    """Step 6 (不予认定), with a written reason."""

    TOPIC: ClassVar[str] = "household.rejected"

    household_id: HouseholdId
    reason: RejectionReason
    details: Sealed
    approver_id: OfficerId
    decision_no: str


class HouseholdFileReopened(Event, frozen=True, kw_only=True):
    """Step 7 again: after a relapse or a new application the household's one file lives on (一户一档)."""

    TOPIC: ClassVar[str] = "household.file_reopened"

    household_id: HouseholdId
    hardship_class: HardshipClass
    circumstances: Sealed


class HardshipReviewed(Event, frozen=True, kw_only=True):
    """Step 9 (动态管理): the yearly review, a spot check, or a return visit by telephone."""

    TOPIC: ClassVar[str] = "household.reviewed"

    household_id: HouseholdId
    kind: ReviewKind
    outcome: ReviewOutcome
    reviewer_id: OfficerId
    findings: Sealed
    advice: Advice | None = None


class HardshipReclassified(Event, frozen=True, kw_only=True):
    """Step 9: the county decided another class."""

    TOPIC: ClassVar[str] = "household.reclassified"

    household_id: HouseholdId
    hardship_class: HardshipClass
    approver_id: OfficerId
    decision_no: str
    differs_because: Sealed | None = None


class HouseholdChanged(Event, frozen=True, kw_only=True):
    """Step 9: something about the family changed; all of it is sealed, only the kind is clear."""

    TOPIC: ClassVar[str] = "household.changed"

    household_id: HouseholdId
    kind: ChangeKind
    circumstances: Sealed
    handler_id: OfficerId


class HardshipExited(Event, frozen=True, kw_only=True):
    """Step 10: 脱困 (`lifted`, months in a row above the line) or 解困 (`safety_netted`)."""

    TOPIC: ClassVar[str] = "household.exited"

    household_id: HouseholdId
    kind: ExitKind
    months_above: int
    approver_id: OfficerId
    decision_no: str
    policy_id: str
    policy_version: int


class HouseholdFileClosed(Event, frozen=True, kw_only=True):
    """Step 11 (注销, 退档); the file is kept at least ten years from here."""

    TOPIC: ClassVar[str] = "household.file_closed"

    household_id: HouseholdId
    reason: ClosingReason
    approver_id: OfficerId
    decision_no: str


class HardshipRelapsed(Event, frozen=True, kw_only=True):
    """Step 12 (返困), found on a return visit: the way leads back to step 1."""

    TOPIC: ClassVar[str] = "household.relapsed"

    household_id: HouseholdId
    found_by_id: OfficerId
    findings: Sealed


HouseholdEvent = (
    HouseholdFileOpened
    | FileOpeningReversed
    | HardshipApplied
    | PreliminaryReviewed
    | HomeVisitRecorded
    | EconomicCheckReturned
    | PublicNoticePosted
    | ObjectionRaised
    | ObjectionResolved
    | PublicNoticeClosed
    | HardshipApproved
    | HardshipRejected
    | HouseholdFileReopened
    | HardshipReviewed
    | HardshipReclassified
    | HouseholdChanged
    | HardshipExited
    | HouseholdFileClosed
    | HardshipRelapsed
)
