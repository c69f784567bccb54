"""Closing a month with its checklist, opening it again by two people, locking a year (rule 17 of domain.md)."""

from datetime import date

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.event import Event, Fact
from domain.ids import OfficerId
from domain.officers import Office
from domain.policy.closing import Checked
from domain.refusal import Refused
from domain.union import aggregate
from domain.union.commands import ClosePeriod, LockYear, ReopenPeriod, UnionCommand
from domain.union.events import (
    OfficerRecorded,
    PeriodClosed,
    PeriodReopened,
    PolicyAdopted,
    UnionDissolved,
    UnionRegistered,
    YearLocked,
)
from tests.domain.books import ACCOUNTANT, AUDITOR, CASHIER, CHAIRPERSON, NOBODY
from tests.domain.funds import CLOSING_POLICY
from tests.domain.strategies import THOROUGH, loose_months
from tests.domain.values import MEMBER, sealed
from tests.support.given_when_then import given

DAY = date(2026, 4, 3)


def holds(officer_id: OfficerId, office: Office) -> OfficerRecorded:
    return OfficerRecorded(officer_id=officer_id, office=office, name=sealed("books"))


BOOKS: list[Event] = [
    UnionRegistered(code="QZ007", name="县人民医院工会"),
    holds(CHAIRPERSON, "chairperson"),
    holds(ACCOUNTANT, "accountant"),
    holds(CASHIER, "cashier"),
    holds(AUDITOR, "audit_committee_chair"),
]
MARCH = PeriodClosed(period="2026-03")
YEAR_END = PeriodClosed(period="2025-12")
LOCKED = YearLocked(year=2025, locked_by=CHAIRPERSON)
CLOSE = ClosePeriod(occurred_on=DAY, period="2026-03")
PASSED = tuple(Checked(item=item, passed=True) for item in CLOSING_POLICY.required)
WITH_LIST = PolicyAdopted(
    policy=CLOSING_POLICY, valid_from=date(2026, 1, 1), document_no="青工〔2025〕12号"
)
WARNS = msgspec.structs.replace(
    WITH_LIST, policy=msgspec.structs.replace(CLOSING_POLICY, mode="warn")
)
REOPEN = ReopenPeriod(
    occurred_on=DAY,
    period="2026-02",
    reason="漏记一笔收入",
    requested_by=ACCOUNTANT,
    approved_by=CHAIRPERSON,
)
REOPENED = PeriodReopened(
    period="2026-02", reason="漏记一笔收入", requested_by=ACCOUNTANT, approved_by=CHAIRPERSON
)
LOCK = LockYear(occurred_on=DAY, year=2025, locked_by=CHAIRPERSON)


def test_a_month_is_closed_with_its_checklist_and_by_whom() -> None:
    command = msgspec.structs.replace(CLOSE, checklist=PASSED, closed_by=ACCOUNTANT)
    closed = msgspec.structs.replace(MARCH, checklist=PASSED, closed_by=ACCOUNTANT)
    given(*BOOKS, WITH_LIST).when(command).then(closed)


def test_an_item_nobody_looked_at_stops_the_close() -> None:
    command = msgspec.structs.replace(CLOSE, checklist=PASSED[:2])
    given(*BOOKS, WITH_LIST).when(command).refused("union.checklist_incomplete", "checklist")


def test_where_the_policy_only_warns_the_close_says_what_nobody_looked_at() -> None:
    command = msgspec.structs.replace(CLOSE, checklist=PASSED[:1])
    closed = msgspec.structs.replace(
        MARCH, checklist=PASSED[:1], unchecked=("bank_reconciled", "cash_counted")
    )
    given(*BOOKS, WARNS).when(command).then(closed)


def test_a_checklist_that_is_not_in_force_yet_is_not_asked_for() -> None:
    later = msgspec.structs.replace(WITH_LIST, valid_from=date(2026, 5, 1))
    given(*BOOKS, later).when(CLOSE).then(MARCH)


