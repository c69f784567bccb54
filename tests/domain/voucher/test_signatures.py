"""Draft, submit, review, approve, post: in this order, each by somebody else who holds the office."""

from datetime import date

import msgspec
import pytest

from domain.ids import OfficerId
from domain.officers import Office, Officers
from domain.voucher.commands import (
    DiscardVoucher,
    ReturnVoucher,
    ReviseVoucher,
    VoucherCommand,
)
from domain.voucher.events import VoucherDiscarded, VoucherReturned, VoucherRevised
from tests.domain.books import ACCOUNTANT, CASHIER, CHAIRPERSON, NOBODY, OFFICERS, OPENING, VOUCHER
from tests.domain.books import entry as lines_of
from tests.domain.values import APPROVER, HANDLER, MEMBER, REVIEWER
from tests.domain.voucher.cases import (
    APPROVE,
    APPROVED,
    CONTEXT,
    DAY,
    DETAILS,
    DRAFT,
    DRAFTED,
    NEXT_DAY,
    POST,
    POSTED,
    REVERSE,
    REVERSED,
    REVIEW,
    REVIEWED,
    SPENT,
    SUBMIT,
    SUBMITTED,
    THE_DAY_BEFORE,
    TO_APPROVED,
    TO_POSTED,
    TO_REVIEWED,
    TO_SUBMITTED,
    approved_by_all,
    drafted,
)
from tests.support.given_when_then import Dated, given, on

REVISE = ReviseVoucher(
    occurred_on=DAY,
    voucher_id=VOUCHER,
    proposed=lines_of(("50104", 470000), ("102", -470000)),
    details=DETAILS,
    handler_id=HANDLER,
)
SEND_BACK = ReturnVoucher(
    occurred_on=DAY, voucher_id=VOUCHER, returned_by=REVIEWER, reason="amount_wrong"
)
SENT_BACK = VoucherReturned(voucher_id=VOUCHER, returned_by=REVIEWER, reason="amount_wrong")
DISCARD = DiscardVoucher(
    occurred_on=DAY, voucher_id=VOUCHER, discarded_by=HANDLER, reason="not_needed"
)
DISCARDED = VoucherDiscarded(voucher_id=VOUCHER, discarded_by=HANDLER, reason="not_needed")
AFTER_DRAFT: tuple[VoucherCommand, ...] = (
    REVISE,
    SUBMIT,
    SEND_BACK,
    REVIEW,
    APPROVE,
    POST,
    DISCARD,
    REVERSE,
)


def also(*offices: tuple[OfficerId, Office]) -> Officers:
    """Return the officers with further offices held by the same people."""
    return Officers({**OFFICERS.held, **dict.fromkeys(offices)})


def test_a_voucher_goes_through_all_hands() -> None:
    outcome = given(on(DAY, DRAFTED)).when(SUBMIT, CONTEXT).then(SUBMITTED)
    outcome = outcome.and_when(REVIEW, CONTEXT).then(REVIEWED)
    outcome = outcome.and_when(APPROVE, CONTEXT).then(APPROVED)
    state = outcome.and_when(POST, CONTEXT).then(POSTED).state()
    assert (state.stage, state.lines, state.posted_on) == ("posted", SPENT, DAY)


@pytest.mark.parametrize("command", AFTER_DRAFT, ids=lambda command: type(command).__name__)
def test_nothing_happens_to_a_voucher_nobody_drafted(command: VoucherCommand) -> None:
    given().when(command, CONTEXT).refused("voucher.unknown", "voucher_id")


@pytest.mark.parametrize("command", AFTER_DRAFT, ids=lambda command: type(command).__name__)
def test_what_was_discarded_stays_so(command: VoucherCommand) -> None:
    outcome = given(on(DAY, DRAFTED), on(DAY, DISCARDED)).when(command, CONTEXT)
    outcome.refused("voucher.discarded", "voucher_id")


