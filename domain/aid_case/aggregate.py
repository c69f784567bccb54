"""Decides about aid: file first, aid after; within the approved amount; to the person's own account.

Sources: domain.md rules 12 to 15 and 5.4, 会计法 art. 25 and 35 (separation of duties).
"""

from datetime import date
from typing import assert_never

import msgspec

from domain.aid_case.commands import AidCaseCommand, ApproveAid, PayAid, ReturnAidPayment
from domain.aid_case.events import AidApproved, AidCaseEvent, AidPaid, AidPaymentReturned
from domain.event import Fact
from domain.membership import Timeline
from domain.money import FEN_MAX, negated
from domain.policy.aid import AidPolicy
from domain.policy.posting import PostingMap, posting_lines
from domain.refusal import Refused


class State(msgspec.Struct, frozen=True):
    """The approval, the payments by version, and which of them came back."""

    approved: AidApproved | None = None
    approved_on: date | None = None
    payments: dict[int, AidPaid] = {}
    paid_on: dict[int, date] = {}
    returned_versions: frozenset[int] = frozenset()

    def paid_fen(self) -> int:
        """Return what was paid and did not come back, in fen."""
        return sum(
            payment.amount_fen
            for version, payment in self.payments.items()
            if version not in self.returned_versions
        )


class Context(msgspec.Struct, frozen=True):
    """What an aid decision needs from elsewhere.

    `file_opened_on` is None when the household has no file; `person` is the membership of the
    beneficiary or recipient.
    """

    file_opened_on: date | None
    person: Timeline
    aid_policy: AidPolicy | None
    posting_map: PostingMap | None


def evolve(state: State, fact: Fact) -> State:
    event: AidCaseEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case AidApproved():
            return msgspec.structs.replace(state, approved=event, approved_on=fact.occurred_on)
        case AidPaid():
            return msgspec.structs.replace(
                state,
                payments={**state.payments, fact.version: event},
                paid_on={**state.paid_on, fact.version: fact.occurred_on},
            )
        case AidPaymentReturned():
            returned = state.returned_versions | {event.returned_version}
            return msgspec.structs.replace(state, returned_versions=returned)
        case _:
            assert_never(event)


def decide(state: State, command: AidCaseCommand, context: Context) -> list[AidCaseEvent] | Refused:
    match command:
        case ApproveAid():
            return _approve(state, command, context)
        case PayAid():
            return _pay(state, command, context)
        case ReturnAidPayment():
            return _return(state, command)
        case _:
            assert_never(command)


def _approve(state: State, command: ApproveAid, context: Context) -> list[AidCaseEvent] | Refused:
    if state.approved is not None:
        return Refused(_approved_before(state.approved, command), "case_no")
    if context.file_opened_on is None:
        return Refused("aid_case.no_household_file", "household_id")
    if command.occurred_on < context.file_opened_on:
        return Refused("aid_case.approved_before_file", "occurred_on")
    if not context.person.spans:
        return Refused("aid_case.member_unknown", "beneficiary_id")
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("aid_case.amount_not_positive", "amount_fen")
    if not _duties_separated(command):
        return Refused("aid_case.duties_not_separated", "approver_id")
    return [
        AidApproved(
            aid_case_id=command.aid_case_id,
            case_no=command.case_no,
            household_id=command.household_id,
            beneficiary_id=command.beneficiary_id,
            category=command.category,
            fund_source=command.fund_source,
            amount_fen=command.amount_fen,
            handler_id=command.handler_id,
            reviewer_id=command.reviewer_id,
            approver_id=command.approver_id,
        )
    ]


def _approved_before(approved: AidApproved, command: ApproveAid) -> str:
    same = (
        approved.household_id == command.household_id
        and approved.beneficiary_id == command.beneficiary_id
        and approved.category == command.category
        and approved.fund_source == command.fund_source
        and approved.amount_fen == command.amount_fen
    )
    return "aid_case.already_approved" if same else "aid_case.approved_otherwise"


