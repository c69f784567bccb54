"""What the cases of a membership share: one person's events and commands."""

from datetime import date

from domain.member.commands import (
    AcceptTransferIn,
    AnnounceWithdrawal,
    ApplyForMembership,
    ApproveMembership,
    CompleteTransferOut,
    CorrectMemberFact,
    MemberCommand,
    RecordDeath,
    RegisterMember,
    ReinstateMembership,
    RejectApplication,
    RetainMembership,
    ReverseMembershipChange,
)
from domain.member.events import (
    MemberDeceased,
    MemberRegistered,
    MembershipApplied,
    MembershipApproved,
    MembershipReinstated,
    MembershipRetained,
    TransferInAccepted,
    TransferOutCompleted,
    WithdrawalAnnounced,
)
from domain.sealed import Sealed
from tests.domain.values import MEMBER, TRANSFER, sealed

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


def withdraw(day: date) -> AnnounceWithdrawal:
    return AnnounceWithdrawal(occurred_on=day, member_id=MEMBER)


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
    ]
