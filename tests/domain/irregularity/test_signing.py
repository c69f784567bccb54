"""R03: no payment without an approval before it, nobody in two roles."""

from uuid import UUID

from domain.aid_case.events import AidApproved
from domain.condolence.events import CondolenceApproved, CondolenceRequested
from domain.ids import CondolenceId
from tests.domain.irregularity.telling import MEMBER, Log, day
from tests.domain.values import APPROVER, CONDOLENCE, HANDLER, REVIEWER, sealed

COMMAND = 4_711


def requested(approver_day: int, condolence_id: CondolenceId = CONDOLENCE) -> Log:
    """A log in which a condolence was asked for and approved on a day of March."""
    log = Log()
    asked = CondolenceRequested(
        condolence_id=condolence_id,
        member_id=MEMBER,
        occasion="illness",
        amount_fen=50_000,
        handler_id=HANDLER,
        details=sealed("file"),
    )
    log.told(day(3, 1), condolence_id, asked)
    approved = CondolenceApproved(
        condolence_id=condolence_id, member_id=MEMBER, amount_fen=50_000, approver_id=APPROVER
    )
    log.told(day(3, approver_day), condolence_id, approved)
    return log


def test_what_was_approved_before_by_others_does_not_hit() -> None:
    log = requested(2)
    log.condolence(day(3, 3), condolence_id=CONDOLENCE, requested_version=1, deliverer_id=REVIEWER)
    log.aid(day(3))
    log.voucher(day(3))
    found = log.found("R03")
    assert found.hits == []
    assert (found.state, found.examined) == ("checked", 3)


def test_an_approval_after_the_money_hits() -> None:
    log = requested(9)
    log.condolence(day(3, 3), condolence_id=CONDOLENCE, requested_version=1)
    assert log.kinds("R03") == ["paid_before_approval"]


def test_a_payment_without_any_approval_hits() -> None:
    log = Log()
    approved = log.approved(day(3))
    other = AidApproved(**{name: getattr(approved, name) for name in approved.__struct_fields__})
    log.events.pop()
    log.paid(day(3), other)
    log.voucher(day(3), approver=None)
    log.condolence(day(3))
    assert log.kinds("R03") == ["paid_without_approval"] * 3


def test_what_a_workbook_took_over_is_a_gap() -> None:
    log = Log()
    log.taken_over(COMMAND)
    log.condolence(day(3), command=COMMAND)
    found = log.found("R03")
    assert found.hits == []
    assert (found.state, found.gaps) == ("not_checkable", {"taken_over_from_paper": 1})


def test_an_approval_on_paper_without_a_name_is_a_gap() -> None:
    log = Log()
    log.aid(day(3), approver_id=None)
    assert log.found("R03").gaps == {"taken_over_from_paper": 1}


def test_one_person_in_two_roles_hits() -> None:
    log = Log()
    log.aid(day(3), handler_id=APPROVER)
    log.voucher(day(4), approver=HANDLER)
    log.voucher(day(5), posted_by=APPROVER)
    assert log.kinds("R03") == ["one_person_signs_twice"] * 3


def test_an_officer_who_is_the_recipient_hits_under_whatever_id() -> None:
    log = Log()
    log.officer(APPROVER, "approver", MEMBER)
    log.aid(day(3))
    (hit,) = log.found("R03").hits
    assert (hit.kind, hit.member_id) == ("one_person_signs_twice", MEMBER)


def test_bookkeeping_entries_are_not_payments() -> None:
    log = Log()
    log.voucher(day(3), kind="adjustment", approver=None, method=None)
    assert log.found("R03").examined == 0


def test_a_condolence_delivered_by_its_approver_hits() -> None:
    log = requested(2, CondolenceId(UUID(int=78)))
    log.condolence(
        day(3, 3),
        condolence_id=CondolenceId(UUID(int=78)),
        requested_version=1,
        deliverer_id=APPROVER,
    )
    assert log.kinds("R03") == ["one_person_signs_twice"]