@pytest.mark.parametrize("reason", ["", "  "])
@pytest.mark.parametrize("history", [BOOKS, [*BOOKS, WARNS]], ids=["no list", "a list"])
def test_an_item_that_failed_needs_a_reason(history: list[Event], reason: str) -> None:
    failed = Checked(item="bank_reconciled", passed=False, reason=reason)
    command = msgspec.structs.replace(CLOSE, checklist=(failed,))
    given(*history).when(command).refused("union.failed_item_without_reason", "checklist")


def test_an_item_that_failed_with_a_reason_does_not_stop_the_close() -> None:
    failed = Checked(item="bank_reconciled", passed=False, reason="对账单未到")
    checklist = (PASSED[0], failed, PASSED[2])
    command = msgspec.structs.replace(CLOSE, checklist=checklist)
    closed = msgspec.structs.replace(MARCH, checklist=checklist)
    given(*BOOKS, WITH_LIST).when(command).then(closed)


@pytest.mark.parametrize("officer", [CASHIER, AUDITOR, NOBODY])
def test_accountant_or_chairperson_closes_a_month(officer: OfficerId) -> None:
    command = msgspec.structs.replace(CLOSE, closed_by=officer)
    given(*BOOKS).when(command).refused("union.office_not_held", "closed_by")


@pytest.mark.parametrize("approver", [CHAIRPERSON, AUDITOR])
def test_a_closed_month_is_opened_again_by_two_people(approver: OfficerId) -> None:
    command = msgspec.structs.replace(REOPEN, approved_by=approver)
    outcome = given(*BOOKS, MARCH).when(command)
    outcome.then(msgspec.structs.replace(REOPENED, approved_by=approver))
    assert outcome.state().closed_through == "2026-01"


def test_an_opened_month_and_those_after_it_are_closed_again() -> None:
    closed = msgspec.structs.replace(MARCH, period="2026-02")
    outcome = given(*BOOKS, MARCH, REOPENED).when(msgspec.structs.replace(CLOSE, period="2026-02"))
    outcome.then(closed).and_when(CLOSE).then(MARCH)


def test_the_january_of_a_year_opens_back_to_december() -> None:
    outcome = given(*BOOKS, MARCH).when(msgspec.structs.replace(REOPEN, period="2026-01"))
    assert outcome.state().closed_through == "2025-12"


def test_a_month_that_was_never_closed_is_not_opened() -> None:
    command = msgspec.structs.replace(REOPEN, period="2026-04")
    given(*BOOKS, MARCH).when(command).refused("union.period_not_closed", "period")
    given(*BOOKS).when(REOPEN).refused("union.period_not_closed", "period")


def test_what_is_opened_is_a_month() -> None:
    command = msgspec.structs.replace(REOPEN, period="2026-13")
    given(*BOOKS, MARCH).when(command).refused("union.period_malformed", "period")


def test_a_month_is_not_opened_without_a_reason() -> None:
    command = msgspec.structs.replace(REOPEN, reason=" ")
    given(*BOOKS, MARCH).when(command).refused("union.reopened_without_reason", "reason")


def test_nobody_approves_the_opening_he_wishes_himself() -> None:
    command = msgspec.structs.replace(REOPEN, requested_by=CHAIRPERSON)
    given(*BOOKS, MARCH).when(command).refused("union.duties_not_separated", "approved_by")


def test_two_officers_who_are_one_member_are_one_person() -> None:
    both = [
        msgspec.structs.replace(holds(ACCOUNTANT, "accountant"), member_id=MEMBER),
        msgspec.structs.replace(holds(CHAIRPERSON, "chairperson"), member_id=MEMBER),
    ]
    outcome = given(*BOOKS, *both, MARCH).when(REOPEN)
    outcome.refused("union.duties_not_separated", "approved_by")


def test_whoever_wishes_an_opening_holds_some_office() -> None:
    command = msgspec.structs.replace(REOPEN, requested_by=NOBODY)
    given(*BOOKS, MARCH).when(command).refused("union.office_not_held", "requested_by")


