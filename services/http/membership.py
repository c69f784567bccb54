"""One change of one member: the details sealed, the command carried out, the answer with the member's receipt."""

from datetime import date
from uuid import UUID

from domain.command import Command
from domain.ids import MemberId, OfficerId
from domain.sealed import Sealed
from services.http.asking import Answer, Asking
from services.http.fields import Body, DocumentNo, DocumentNoNeeded
from services.http.people import ChangeDetails, seals
from services.http.steps import command_of
from services.http.writing import Written, carry_out

MEMBERS = "/v1/unions/{union_id}/members"
MEMBER = f"{MEMBERS}/{{member_id}}"
FORM = (
    "person.name_missing",
    "person.name_malformed",
    "person.unsafe_text",
    "person.id_malformed",
    "person.id_check_digit",
    "person.id_birth_date",
)
ILLEGAL = (
    "member.deceased",
    "member.not_live",
    "member.change_not_legal",
    "member.transfer_pending",
)
SIGNED = ("member.office_not_held", "member.signers_not_different")


class MemberWritten(Written, frozen=True, kw_only=True):
    member_id: UUID


class Happening(Body, frozen=True, kw_only=True):
    """A day, and what is personal about what happened on it."""

    occurred_on: date
    details: ChangeDetails | None = None


class Decision(Body, frozen=True, kw_only=True):
    occurred_on: date
    decision_no: DocumentNo = ""
    details: ChangeDetails | None = None


class NumberedDecision(Body, frozen=True, kw_only=True):
    """A decision that needs its document."""

    occurred_on: date
    decision_no: DocumentNoNeeded
    details: ChangeDetails | None = None


async def sealed(asking: Asking, member_id: UUID, details: ChangeDetails | None) -> Sealed | None:
    """Seal the details of a change for the member."""
    if details is None:
        return None
    return (await seals(asking, member_id)).details(member_id, details)


def officer(officer_id: UUID | None) -> OfficerId | None:
    """Return who signs, where somebody does."""
    return None if officer_id is None else OfficerId(officer_id)


async def change(asking: Asking, member_id: UUID, kind: type[Command], body: Body) -> Answer:
    """Carry out the change a body asks for: its fields carry the names of the command's."""
    command = await command_of(asking, kind, body, about=member_id, member_id=MemberId(member_id))
    return await changed(asking, member_id, command, body)


async def changed(asking: Asking, member_id: UUID, command: Command, body: Body) -> Answer:
    """Carry out a change of a member whose version the asker has seen."""
    return await carry_out(
        asking,
        [command],
        member_id,
        expected=asking.matching(member_id),
        fields=frozenset(body.__struct_fields__),
        ids={"member_id": member_id},
        kind=MemberWritten,
    )
