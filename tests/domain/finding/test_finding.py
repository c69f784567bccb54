"""A finding (审计问题): raised, required, answered, re-checked, struck off, each step by whom it belongs to."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from domain.finding.commands import (
    AcceptRectification,
    CloseFinding,
    ExtendDeadline,
    RaiseFinding,
    RequireRectification,
    ReturnRectification,
    SubmitRectification,
    WithdrawFinding,
)
from domain.finding.events import (
    DeadlineExtended,
    FindingClosed,
    FindingRaised,
    FindingWithdrawn,
    RectificationAccepted,
    RectificationRequired,
    RectificationReturned,
    RectificationSubmitted,
)
from domain.money import FEN_MAX
from domain.officers import Officers
from tests.domain.aid import PAPER, STRANGER
from tests.domain.audit import (
    AUDIT,
    AUDITOR,
    BOOKKEEPER,
    COUNTY_AUDITOR,
    DAY,
    FINDING,
    OFFICERS,
    SECOND_AUDITOR,
)
from tests.domain.audit import FINDING_CONTEXT as CONTEXT
from tests.domain.values import HANDLER, MEMBER, sealed
from tests.support.given_when_then import Given, Outcome, given, on

BY: Any = {"by": "audit_committee", "officer_id": AUDITOR}
BY_COUNTY: Any = {"by": "county", "officer_id": COUNTY_AUDITOR}
DUE = DAY + timedelta(days=30)
RAISE = RaiseFinding(
    occurred_on=DAY,
    finding_id=FINDING,
    kind="split_payments",
    severity="high",
    basis="审计条例 23",
    known_at=900,
    positions=(311, 312),
    amount_fen=198_000,
    rule="R04",
    **BY,
)
RAISED = FindingRaised(
    finding_id=FINDING,
    kind="split_payments",
    severity="high",
    basis="审计条例 23",
    known_at=900,
    positions=(311, 312),
    amount_fen=198_000,
    rule="R04",
    **BY,
)
REQUIRE = RequireRectification(
    occurred_on=DAY, finding_id=FINDING, requirement="recover_money", due_on=DUE, **BY
)
REQUIRED = RectificationRequired(
    finding_id=FINDING,
    requirement="recover_money",
    due_on=DUE,
    policy_id="audit.national",
    policy_version=1,
    **BY,
)
SUBMIT = SubmitRectification(
    occurred_on=DUE,
    finding_id=FINDING,
    measure="money_recovered",
    officer_id=HANDLER,
    known_at=960,
    recovered_fen=198_000,
    evidence=(PAPER,),
    corrected_positions=(950, 951),
    details=sealed("books"),
)
SUBMITTED = RectificationSubmitted(
    finding_id=FINDING,
    measure="money_recovered",
    officer_id=HANDLER,
    within_term=True,
    recovered_fen=198_000,
    evidence=(PAPER,),
    corrected_positions=(950, 951),
    details=sealed("books"),
)
ACCEPT = AcceptRectification(occurred_on=DUE, finding_id=FINDING, **BY)
ACCEPTED = RectificationAccepted(finding_id=FINDING, **BY)
RETURN = ReturnRectification(
    occurred_on=DUE,
    finding_id=FINDING,
    reason="evidence_missing",
    due_on=DUE + timedelta(days=10),
    **BY,
)
CLOSE = CloseFinding(occurred_on=DUE, finding_id=FINDING, **BY)
EXTEND = ExtendDeadline(
    occurred_on=DAY,
    finding_id=FINDING,
    due_on=DUE + timedelta(days=5),
    reason="money_in_instalments",
    **BY,
)
WITHDRAW = WithdrawFinding(occurred_on=DAY, finding_id=FINDING, reason="wrong_facts", **BY)


def answered() -> Given:
    return given(on(DAY, RAISED), on(DAY, REQUIRED), on(DUE, SUBMITTED))


def test_a_finding_goes_from_raising_to_striking_off() -> None:
    """发现 → 整改 → 复核 → 销号."""
    outcome: Outcome = given().when(RAISE, CONTEXT).then(RAISED)
    outcome = outcome.and_when(REQUIRE, CONTEXT).then(REQUIRED)
    outcome = outcome.and_when(SUBMIT, CONTEXT).then(SUBMITTED)
    outcome = outcome.and_when(ACCEPT, CONTEXT).then(ACCEPTED)
    outcome = outcome.and_when(CLOSE, CONTEXT).then(FindingClosed(finding_id=FINDING, **BY))
    assert outcome.state().stage == "closed"
    outcome.and_when(CLOSE, CONTEXT).refused("finding.ended_already", "finding_id")


def test_a_finding_is_raised_once_and_nothing_happens_to_one_that_is_not() -> None:
    given(RAISED).when(RAISE, CONTEXT).refused("finding.already_raised", "finding_id")
    given().when(REQUIRE, CONTEXT).refused("finding.unknown", "finding_id")


def test_no_step_lies_before_the_last() -> None:
    later = given(on(DAY + timedelta(days=1), RAISED))
    later.when(REQUIRE, CONTEXT).refused("finding.before_the_last_entry", "occurred_on")


@pytest.mark.parametrize("officer", [HANDLER, STRANGER, COUNTY_AUDITOR])
def test_only_the_audit_committee_raises(officer: Any) -> None:  # noqa: ANN401 # an officer
    """章程 art. 13: the audit committee examines."""
    command = msgspec.structs.replace(RAISE, officer_id=officer)
    given().when(command, CONTEXT).refused("finding.office_not_held", "officer_id")


def test_whoever_keeps_the_books_does_not_audit_them() -> None:
    """会计法 art. 35, under whatever officer's id."""
    held = {**OFFICERS.held, (BOOKKEEPER, "accountant"): None}
    one = Officers(held, {BOOKKEEPER: MEMBER, AUDITOR: MEMBER})  # type: ignore[arg-type] # offices of the type
    context = msgspec.structs.replace(CONTEXT, officers=one)
    given().when(RAISE, context).refused("finding.auditor_keeps_the_books", "officer_id")


