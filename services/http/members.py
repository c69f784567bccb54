"""Coming onto a union's books: 入会申请, 登记在册, 转入."""

from datetime import date
from uuid import UUID

from domain.ids import MemberId
from domain.member.commands import (
    AcceptTransferIn,
    ApplyForMembership,
    MemberCommand,
    RegisterMember,
)
from domain.membership import Membership
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import (
    Body,
    DocumentNo,
    IdNumber,
    PersonName,
    Title,
)
from services.http.membership import FORM, ILLEGAL, MEMBERS, MemberWritten
from services.http.operation import operation
from services.http.people import ChangeDetails, Profile, enrolled, person, seals
from services.http.writing import carry_out

_PERSON = {
    "occurred_on": "2026-03-08",
    "name": "王小明",
    "id_number": "11010519491231002X",
    "profile": {"gender": "女", "department": "办公室", "mobile": "13800138000"},
}


class Application(Body, frozen=True, kw_only=True):
    occurred_on: date
    name: PersonName
    id_number: IdNumber
    profile: Profile = Profile()


class Registration(Body, frozen=True, kw_only=True):
    """A member taken from an old roster: `joined_on` is the first 入会日期, `stated` what the roster says."""

    occurred_on: date
    name: PersonName
    id_number: IdNumber
    joined_on: date
    stated: Membership = "active"
    retained_on: date | None = None
    profile: Profile = Profile()


class TransferIn(Body, frozen=True, kw_only=True):
    """`transfer_id` is shared with the union the member comes from."""

    occurred_on: date
    transfer_id: UUID
    name: PersonName
    id_number: IdNumber
    other_union: Title = ""
    decision_no: DocumentNo = ""
    joined_on: date | None = None
    profile: Profile | None = None
    details: ChangeDetails | None = None


@operation(
    "POST",
    MEMBERS,
    "applyForMembership",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    status=201,
    refusals=(*FORM, "member.already_member", "member.application_waits", "member.deceased"),
    example=_PERSON,
)
async def apply_for_membership(asking: Asking, body: Application) -> Answer:
    """Record that a person applied for membership."""
    known = person(body.name, body.id_number)
    member_id = await enrolled(asking, known)
    to = await seals(asking, member_id)
    command = ApplyForMembership(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        identity=to.identity(member_id, known),
        profile=to.struct(member_id, "file", "profile", body.profile),
    )
    return await _entered(asking, member_id, command, body)


@operation(
    "POST",
    f"{MEMBERS}/register",
    "registerMember",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    status=201,
    refusals=(*FORM, "member.already_member", "member.already_registered", *ILLEGAL),
    example=_PERSON | {"joined_on": "2010-05-01", "stated": "active"},
)
async def register_member(asking: Asking, body: Registration) -> Answer:
    """Take somebody from the union's old roster onto these books."""
    known = person(body.name, body.id_number)
    member_id = await enrolled(asking, known)
    to = await seals(asking, member_id)
    command = RegisterMember(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        identity=to.identity(member_id, known),
        profile=to.struct(member_id, "file", "profile", body.profile),
        joined_on=body.joined_on,
        stated=body.stated,
        retained_on=body.retained_on,
    )
    return await _entered(asking, member_id, command, body)


@operation(
    "POST",
    f"{MEMBERS}/transfer-in",
    "acceptTransferIn",
    tag="members",
    policy=may("members.write"),
    answer=MemberWritten,
    writes=True,
    status=201,
    refusals=(*FORM, "member.already_member", *ILLEGAL),
    example=_PERSON | {"transfer_id": "01959000-0000-7000-8000-000000000001"},
)
async def accept_transfer_in(asking: Asking, body: TransferIn) -> Answer:
    """Record that a member came from another union; the other half carries the same transfer id."""
    known = person(body.name, body.id_number)
    member_id = await enrolled(asking, known)
    to = await seals(asking, member_id)
    profile = body.profile or await _first_profile(asking, member_id)
    command = AcceptTransferIn(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        transfer_id=body.transfer_id,
        other_union=body.other_union,
        decision_no=body.decision_no,
        identity=to.identity(member_id, known),
        profile=None if profile is None else to.struct(member_id, "file", "profile", profile),
        joined_on=body.joined_on,
        details=to.details(member_id, body.details),
    )
    return await _entered(asking, member_id, command, body)


async def _first_profile(asking: Asking, member_id: UUID) -> Profile | None:
    """Whoever is new to these books gets an empty profile, whoever is not keeps theirs."""
    read = await asking.parts.log.read_streams(asking.tenant_id, [member_id])
    return None if read.events else Profile()


async def _entered(asking: Asking, member_id: UUID, command: MemberCommand, body: Body) -> Answer:
    return await carry_out(
        asking,
        [command],
        member_id,
        expected=asking.if_named(member_id),
        fields=frozenset(body.__struct_fields__),
        ids={"member_id": member_id},
        kind=MemberWritten,
    )
