"""What a granted step of a hardship file records: the event of each command, told in its words.

Whether a step is granted is decided in `aggregate.py`.
"""

from domain.aid import HardshipClass
from domain.household import commands as ask
from domain.household import events as happened
from domain.household.events import Advice
from domain.ids import MemberId
from domain.policy.hardship import HardshipPolicy


def opened(command: ask.OpenHouseholdFile) -> happened.HouseholdFileOpened:
    return happened.HouseholdFileOpened(
        household_id=command.household_id,
        file_no=command.file_no,
        householder_id=command.householder_id,
        hardship_class=command.hardship_class,
        circumstances=command.circumstances,
    )


def opening_reversed(
    command: ask.ReverseFileOpening, householder_id: MemberId
) -> happened.FileOpeningReversed:
    return happened.FileOpeningReversed(
        household_id=command.household_id, householder_id=householder_id, reason=command.reason
    )


def reopened(
    command: ask.OpenHouseholdFile, hardship_class: HardshipClass
) -> happened.HouseholdFileReopened:
    return happened.HouseholdFileReopened(
        household_id=command.household_id,
        hardship_class=hardship_class,
        circumstances=command.circumstances,
    )


def applied(command: ask.ApplyForHardship) -> happened.HardshipApplied:
    return happened.HardshipApplied(
        household_id=command.household_id,
        householder_id=command.householder_id,
        applied_by=command.applied_by,
        handler_id=command.handler_id,
        evidence=command.evidence,
        circumstances=command.circumstances,
    )


def preliminarily_reviewed(command: ask.ReviewApplication) -> happened.PreliminaryReviewed:
    return happened.PreliminaryReviewed(
        household_id=command.household_id,
        outcome=command.outcome,
        reviewer_id=command.reviewer_id,
    )


def visited(command: ask.RecordHomeVisit) -> happened.HomeVisitRecorded:
    return happened.HomeVisitRecorded(
        household_id=command.household_id,
        visitor_ids=command.visitor_ids,
        evidence=command.evidence,
        findings=command.findings,
    )


def checked(command: ask.ReturnEconomicCheck, advice: Advice) -> happened.EconomicCheckReturned:
    return happened.EconomicCheckReturned(
        household_id=command.household_id,
        checker_id=command.checker_id,
        document_no=command.document_no,
        findings=command.findings,
        advice=advice,
    )


def posted(command: ask.PostPublicNotice) -> happened.PublicNoticePosted:
    return happened.PublicNoticePosted(
        household_id=command.household_id,
        place=command.place,
        hardship_class=command.hardship_class,
        handler_id=command.handler_id,
        evidence=command.evidence,
    )


def objected(command: ask.RaiseObjection) -> happened.ObjectionRaised:
    return happened.ObjectionRaised(
        household_id=command.household_id,
        objection_id=command.objection_id,
        details=command.details,
    )


def resolved(command: ask.ResolveObjection) -> happened.ObjectionResolved:
    return happened.ObjectionResolved(
        household_id=command.household_id,
        objection_id=command.objection_id,
        outcome=command.outcome,
        officer_id=command.officer_id,
        details=command.details,
    )


def notice_closed(
    command: ask.ClosePublicNotice, working_days: int, policy: HardshipPolicy
) -> happened.PublicNoticeClosed:
    return happened.PublicNoticeClosed(
        household_id=command.household_id,
        working_days=working_days,
        handler_id=command.handler_id,
        policy_id=policy.policy_id,
        policy_version=policy.version,
    )


def approved(command: ask.ApproveHardship) -> happened.HardshipApproved:
    return happened.HardshipApproved(
        household_id=command.household_id,
        hardship_class=command.hardship_class,
        approver_id=command.approver_id,
        decision_no=command.decision_no,
        differs_because=command.differs_because,
    )


def rejected(command: ask.RejectHardship) -> happened.HardshipRejected:
    return happened.HardshipRejected(
        household_id=command.household_id,
        reason=command.reason,
        details=command.details,
        approver_id=command.approver_id,
        decision_no=command.decision_no,
    )


def reviewed(command: ask.ReviewHardship, advice: Advice | None) -> happened.HardshipReviewed:
    return happened.HardshipReviewed(
        household_id=command.household_id,
        kind=command.kind,
        outcome=command.outcome,
        reviewer_id=command.reviewer_id,
        findings=command.findings,
        advice=advice,
    )


def reclassified(command: ask.ReclassifyHardship) -> happened.HardshipReclassified:
    return happened.HardshipReclassified(
        household_id=command.household_id,
        hardship_class=command.hardship_class,
        approver_id=command.approver_id,
        decision_no=command.decision_no,
        differs_because=command.differs_because,
    )


def changed(command: ask.ChangeHousehold) -> happened.HouseholdChanged:
    return happened.HouseholdChanged(
        household_id=command.household_id,
        kind=command.kind,
        circumstances=command.circumstances,
        handler_id=command.handler_id,
    )


def exited(command: ask.ExitHardship, policy: HardshipPolicy) -> happened.HardshipExited:
    return happened.HardshipExited(
        household_id=command.household_id,
        kind=command.kind,
        months_above=command.months_above,
        approver_id=command.approver_id,
        decision_no=command.decision_no,
        policy_id=policy.policy_id,
        policy_version=policy.version,
    )


def closed(command: ask.CloseHouseholdFile) -> happened.HouseholdFileClosed:
    return happened.HouseholdFileClosed(
        household_id=command.household_id,
        reason=command.reason,
        approver_id=command.approver_id,
        decision_no=command.decision_no,
    )


def relapsed(command: ask.RecordRelapse) -> happened.HardshipRelapsed:
    return happened.HardshipRelapsed(
        household_id=command.household_id,
        found_by_id=command.found_by_id,
        findings=command.findings,
    )
