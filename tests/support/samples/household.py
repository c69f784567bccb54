"""Samples of the events of a hardship household."""

from domain.event import Event
from domain.household.events import (
    Advice,
    EconomicCheckReturned,
    FileOpeningReversed,
    HardshipApplied,
    HardshipApproved,
    HardshipExited,
    HardshipReclassified,
    HardshipRejected,
    HardshipRelapsed,
    HardshipReviewed,
    HomeVisitRecorded,
    HouseholdChanged,
    HouseholdFileClosed,
    HouseholdFileOpened,
    HouseholdFileReopened,
    ObjectionRaised,
    ObjectionResolved,
    PreliminaryReviewed,
    PublicNoticeClosed,
    PublicNoticePosted,
)
from tests.domain.aid import COUNTY_APPROVER, COUNTY_CHECKER, OBJECTION, PAPER, VISITOR
from tests.domain.values import HANDLER, HOUSEHOLD, MEMBER, REVIEWER, sealed

ADVICE = Advice(
    hardship_class="deep",
    reason="below_line",
    policy_id="hardship.national",
    policy_version=1,
    line_id="hardship_line.county",
    line_version=3,
)
COMPLETE: tuple[Event, ...] = (
    HouseholdFileOpened(
        household_id=HOUSEHOLD,
        file_no="KN2026-001",
        householder_id=MEMBER,
        hardship_class="deep",
        circumstances=sealed("file"),
    ),
    FileOpeningReversed(household_id=HOUSEHOLD, householder_id=MEMBER, reason="导错了文件"),
    HardshipApplied(
        household_id=HOUSEHOLD,
        householder_id=MEMBER,
        applied_by="person",
        handler_id=HANDLER,
        evidence=(PAPER,),
        circumstances=sealed("file"),
    ),
    PreliminaryReviewed(household_id=HOUSEHOLD, outcome="passed", reviewer_id=REVIEWER),
    HomeVisitRecorded(
        household_id=HOUSEHOLD,
        visitor_ids=(HANDLER, VISITOR),
        evidence=(PAPER,),
        findings=sealed("file"),
    ),
    EconomicCheckReturned(
        household_id=HOUSEHOLD,
        checker_id=COUNTY_CHECKER,
        document_no="核〔2026〕17号",
        findings=sealed("file"),
        advice=ADVICE,
    ),
    PublicNoticePosted(
        household_id=HOUSEHOLD,
        place="unit",
        hardship_class="deep",
        handler_id=HANDLER,
        evidence=(PAPER,),
    ),
    ObjectionRaised(household_id=HOUSEHOLD, objection_id=OBJECTION, details=sealed("file")),
    ObjectionResolved(
        household_id=HOUSEHOLD,
        objection_id=OBJECTION,
        outcome="unfounded",
        officer_id=REVIEWER,
        details=sealed("file"),
    ),
    PublicNoticeClosed(
        household_id=HOUSEHOLD,
        working_days=5,
        handler_id=HANDLER,
        policy_id="hardship.national",
        policy_version=1,
    ),
    HardshipApproved(
        household_id=HOUSEHOLD,
        hardship_class="relative",
        approver_id=COUNTY_APPROVER,
        decision_no="县工〔2026〕8号",
        differs_because=sealed("file"),
    ),
    HardshipRejected(
        household_id=HOUSEHOLD,
        reason="income_above_lines",
        details=sealed("file"),
        approver_id=COUNTY_APPROVER,
        decision_no="县工〔2026〕9号",
    ),
    HouseholdFileReopened(
        household_id=HOUSEHOLD, hardship_class="deep", circumstances=sealed("file")
    ),
    HardshipReviewed(
        household_id=HOUSEHOLD,
        kind="yearly",
        outcome="to_reclassify",
        reviewer_id=REVIEWER,
        findings=sealed("file"),
        advice=ADVICE,
    ),
    HardshipReclassified(
        household_id=HOUSEHOLD,
        hardship_class="relative",
        approver_id=COUNTY_APPROVER,
        decision_no="县工〔2026〕30号",
        differs_because=sealed("file"),
    ),
    HouseholdChanged(
        household_id=HOUSEHOLD, kind="income", circumstances=sealed("file"), handler_id=HANDLER
    ),
    HardshipExited(
        household_id=HOUSEHOLD,
        kind="lifted",
        months_above=6,
        approver_id=COUNTY_APPROVER,
        decision_no="县工〔2026〕41号",
        policy_id="hardship.national",
        policy_version=1,
    ),
    HouseholdFileClosed(
        household_id=HOUSEHOLD,
        reason="exited",
        approver_id=COUNTY_APPROVER,
        decision_no="县工〔2026〕42号",
    ),
    HardshipRelapsed(household_id=HOUSEHOLD, found_by_id=HANDLER, findings=sealed("file")),
)
MINIMAL: tuple[Event, ...] = (
    HouseholdFileOpened(
        household_id=HOUSEHOLD,
        file_no="KN2026-002",
        householder_id=MEMBER,
        hardship_class=None,
        circumstances=sealed("file"),
    ),
    HardshipApproved(
        household_id=HOUSEHOLD,
        hardship_class="deep",
        approver_id=COUNTY_APPROVER,
        decision_no="县工〔2026〕8号",
    ),
    HardshipReviewed(
        household_id=HOUSEHOLD,
        kind="spot_check",
        outcome="unchanged",
        reviewer_id=REVIEWER,
        findings=sealed("file"),
    ),
    HardshipReclassified(
        household_id=HOUSEHOLD,
        hardship_class="accidental",
        approver_id=COUNTY_APPROVER,
        decision_no="县工〔2026〕30号",
    ),
)
VARIANTS: dict[str, Event] = {}
