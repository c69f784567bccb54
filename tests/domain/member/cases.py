"""What the cases of a membership share: one person's events and commands."""

from datetime import date

from domain.ids import OfficerId
from domain.member.aggregate import Context
from domain.member.commands import (
    AcceptTransferIn,
    AnnounceWithdrawal,
    ApplyForMembership,
    ApproveMembership,
    AssignMember,
    CancelApplication,
    CancelTransferOut,
    CancelWithdrawalRequest,
    ClearArrears,
    CollectCertificate,
    CompleteTransferOut,
    CorrectMemberFact,
    DecideExpulsion,
    DeclareDeemedWithdrawal,
    DropExpulsion,
    FileExpulsion,
    GiveConsent,
    IssueArrearsWarning,
    IssueCertificate,
    MemberCommand,
    ProposeExpulsion,
    RecordDeath,
    RegisterMember,
    ReinstateMembership,
    RejectApplication,
    RequestWithdrawal,
    RetainMembership,
    ReverseMembershipChange,
    StartTransferOut,
    WithdrawConsent,
)
from domain.member.events import (
    ArrearsWarningIssued,
    DeemedWithdrawalDeclared,
    ExpulsionDecided,
    ExpulsionProposed,
    MemberDeceased,
    MemberRegistered,
    MembershipApplied,
    MembershipApproved,
    MembershipReinstated,
    MembershipRetained,
    TransferInAccepted,
    TransferOutCancelled,
    TransferOutCompleted,
    TransferOutStarted,
    WithdrawalAnnounced,
    WithdrawalRequested,
)
from domain.officers import Officers
from domain.sealed import Sealed
from tests.domain.values import (
    APPROVER,
    BRANCH,
    GROUP,
    HANDLER,
    MEMBER,
    MEMBERSHIP_POLICY,
    TRANSFER,
    sealed,
)

JOINED = date(2010, 9, 1)
FEBRUARY, MARCH, APRIL, MAY, JUNE = (date(2026, month, 10) for month in (2, 3, 4, 5, 6))

IDENTITY, PROFILE = sealed("books"), sealed("file", 1)

REGISTERED = MemberRegistered(identity=IDENTITY, profile=PROFILE, joined_on=JOINED)
APPLIED = MembershipApplied(identity=IDENTITY, profile=PROFILE)
APPROVED = MembershipApproved()
RETAINED = MembershipRetained(cause="retired")
REINSTATED = MembershipReinstated()
WITHDRAWN = WithdrawalAnnounced()
DECEASED = MemberDeceased()
CAME = TransferInAccepted(transfer_id=TRANSFER, identity=IDENTITY, profile=PROFILE)
WENT = TransferOutCompleted(transfer_id=TRANSFER)
STARTED = TransferOutStarted(transfer_id=TRANSFER)
CANCELLED = TransferOutCancelled(transfer_id=TRANSFER, by="old_union", reason="stays_employed")
WARNED = ArrearsWarningIssued(months_unpaid=6, issued_by=HANDLER)
DEEMED = DeemedWithdrawalDeclared(
    months_unpaid=6,
    decision_no="会〔2026〕9号",
    decided_by=APPROVER,
    policy_id="membership-national",
    policy_version=1,
)
REQUESTED = WithdrawalRequested()
PROPOSED = ExpulsionProposed(proposed_by=HANDLER)
EXPELLED = ExpulsionDecided(decision_no="会〔2026〕11号", decided_by=APPROVER)

GROUP_LEADER_AND_CHAIRPERSON = Officers(
    {(HANDLER, "group_leader"): None, (APPROVER, "chairperson"): None}
)
CONTEXT = Context(
    unpaid_months=6,
    membership_policy=MEMBERSHIP_POLICY,
    officers=GROUP_LEADER_AND_CHAIRPERSON,
    open_branches=frozenset({BRANCH}),
    open_groups={GROUP: BRANCH},
)
"""Six months in arrears; HANDLER leads a group, APPROVER is the chairperson."""


def register(*, joined_on: date = JOINED, retained_on: date | None = None) -> RegisterMember:
    return RegisterMember(
        occurred_on=MARCH,
        member_id=MEMBER,
        identity=IDENTITY,
        profile=PROFILE,
        joined_on=joined_on,
        retained_on=retained_on,
    )


def apply(day: date) -> ApplyForMembership:
    return ApplyForMembership(occurred_on=day, member_id=MEMBER, identity=IDENTITY, profile=PROFILE)


def approve(day: date, *, on_paper: bool = False) -> ApproveMembership:
    return ApproveMembership(occurred_on=day, member_id=MEMBER, application_on_paper=on_paper)


def reject(day: date) -> RejectApplication:
    return RejectApplication(occurred_on=day, member_id=MEMBER, reason="不以工资收入为主")


def correct(*, joined_on: date | None = None, profile: Sealed | None = None) -> CorrectMemberFact:
    return CorrectMemberFact(
        occurred_on=JUNE,
        member_id=MEMBER,
        reason="录入有误",
        joined_on=joined_on,
        profile=profile,
    )


