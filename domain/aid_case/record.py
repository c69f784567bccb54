"""What a granted step of an aid case records: the event of each command, told in its words.

Whether a step is granted is decided in `aggregate.py`.
"""

from domain.aid_case.commands import (
    ApproveAid,
    CancelAid,
    PayAid,
    RejectAid,
    RequestAid,
    ReturnAidPayment,
    ReviewAid,
)
from domain.aid_case.events import (
    AidApproved,
    AidCancelled,
    AidPaid,
    AidPaymentReturned,
    AidRejected,
    AidRequested,
    AidReviewed,
)
from domain.money import PostingLines, negated
from domain.policy.aid import AidLimits, AidWarning


def requested(command: RequestAid) -> AidRequested:
    return AidRequested(
        aid_case_id=command.aid_case_id,
        case_no=command.case_no,
        household_id=command.household_id,
        beneficiary_id=command.beneficiary_id,
        category=command.category,
        fund_source=command.fund_source,
        amount_fen=command.amount_fen,
        handler_id=command.handler_id,
        evidence=command.evidence,
        details=command.details,
    )


def reviewed(command: ReviewAid) -> AidReviewed:
    return AidReviewed(
        aid_case_id=command.aid_case_id,
        outcome=command.outcome,
        reviewer_id=command.reviewer_id,
    )


def approved(
    command: ApproveAid,
    requested_version: int | None,
    limits: AidLimits | None,
    warnings: tuple[AidWarning, ...],
) -> AidApproved:
    """An approval taken over from paper names no tier: nobody asked who had to approve."""
    return AidApproved(
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
        requested_version=requested_version,
        tier=None if requested_version is None else command.tier,
        decision_no=command.decision_no,
        limits_id=None if limits is None else limits.policy_id,
        limits_version=None if limits is None else limits.version,
        warnings=warnings,
    )


def rejected(command: RejectAid, request: AidRequested) -> AidRejected:
    return AidRejected(
        aid_case_id=command.aid_case_id,
        household_id=request.household_id,
        reason=command.reason,
        approver_id=command.approver_id,
        tier=command.tier,
        decision_no=command.decision_no,
    )


def cancelled(command: CancelAid, case: AidRequested | AidApproved) -> AidCancelled:
    return AidCancelled(
        aid_case_id=command.aid_case_id,
        household_id=case.household_id,
        reason=command.reason,
        handler_id=command.handler_id,
    )


def paid(
    command: PayAid,
    approval: AidApproved,
    posting_map: str,
    lines: PostingLines,
    warnings: tuple[AidWarning, ...],
) -> AidPaid:
    return AidPaid(
        aid_case_id=command.aid_case_id,
        household_id=approval.household_id,
        recipient_id=command.recipient_id,
        category=approval.category,
        fund_source=approval.fund_source,
        amount_fen=command.amount_fen,
        method=command.method,
        payee=command.payee,
        posting_map=posting_map,
        lines=lines,
        cashier_id=command.cashier_id,
        exception_document_no=command.exception_document_no,
        pay_batch_id=command.pay_batch_id,
        warnings=warnings,
    )


def returned(command: ReturnAidPayment, payment: AidPaid) -> AidPaymentReturned:
    return AidPaymentReturned(
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
