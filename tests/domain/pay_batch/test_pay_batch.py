"""A payment batch (L13): drawn up, reviewed, approved and paid by different people, each case once."""

from datetime import date
from uuid import UUID

import msgspec
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.event import Fact
from domain.ids import AidCaseId, HouseholdId, MemberId, OfficerId
from domain.money import FEN_MAX
from domain.officers import Officers
from domain.pay_batch import aggregate
from domain.pay_batch.aggregate import Context, Payable
from domain.pay_batch.commands import (
    ApprovePayBatch,
    DiscardPayBatch,
    DraftPayBatch,
    ExecutePayBatch,
    PayBatchCommand,
    RecordFailedItem,
    RecordReturnedItem,
    ReviewPayBatch,
    SendBackPayBatch,
)
from domain.pay_batch.events import (
    PayItem,
    PaymentBatchApproved,
    PaymentBatchDrafted,
    PaymentBatchPaid,
    PaymentItemFailed,
    PaymentItemReturned,
)
from domain.refusal import Refused
from tests.domain.aid import CASHIER, OFFICERS, PAPER, PAY_BATCH, STRANGER, who_is
from tests.domain.strategies import THOROUGH
from tests.domain.values import (
    AID_CASE,
    AID_POLICY,
    APPROVER,
    HANDLER,
    HOUSEHOLD,
    MEMBER,
    OTHER_MEMBER,
    REVIEWER,
    sealed,
)
from tests.support.given_when_then import Given, given, on

DAY = date(2026, 6, 1)
OTHER_CASE = AidCaseId(UUID(int=60))
CASE = Payable(
    household_id=HOUSEHOLD,
    beneficiary_id=MEMBER,
    category="living_aid",
    fund_source="own_funds",
    open_fen=200000,
)
OTHER = msgspec.structs.replace(CASE, beneficiary_id=OTHER_MEMBER)
CONTEXT = Context(
    cases={AID_CASE: CASE, OTHER_CASE: OTHER}, officers=OFFICERS, aid_policy=AID_POLICY
)
ITEM = PayItem(
    aid_case_id=AID_CASE,
    household_id=HOUSEHOLD,
    recipient_id=MEMBER,
    amount_fen=200000,
    payee=sealed("books"),
)
OTHER_ITEM = msgspec.structs.replace(
    ITEM, aid_case_id=OTHER_CASE, recipient_id=OTHER_MEMBER, amount_fen=50000
)
DRAFT = DraftPayBatch(
    occurred_on=DAY,
    pay_batch_id=PAY_BATCH,
    batch_no="FF2026-01",
    category="living_aid",
    fund_source="own_funds",
    method="transfer",
    items=(ITEM, OTHER_ITEM),
    handler_id=HANDLER,
)
REVIEW = ReviewPayBatch(occurred_on=DAY, pay_batch_id=PAY_BATCH, reviewer_id=REVIEWER)
SEND_BACK = SendBackPayBatch(
    occurred_on=DAY, pay_batch_id=PAY_BATCH, reason="accounts_wrong", officer_id=REVIEWER
)
APPROVE = ApprovePayBatch(occurred_on=DAY, pay_batch_id=PAY_BATCH, approver_id=APPROVER)
EXECUTE = ExecutePayBatch(
    occurred_on=DAY, pay_batch_id=PAY_BATCH, cashier_id=CASHIER, bank_file=PAPER.sha256
)
FAIL = RecordFailedItem(
    occurred_on=DAY, pay_batch_id=PAY_BATCH, aid_case_id=AID_CASE, reason="name_differs"
)
RETURN = RecordReturnedItem(
    occurred_on=DAY, pay_batch_id=PAY_BATCH, aid_case_id=OTHER_CASE, reason="account_closed"
)
DISCARD = DiscardPayBatch(occurred_on=DAY, pay_batch_id=PAY_BATCH, officer_id=HANDLER)
WAY: tuple[PayBatchCommand, ...] = (DRAFT, REVIEW, APPROVE, EXECUTE)