def retain(day: date) -> RetainMembership:
    return RetainMembership(occurred_on=day, member_id=MEMBER, cause="retired")


def reinstate(day: date) -> ReinstateMembership:
    return ReinstateMembership(occurred_on=day, member_id=MEMBER)


def withdraw(day: date, *, on_paper: bool = True) -> AnnounceWithdrawal:
    return AnnounceWithdrawal(occurred_on=day, member_id=MEMBER, request_on_paper=on_paper)


def request_withdrawal(day: date) -> RequestWithdrawal:
    return RequestWithdrawal(occurred_on=day, member_id=MEMBER)


def take_request_back(day: date) -> CancelWithdrawalRequest:
    return CancelWithdrawalRequest(occurred_on=day, member_id=MEMBER)


def cancel_application(day: date) -> CancelApplication:
    return CancelApplication(occurred_on=day, member_id=MEMBER)


def start_transfer(day: date) -> StartTransferOut:
    return StartTransferOut(occurred_on=day, member_id=MEMBER, transfer_id=TRANSFER)


def cancel_transfer(day: date) -> CancelTransferOut:
    return CancelTransferOut(
        occurred_on=day,
        member_id=MEMBER,
        transfer_id=TRANSFER,
        by="old_union",
        reason="stays_employed",
    )


def warn(day: date, *, by: OfficerId = HANDLER) -> IssueArrearsWarning:
    return IssueArrearsWarning(occurred_on=day, member_id=MEMBER, issued_by=by)


def clear(day: date) -> ClearArrears:
    return ClearArrears(occurred_on=day, member_id=MEMBER, reason="paid")


def deem(day: date, *, by: OfficerId = APPROVER) -> DeclareDeemedWithdrawal:
    return DeclareDeemedWithdrawal(
        occurred_on=day,
        member_id=MEMBER,
        no_just_cause=True,
        no_participation=True,
        education_refused=True,
        decision_no="会〔2026〕9号",
        decided_by=by,
    )


def propose(day: date, *, by: OfficerId = HANDLER) -> ProposeExpulsion:
    return ProposeExpulsion(occurred_on=day, member_id=MEMBER, proposed_by=by)


def drop(day: date) -> DropExpulsion:
    return DropExpulsion(occurred_on=day, member_id=MEMBER, decision_no="会〔2026〕10号")


def expel(day: date, *, by: OfficerId = APPROVER) -> DecideExpulsion:
    return DecideExpulsion(
        occurred_on=day, member_id=MEMBER, decision_no="会〔2026〕11号", decided_by=by
    )


def file_expulsion(day: date) -> FileExpulsion:
    return FileExpulsion(occurred_on=day, member_id=MEMBER, filing_no="总工备〔2026〕2号")


def assign(day: date) -> AssignMember:
    return AssignMember(occurred_on=day, member_id=MEMBER, branch_id=BRANCH, group_id=GROUP)


def issue(day: date) -> IssueCertificate:
    return IssueCertificate(
        occurred_on=day, member_id=MEMBER, kind="certificate", certificate=sealed("file")
    )


def collect(day: date, version: int = 2) -> CollectCertificate:
    return CollectCertificate(
        occurred_on=day, member_id=MEMBER, issued_version=version, cause="withdrawn"
    )


def consent(day: date) -> GiveConsent:
    return GiveConsent(occurred_on=day, member_id=MEMBER, notice_version="2026-01")


def withdraw_consent(day: date) -> WithdrawConsent:
    return WithdrawConsent(occurred_on=day, member_id=MEMBER, notice_version="2026-01")


def die(day: date) -> RecordDeath:
    return RecordDeath(occurred_on=day, member_id=MEMBER)


def come(day: date, *, joined_on: date | None = None) -> AcceptTransferIn:
    return AcceptTransferIn(
        occurred_on=day,
        member_id=MEMBER,
        transfer_id=TRANSFER,
        identity=IDENTITY,
        profile=PROFILE,
        joined_on=joined_on,
    )


def go(day: date) -> CompleteTransferOut:
    return CompleteTransferOut(occurred_on=day, member_id=MEMBER, transfer_id=TRANSFER)


def reverse(version: int) -> ReverseMembershipChange:
    return ReverseMembershipChange(
        occurred_on=JUNE, member_id=MEMBER, reversed_version=version, reason="录入有误"
    )


def later_commands() -> list[MemberCommand]:
    """Return every command that needs somebody on these books."""
    return [
        approve(MAY),
        reject(MAY),
        correct(joined_on=JOINED),
        retain(MAY),
        reinstate(MAY),
        withdraw(MAY),
        die(MAY),
        go(MAY),
        reverse(1),
        cancel_application(MAY),
        start_transfer(MAY),
        cancel_transfer(MAY),
        warn(MAY),
        clear(MAY),
        deem(MAY),
        request_withdrawal(MAY),
        take_request_back(MAY),
        propose(MAY),
        drop(MAY),
        expel(MAY),
        file_expulsion(MAY),
        assign(MAY),
        issue(MAY),
        collect(MAY),
        consent(MAY),
        withdraw_consent(MAY),
    ]
