"""Decides about payment batches: a pay list is drawn up, reviewed, approved and paid by different people.

Source: domain.md 5.4, 5.5 and L13. A batch has one category and one fund source (两条线), each case stands on it
once, and no line exceeds what its case has left. That each case is paid is decided by the case itself.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal, assert_never

import msgspec

from domain.aid import HANDLING, PAYING, REVIEWING, AidCategory, FundSource, together
from domain.event import Fact
from domain.ids import AidCaseId, HouseholdId, MemberId, OfficerId
from domain.money import FEN_MAX
from domain.officers import APPROVING, Officers
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
    PayBatchEvent,
    PayItem,
    PaymentBatchApproved,
    PaymentBatchDiscarded,
    PaymentBatchDrafted,
    PaymentBatchPaid,
    PaymentBatchReviewed,
    PaymentBatchSentBack,
    PaymentItemFailed,
    PaymentItemReturned,
)
from domain.policy.aid import AidPolicy
from domain.refusal import Refused

Stage = Literal["none", "drafted", "sent_back", "reviewed", "approved", "paid", "discarded"]
Decided = list[PayBatchEvent] | Refused

_UNPAID: frozenset[Stage] = frozenset({"drafted", "sent_back", "reviewed", "approved"})


class State(msgspec.Struct, frozen=True):
    """The list as last drawn up, how far it has come, who signed, and which cases were not paid after all."""

    drafted: PaymentBatchDrafted | None = None
    stage: Stage = "none"
    stage_on: date | None = None
    reviewer_id: OfficerId | None = None
    approver_id: OfficerId | None = None
    unpaid_cases: frozenset[AidCaseId] = frozenset()

    def item_of(self, aid_case_id: AidCaseId) -> PayItem | None:
        """Return the line of a case, if it stands on the list."""
        items = self.drafted.items if self.drafted else ()
        return next((item for item in items if item.aid_case_id == aid_case_id), None)

    def paid_fen(self) -> int:
        """Return what the batch paid and what did not fail or come back, in fen."""
        if self.drafted is None or self.stage != "paid":
            return 0
        return sum(
            item.amount_fen
            for item in self.drafted.items
            if item.aid_case_id not in self.unpaid_cases
        )


class Payable(msgspec.Struct, frozen=True, kw_only=True):
    """An approved case as a pay list sees it; `open_fen` is what may still be paid."""

    household_id: HouseholdId
    beneficiary_id: MemberId
    category: AidCategory
    fund_source: FundSource
    open_fen: int


class Context(msgspec.Struct, frozen=True):
    """The cases the list names, as they stand now; officers of the union and its county; the aid policy."""

    cases: Mapping[AidCaseId, Payable] = {}
    officers: Officers = Officers()
    county: Officers = Officers()
    aid_policy: AidPolicy | None = None


def evolve(state: State, fact: Fact) -> State:
    event: PayBatchEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    day = fact.occurred_on
    match event:
        case PaymentBatchDrafted():
            return State(drafted=event, stage="drafted", stage_on=day)
        case PaymentBatchReviewed():
            return _at(state, "reviewed", day, reviewer_id=event.reviewer_id)
        case PaymentBatchSentBack():
            return _at(state, "sent_back", day)
        case PaymentBatchApproved():
            return _at(state, "approved", day, approver_id=event.approver_id)
        case PaymentBatchPaid():
            return _at(state, "paid", day)
        case PaymentItemFailed() | PaymentItemReturned():
            unpaid = state.unpaid_cases | {event.aid_case_id}
            return msgspec.structs.replace(state, unpaid_cases=unpaid)
        case PaymentBatchDiscarded():
            return _at(state, "discarded", day)
        case _:
            assert_never(event)


def _at(state: State, stage: Stage, day: date, **changed: object) -> State:
    return msgspec.structs.replace(state, stage=stage, stage_on=day, **changed)


def decide(state: State, command: PayBatchCommand, context: Context) -> Decided:
    if isinstance(command, DraftPayBatch):
        return _draft(state, command, context)
    if state.drafted is None:
        return Refused("pay_batch.unknown", "pay_batch_id")
    if state.stage_on is not None and command.occurred_on < state.stage_on:
        return Refused("pay_batch.before_the_last_step", "occurred_on")
    match command:
        case ReviewPayBatch():
            return _review(state, state.drafted, command, context)
        case SendBackPayBatch():
            return _send_back(state, command, context)
        case ApprovePayBatch():
            return _approve(state, state.drafted, command, context)
        case ExecutePayBatch():
            return _execute(state, state.drafted, command, context)
        case RecordFailedItem() | RecordReturnedItem():
            return _not_paid_after_all(state, command)
        case DiscardPayBatch():
            return _discard(state, command, context)
        case _:
            assert_never(command)


def _draft(state: State, command: DraftPayBatch, context: Context) -> Decided:
    day = command.occurred_on
    if state.stage not in ("none", "sent_back"):
        return Refused("pay_batch.already_drafted", "pay_batch_id")
    if state.stage_on is not None and day < state.stage_on:
        return Refused("pay_batch.before_the_last_step", "occurred_on")
    if not command.items:
        return Refused("pay_batch.empty", "items")
    if len({item.aid_case_id for item in command.items}) != len(command.items):
        return Refused("pay_batch.case_twice", "items")
    for item in command.items:
        if (fault := _wrong_item(item, command, context)) is not None:
            return fault
    total_fen = sum(item.amount_fen for item in command.items)
    if total_fen > FEN_MAX:
        return Refused("pay_batch.amount_out_of_range", "items")
    if (fault := _wrong_account(command, context.aid_policy)) is not None:
        return fault
    if not context.officers.holds_any(command.handler_id, HANDLING, day):
        return Refused("pay_batch.office_not_held", "handler_id")
    if not _apart_from_recipients(command.items, context, command.handler_id):
        return Refused("pay_batch.duties_not_separated", "handler_id")
    return [
        PaymentBatchDrafted(
            pay_batch_id=command.pay_batch_id,
            batch_no=command.batch_no,
            category=command.category,
            fund_source=command.fund_source,
            method=command.method,
            items=command.items,
            item_count=len(command.items),
            total_fen=total_fen,
            handler_id=command.handler_id,
        )
    ]


def _wrong_item(item: PayItem, command: DraftPayBatch, context: Context) -> Refused | None:
    """A line pays an approved case, to its beneficiary, from its source, within what is left of it."""
    case = context.cases.get(item.aid_case_id)
    if case is None:
        return Refused("pay_batch.case_not_approved", "items")
    if case.household_id != item.household_id or case.beneficiary_id != item.recipient_id:
        return Refused("pay_batch.recipient_not_beneficiary", "items")
    if case.category != command.category:
        return Refused("pay_batch.category_differs", "items")
    if case.fund_source != command.fund_source:
        return Refused("pay_batch.fund_source_differs", "items")
    if not 1 <= item.amount_fen <= FEN_MAX:
        return Refused("pay_batch.amount_out_of_range", "items")
    if item.amount_fen > case.open_fen:
        return Refused("pay_batch.over_approved", "items")
    return None


def _wrong_account(command: DraftPayBatch, policy: AidPolicy | None) -> Refused | None:
    """Earmarked money goes by transfer to the person's own account (rule 14 of domain.md)."""
    if policy is None:
        return Refused("pay_batch.no_policy_in_force", "occurred_on")
    if command.fund_source not in policy.no_cash_fund_sources:
        return None
    if command.method == "cash":
        return Refused("pay_batch.cash_for_fiscal_funds", "method")
    if any(item.exception_document_no is not None for item in command.items):
        return Refused("pay_batch.fiscal_funds_to_another", "items")
    return None