@pytest.mark.parametrize("command", AFTER_DRAFT[:-1], ids=lambda command: type(command).__name__)
def test_what_is_posted_is_only_reversed(command: VoucherCommand) -> None:
    """Rule 17 of domain.md: 冲销, never edited."""
    for history in (TO_POSTED, (*TO_POSTED, on(DAY, REVERSED))):
        outcome = given(*history).when(command, CONTEXT)
        outcome.refused("voucher.already_posted", "voucher_id")


@pytest.mark.parametrize("command", AFTER_DRAFT[:-1], ids=lambda command: type(command).__name__)
def test_no_step_is_dated_before_the_one_before(command: VoucherCommand) -> None:
    early = msgspec.structs.replace(command, occurred_on=THE_DAY_BEFORE)
    given(*TO_SUBMITTED).when(early, CONTEXT).refused("voucher.before_last_step", "occurred_on")


def test_a_draft_is_revised_whole() -> None:
    revised = VoucherRevised(
        voucher_id=VOUCHER, proposed=REVISE.proposed, details=DETAILS, handler_id=HANDLER
    )
    state = given(on(DAY, DRAFTED)).when(REVISE, CONTEXT).then(revised).state()
    assert (state.proposed, state.attached, state.kind) == (REVISE.proposed, False, "expense")


def test_a_revision_is_checked_like_a_draft() -> None:
    command = msgspec.structs.replace(REVISE, proposed=())
    given(on(DAY, DRAFTED)).when(command, CONTEXT).refused("voucher.lines_too_few", "proposed")
    command = msgspec.structs.replace(REVISE, handler_id=CASHIER)
    outcome = given(on(DAY, DRAFTED)).when(command, CONTEXT)
    outcome.refused("voucher.office_not_held", "handler_id")


@pytest.mark.parametrize("command", [REVISE, SUBMIT], ids=["revise", "submit"])
def test_what_was_submitted_is_no_draft(command: VoucherCommand) -> None:
    given(*TO_SUBMITTED).when(command, CONTEXT).refused("voucher.not_draft", "voucher_id")


def test_only_who_drafted_it_submits_it() -> None:
    command = msgspec.structs.replace(SUBMIT, handler_id=CHAIRPERSON)
    outcome = given(on(DAY, DRAFTED)).when(command, CONTEXT)
    outcome.refused("voucher.submitted_by_another", "handler_id")


def test_an_expense_has_a_paper() -> None:
    """R13 of domain.md 7.4: 凭证附件缺失, 白条入账."""
    outcome = given(on(DAY, drafted("expense", SPENT))).when(SUBMIT, CONTEXT)
    outcome.refused("voucher.attachment_missing", "attachments")


def test_which_kinds_need_papers_is_policy() -> None:
    income = drafted("income", lines_of(("102", 5), ("401", -5)))
    given(on(DAY, income)).when(SUBMIT, CONTEXT).then(SUBMITTED)


@pytest.mark.parametrize(
    ("history", "command"),
    [((on(DAY, DRAFTED),), SUBMIT), (TO_REVIEWED, APPROVE)],
    ids=["submit", "approve"],
)
def test_without_an_approval_policy_nothing_is_submitted_or_approved(
    history: tuple[Dated, ...], command: VoucherCommand
) -> None:
    context = msgspec.structs.replace(CONTEXT, approval_policy=None)
    given(*history).when(command, context).refused("voucher.no_policy_in_force", "occurred_on")


@pytest.mark.parametrize("history", [TO_SUBMITTED, TO_REVIEWED, TO_APPROVED])
def test_what_is_wrong_goes_back_and_is_signed_anew(history: tuple[Dated, ...]) -> None:
    state = given(*history).when(SEND_BACK, CONTEXT).then(SENT_BACK).state()
    assert (state.stage, state.reviewer_id, state.approver_id) == ("draft", None, None)


def test_a_draft_is_not_sent_back() -> None:
    outcome = given(on(DAY, DRAFTED)).when(SEND_BACK, CONTEXT)
    outcome.refused("voucher.not_submitted", "voucher_id")


def test_a_draft_is_not_reviewed() -> None:
    outcome = given(on(DAY, DRAFTED)).when(REVIEW, CONTEXT)
    outcome.refused("voucher.not_submitted", "voucher_id")


