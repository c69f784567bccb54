"""Erasing one person's data: asked for, approved by two others, forbidden while it is needed, keys destroyed."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from domain.erasure import aggregate as erasure
from domain.erasure.commands import (
    ApproveErasure,
    DestroyBooks,
    ExecuteErasure,
    HoldRecords,
    RefuseErasure,
    ReleaseHold,
    RequestErasure,
)
from domain.erasure.events import (
    BooksDestroyed,
    ErasureApproved,
    ErasureExecuted,
    ErasureRefused,
    ErasureRequested,
    HoldPlaced,
    ProcessingRestricted,
)
from domain.policy.retention import RetentionPolicy, file_kept_until, is_sound, kept_until
from tests.domain.privacy import CONTEXT, DAY, NOBODY, OFFICERS, RETENTION, SECOND_APPROVER
from tests.domain.values import APPROVER, HANDLER, MEMBER
from tests.support.given_when_then import Outcome, given, on

CLERK, FIRST, SECOND = "account:clerk", "account:first", "account:second"
REQUEST = RequestErasure(
    occurred_on=DAY, subject_id=MEMBER, basis="requested", officer_id=HANDLER, by=CLERK
)
APPROVE = ApproveErasure(occurred_on=DAY, subject_id=MEMBER, officer_id=APPROVER, by=FIRST)
APPROVE_TOO = msgspec.structs.replace(APPROVE, officer_id=SECOND_APPROVER, by=SECOND)
EXECUTE = ExecuteErasure(occurred_on=DAY, subject_id=MEMBER, last_posting_on=date(2026, 1, 31))
DESTROY = DestroyBooks(occurred_on=date(2057, 1, 1), subject_id=MEMBER)
HOLD = HoldRecords(
    occurred_on=DAY,
    subject_id=MEMBER,
    reason="lawsuit",
    document_no="民初1号",
    officer_id=APPROVER,
)
RELEASE = ReleaseHold(
    occurred_on=DAY, subject_id=MEMBER, document_no="民初1号", officer_id=APPROVER
)

REQUESTED = ErasureRequested(subject_id=MEMBER, basis="requested", officer_id=HANDLER, by=CLERK)
APPROVED = ErasureApproved(subject_id=MEMBER, officer_id=APPROVER, by=FIRST)
APPROVED_TOO = ErasureApproved(subject_id=MEMBER, officer_id=SECOND_APPROVER, by=SECOND)
HELD = HoldPlaced(subject_id=MEMBER, reason="lawsuit", document_no="民初1号", officer_id=APPROVER)
EXECUTED = ErasureExecuted(
    subject_id=MEMBER,
    destroyed=("file",),
    policy_id="retention.national",
    policy_version=1,
    books_until=date(2057, 1, 1),
    last_posting_on=date(2026, 1, 31),
)
RESTRICTED = ProcessingRestricted(subject_id=MEMBER, books_until=date(2057, 1, 1))
BOTH_APPROVED = (REQUESTED, APPROVED, APPROVED_TOO)


def but(**changed: Any) -> erasure.Context:  # noqa: ANN401 # any field of the context
    return msgspec.structs.replace(CONTEXT, **changed)


def test_from_request_through_two_approvals_to_destroyed_keys() -> None:
    """PIPL art. 47: the file key at once; papers of the books are restricted until their term is over."""
    asked = given().when(REQUEST, CONTEXT).then(REQUESTED)
    approved = asked.and_when(APPROVE, CONTEXT).and_when(APPROVE_TOO, CONTEXT).then(APPROVED_TOO)
    executed = approved.and_when(EXECUTE, CONTEXT).then(EXECUTED, RESTRICTED)
    ended = executed.and_when(DESTROY, CONTEXT).then(BooksDestroyed(subject_id=MEMBER))
    assert ended.state().stage == "destroyed"


def test_whoever_no_voucher_names_goes_whole_and_at_once() -> None:
    command = msgspec.structs.replace(EXECUTE, last_posting_on=None)
    (event,) = given(*BOTH_APPROVED).when(command, CONTEXT).events()
    assert isinstance(event, ErasureExecuted)
    assert (event.destroyed, event.books_until) == (("file", "books"), None)


def test_whose_vouchers_are_past_their_term_goes_whole() -> None:
    command = msgspec.structs.replace(EXECUTE, last_posting_on=date(1995, 12, 31))
    (event,) = given(*BOTH_APPROVED).when(command, CONTEXT).events()
    assert isinstance(event, ErasureExecuted)
    assert event.destroyed == ("file", "books")


def test_a_request_is_of_somebody_known_and_stands_once() -> None:
    given().when(REQUEST, but(known=False)).refused("erasure.member_unknown", "subject_id")
    given(REQUESTED).when(REQUEST, CONTEXT).refused("erasure.already_requested", "subject_id")
    gone = given(*BOTH_APPROVED, EXECUTED, RESTRICTED)
    gone.when(REQUEST, CONTEXT).refused("erasure.already_executed", "subject_id")
    gone.when(EXECUTE, CONTEXT).refused("erasure.already_executed", "subject_id")


def test_a_live_member_may_ask_but_is_not_erased() -> None:
    given().when(REQUEST, but(live=True)).then(REQUESTED)
    outcome = given(REQUESTED).when(APPROVE, but(live=True))
    outcome.refused("erasure.member_is_live", "subject_id")


@pytest.mark.parametrize("given_so_far", [(REQUESTED,), BOTH_APPROVED])
@pytest.mark.parametrize(
    ("context", "code"),
    [
        (but(file_open=True), "erasure.household_file_open"),
        (but(aid_open=True), "erasure.aid_open"),
        (but(audit_open=True), "erasure.audit_open"),
        (but(policy=None), "erasure.no_policy_in_force"),
        (but(file_closed_on=DAY - timedelta(days=365)), "erasure.hardship_file_kept"),
    ],
)
def test_what_is_still_needed_stays_also_after_it_was_approved(
    given_so_far: tuple[Any, ...], context: erasure.Context, code: str
) -> None:
    command = APPROVE if len(given_so_far) == 1 else EXECUTE
    given(*given_so_far).when(command, context).refused(code)


def test_the_reasons_are_told_apart() -> None:
    asked = given(REQUESTED)
    asked.when(APPROVE, but(file_open=True)).refused("erasure.household_file_open")
    asked.when(APPROVE, but(aid_open=True)).refused("erasure.aid_open")
    asked.when(APPROVE, but(audit_open=True)).refused("erasure.audit_open")
    asked.when(APPROVE, but(policy=None)).refused("erasure.no_policy_in_force")
    closed = but(file_closed_on=DAY)
    asked.when(APPROVE, closed).refused("erasure.hardship_file_kept", "occurred_on")


def test_a_hold_stops_everything_until_it_is_lifted() -> None:
    held = given().when(HOLD, CONTEXT).then(HELD)
    asked = held.and_when(REQUEST, CONTEXT)
    asked.and_when(APPROVE, CONTEXT).refused("erasure.records_held", "subject_id")
    lifted = asked.and_when(RELEASE, CONTEXT)
    lifted.and_when(APPROVE, CONTEXT).then(APPROVED)
    restricted = given(*BOTH_APPROVED, EXECUTED, RESTRICTED, HELD)
    restricted.when(DESTROY, CONTEXT).refused("erasure.records_held", "subject_id")


def test_a_hold_rests_on_a_paper_and_stands_once() -> None:
    blank = msgspec.structs.replace(HOLD, document_no=" ")
    given().when(blank, CONTEXT).refused("erasure.document_missing", "document_no")
    given(HELD).when(HOLD, CONTEXT).refused("erasure.hold_already_placed", "document_no")
    given().when(RELEASE, CONTEXT).refused("erasure.no_such_hold", "document_no")


def test_two_approve_and_neither_of_them_asked() -> None:
    given().when(APPROVE, CONTEXT).refused("erasure.not_requested", "subject_id")
    again = given(REQUESTED, APPROVED).when(APPROVE, CONTEXT)
    again.refused("erasure.signers_not_different", "officer_id")
    same_login = msgspec.structs.replace(APPROVE_TOO, by=FIRST)
    outcome = given(REQUESTED, APPROVED).when(same_login, CONTEXT)
    outcome.refused("erasure.signers_not_different", "officer_id")
    third = given(*BOTH_APPROVED).when(APPROVE, CONTEXT)
    third.refused("erasure.already_approved", "subject_id")


def test_one_key_takes_down_what_different_people_signed_on_paper() -> None:
    by_key = {"by": "key:0123456789abcdefghij"}
    first = msgspec.structs.replace(APPROVE, **by_key)
    second = msgspec.structs.replace(APPROVE_TOO, **by_key)
    asked = given().when(msgspec.structs.replace(REQUEST, **by_key), CONTEXT)
    assert asked.and_when(first, CONTEXT).and_when(second, CONTEXT).state().approvals == 2


def test_nobody_approves_the_erasure_of_their_own_data() -> None:
    officers = OFFICERS.with_office(APPROVER, "approver", None, MEMBER)
    outcome = given(REQUESTED).when(APPROVE, but(officers=officers))
    outcome.refused("erasure.signers_not_different", "officer_id")


def test_whoever_signs_holds_an_office() -> None:
    for command in (REQUEST, HOLD):
        stranger = msgspec.structs.replace(command, officer_id=NOBODY)
        given().when(stranger, CONTEXT).refused("erasure.office_not_held", "officer_id")
    handler = msgspec.structs.replace(APPROVE, officer_id=HANDLER)
    given(REQUESTED).when(handler, CONTEXT).refused("erasure.office_not_held", "officer_id")


def test_a_refused_request_may_be_made_again() -> None:
    refuse = RefuseErasure(
        occurred_on=DAY, subject_id=MEMBER, reason="no_ground", officer_id=APPROVER, by=FIRST
    )
    refused = ErasureRefused(subject_id=MEMBER, reason="no_ground", officer_id=APPROVER, by=FIRST)
    outcome = given(REQUESTED).when(refuse, CONTEXT).then(refused)
    outcome.and_when(REQUEST, CONTEXT).then(REQUESTED)
    outcome.and_when(refuse, CONTEXT).refused("erasure.not_requested", "subject_id")


def test_nothing_is_carried_out_before_two_have_approved() -> None:
    given(REQUESTED, APPROVED).when(EXECUTE, CONTEXT).refused("erasure.not_approved", "subject_id")


def test_books_are_not_destroyed_before_their_term_nor_twice() -> None:
    waiting = given(*BOTH_APPROVED, EXECUTED, RESTRICTED)
    early = msgspec.structs.replace(DESTROY, occurred_on=date(2056, 12, 31))
    waiting.when(early, CONTEXT).refused("erasure.retention_runs", "occurred_on")
    given(REQUESTED).when(DESTROY, CONTEXT).refused("erasure.not_restricted", "subject_id")


def test_steps_are_in_the_order_of_their_days() -> None:
    outcome = given(on(DAY + timedelta(days=1), REQUESTED)).when(APPROVE, CONTEXT)
    outcome.refused("erasure.before_the_last_step", "occurred_on")


def test_what_is_restricted_is_shown_to_audits_and_authorities_only() -> None:
    restricted = given(*BOTH_APPROVED, EXECUTED, RESTRICTED)
    state = Outcome(erasure, restricted.facts, REQUEST, []).state()
    assert erasure.restriction(state, "audit") is None
    assert erasure.restriction(state, "authority") is None
    shown = Outcome(erasure, (), REQUEST, erasure.restriction(state, "payment"))  # type: ignore[arg-type]
    shown.refused("erasure.processing_restricted", "reason")


def test_what_is_destroyed_is_shown_to_nobody() -> None:
    state = erasure.State(stage="destroyed")
    shown = Outcome(erasure, (), REQUEST, erasure.restriction(state, "authority"))  # type: ignore[arg-type]
    shown.refused("erasure.data_destroyed", "subject_id")


def test_terms_are_whole_years_after_the_end_of_the_year() -> None:
    """会计档案管理办法 art. 14."""
    assert kept_until(RETENTION, date(2026, 1, 31)) == date(2057, 1, 1)
    assert kept_until(RETENTION, date(9990, 1, 31)) == date.max
    assert file_kept_until(RETENTION, date(2024, 2, 29)) == date(2034, 3, 1)
    assert file_kept_until(RETENTION, date(2024, 6, 1)) == date(2034, 6, 1)
    assert file_kept_until(RETENTION, date(9995, 6, 1)) == date.max
    assert not is_sound(RetentionPolicy(policy_id="none", version=1, books_years=0))
    assert is_sound(RETENTION)
