"""分会 and 小组 of a union: formed, renamed, led, closed."""

from datetime import date
from uuid import UUID, uuid5

from domain.branch.commands import (
    BranchCommand,
    CloseBranch,
    FormBranch,
    RecordBranchLeader,
    RenameBranch,
)
from domain.branch.events import BranchKind
from domain.ids import BranchId, OfficerId
from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered, Body, Title
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.http.problems import Problem
from services.http.writing import Written, carry_out
from services.reads import Scope
from services.reads.branch import BranchRow

_BRANCHES = "/v1/unions/{union_id}/branches"
_BRANCH = f"{_BRANCHES}/{{branch_id}}"
_ON = {"occurred_on": "2026-03-10"}
_GONE = ("branch.unknown", "branch.already_closed", "branch.not_formed_yet")


class BranchWritten(Written, frozen=True, kw_only=True):
    branch_id: UUID


class Forming(Body, frozen=True, kw_only=True):
    """A branch stands under the union; a group under a branch or under the union itself."""

    occurred_on: date
    kind: BranchKind
    name: Title
    parent_branch_id: UUID | None = None


class BranchRenaming(Body, frozen=True, kw_only=True):
    occurred_on: date
    name: Title


class Leading(Body, frozen=True, kw_only=True):
    """`officer_id` holds some office of the union on the day."""

    occurred_on: date
    officer_id: UUID


class BranchClosing(Body, frozen=True, kw_only=True):
    occurred_on: date


class BranchView(Answered, frozen=True, kw_only=True):
    position: int
    version: int
    branch: BranchRow


@operation(
    "POST",
    _BRANCHES,
    "formBranch",
    tag="branches",
    policy=may("members.write"),
    answer=BranchWritten,
    writes=True,
    status=201,
    refusals=(
        "branch.already_formed",
        "branch.name_missing",
        "branch.under_another_branch",
        "branch.parent_not_open",
        "request.id_of_another_kind",
    ),
    example=_ON | {"kind": "branch", "name": "高中部分会"},
)
async def form_branch(asking: Asking, body: Forming) -> Answer:
    """Form a branch or a group."""
    branch_id = uuid5(asking.command_id, "branch")
    parent_id = body.parent_branch_id
    command = FormBranch(
        occurred_on=body.occurred_on,
        branch_id=BranchId(branch_id),
        kind=body.kind,
        name=body.name,
        parent_branch_id=None if parent_id is None else BranchId(parent_id),
    )
    return await carry_out(
        asking,
        [command],
        branch_id,
        expected=asking.if_named(branch_id),
        fields=frozenset(body.__struct_fields__),
        ids={"branch_id": branch_id},
        kind=BranchWritten,
    )


@operation(
    "POST",
    f"{_BRANCH}/rename",
    "renameBranch",
    tag="branches",
    policy=may("members.write"),
    answer=BranchWritten,
    writes=True,
    matches=True,
    refusals=("branch.name_missing", "branch.name_unchanged", *_GONE),
    example=_ON | {"name": "初中部分会"},
)
async def rename_branch(asking: Asking, branch_id: UUID, body: BranchRenaming) -> Answer:
    """Give a branch or group another name."""
    command = RenameBranch(
        occurred_on=body.occurred_on, branch_id=BranchId(branch_id), name=body.name
    )
    return await _changed(asking, branch_id, command, body)


@operation(
    "POST",
    f"{_BRANCH}/leader",
    "recordBranchLeader",
    tag="branches",
    policy=may("members.write"),
    answer=BranchWritten,
    writes=True,
    matches=True,
    refusals=("branch.leader_unchanged", "branch.office_not_held", *_GONE),
    example=_ON | {"officer_id": "01959000-0000-7000-8000-000000000003"},
)
async def record_branch_leader(asking: Asking, branch_id: UUID, body: Leading) -> Answer:
    """Record who leads a branch or group (分会主席, 小组长) from a day on."""
    command = RecordBranchLeader(
        occurred_on=body.occurred_on,
        branch_id=BranchId(branch_id),
        officer_id=OfficerId(body.officer_id),
    )
    return await _changed(asking, branch_id, command, body)


@operation(
    "POST",
    f"{_BRANCH}/close",
    "closeBranch",
    tag="branches",
    policy=may("members.write"),
    answer=BranchWritten,
    writes=True,
    matches=True,
    refusals=("branch.groups_open", "branch.members_remain", *_GONE),
    example=_ON,
)
async def close_branch(asking: Asking, branch_id: UUID, body: BranchClosing) -> Answer:
    """Close a branch or group in which nobody is left. Nothing may happen between counting and closing."""
    head = await asking.parts.log.head(asking.tenant_id)
    latest = Scope(union_id=asking.tenant_id, as_of=date.max, min_position=head.position)
    counted = await asking.parts.ledgers.branches(latest, branch_id=branch_id)
    row = counted.rows[0] if counted.rows else None
    command = CloseBranch(
        occurred_on=body.occurred_on,
        branch_id=BranchId(branch_id),
        open_groups=0 if row is None else row.open_groups,
        members=0 if row is None else row.members,
    )
    return await _changed(asking, branch_id, command, body, counted_at=counted.position)


@operation(
    "GET",
    _BRANCHES,
    "listBranches",
    tag="branches",
    policy=may("members.read"),
    answer=Rows[BranchRow],
)
async def list_branches(asking: Asking, query: ReadQuery) -> Answer:
    """The branches and groups, with the live members of each on the date."""
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.branches(scope))


@operation(
    "GET",
    _BRANCH,
    "readBranch",
    tag="branches",
    policy=may("members.read"),
    answer=BranchView,
    refusals=("branch.unknown",),
)
async def read_branch(asking: Asking, branch_id: UUID, query: ReadQuery) -> Answer:
    """One branch or group; its version is what If-Match asks for."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.branches(scope, branch_id=branch_id)
    if not page.rows:
        raise Problem("branch.unknown")
    version = await asking.version_of(branch_id)
    view = BranchView(position=page.position, version=version, branch=page.rows[0])
    return Answer(body=view, headers=strong(version))


async def _changed(
    asking: Asking,
    branch_id: UUID,
    command: BranchCommand,
    body: Body,
    *,
    counted_at: int | None = None,
) -> Answer:
    return await carry_out(
        asking,
        [command],
        branch_id,
        expected=asking.matching(branch_id),
        fields=frozenset(body.__struct_fields__),
        ids={"branch_id": branch_id},
        kind=BranchWritten,
        counted_at=counted_at,
    )
