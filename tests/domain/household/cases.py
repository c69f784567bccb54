"""What the cases of a hardship file share: one file from application to relapse, a step a day."""

from datetime import date, timedelta

from domain.event import Event
from domain.household.aggregate import Context
from domain.household.commands import (
    ApplyForHardship,
    ApproveHardship,
    ChangeHousehold,
    CloseHouseholdFile,
    ClosePublicNotice,
    ExitHardship,
    HouseholdCommand,
    OpenHouseholdFile,
    PostPublicNotice,
    RaiseObjection,
    ReclassifyHardship,
    RecordHomeVisit,
    RecordRelapse,
    RejectHardship,
    ResolveObjection,
    ReturnEconomicCheck,
    ReviewApplication,
    ReviewHardship,
)
from tests.domain.aid import (
    A_MEMBER,
    COUNTY,
    COUNTY_APPROVER,
    COUNTY_CHECKER,
    DEEP,
    HARDSHIP_LINE,
    HARDSHIP_POLICY,
    OBJECTION,
    OFFICERS,
    PAPER,
    VISITOR,
)
from tests.domain.values import HANDLER, HOUSEHOLD, MEMBER, REVIEWER, sealed
from tests.support.given_when_then import Dated, Given, given, on

DAY = date(2026, 3, 2)
CONTEXT = Context(
    policy=HARDSHIP_POLICY,
    line=HARDSHIP_LINE,
    officers=OFFICERS,
    county=COUNTY,
    working_days=5,
)
FILE = sealed("file")

APPLY = ApplyForHardship(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    householder_id=MEMBER,
    applied_by="person",
    handler_id=HANDLER,
    evidence=(PAPER,),
    circumstances=FILE,
)
REVIEW_APPLICATION = ReviewApplication(
    occurred_on=DAY, household_id=HOUSEHOLD, outcome="passed", reviewer_id=REVIEWER
)
VISIT_HOME = RecordHomeVisit(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    visitor_ids=(HANDLER, VISITOR),
    authorised=True,
    evidence=(PAPER,),
    findings=FILE,
)
CHECK = ReturnEconomicCheck(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    checker_id=COUNTY_CHECKER,
    document_no="核〔2026〕17号",
    findings=FILE,
    figures=DEEP,
)
POST = PostPublicNotice(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    place="unit",
    hardship_class="deep",
    handler_id=HANDLER,
    evidence=(PAPER,),
)
OBJECT = RaiseObjection(
    occurred_on=DAY, household_id=HOUSEHOLD, objection_id=OBJECTION, details=FILE
)
RESOLVE = ResolveObjection(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    objection_id=OBJECTION,
    outcome="unfounded",
    officer_id=REVIEWER,
    details=FILE,
)
CLOSE_NOTICE = ClosePublicNotice(occurred_on=DAY, household_id=HOUSEHOLD, handler_id=HANDLER)
APPROVE = ApproveHardship(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    hardship_class="deep",
    approver_id=COUNTY_APPROVER,
    decision_no="县工〔2026〕8号",
)
REJECT = RejectHardship(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    reason="income_above_lines",
    details=FILE,
    approver_id=COUNTY_APPROVER,
    decision_no="县工〔2026〕9号",
)
OPEN = OpenHouseholdFile(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    file_no="KN2026-001",
    householder_id=MEMBER,
    hardship_class="deep",
    circumstances=FILE,
)
REVIEW = ReviewHardship(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    kind="yearly",
    outcome="unchanged",
    reviewer_id=REVIEWER,
    findings=FILE,
)
RECLASSIFY = ReclassifyHardship(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    hardship_class="relative",
    approver_id=COUNTY_APPROVER,
    decision_no="县工〔2026〕30号",
    differs_because=FILE,
)
CHANGE = ChangeHousehold(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    kind="income",
    circumstances=FILE,
    handler_id=HANDLER,
)
EXIT = ExitHardship(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    kind="lifted",
    months_above=6,
    approver_id=COUNTY_APPROVER,
    decision_no="县工〔2026〕41号",
)
CLOSE = CloseHouseholdFile(
    occurred_on=DAY,
    household_id=HOUSEHOLD,
    reason="exited",
    approver_id=COUNTY_APPROVER,
    decision_no="县工〔2026〕42号",
)
RELAPSE = RecordRelapse(occurred_on=DAY, household_id=HOUSEHOLD, found_by_id=HANDLER, findings=FILE)

LIFE: tuple[HouseholdCommand, ...] = (
    APPLY,
    REVIEW_APPLICATION,
    VISIT_HOME,
    CHECK,
    POST,
    CLOSE_NOTICE,
    APPROVE,
    OPEN,
    EXIT,
    CLOSE,
    RELAPSE,
)
"""The whole way of a file, each step after the one before."""


def lived(*commands: HouseholdCommand) -> Given:
    """Return a file after these commands, all of which must be granted."""
    facts: list[Event | Dated] = []
    for command in commands:
        decided = given(*facts).when(command, A_MEMBER, CONTEXT).events()
        facts += [on(command.occurred_on, event) for event in decided]
    return given(*facts)


def before(command: HouseholdCommand) -> Given:
    """Return a file right before this step of its life."""
    return lived(*LIFE[: LIFE.index(command)])


def after(command: HouseholdCommand) -> Given:
    """Return a file right after this step of its life."""
    return lived(*LIFE[: LIFE.index(command) + 1])


THE_DAY_BEFORE = DAY - timedelta(days=1)
