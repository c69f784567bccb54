"""Reading members: 会员名册, one member with the history, 会员变动台账, and finding somebody by ID number."""

from datetime import date
from uuid import UUID

from domain.membership import Membership
from services.auth import may
from services.http.aid import SinceQuery
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered, Body, IdNumber
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.people import id_number_of
from services.http.problems import Problem
from services.reads import Scope
from services.reads.rows import ChangeRow, MemberRow

_UNION = "/v1/unions/{union_id}"
_CHANGES_SHOWN = 200
_BEGINNING = date(1900, 1, 1)


class MembersQuery(ListQuery, frozen=True, kw_only=True):
    """`place_id`: of one branch or group only."""

    membership: Membership | None = None
    place_id: UUID | None = None


class MemberView(Answered, frozen=True, kw_only=True):
    """One member, masked, and every change of the membership up to the date, as far as it counts."""

    position: int
    version: int
    member: MemberRow
    history: list[ChangeRow]


class Sought(Body, frozen=True, kw_only=True):
    """An ID number never stands in an address: it is asked for in a body."""

    id_number: IdNumber


@operation(
    "GET",
    f"{_UNION}/members",
    "listMembers",
    tag="members",
    policy=may("members.read"),
    answer=Rows[MemberRow],
    refusals=("request.cursor_invalid",),
)
async def list_members(asking: Asking, query: MembersQuery) -> Answer:
    """会员名册, as of a date."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.members(
        scope,
        limit=query.limit,
        after=after,
        membership=query.membership,
        place_id=query.place_id,
    )
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    f"{_UNION}/members/{{member_id}}",
    "readMember",
    tag="members",
    policy=may("members.read"),
    answer=MemberView,
    refusals=("member.unknown",),
)
async def read_member(asking: Asking, member_id: UUID, query: ReadQuery) -> Answer:
    """One member and the history of the membership."""
    return await _view(asking, await scope_of(asking, query), member_id)


@operation(
    "POST",
    f"{_UNION}/members/find",
    "findMember",
    tag="members",
    policy=may("members.write"),
    answer=MemberView,
    refusals=("member.unknown", "person.id_malformed", "person.id_check_digit"),
    example={"id_number": "11010519491231002X"},
)
async def find_member(asking: Asking, body: Sought) -> Answer:
    """Find a member by ID number."""
    number = id_number_of(body.id_number)
    found = await asking.parts.vault.find(asking.tenant_id, "id_number", [number])
    if number not in found:
        raise Problem("member.unknown")
    return await _view(asking, await scope_of(asking, ReadQuery()), found[number])


async def _view(asking: Asking, scope: Scope, member_id: UUID) -> Answer:
    ledgers = asking.parts.ledgers
    member = await ledgers.member(scope, member_id)
    if member is None:
        raise Problem("member.unknown")
    history = await ledgers.changes(
        scope, since=_BEGINNING, limit=_CHANGES_SHOWN, member_id=member_id
    )
    version = await asking.version_of(member_id)
    view = MemberView(
        position=history.position, version=version, member=member, history=history.rows
    )
    return Answer(body=view, headers=strong(version))


@operation(
    "GET",
    f"{_UNION}/changes",
    "listMembershipChanges",
    tag="members",
    policy=may("members.read"),
    answer=Rows[ChangeRow],
    refusals=("request.cursor_invalid",),
)
async def list_membership_changes(asking: Asking, query: SinceQuery) -> Answer:
    """会员变动台账 between two dates."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.changes(
        scope, since=query.since, limit=query.limit, after=after
    )
    return await paged(asking, query, scope, page)
