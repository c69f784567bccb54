"""Samples of the events of a membership."""

from datetime import date

from domain.event import Event
from domain.member.events import (
    ApplicationCancelled,
    ApplicationRejected,
    ArrearsCleared,
    ArrearsWarningIssued,
    CertificateCollected,
    CertificateIssued,
    ConsentGiven,
    ConsentWithdrawn,
    DeemedWithdrawalDeclared,
    ExpulsionDecided,
    ExpulsionDropped,
    ExpulsionFiled,
    ExpulsionProposed,
    MemberAssigned,
    MemberDeceased,
    MemberFactCorrected,
    MemberRegistered,
    MembershipApplied,
    MembershipApproved,
    MembershipChangeReversed,
    MembershipReinstated,
    MembershipRetained,
    RegistrationReversed,
    TransferInAccepted,
    TransferOutCancelled,
    TransferOutCompleted,
    TransferOutStarted,
    WithdrawalAnnounced,
    WithdrawalRequestCancelled,
    WithdrawalRequested,
)
from tests.domain.values import APPROVER, BRANCH, GROUP, HANDLER, OTHER_UNION, TRANSFER, sealed

COMPLETE: tuple[Event, ...] = (
    MemberRegistered(
        identity=sealed("books"),
        profile=sealed("file", 1),
        joined_on=date(2008, 7, 1),
        stated="retained",
        retained_on=date(2024, 2, 1),
    ),
    MembershipApplied(identity=sealed("books"), profile=sealed("file", 1)),
    MembershipApproved(decision_no="会〔2026〕3号", details=sealed("file")),
    ApplicationRejected(reason="不以工资收入为主要生活来源"),
    MemberFactCorrected(
        reason="入会日期录入有误",
        identity=sealed("books"),
        profile=sealed("file", 1),
        joined_on=date(2008, 6, 1),
    ),
    MembershipRetained(cause="retired", decision_no="会〔2026〕4号", details=sealed("file")),
    MembershipReinstated(decision_no="会〔2026〕5号", details=sealed("file")),
    WithdrawalAnnounced(decision_no="会〔2026〕6号", details=sealed("file")),
    MemberDeceased(details=sealed("file")),
    TransferInAccepted(
        transfer_id=TRANSFER,
        other_union="第五中学工会",
        decision_no="会〔2026〕7号",
        identity=sealed("books"),
        profile=sealed("file", 1),
        joined_on=date(2008, 7, 1),
        details=sealed("file", 2),
    ),
    TransferOutCompleted(
        transfer_id=TRANSFER,
        other_union="县人民医院工会",
        decision_no="会〔2026〕8号",
        details=sealed("file"),
    ),
    MembershipChangeReversed(reversed_version=3, reason="录入有误"),
    RegistrationReversed(reversed_version=1, reason="导错了文件"),
    ApplicationCancelled(details=sealed("file")),
    TransferOutStarted(
        transfer_id=TRANSFER,
        target_union_id=OTHER_UNION,
        target_union="县人民医院工会",
        last_dues_month="2026-05",
        decision_no="会〔2026〕8号",
        details=sealed("file"),
    ),
    TransferOutCancelled(
        transfer_id=TRANSFER, by="new_union", reason="not_accepted", details=sealed("file")
    ),
    ArrearsWarningIssued(months_unpaid=6, issued_by=HANDLER, details=sealed("file")),
    ArrearsCleared(reason="paid", details=sealed("file")),
    DeemedWithdrawalDeclared(
        months_unpaid=8,
        decision_no="会〔2026〕9号",
        decided_by=APPROVER,
        policy_id="membership-national",
        policy_version=1,
        details=sealed("file"),
    ),
    WithdrawalRequested(details=sealed("file")),
    WithdrawalRequestCancelled(details=sealed("file")),
    ExpulsionProposed(proposed_by=HANDLER, details=sealed("file")),
    ExpulsionDropped(decision_no="会〔2026〕10号", details=sealed("file")),
    ExpulsionDecided(decision_no="会〔2026〕11号", decided_by=APPROVER, details=sealed("file")),
    ExpulsionFiled(filing_no="总工备〔2026〕2号"),
    MemberAssigned(branch_id=BRANCH, group_id=GROUP),
    CertificateIssued(kind="certificate", certificate=sealed("file")),
    CertificateCollected(issued_version=4, cause="withdrawn", details=sealed("file")),
    ConsentGiven(notice_version="2026-01"),
    ConsentWithdrawn(notice_version="2026-01"),
)
MINIMAL: tuple[Event, ...] = (
    MemberRegistered(
        identity=sealed("books"), profile=sealed("file", 1), joined_on=date(2008, 7, 1)
    ),
    MembershipApproved(),
    MemberFactCorrected(reason="补录", profile=sealed("file", 1)),
    MembershipRetained(cause="other"),
    MembershipReinstated(),
    WithdrawalAnnounced(),
    MemberDeceased(),
    TransferInAccepted(transfer_id=TRANSFER),
    TransferOutCompleted(transfer_id=TRANSFER),
    ApplicationCancelled(),
    TransferOutStarted(transfer_id=TRANSFER),
    TransferOutCancelled(transfer_id=TRANSFER, by="old_union", reason="stays_employed"),
    ArrearsWarningIssued(months_unpaid=6, issued_by=HANDLER),
    ArrearsCleared(reason="just_cause"),
    DeemedWithdrawalDeclared(
        months_unpaid=8,
        decision_no="会〔2026〕9号",
        decided_by=APPROVER,
        policy_id="membership-national",
        policy_version=1,
    ),
    WithdrawalRequested(),
    WithdrawalRequestCancelled(),
    ExpulsionProposed(proposed_by=HANDLER),
    ExpulsionDropped(decision_no="会〔2026〕10号"),
    ExpulsionDecided(decision_no="会〔2026〕11号", decided_by=APPROVER),
    MemberAssigned(),
    CertificateCollected(issued_version=4, cause="lost"),
)
VARIANTS: dict[str, Event] = {
    "from_a_month": MembershipRetained(
        cause="retired", decision_no="会〔2026〕4号", from_month="2026-03"
    ),
    "reversal_approved": MembershipChangeReversed(
        reversed_version=3, reason="录入有误", approved_by=APPROVER
    ),
    "correction_approved": MemberFactCorrected(
        reason="补录", joined_on=date(2008, 6, 1), approved_by=APPROVER
    ),
}