def _apart_from_recipients(
    items: tuple[PayItem, ...], context: Context, *signing: OfficerId | None
) -> bool:
    """Tell whether all who sign are different people and none of them is paid by this list."""
    everybody = together(context.officers, context.county)
    paid = {item.recipient_id for item in items}
    own = {everybody.person(officer_id) for officer_id in signing if officer_id is not None}
    return everybody.are_different(*signing) and paid.isdisjoint(own)


def _review(
    state: State, drafted: PaymentBatchDrafted, command: ReviewPayBatch, context: Context
) -> Decided:
    if state.stage != "drafted":
        return Refused("pay_batch.not_drafted", "pay_batch_id")
    if not context.officers.holds_any(command.reviewer_id, REVIEWING, command.occurred_on):
        return Refused("pay_batch.office_not_held", "reviewer_id")
    if not _apart_from_recipients(drafted.items, context, drafted.handler_id, command.reviewer_id):
        return Refused("pay_batch.duties_not_separated", "reviewer_id")
    return [
        PaymentBatchReviewed(pay_batch_id=command.pay_batch_id, reviewer_id=command.reviewer_id)
    ]


def _send_back(state: State, command: SendBackPayBatch, context: Context) -> Decided:
    if state.stage not in ("drafted", "reviewed"):
        return Refused("pay_batch.not_drafted", "pay_batch_id")
    everybody = together(context.officers, context.county)
    if not everybody.holds_any(command.officer_id, REVIEWING | APPROVING, command.occurred_on):
        return Refused("pay_batch.office_not_held", "officer_id")
    return [
        PaymentBatchSentBack(
            pay_batch_id=command.pay_batch_id,
            reason=command.reason,
            officer_id=command.officer_id,
        )
    ]


