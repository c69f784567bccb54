"""Papers that a person signs show what is masked elsewhere: for a reason, once the event of it stands in the log.

Each shows one person, and is on record twice: as a reveal of these fields, and as a paper that left.
"""

from typing import Final
from uuid import UUID

from msgspec import structs

from domain.viewing.events import Reason
from domain.viewing.fields import FIELDS, Group
from services.auth import may
from services.exporters.prints.household_paper import household_paper
from services.exporters.prints.member_paper import member_paper
from services.http.aid_prints import household_read
from services.http.asking import Answer, Asking
from services.http.fields import Body, DocumentNo
from services.http.member_prints import member_read
from services.http.operation import operation
from services.http.paging import ReadQuery
from services.http.printing import FAULTS, PDF, PRINTS, printed, stand_of
from services.http.problems import Problem
from services.http.reveals import Reveal, Revealed, reveal_personal_data
from services.reads.people import Person
from services.reads.rows import MemberRow
from services.words import prints as words

_REFUSALS: Final = (
    "viewing.already_recorded",
    "viewing.member_unknown",
    "viewing.not_for_a_payment",
    "viewing.reference_missing",
    "erasure.processing_restricted",
    "erasure.data_destroyed",
    "member.unknown",
    *FAULTS,
)
_EXAMPLE: Final = {"reason": "requested_by_person", "reference": "申-2026-3"}
_Told = dict[Group, dict[str, str]]


class ClearPaper(Body, frozen=True, kw_only=True):
    """Why, and the number of the matter or of the person's request."""

    reason: Reason
    reference: DocumentNo = ""


@operation(
    "POST",
    f"{PRINTS}/households/{{household_id}}/form",
    "typesetHouseholdInClear",
    tag="privacy",
    policy=may("privacy.reveal"),
    answer=bytes,
    media_type=PDF,
    writes=True,
    refusals=("request.path_unknown", *_REFUSALS),
    example=_EXAMPLE,
)
async def typeset_household_in_clear(
    asking: Asking, household_id: UUID, body: ClearPaper
) -> Answer:
    """困难职工档案表（明文）打印: as the householder signs it, of this one household."""
    read = await household_read(asking, household_id, ReadQuery())
    holder = read.row.householder_id
    if holder is None:
        raise Problem("member.unknown")
    told = await _revealed(asking, holder, body, ("identity", "profile", "circumstances"))
    row = structs.replace(
        read.row,
        person=_person(told),
        circumstances=read.row.circumstances | told["circumstances"],
    )
    member = None if read.member is None else _clear_member(read.member, told)
    stand = await stand_of(asking, read.position)
    return await printed(
        asking,
        household_paper(row, member, read.steps, read.union, stand),
        stand,
        about=f"household {household_id}",
        name=(read.union, words.HOUSEHOLD_TITLE, row.file_no or ""),
        people=1,
    )


@operation(
    "POST",
    f"{PRINTS}/members/{{member_id}}/form",
    "typesetMemberInClear",
    tag="privacy",
    policy=may("privacy.reveal"),
    answer=bytes,
    media_type=PDF,
    writes=True,
    refusals=_REFUSALS,
    example=_EXAMPLE,
)
async def typeset_member_in_clear(asking: Asking, member_id: UUID, body: ClearPaper) -> Answer:
    """会员登记表（明文）打印: as it goes into the person's file."""
    read = await member_read(asking, member_id, ReadQuery())
    told = await _revealed(asking, member_id, body, ("identity", "profile"))
    stand = await stand_of(asking, read.position)
    return await printed(
        asking,
        member_paper(_clear_member(read.member, told), read.changes, read.union, stand),
        stand,
        about=f"member {member_id}",
        name=(read.union, words.MEMBER_TITLE),
        people=1,
    )


async def _revealed(
    asking: Asking, member_id: UUID, body: ClearPaper, groups: tuple[Group, ...]
) -> _Told:
    """Put on record that these groups are shown, and return them; what no key opens is left out."""
    names = [f"{group}.{name}" for group in groups for name in FIELDS[group] if name != "remark"]
    wish = Reveal(fields=tuple(names), reason=body.reason, reference=body.reference)
    shown = (await reveal_personal_data(asking, member_id, wish)).body
    told: _Told = {group: {} for group in groups}
    if not isinstance(shown, Revealed):
        return told
    for field, value in shown.fields.items():
        group, _, name = field.partition(".")
        if value is not None:
            told[_GROUPS[group]][name] = value
    return told


_GROUPS: Final[dict[str, Group]] = {group: group for group in FIELDS}


def _person(told: _Told) -> Person:
    identity = told["identity"]
    return Person(identity.get("name"), identity.get("id_number"))


def _clear_member(member: MemberRow, told: _Told) -> MemberRow:
    return structs.replace(member, person=_person(told), profile=member.profile | told["profile"])
