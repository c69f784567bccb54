"""Decides about a payment of an approved case: to whom, by whom, how, from what, and how much."""

from domain.aid import PAYING, together
from domain.aid_case import record
from domain.aid_case.commands import PayAid
from domain.aid_case.context import Context
from domain.aid_case.events import AidApproved, AidCaseEvent
from domain.aid_case.limited import blocked, warnings_of
from domain.aid_case.state import State
from domain.money import FEN_MAX
from domain.policy.aid import AidLimits, AidPolicy, LimitPassed, payment_limit_passed
from domain.policy.posting import posting_lines
from domain.refusal import Refused


def pay(state: State, command: PayAid, context: Context) -> list[AidCaseEvent] | Refused:
    """Decide whether a payment is made."""
    approved = state.approved
    if approved is None:
        return Refused("aid_case.not_approved", "aid_case_id")
    if state.ended is not None:
        return Refused("aid_case.ended", "aid_case_id")
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
    if (fault := _wrong_cashier(state, approved, command, context)) is not None:
        return fault
    if (fault := _wrong_payee(approved, command, context.aid_policy)) is not None:
        return fault
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
    passed = _payment_passed(approved, command, context.limits)
    if state.requested is not None and (stopped := blocked(passed)) is not None:
        return stopped
    posting_map = context.posting_map.policy_id
    return [record.paid(command, approved, posting_map, lines, warnings_of(passed))]


def _wrong_person_or_day(state: State, approved: AidApproved, command: PayAid) -> Refused | None:
    """Aid goes to the person it was approved for, after that, and never to who handled it (rules 14, 15)."""
    if command.recipient_id != approved.beneficiary_id:
        return Refused("aid_case.recipient_not_beneficiary", "recipient_id")
    if command.recipient_id in (approved.handler_id, approved.reviewer_id, approved.approver_id):
        return Refused("aid_case.duties_not_separated", "recipient_id")
    if state.approved_on is not None and command.occurred_on < state.approved_on:
        return Refused("aid_case.paid_before_approved", "occurred_on")
    return None


def _wrong_cashier(
    state: State, approved: AidApproved, command: PayAid, context: Context
) -> Refused | None:
    """The cashier (出纳) is nobody who handled the case; a case of these books always names one."""
    if command.cashier_id is None:
        unnamed = Refused("aid_case.cashier_unnamed", "cashier_id")
        return None if state.requested is None else unnamed
    everybody = together(context.officers, context.county)
    if not everybody.are_different(
        approved.handler_id,
        approved.reviewer_id,
        approved.approver_id,
        command.cashier_id,
        recipient=command.recipient_id,
    ):
        return Refused("aid_case.duties_not_separated", "cashier_id")
    if not context.officers.holds_any(command.cashier_id, PAYING, command.occurred_on):
        return Refused("aid_case.office_not_held", "cashier_id")
    return None


def _wrong_payee(approved: AidApproved, command: PayAid, policy: AidPolicy) -> Refused | None:
    """The account's name is the person's (5.5); an exception has its paper, for earmarked money none."""
    if command.payee_is_recipient:
        return None
    if _no_cash(approved, policy):
        return Refused("aid_case.fiscal_funds_to_another", "payee")
    if not command.exception_document_no:
        return Refused("aid_case.payee_not_recipient", "payee")
    return None


def _payment_passed(
    approved: AidApproved, command: PayAid, limits: AidLimits | None
) -> tuple[LimitPassed, ...]:
    """The limit per person-time (人次) is one of each payment, not of the case."""
    if limits is None:
        return ()
    passed = payment_limit_passed(limits, approved.category, command.amount_fen)
    return () if passed is None else (passed,)


def _no_cash(approved: AidApproved, policy: AidPolicy) -> bool:
    return approved.fund_source in policy.no_cash_fund_sources