def test_nothing_is_approved_unreviewed() -> None:
    """R03 of domain.md 7.4: 未经审批先支付."""
    given(*TO_SUBMITTED).when(APPROVE, CONTEXT).refused("voucher.not_reviewed", "voucher_id")


def test_nothing_is_paid_unapproved() -> None:
    given(*TO_REVIEWED).when(POST, CONTEXT).refused("voucher.not_approved", "voucher_id")


@pytest.mark.parametrize(
    ("history", "command", "field"),
    [
        (TO_SUBMITTED, SEND_BACK, "returned_by"),
        (TO_SUBMITTED, REVIEW, "reviewer_id"),
        (TO_REVIEWED, APPROVE, "approver_id"),
        (TO_APPROVED, POST, "posted_by"),
        (TO_SUBMITTED, DISCARD, "discarded_by"),
        (TO_POSTED, REVERSE, "requested_by"),
        (TO_POSTED, REVERSE, "approved_by"),
    ],
)
def test_whoever_signs_holds_the_office(
    history: tuple[Dated, ...], command: VoucherCommand, field: str
) -> None:
    stranger = msgspec.structs.replace(command, **{field: NOBODY})
    given(*history).when(stranger, CONTEXT).refused("voucher.office_not_held", field)


def test_the_office_is_held_on_the_day() -> None:
    until = Officers({**OFFICERS.held, (REVIEWER, "reviewer"): DAY})
    context = msgspec.structs.replace(CONTEXT, officers=until)
    outcome = given(*TO_SUBMITTED).when(REVIEW, context)
    outcome.refused("voucher.office_not_held", "reviewer_id")


ALL_OFFICES: tuple[Office, ...] = ("handler", "reviewer", "approver", "cashier")


@pytest.mark.parametrize(
    ("history", "command", "field", "others"),
    [
        (TO_SUBMITTED, SEND_BACK, "returned_by", [HANDLER]),
        (TO_SUBMITTED, REVIEW, "reviewer_id", [HANDLER]),
        (TO_REVIEWED, APPROVE, "approver_id", [HANDLER, REVIEWER]),
        (TO_APPROVED, POST, "posted_by", [HANDLER, REVIEWER, APPROVER]),
        (TO_POSTED, REVERSE, "approved_by", [HANDLER]),
    ],
)
def test_whoever_signs_has_signed_nothing_before(
    history: tuple[Dated, ...], command: VoucherCommand, field: str, others: list[OfficerId]
) -> None:
    """会计法 art. 25, domain.md 5.4: handler, reviewer, approver and cashier are different people."""
    for other in others:
        context = msgspec.structs.replace(
            CONTEXT, officers=also(*((other, office) for office in ALL_OFFICES))
        )
        again = msgspec.structs.replace(command, **{field: other})
        given(*history).when(again, context).refused("voucher.duties_not_separated", field)


def test_two_offices_of_one_member_are_one_person() -> None:
    officers = Officers(OFFICERS.held, {HANDLER: MEMBER, REVIEWER: MEMBER})
    context = msgspec.structs.replace(CONTEXT, officers=officers)
    outcome = given(*TO_SUBMITTED).when(REVIEW, context)
    outcome.refused("voucher.duties_not_separated", "reviewer_id")


def test_a_large_expense_is_decided_by_the_committee() -> None:
    """重大收支须集体研究决定 (皖工发〔2025〕18号); the amount is policy."""
    large = msgspec.structs.replace(
        DRAFTED, proposed=lines_of(("50102", 1000001), ("102", -1000001))
    )
    history = (on(DAY, large), *TO_REVIEWED[1:])
    given(*history).when(APPROVE, CONTEXT).refused("voucher.decision_missing", "decision_no")
    decided = msgspec.structs.replace(APPROVE, decision_no="委〔2026〕3号")
    event = msgspec.structs.replace(APPROVED, decision_no="委〔2026〕3号")
    given(*history).when(decided, CONTEXT).then(event)