def after(*commands: PayBatchCommand) -> Given:
    """Return a batch after these commands, all of which must be granted."""
    way = given()
    for command in commands:
        way = Given(way.when(command, CONTEXT).all_facts())
    return way


def test_a_list_is_drawn_up_with_count_and_total() -> None:
    drafted = PaymentBatchDrafted(
        pay_batch_id=PAY_BATCH,
        batch_no="FF2026-01",
        category="living_aid",
        fund_source="own_funds",
        method="transfer",
        items=(ITEM, OTHER_ITEM),
        item_count=2,
        total_fen=250000,
        handler_id=HANDLER,
    )
    given().when(DRAFT, CONTEXT).then(drafted)


def test_what_is_signed_and_paid_is_the_whole_list() -> None:
    approved = PaymentBatchApproved(
        pay_batch_id=PAY_BATCH, item_count=2, total_fen=250000, approver_id=APPROVER
    )
    paid = PaymentBatchPaid(
        pay_batch_id=PAY_BATCH,
        item_count=2,
        total_fen=250000,
        cashier_id=CASHIER,
        bank_file=PAPER.sha256,
    )
    outcome = after(DRAFT, REVIEW).when(APPROVE, CONTEXT).then(approved)
    assert outcome.and_when(EXECUTE, CONTEXT).then(paid).state().paid_fen() == 250000


def test_no_step_is_skipped() -> None:
    given().when(REVIEW, CONTEXT).refused("pay_batch.unknown", "pay_batch_id")
    after(DRAFT).when(DRAFT, CONTEXT).refused("pay_batch.already_drafted", "pay_batch_id")
    after(DRAFT, REVIEW).when(REVIEW, CONTEXT).refused("pay_batch.not_drafted", "pay_batch_id")
    after(DRAFT).when(APPROVE, CONTEXT).refused("pay_batch.not_reviewed", "pay_batch_id")
    after(DRAFT, REVIEW).when(EXECUTE, CONTEXT).refused("pay_batch.not_approved", "pay_batch_id")
    after(DRAFT).when(FAIL, CONTEXT).refused("pay_batch.not_paid", "pay_batch_id")
    after(*WAY[:3]).when(SEND_BACK, CONTEXT).refused("pay_batch.not_drafted", "pay_batch_id")
    after(*WAY).when(DISCARD, CONTEXT).refused("pay_batch.already_ended", "pay_batch_id")


def test_no_step_is_dated_before_the_one_it_follows() -> None:
    early = msgspec.structs.replace(REVIEW, occurred_on=date(2026, 5, 31))
    after(DRAFT).when(early, CONTEXT).refused("pay_batch.before_the_last_step", "occurred_on")
    again = msgspec.structs.replace(DRAFT, occurred_on=date(2026, 5, 31))
    outcome = after(DRAFT, SEND_BACK).when(again, CONTEXT)
    outcome.refused("pay_batch.before_the_last_step", "occurred_on")


def test_a_list_that_was_sent_back_is_drawn_up_again() -> None:
    less = msgspec.structs.replace(DRAFT, items=(OTHER_ITEM,))
    state = after(DRAFT, REVIEW, SEND_BACK).when(less, CONTEXT).state()
    assert (state.stage, state.reviewer_id, state.drafted.total_fen) == ("drafted", None, 50000)


def test_a_list_has_lines_and_each_case_once() -> None:
    empty = msgspec.structs.replace(DRAFT, items=())
    given().when(empty, CONTEXT).refused("pay_batch.empty", "items")
    twice = msgspec.structs.replace(DRAFT, items=(ITEM, ITEM))
    given().when(twice, CONTEXT).refused("pay_batch.case_twice", "items")


