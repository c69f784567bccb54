"""R10: first the file, then the aid; no file without its notice."""

from domain.aid_case.events import AidApproved
from domain.household.events import (
    HouseholdFileClosed,
    HouseholdFileOpened,
    HouseholdFileReopened,
    PublicNoticeClosed,
)
from domain.ids import HouseholdId
from tests.domain.aid import HARDSHIP_POLICY
from tests.domain.irregularity.telling import MEMBER, Log, day
from tests.domain.values import APPROVER, HANDLER, sealed

COMMAND = 4_711


def noticed(working_days: int) -> tuple[Log, HouseholdId]:
    """A file that was opened in March after a notice of some working days."""
    log = Log()
    household_id = HouseholdId(log.some_id())
    closed = PublicNoticeClosed(
        household_id=household_id,
        working_days=working_days,
        handler_id=HANDLER,
        policy_id="hardship-county",
        policy_version=1,
    )
    log.told(day(2, 20), household_id, closed)
    opened = HouseholdFileOpened(
        household_id=household_id,
        file_no="F2",
        householder_id=MEMBER,
        hardship_class="deep",
        circumstances=sealed("file"),
    )
    log.told(day(3), household_id, opened)
    return log, household_id


def test_aid_for_an_open_file_does_not_hit() -> None:
    log = Log()
    log.aid(day(3), household_id=log.file(day(3)))
    assert log.kinds("R10", first=day(3, 2)) == []
    found = log.found("R10", first=day(2), until=day(3))
    assert [hit.kind for hit in found.hits] == ["no_notice"]


def test_aid_without_any_file_hits() -> None:
    log = Log()
    log.aid(day(3))
    assert log.kinds("R10") == ["aid_without_file"]


def test_aid_approved_before_the_file_hits() -> None:
    log = Log()
    log.taken_over(COMMAND)
    household_id = log.file(day(3, 2), command=COMMAND)
    approved: AidApproved = log.approved(day(3, 1), household_id=household_id)
    log.paid(day(3, 5), approved)
    (hit,) = log.found("R10").hits
    assert (hit.kind, hit.household_id) == ("aid_before_file", household_id)


def test_aid_approved_after_the_file_was_closed_hits_until_it_is_open_again() -> None:
    log = Log()
    household_id = log.file()
    closed = HouseholdFileClosed(
        household_id=household_id, reason="exited", approver_id=APPROVER, decision_no="9号"
    )
    log.told(day(2), household_id, closed)
    reopened = HouseholdFileReopened(
        household_id=household_id, hardship_class="deep", circumstances=sealed("file")
    )
    log.told(day(6), household_id, reopened)
    before = log.approved(day(1), household_id=household_id)
    log.paid(day(3), before)
    log.aid(day(4), household_id=household_id)
    log.aid(day(6), household_id=household_id)
    assert [hit.on for hit in log.found("R10").hits] == [day(4)]
    assert log.kinds("R10") == ["aid_after_file"]


def test_a_notice_that_stood_long_enough_does_not_hit() -> None:
    needed = HARDSHIP_POLICY.notice_working_days
    log, _ = noticed(needed)
    log.adopt(HARDSHIP_POLICY)
    assert log.kinds("R10") == []


def test_a_notice_that_was_too_short_hits() -> None:
    needed = HARDSHIP_POLICY.notice_working_days
    log, household_id = noticed(needed - 1)
    log.adopt(HARDSHIP_POLICY)
    (hit,) = log.found("R10").hits
    assert (hit.kind, hit.household_id) == ("notice_too_short", household_id)
    assert hit.measures == {"working_days": needed - 1, "working_days_needed": needed}


def test_a_file_of_a_workbook_has_its_notice_on_paper() -> None:
    log = Log()
    log.taken_over(COMMAND)
    log.file(day(3), command=COMMAND)
    found = log.found("R10")
    assert (found.state, found.gaps) == ("not_checkable", {"taken_over_from_paper": 1})


def test_without_a_hardship_policy_the_days_cannot_be_judged() -> None:
    log, _ = noticed(1)
    assert log.found("R10").gaps == {"no_hardship_policy_in_force": 1}