def test_at_the_limit_one_approver_is_enough() -> None:
    at_limit = msgspec.structs.replace(
        DRAFTED, proposed=lines_of(("50102", 1000000), ("102", -1000000))
    )
    given(on(DAY, at_limit), *TO_REVIEWED[1:]).when(APPROVE, CONTEXT).then(APPROVED)


def test_large_income_needs_no_decision() -> None:
    income = drafted("income", lines_of(("102", 5000000), ("40304", -5000000)))
    given(*approved_by_all(income)[:-1]).when(APPROVE, CONTEXT).then(APPROVED)


def test_where_money_moves_the_way_is_named_and_only_there() -> None:
    command = msgspec.structs.replace(POST, method=None)
    outcome = given(*TO_APPROVED).when(command, CONTEXT)
    outcome.refused("voucher.method_not_of_kind", "method")
    adjusted = approved_by_all(drafted("adjustment", lines_of(("401", 5), ("331", -5)), ACCOUNTANT))
    command = msgspec.structs.replace(POST, posted_by=ACCOUNTANT)
    given(*adjusted).when(command, CONTEXT).refused("voucher.method_not_of_kind", "method")


def test_the_accountant_books_what_the_accountant_drew_up() -> None:
    """No money moves, nobody handled it; reviewer and approver are others."""
    lines = lines_of(("401", 5), ("331", -5))
    adjusted = approved_by_all(drafted("adjustment", lines, ACCOUNTANT))
    command = msgspec.structs.replace(POST, posted_by=ACCOUNTANT, method=None, reference=None)
    event = msgspec.structs.replace(
        POSTED,
        kind="adjustment",
        posted_by=ACCOUNTANT,
        lines=lines,
        method=None,
        reference=None,
    )
    given(*adjusted).when(command, CONTEXT).then(event)


def test_the_cashier_keeps_no_books() -> None:
    """会计法 art. 35: 出纳人员不得兼任收入、支出、费用、债权债务账目的登记工作."""
    adjusted = approved_by_all(drafted("adjustment", lines_of(("401", 5), ("331", -5)), ACCOUNTANT))
    command = msgspec.structs.replace(POST, method=None)
    given(*adjusted).when(command, CONTEXT).refused("voucher.office_not_held", "posted_by")


def test_opening_balances_need_accountant_and_approver_only() -> None:
    lines = lines_of(("102", 900000), ("331", -900000))
    opened = drafted("opening", lines, ACCOUNTANT, OPENING)
    context = msgspec.structs.replace(CONTEXT, approval_policy=None)
    ids = {"voucher_id": OPENING}
    submit = msgspec.structs.replace(SUBMIT, handler_id=ACCOUNTANT, **ids)
    outcome = given(on(DAY, opened)).when(submit, context)
    outcome = outcome.and_when(msgspec.structs.replace(APPROVE, **ids), context)
    post = msgspec.structs.replace(POST, posted_by=ACCOUNTANT, method=None, **ids)
    assert outcome.and_when(post, context).state().lines == lines


def test_a_mistaken_draft_is_discarded() -> None:
    given(*TO_SUBMITTED).when(DISCARD, CONTEXT).then(DISCARDED)


def test_discarded_opening_balances_are_drafted_again() -> None:
    lines = lines_of(("102", 900000), ("331", -900000))
    opened = drafted("opening", lines, ACCOUNTANT, OPENING)
    again = msgspec.structs.replace(
        DRAFT,
        occurred_on=NEXT_DAY,
        voucher_id=OPENING,
        kind="opening",
        proposed=lines,
        handler_id=ACCOUNTANT,
        attachments=(),
    )
    discarded = msgspec.structs.replace(DISCARDED, voucher_id=OPENING)
    given(on(DAY, opened), on(DAY, discarded)).when(again, CONTEXT).then(opened)


def test_an_ordinary_voucher_is_not_drafted_again() -> None:
    outcome = given(on(date(2026, 3, 1), DRAFTED), on(DAY, DISCARDED)).when(DRAFT, CONTEXT)
    outcome.refused("voucher.already_drafted", "voucher_id")