def test_a_line_pays_an_approved_case_to_its_person_from_its_source() -> None:
    """两条线: one category and one source on a list (rule 12 of domain.md)."""
    no_case = msgspec.structs.replace(CONTEXT, cases={})
    given().when(DRAFT, no_case).refused("pay_batch.case_not_approved", "items")
    wrong = msgspec.structs.replace(ITEM, recipient_id=MemberId(HANDLER))
    command = msgspec.structs.replace(DRAFT, items=(wrong,))
    given().when(command, CONTEXT).refused("pay_batch.recipient_not_beneficiary", "items")
    other_home = msgspec.structs.replace(ITEM, household_id=HouseholdId(MEMBER))
    command = msgspec.structs.replace(DRAFT, items=(other_home,))
    given().when(command, CONTEXT).refused("pay_batch.recipient_not_beneficiary", "items")
    medical = msgspec.structs.replace(DRAFT, category="medical_aid")
    given().when(medical, CONTEXT).refused("pay_batch.category_differs", "items")
    fiscal = msgspec.structs.replace(DRAFT, fund_source="central_fiscal")
    given().when(fiscal, CONTEXT).refused("pay_batch.fund_source_differs", "items")


@pytest.mark.parametrize("amount_fen", [0, -1, FEN_MAX + 1])
def test_the_amount_of_a_line_is_positive_and_bounded(amount_fen: int) -> None:
    line = msgspec.structs.replace(ITEM, amount_fen=amount_fen)
    command = msgspec.structs.replace(DRAFT, items=(line,))
    given().when(command, CONTEXT).refused("pay_batch.amount_out_of_range", "items")


def test_the_total_of_a_list_is_bounded() -> None:
    rich = {
        key: msgspec.structs.replace(CONTEXT.cases[key], open_fen=FEN_MAX) for key in CONTEXT.cases
    }
    items = tuple(msgspec.structs.replace(item, amount_fen=FEN_MAX) for item in DRAFT.items)
    command = msgspec.structs.replace(DRAFT, items=items)
    context = msgspec.structs.replace(CONTEXT, cases=rich)
    given().when(command, context).refused("pay_batch.amount_out_of_range", "items")


def test_no_line_exceeds_what_its_case_has_left() -> None:
    line = msgspec.structs.replace(ITEM, amount_fen=200001)
    command = msgspec.structs.replace(DRAFT, items=(line,))
    given().when(command, CONTEXT).refused("pay_batch.over_approved", "items")


FISCAL = msgspec.structs.replace(
    CONTEXT, cases={AID_CASE: msgspec.structs.replace(CASE, fund_source="central_fiscal")}
)
FISCAL_DRAFT = msgspec.structs.replace(DRAFT, fund_source="central_fiscal", items=(ITEM,))


def test_earmarked_money_goes_to_the_persons_own_account() -> None:
    """Rule 14 of domain.md, R05: 现金发放专项资金; 户名不符."""
    given().when(FISCAL_DRAFT, FISCAL).events()
    cash = msgspec.structs.replace(FISCAL_DRAFT, method="cash")
    given().when(cash, FISCAL).refused("pay_batch.cash_for_fiscal_funds", "method")
    line = msgspec.structs.replace(ITEM, exception_document_no="监护公证〔2026〕5号")
    another = msgspec.structs.replace(FISCAL_DRAFT, items=(line,))
    given().when(another, FISCAL).refused("pay_batch.fiscal_funds_to_another", "items")
    lawless = msgspec.structs.replace(CONTEXT, aid_policy=None)
    given().when(DRAFT, lawless).refused("pay_batch.no_policy_in_force", "occurred_on")


SIGNING = [
    (DRAFT, "handler_id"),
    (REVIEW, "reviewer_id"),
    (APPROVE, "approver_id"),
    (EXECUTE, "cashier_id"),
]


@pytest.mark.parametrize(("command", "field"), SIGNING, ids=[field for _, field in SIGNING])
def test_each_hand_in_a_batch_holds_its_office_and_is_paid_nothing(
    command: PayBatchCommand, field: str
) -> None:
    before = after(*WAY[: WAY.index(command)])
    stranger = msgspec.structs.replace(command, **{field: STRANGER})
    before.when(stranger, CONTEXT).refused("pay_batch.office_not_held", field)
    officer: OfficerId = getattr(command, field)
    paid = msgspec.structs.replace(CONTEXT, officers=who_is(officer, OTHER_MEMBER))
    before.when(command, paid).refused("pay_batch.duties_not_separated", field)


