"""What happens to a membership: 批准, 退回, 更正, 保留, 恢复, 退会, 去世, 转出, 冲销."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from domain.ids import MemberId
from domain.member.commands import (
    AnnounceWithdrawal,
    ApproveMembership,
    CompleteTransferOut,
    CorrectMemberFact,
    RecordDeath,
    ReinstateMembership,
    RejectApplication,
    RetainMembership,
    ReverseMembershipChange,
)
from domain.member.events import RetentionCause
from domain.sealed import Sealed
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import (
    Body,
    DocumentNo,
    IdNumber,
    Month,
    PersonName,
    Reason,
    Title,
    Version,
)
from services.http.membership import (
    FORM,
    ILLEGAL,
    MEMBER,
    SIGNED,
    Decision,
    Happening,
    MemberWritten,
    change,
    changed,
    officer,
)
from services.http.operation import operation
from services.http.people import ChangeDetails, Profile, Seals, person, seals, texts_of
from services.http.problems import Problem

_DECISION = {"occurred_on": "2026-03-10", "decision_no": "工字〔2026〕3号"}


class Rejection(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: Reason


class Correction(Body, frozen=True, kw_only=True):
    """What is absent stays as it was. Name and ID number are given together; the number names the same person.

    `kept`: fields of the profile that stay what they were where the profile given is silent about them, for whoever
    was shown them masked. With it a profile that is the same as before counts as none.
    """

    occurred_on: date
    reason: Reason
    name: PersonName | None = None
    id_number: IdNumber | None = None
    profile: Profile | None = None
    joined_on: date | None = None
    approved_by: UUID | None = None
    kept: Annotated[tuple[Literal["mobile"], ...], Meta(max_length=1)] = ()


class Retention(Body, frozen=True, kw_only=True):
    """`from_month`: from when dues stop, as announced; the month of the date."""

    occurred_on: date
    cause: RetentionCause
    from_month: Month | None = None
    decision_no: DocumentNo = ""
    details: ChangeDetails | None = None


class Withdrawal(Body, frozen=True, kw_only=True):
    """`request_on_paper`: a withdrawal of the past (补登), whose request is on file but not on these books."""

    occurred_on: date
    decision_no: DocumentNo = ""
    details: ChangeDetails | None = None
    request_on_paper: bool = False


class Reversal(Body, frozen=True, kw_only=True):
    occurred_on: date
    reversed_version: Version
    reason: Reason
    approved_by: UUID | None = None


class TransferOut(Body, frozen=True, kw_only=True):
    occurred_on: date
    transfer_id: UUID
    other_union: Title = ""
    decision_no: DocumentNo = ""
    details: ChangeDetails | None = None


@operation(
    "POST",
    f"{MEMBER}/approve",
    "approveMembership",
    tag="members",
    policy=may("members.decide"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=("member.unknown", "member.no_application", "member.approved_before_applied"),
    example=_DECISION,
)
async def approve_membership(asking: Asking, member_id: UUID, body: Decision) -> Answer:
    """Record the committee's approval; membership counts from its date."""
    return await change(asking, member_id, ApproveMembership, body)