@pytest.mark.parametrize("approver", [CASHIER, NOBODY])
def test_chairperson_or_audit_chair_approves_an_opening(approver: OfficerId) -> None:
    command = msgspec.structs.replace(REOPEN, approved_by=approver)
    given(*BOOKS, MARCH).when(command).refused("union.office_not_held", "approved_by")


def test_a_closed_year_is_locked() -> None:
    outcome = given(*BOOKS, YEAR_END).when(LOCK).then(LOCKED)
    assert outcome.state().locked_through_year == 2025


@pytest.mark.parametrize("period", ["2025-01", "2025-12", "2019-06"])
def test_no_month_of_a_locked_year_or_before_it_is_opened(period: str) -> None:
    command = msgspec.structs.replace(REOPEN, period=period)
    given(*BOOKS, MARCH, LOCKED).when(command).refused("union.year_locked", "period")


def test_the_year_after_a_locked_one_is_opened() -> None:
    command = msgspec.structs.replace(REOPEN, period="2026-01")
    outcome = given(*BOOKS, MARCH, LOCKED).when(command)
    assert outcome.state().closed_through == "2025-12"


def test_a_year_with_an_open_month_is_not_locked() -> None:
    november = msgspec.structs.replace(MARCH, period="2025-11")
    given(*BOOKS, november).when(LOCK).refused("union.year_not_closed", "year")


@pytest.mark.parametrize("year", [2025, 2024])
def test_a_locked_year_is_locked_for_ever(year: int) -> None:
    command = msgspec.structs.replace(LOCK, year=year)
    given(*BOOKS, MARCH, LOCKED).when(command).refused("union.year_already_locked", "year")


@pytest.mark.parametrize("year", [0, -1, 10_000])
def test_what_is_locked_is_a_year(year: int) -> None:
    command = msgspec.structs.replace(LOCK, year=year)
    given(*BOOKS, MARCH).when(command).refused("union.year_malformed", "year")


def test_accountant_or_chairperson_locks_a_year() -> None:
    command = msgspec.structs.replace(LOCK, locked_by=CASHIER)
    given(*BOOKS, YEAR_END).when(command).refused("union.office_not_held", "locked_by")


@pytest.mark.parametrize("command", [CLOSE, REOPEN, LOCK], ids=lambda one: type(one).__name__)
def test_the_books_of_a_dissolved_union_are_still_brought_to_an_end(command: UnionCommand) -> None:
    closed = YEAR_END if command == CLOSE else MARCH
    history = [*BOOKS, closed, UnionDissolved(document_no="青工〔2026〕31号")]
    assert len(given(*history).when(command).events()) == 1


commands = st.one_of(
    st.builds(ClosePeriod, occurred_on=st.just(date(2099, 1, 1)), period=loose_months),
    st.builds(
        ReopenPeriod,
        occurred_on=st.just(DAY),
        period=loose_months,
        reason=st.just("补记"),
        requested_by=st.just(ACCOUNTANT),
        approved_by=st.sampled_from([CHAIRPERSON, AUDITOR, ACCOUNTANT]),
    ),
    st.builds(
        LockYear,
        occurred_on=st.just(DAY),
        year=st.integers(1950, 2099),
        locked_by=st.just(CHAIRPERSON),
    ),
)


@THOROUGH
@drawn(st.lists(commands, max_size=12))
def test_a_locked_year_stays_closed_whatever_is_asked(asked: list[UnionCommand]) -> None:
    state = aggregate.State()
    for version, event in enumerate(BOOKS, start=1):
        state = aggregate.evolve(state, Fact(event, DAY, version))
    for command in asked:
        before = state
        decided = aggregate.decide(state, command)
        if isinstance(decided, Refused):
            continue
        [event] = decided
        state = aggregate.evolve(state, Fact(event, command.occurred_on, 99))
        assert state.locked_through_year >= before.locked_through_year
        if state.locked_through_year:
            assert state.closed_through >= f"{state.locked_through_year:04d}-12"