@pytest.mark.parametrize(("command", "field"), SIGNING[1:], ids=[field for _, field in SIGNING[1:]])
def test_nobody_signs_twice(command: PayBatchCommand, field: str) -> None:
    """会计法 art. 25 and 35: 经办, 审核, 审批 and 出纳 are four people."""
    offices = ("reviewer", "approver", "cashier")
    everything = Officers({**OFFICERS.held, **{(HANDLER, office): None for office in offices}})
    context = msgspec.structs.replace(CONTEXT, officers=everything)
    again = msgspec.structs.replace(command, **{field: HANDLER})
    outcome = after(*WAY[: WAY.index(command)]).when(again, context)
    outcome.refused("pay_batch.duties_not_separated", field)


def test_sending_back_and_discarding_take_an_office() -> None:
    send_back = msgspec.structs.replace(SEND_BACK, officer_id=STRANGER)
    after(DRAFT).when(send_back, CONTEXT).refused("pay_batch.office_not_held", "officer_id")
    discard = msgspec.structs.replace(DISCARD, officer_id=STRANGER)
    after(DRAFT).when(discard, CONTEXT).refused("pay_batch.office_not_held", "officer_id")
    assert after(DRAFT).when(DISCARD, CONTEXT).state().stage == "discarded"


def test_a_transfer_has_its_bank_file_and_cash_its_signed_list() -> None:
    """实名发放、实名签收 (domain.md 5.5)."""
    no_file = msgspec.structs.replace(EXECUTE, bank_file=None)
    after(DRAFT, REVIEW, APPROVE).when(no_file, CONTEXT).refused(
        "pay_batch.bank_file_missing", "bank_file"
    )
    cash = msgspec.structs.replace(DRAFT, method="cash")
    after(cash, REVIEW, APPROVE).when(EXECUTE, CONTEXT).refused(
        "pay_batch.signed_list_missing", "signed_list"
    )


def test_an_item_that_failed_or_came_back_no_longer_counts() -> None:
    failed = PaymentItemFailed(
        pay_batch_id=PAY_BATCH, aid_case_id=AID_CASE, amount_fen=200000, reason="name_differs"
    )
    returned = PaymentItemReturned(
        pay_batch_id=PAY_BATCH, aid_case_id=OTHER_CASE, amount_fen=50000, reason="account_closed"
    )
    outcome = after(*WAY).when(FAIL, CONTEXT).then(failed)
    assert outcome.state().paid_fen() == 50000
    outcome = outcome.and_when(RETURN, CONTEXT).then(returned)
    assert outcome.state().paid_fen() == 0
    outcome.and_when(FAIL, CONTEXT).refused("pay_batch.item_already_returned", "aid_case_id")


def test_only_a_line_of_the_list_comes_back() -> None:
    other = msgspec.structs.replace(FAIL, aid_case_id=AidCaseId(UUID(int=61)))
    after(*WAY).when(other, CONTEXT).refused("pay_batch.no_such_item", "aid_case_id")


def test_a_late_entry_after_the_payment_stands() -> None:
    facts = [on(DAY, fact.event) for fact in after(*WAY).facts]
    later = msgspec.structs.replace(FAIL, occurred_on=date(2026, 6, 9))
    given(*facts).when(later, CONTEXT).events()


@THOROUGH
@for_all(st.lists(st.sampled_from([*WAY, SEND_BACK, FAIL, RETURN, DISCARD]), max_size=20))
def test_nothing_is_paid_that_was_not_approved(commands: list[PayBatchCommand]) -> None:
    """Whatever is asked in whatever order: paid follows approved, approved follows reviewed."""
    state = aggregate.State()
    for version, command in enumerate(commands, 1):
        decided = aggregate.decide(state, command, CONTEXT)
        if isinstance(decided, Refused):
            continue
        [event] = decided
        if isinstance(event, PaymentBatchPaid):
            assert (state.reviewer_id, state.approver_id) == (REVIEWER, APPROVER)
        state = aggregate.evolve(state, Fact(event, command.occurred_on, version))
        assert 0 <= state.paid_fen() <= 250000