@operation(
    "POST",
    f"{MEMBER}/reject",
    "rejectApplication",
    tag="members",
    policy=may("members.decide"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=("member.unknown", "member.no_application"),
    example={"occurred_on": "2026-03-10", "reason": "材料不全"},
)
async def reject_application(asking: Asking, member_id: UUID, body: Rejection) -> Answer:
    """Record that an application was not approved. The reason stands in clear: no personal words."""
    command = RejectApplication(
        occurred_on=body.occurred_on, member_id=MemberId(member_id), reason=body.reason
    )
    return await changed(asking, member_id, command, body)


@operation(
    "POST",
    f"{MEMBER}/correct",
    "correctMemberFact",
    tag="members",
    policy=may("members.correct"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        *FORM,
        "member.unknown",
        "member.identity_incomplete",
        "member.id_number_differs",
        "member.nothing_corrected",
        "member.joined_after_entry",
        *SIGNED,
    ),
    example={
        "occurred_on": "2026-03-10",
        "reason": "换发手机号",
        "profile": {"mobile": "13900139000"},
    },
)
async def correct_member_fact(asking: Asking, member_id: UUID, body: Correction) -> Answer:
    """Put facts about a member right. A profile replaces the profile before it as a whole."""
    to = await seals(asking, member_id)
    profile = await _profile(asking, member_id, body)
    command = CorrectMemberFact(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        reason=body.reason,
        identity=await _identity(asking, member_id, body, to),
        profile=None if profile is None else to.struct(member_id, "file", "profile", profile),
        joined_on=body.joined_on,
        approved_by=officer(body.approved_by),
    )
    return await changed(asking, member_id, command, body)


async def _profile(asking: Asking, member_id: UUID, body: Correction) -> Profile | None:
    """Return the profile as it shall stand, with what is kept of the one before it; None: nothing of it changes."""
    if body.profile is None or not body.kept:
        return body.profile
    names = [f"profile.{name}" for name in Profile.__struct_fields__]
    before = await asking.parts.revealing.fields(
        asking.tenant_id, member_id, names, restricted=False
    )
    known = {
        name: text for name in Profile.__struct_fields__ if (text := before[f"profile.{name}"])
    }
    silent = [name for name in body.kept if getattr(body.profile, name) is None]
    merged = msgspec.structs.replace(
        body.profile, **{name: known[name] for name in silent if name in known}
    )
    return None if texts_of(merged) == known else merged


async def _identity(asking: Asking, member_id: UUID, body: Correction, to: Seals) -> Sealed | None:
    """Name and number are sealed as one, and the number is who the person is: it must stay the same."""
    if body.name is None and body.id_number is None:
        return None
    if body.name is None or body.id_number is None:
        raise Problem("member.identity_incomplete")
    known = person(body.name, body.id_number)
    found = await asking.parts.vault.find(asking.tenant_id, "id_number", [known.id_number])
    if found.get(known.id_number) != member_id:
        raise Problem("member.id_number_differs")
    return to.identity(member_id, known)


@operation(
    "POST",
    f"{MEMBER}/retain",
    "retainMembership",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=("member.unknown", "member.dues_stop_in_another_month", *ILLEGAL),
    example=_DECISION | {"cause": "retired"},
)
async def retain_membership(asking: Asking, member_id: UUID, body: Retention) -> Answer:
    """Keep the membership of somebody who retired or lost the job; no dues are owed."""
    return await change(asking, member_id, RetainMembership, body)


@operation(
    "POST",
    f"{MEMBER}/reinstate",
    "reinstateMembership",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=("member.unknown", *ILLEGAL),
    example=_DECISION,
)
async def reinstate_membership(asking: Asking, member_id: UUID, body: Decision) -> Answer:
    """End the retention of a membership."""
    return await change(asking, member_id, ReinstateMembership, body)


@operation(
    "POST",
    f"{MEMBER}/withdraw",
    "announceWithdrawal",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        "member.unknown",
        "member.no_withdrawal_request",
        "member.announced_before_requested",
        *ILLEGAL,
    ),
    example=_DECISION,
)
async def announce_withdrawal(asking: Asking, member_id: UUID, body: Withdrawal) -> Answer:
    """Record that the committee announced a free withdrawal, asked for before."""
    return await change(asking, member_id, AnnounceWithdrawal, body)


@operation(
    "POST",
    f"{MEMBER}/death",
    "recordDeath",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=("member.unknown", *ILLEGAL),
    example={"occurred_on": "2026-03-10"},
)
async def record_death(asking: Asking, member_id: UUID, body: Happening) -> Answer:
    """Record a member's death; the date is the date of death."""
    return await change(asking, member_id, RecordDeath, body)


@operation(
    "POST",
    f"{MEMBER}/transfer-out",
    "completeTransferOut",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=("member.unknown", "member.other_transfer", *ILLEGAL),
    example=_DECISION | {"transfer_id": "01959000-0000-7000-8000-000000000001"},
)
async def complete_transfer_out(asking: Asking, member_id: UUID, body: TransferOut) -> Answer:
    """Record that a member went to another union; the other half carries the same transfer id."""
    return await change(asking, member_id, CompleteTransferOut, body)


@operation(
    "POST",
    f"{MEMBER}/reverse",
    "reverseMembershipChange",
    tag="members",
    policy=may("members.correct"),
    answer=MemberWritten,
    writes=True,
    matches=True,
    refusals=(
        "member.unknown",
        "member.no_such_change",
        "member.entry_not_reversible",
        *ILLEGAL,
        *SIGNED,
    ),
    example={"occurred_on": "2026-03-10", "reversed_version": 2, "reason": "登记有误"},
)
async def reverse_membership_change(asking: Asking, member_id: UUID, body: Reversal) -> Answer:
    """Take back a change that was entered by mistake; both stay on record."""
    return await change(asking, member_id, ReverseMembershipChange, body)