def _approve(
    state: State, drafted: PaymentBatchDrafted, command: ApprovePayBatch, context: Context
) -> Decided:
    everybody = together(context.officers, context.county)
    if state.stage != "reviewed":
        return Refused("pay_batch.not_reviewed", "pay_batch_id")
    if not everybody.holds_any(command.approver_id, APPROVING, command.occurred_on):
        return Refused("pay_batch.office_not_held", "approver_id")
    signing = (drafted.handler_id, state.reviewer_id, command.approver_id)
    if not _apart_from_recipients(drafted.items, context, *signing):
        return Refused("pay_batch.duties_not_separated", "approver_id")
    return [
        PaymentBatchApproved(
            pay_batch_id=command.pay_batch_id,
            item_count=drafted.item_count,
            total_fen=drafted.total_fen,
            approver_id=command.approver_id,
            decision_no=command.decision_no,
        )
    ]


def _execute(
    state: State, drafted: PaymentBatchDrafted, command: ExecutePayBatch, context: Context
) -> Decided:
    """出纳 pays what was approved, whole; what the bank then refuses is told line by line."""
    if state.stage != "approved":
        return Refused("pay_batch.not_approved", "pay_batch_id")
    if drafted.method == "transfer" and command.bank_file is None:
        return Refused("pay_batch.bank_file_missing", "bank_file")
    if drafted.method == "cash" and command.signed_list is None:
        return Refused("pay_batch.signed_list_missing", "signed_list")
    if not context.officers.holds_any(command.cashier_id, PAYING, command.occurred_on):
        return Refused("pay_batch.office_not_held", "cashier_id")
    signing = (drafted.handler_id, state.reviewer_id, state.approver_id, command.cashier_id)
    if not _apart_from_recipients(drafted.items, context, *signing):
        return Refused("pay_batch.duties_not_separated", "cashier_id")
    return [
        PaymentBatchPaid(
            pay_batch_id=command.pay_batch_id,
            item_count=drafted.item_count,
            total_fen=drafted.total_fen,
            cashier_id=command.cashier_id,
            bank_file=command.bank_file,
            signed_list=command.signed_list,
        )
    ]


def _not_paid_after_all(state: State, command: RecordFailedItem | RecordReturnedItem) -> Decided:
    """The case books the money back in the same append; here the list keeps track of its lines."""
    if state.stage != "paid":
        return Refused("pay_batch.not_paid", "pay_batch_id")
    item = state.item_of(command.aid_case_id)
    if item is None:
        return Refused("pay_batch.no_such_item", "aid_case_id")
    if command.aid_case_id in state.unpaid_cases:
        return Refused("pay_batch.item_already_returned", "aid_case_id")
    told = PaymentItemFailed if isinstance(command, RecordFailedItem) else PaymentItemReturned
    return [
        told(
            pay_batch_id=command.pay_batch_id,
            aid_case_id=item.aid_case_id,
            amount_fen=item.amount_fen,
            reason=command.reason,
        )
    ]


def _discard(state: State, command: DiscardPayBatch, context: Context) -> Decided:
    if state.stage not in _UNPAID:
        return Refused("pay_batch.already_ended", "pay_batch_id")
    signing = HANDLING | REVIEWING | APPROVING
    if not context.officers.holds_any(command.officer_id, signing, command.occurred_on):
        return Refused("pay_batch.office_not_held", "officer_id")
    return [PaymentBatchDiscarded(pay_batch_id=command.pay_batch_id, officer_id=command.officer_id)]
