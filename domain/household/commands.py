"""What may be asked of a hardship file, in the order of its life (domain.md 5.3).

`figures` come in clear because the advised class is computed from them; they are not stored in clear.
"""

from typing import Literal

from domain.aid import HardshipClass
from domain.attachment import Attachment
from domain.command import Command
from domain.household.events import (
    ChangeKind,
    ClosingReason,
    ExitKind,
    RejectionReason,
    ReviewKind,
    ReviewOutcome,
)
from domain.ids import HouseholdId, MemberId, ObjectionId, OfficerId
from domain.policy.hardship import Figures
from domain.sealed import Sealed


class OpenHouseholdFile(Command, frozen=True, kw_only=True):
    """After an approval: step 7. Without any application: a paper file is taken over (补登)."""

    household_id: HouseholdId
    file_no: str
    householder_id: MemberId
    hardship_class: HardshipClass | None
    circumstances: Sealed


class ReverseFileOpening(Command, frozen=True, kw_only=True):
    """Take back a paper file that was taken over, with the import it came in."""

    household_id: HouseholdId
    reason: str


class ApplyForHardship(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    householder_id: MemberId
    applied_by: Literal["person", "union"]
    handler_id: OfficerId
    evidence: tuple[Attachment, ...]
    circumstances: Sealed


class ReviewApplication(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    outcome: Literal["passed", "sent_back"]
    reviewer_id: OfficerId


class RecordHomeVisit(Command, frozen=True, kw_only=True):
    """`authorised`: 申请书 and 家庭经济状况核对授权委托书 were signed in person."""

    household_id: HouseholdId
    visitor_ids: tuple[OfficerId, ...]
    authorised: bool
    evidence: tuple[Attachment, ...]
    findings: Sealed


class ReturnEconomicCheck(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    checker_id: OfficerId
    document_no: str
    findings: Sealed
    figures: Figures


class PostPublicNotice(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    place: Literal["unit", "residents_committee"]
    hardship_class: HardshipClass
    handler_id: OfficerId
    evidence: tuple[Attachment, ...]


class RaiseObjection(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    objection_id: ObjectionId
    details: Sealed


class ResolveObjection(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    objection_id: ObjectionId
    outcome: Literal["unfounded", "upheld"]
    officer_id: OfficerId
    details: Sealed


class ClosePublicNotice(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    handler_id: OfficerId


class ApproveHardship(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    hardship_class: HardshipClass
    approver_id: OfficerId
    decision_no: str
    differs_because: Sealed | None = None


class RejectHardship(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    reason: RejectionReason
    details: Sealed
    approver_id: OfficerId
    decision_no: str


class ReviewHardship(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    kind: ReviewKind
    outcome: ReviewOutcome
    reviewer_id: OfficerId
    findings: Sealed
    figures: Figures | None = None


class ReclassifyHardship(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    hardship_class: HardshipClass
    approver_id: OfficerId
    decision_no: str
    differs_because: Sealed | None = None


class ChangeHousehold(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    kind: ChangeKind
    circumstances: Sealed
    handler_id: OfficerId


class ExitHardship(Command, frozen=True, kw_only=True):
    """`months_above`: months in a row in which per-capita income was above the line."""

    household_id: HouseholdId
    kind: ExitKind
    months_above: int
    approver_id: OfficerId
    decision_no: str


class CloseHouseholdFile(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    reason: ClosingReason
    approver_id: OfficerId
    decision_no: str


class RecordRelapse(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    found_by_id: OfficerId
    findings: Sealed


HouseholdCommand = (
    OpenHouseholdFile
    | ReverseFileOpening
    | ApplyForHardship
    | ReviewApplication
    | RecordHomeVisit
    | ReturnEconomicCheck
    | PostPublicNotice
    | RaiseObjection
    | ResolveObjection
    | ClosePublicNotice
    | ApproveHardship
    | RejectHardship
    | ReviewHardship
    | ReclassifyHardship
    | ChangeHousehold
    | ExitHardship
    | CloseHouseholdFile
    | RecordRelapse
)