def test_the_county_raises_over_its_unit_and_sees_it_through() -> None:
    raised = given().when(msgspec.structs.replace(RAISE, **BY_COUNTY), CONTEXT)
    raised.and_when(REQUIRE, CONTEXT).refused("finding.raised_by_the_county", "officer_id")
    required = raised.and_when(msgspec.structs.replace(REQUIRE, **BY_COUNTY), CONTEXT)
    submitted = required.and_when(SUBMIT, CONTEXT)
    submitted.and_when(ACCEPT, CONTEXT).refused("finding.raised_by_the_county", "officer_id")
    accepted = submitted.and_when(msgspec.structs.replace(ACCEPT, **BY_COUNTY), CONTEXT)
    assert accepted.state().stage == "accepted"


def test_a_finding_rests_on_a_rule() -> None:
    command = msgspec.structs.replace(RAISE, basis=" ")
    given().when(command, CONTEXT).refused("finding.basis_missing", "basis")


@pytest.mark.parametrize("positions", [(0,), (901,), (312, 311), (311, 311), (-1,)])
def test_a_finding_is_about_events_of_the_log(positions: tuple[int, ...]) -> None:
    command = msgspec.structs.replace(RAISE, positions=positions)
    given().when(command, CONTEXT).refused("finding.positions_not_in_the_log", "positions")
    answer = msgspec.structs.replace(SUBMIT, corrected_positions=positions, known_at=900)
    required = given(on(DAY, RAISED), on(DAY, REQUIRED))
    required.when(answer, CONTEXT).refused(
        "finding.positions_not_in_the_log", "corrected_positions"
    )


@pytest.mark.parametrize("fen", [-1, FEN_MAX + 1])
def test_amounts_are_amounts(fen: int) -> None:
    command = msgspec.structs.replace(RAISE, amount_fen=fen)
    given().when(command, CONTEXT).refused("finding.amount_out_of_range", "amount_fen")
    answer = msgspec.structs.replace(SUBMIT, recovered_fen=fen)
    required = given(on(DAY, RAISED), on(DAY, REQUIRED))
    required.when(answer, CONTEXT).refused("finding.amount_out_of_range", "recovered_fen")


def test_a_period_ends_after_it_begins() -> None:
    command = msgspec.structs.replace(
        RAISE, period_from=date(2026, 2, 1), period_until=date(2026, 1, 31)
    )
    given().when(command, CONTEXT).refused("finding.period_ends_before_it_begins", "period_until")


def test_a_finding_comes_from_an_audit_that_is() -> None:
    command = msgspec.structs.replace(RAISE, engagement_id=AUDIT)
    assert given().when(command, CONTEXT).state().raised.engagement_id == AUDIT
    unknown = msgspec.structs.replace(CONTEXT, engagements=frozenset())
    given().when(command, unknown).refused("finding.engagement_unknown", "engagement_id")


@pytest.mark.parametrize("days", [29, 61])
def test_a_term_is_within_the_policy(days: int) -> None:
    """30 to 60 days (domain.md 7.2); the numbers are policy."""
    command = msgspec.structs.replace(REQUIRE, due_on=DAY + timedelta(days=days))
    given(on(DAY, RAISED)).when(command, CONTEXT).refused("finding.deadline_out_of_range", "due_on")


def test_without_a_policy_there_is_no_term() -> None:
    context = msgspec.structs.replace(CONTEXT, policy=None)
    given(on(DAY, RAISED)).when(REQUIRE, context).refused("finding.no_policy_in_force")
    required = given(on(DAY, RAISED), on(DAY, REQUIRED))
    required.when(EXTEND, context).refused("finding.no_policy_in_force", "occurred_on")
    answered().when(RETURN, context).refused("finding.no_policy_in_force", "occurred_on")