def _duties_separated(command: ApproveAid) -> bool:
    """Requester, reviewer and approver are different people, and none is the beneficiary."""
    acting = [
        officer
        for officer in (command.handler_id, command.reviewer_id, command.approver_id)
        if officer is not None
    ]
    return len(set(acting)) == len(acting) and command.beneficiary_id not in acting


def _pay(state: State, command: PayAid, context: Context) -> list[AidCaseEvent] | Refused:
    approved = state.approved
    if approved is None:
        return Refused("aid_case.not_approved", "aid_case_id")
    if command.category not in (None, approved.category):
        return Refused("aid_case.category_differs", "category")
    if command.fund_source not in (None, approved.fund_source):
        return Refused("aid_case.fund_source_differs", "fund_source")
    if not context.person.spans:
        return Refused("aid_case.member_unknown", "recipient_id")
    deceased_on = context.person.deceased_on()
    if deceased_on is not None and command.occurred_on > deceased_on:
        return Refused("aid_case.recipient_deceased", "recipient_id")
    if (fault := _wrong_person_or_day(state, approved, command)) is not None:
        return fault
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("aid_case.amount_not_positive", "amount_fen")
    if context.aid_policy is None or context.posting_map is None:
        return Refused("aid_case.no_policy_in_force", "occurred_on")
    if command.method == "cash" and _no_cash(approved, context.aid_policy):
        return Refused("aid_case.cash_for_fiscal_funds", "method")
    if state.paid_fen() + command.amount_fen > approved.amount_fen:
        return Refused("aid_case.over_approved", "amount_fen")
    lines = posting_lines(
        context.posting_map,
        f"aid.{approved.category}.{command.method}",
        fund=approved.fund_source,
        amount_fen=command.amount_fen,
    )
    if lines is None:
        return Refused("aid_case.operation_not_posted", "occurred_on")
    return [
        AidPaid(
            aid_case_id=command.aid_case_id,
            household_id=approved.household_id,
            recipient_id=command.recipient_id,
            category=approved.category,
            fund_source=approved.fund_source,
            amount_fen=command.amount_fen,
            method=command.method,
            payee=command.payee,
            posting_map=context.posting_map.policy_id,
            lines=lines,
        )
    ]


def _wrong_person_or_day(state: State, approved: AidApproved, command: PayAid) -> Refused | None:
    """Aid goes to the person it was approved for, after that, and never to who handled it (rules 14, 15)."""
    if command.recipient_id != approved.beneficiary_id:
        return Refused("aid_case.recipient_not_beneficiary", "recipient_id")
    if command.recipient_id in (approved.handler_id, approved.reviewer_id, approved.approver_id):
        return Refused("aid_case.duties_not_separated", "recipient_id")
    if state.approved_on is not None and command.occurred_on < state.approved_on:
        return Refused("aid_case.paid_before_approved", "occurred_on")
    return None


def _no_cash(approved: AidApproved, policy: AidPolicy) -> bool:
    return approved.fund_source in policy.no_cash_fund_sources


def _return(state: State, command: ReturnAidPayment) -> list[AidCaseEvent] | Refused:
    payment = state.payments.get(command.returned_version)
    if payment is None:
        return Refused("aid_case.no_such_payment", "returned_version")
    if command.returned_version in state.returned_versions:
        return Refused("aid_case.payment_already_returned", "returned_version")
    if command.occurred_on < state.paid_on[command.returned_version]:
        return Refused("aid_case.returned_before_paid", "occurred_on")
    return [
        AidPaymentReturned(
            aid_case_id=payment.aid_case_id,
            household_id=payment.household_id,
            recipient_id=payment.recipient_id,
            category=payment.category,
            fund_source=payment.fund_source,
            amount_fen=payment.amount_fen,
            returned_version=command.returned_version,
            reason=command.reason,
            lines=negated(payment.lines),
        )
    ]