def test_rectification_is_required_once() -> None:
    given(on(DAY, RAISED), on(DAY, REQUIRED)).when(REQUIRE, CONTEXT).refused(
        "finding.already_required", "finding_id"
    )


def test_a_deadline_is_put_off_within_the_policy() -> None:
    required = given(on(DAY, RAISED), on(DAY, REQUIRED))
    extended = DeadlineExtended(
        finding_id=FINDING,
        due_on=DUE + timedelta(days=5),
        reason="money_in_instalments",
        **BY,
    )
    outcome = required.when(EXTEND, CONTEXT).then(extended)
    assert outcome.state().due_on == DUE + timedelta(days=5)
    for due_on in (DUE, DAY + timedelta(days=61)):
        command = msgspec.structs.replace(EXTEND, due_on=due_on)
        required.when(command, CONTEXT).refused("finding.deadline_out_of_range", "due_on")


def test_nothing_is_answered_or_put_off_that_was_not_required() -> None:
    given(on(DAY, RAISED)).when(SUBMIT, CONTEXT).refused("finding.not_required", "finding_id")
    given(on(DAY, RAISED)).when(EXTEND, CONTEXT).refused("finding.not_required", "finding_id")


def test_an_answer_comes_from_an_officer_of_the_union_and_shows_something() -> None:
    required = given(on(DAY, RAISED), on(DAY, REQUIRED))
    stranger = msgspec.structs.replace(SUBMIT, officer_id=STRANGER)
    required.when(stranger, CONTEXT).refused("finding.office_not_held", "officer_id")
    empty = msgspec.structs.replace(SUBMIT, evidence=(), corrected_positions=())
    required.when(empty, CONTEXT).refused("finding.nothing_shown", "evidence")


def test_a_late_answer_is_taken_and_marked_late() -> None:
    """That a deadline has passed changes nothing by itself (rule 4)."""
    required = given(on(DAY, RAISED), on(DAY, REQUIRED))
    command = msgspec.structs.replace(SUBMIT, occurred_on=DUE + timedelta(days=1))
    assert required.when(command, CONTEXT).events()[0].within_term is False  # type: ignore[attr-defined] # the answer


def test_a_recheck_sends_back_or_passes_what_was_submitted() -> None:
    required = given(on(DAY, RAISED), on(DAY, REQUIRED))
    required.when(ACCEPT, CONTEXT).refused("finding.nothing_submitted", "finding_id")
    required.when(RETURN, CONTEXT).refused("finding.nothing_submitted", "finding_id")
    returned = RectificationReturned(
        finding_id=FINDING, reason="evidence_missing", due_on=DUE + timedelta(days=10), **BY
    )
    outcome = answered().when(RETURN, CONTEXT).then(returned)
    again = msgspec.structs.replace(SUBMIT, occurred_on=DUE + timedelta(days=2))
    assert outcome.and_when(again, CONTEXT).state().stage == "submitted"
    for due_on in (DUE, DUE + timedelta(days=61)):
        command = msgspec.structs.replace(RETURN, due_on=due_on)
        answered().when(command, CONTEXT).refused("finding.deadline_out_of_range", "due_on")


def test_whoever_submitted_does_not_recheck() -> None:
    submitted = msgspec.structs.replace(SUBMITTED, officer_id=AUDITOR)
    history = given(on(DAY, RAISED), on(DAY, REQUIRED), on(DUE, submitted))
    history.when(ACCEPT, CONTEXT).refused("finding.checked_by_who_submitted", "officer_id")
    history.when(RETURN, CONTEXT).refused("finding.checked_by_who_submitted", "officer_id")
    other = msgspec.structs.replace(ACCEPT, officer_id=SECOND_AUDITOR)
    assert history.when(other, CONTEXT).state().stage == "accepted"


def test_only_what_passed_the_recheck_is_struck_off() -> None:
    answered().when(CLOSE, CONTEXT).refused("finding.not_accepted", "finding_id")


def test_what_was_raised_in_error_is_withdrawn_until_it_was_accepted() -> None:
    withdrawn = FindingWithdrawn(finding_id=FINDING, reason="wrong_facts", **BY)
    outcome = given(on(DAY, RAISED)).when(WITHDRAW, CONTEXT).then(withdrawn)
    outcome.and_when(REQUIRE, CONTEXT).refused("finding.ended_already", "finding_id")
    accepted = given(on(DAY, RAISED), on(DAY, REQUIRED), on(DAY, SUBMITTED), on(DAY, ACCEPTED))
    accepted.when(WITHDRAW, CONTEXT).refused("finding.accepted_already", "finding_id")
