"""分会小组: the branches and groups of a union, who leads them and who belongs to them."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from domain.member.context import ANY_OFFICE
from services.auth import may
from services.pages.asked import signing
from services.pages.lists import Column, table_of
from services.pages.members import places_of
from services.pages.page import Reply, Shown, page
from services.pages.signers import names_of
from services.pages.steps import Prepare, Prepared, step
from services.pages.visit import Visit
from services.reads.branch import BranchRow
from services.words.forms import choice_text

_BRANCHES: Final = "/unions/{union_id}/branches"
_BRANCH: Final = f"{_BRANCHES}/{{branch_id}}"
_SECTION: Final = "branches"
_SHOWN: Final = 100


@page("GET", _BRANCHES, "branches", policy=may("members.read"), section=_SECTION)
async def branches(visit: Visit) -> Reply:
    """Every branch with its groups below it; those closed at the end."""
    seen = await visit.read("listBranches", as_of=visit.query.get("as_of"))
    names = await names_of(visit)
    rows = _in_order(seen.rows)
    table = table_of(
        visit,
        "分会和小组",
        _columns(visit, rows, names),
        rows,
        position=seen.position,
        as_of=seen.as_of,
        empty="还没有分会和小组。会员直接属于本会；人多时可以成立分会、小组。",
    )
    return Shown(template="people/branches.html", values={"table": table})


def _in_order(rows: Sequence[BranchRow]) -> list[BranchRow]:
    """Groups stand below their branch, what is closed behind what is open."""
    places = {row.branch_id: number for number, row in enumerate(rows)}

    def place(row: BranchRow) -> tuple[bool, int, bool, int]:
        above = row.parent_branch_id
        head = places[row.branch_id] if above is None else places.get(above, -1)
        return row.closed_on is not None, head, above is not None, places[row.branch_id]

    return sorted(rows, key=place)


def _columns(
    visit: Visit, rows: Sequence[BranchRow], names: Mapping[str, str]
) -> list[Column[BranchRow]]:
    called = {row.branch_id: row.name for row in rows}

    def parent(row: BranchRow) -> str | None:
        return None if row.parent_branch_id is None else called.get(row.parent_branch_id)

    return [
        Column(
            name="name",
            title="名称",
            get=lambda row: row.name,
            href=lambda row: visit.at(f"/branches/{row.branch_id}"),
            mark=lambda row: ("grey", "已撤销") if row.closed_on else None,
            fixed=True,
        ),
        Column(
            name="kind",
            title="种类",
            get=lambda row: choice_text("kind", row.kind, "BranchRow"),
        ),
        Column(name="parent", title="所属分会", get=parent),
        Column(name="leader", title="负责人", get=lambda row: leader(row.leader_id, names)),
        Column(name="members", title="会员数", get=lambda row: row.members, align="number"),
        Column(name="formed_on", title="成立日期", get=lambda row: row.formed_on),
        Column(name="closed_on", title="撤销日期", get=lambda row: row.closed_on, hidden=True),
    ]


def leader(officer_id: UUID | None, names: Mapping[str, str]) -> str | None:
    """Return who leads, None for nobody; who holds no office any more has no name here."""
    return None if officer_id is None else names.get(str(officer_id), "已离任")


@page("GET", _BRANCH, "branch", policy=may("members.read"), section=_SECTION)
async def branch(visit: Visit) -> Reply:
    """One branch or group, with its groups and its members."""
    view = await visit.read("readBranch")
    found = await visit.read(
        "searchMembers", place_id=visit.ids["branch_id"], sort="name", size=_SHOWN
    )
    every = (await visit.read("listBranches")).rows
    row: BranchRow = view.branch
    values = {
        "row": row,
        "parent": next((one for one in every if one.branch_id == row.parent_branch_id), None),
        "groups": [one for one in every if one.parent_branch_id == row.branch_id],
        "leader": leader(row.leader_id, await names_of(visit)),
        "found": found,
        "base": f"/branches/{row.branch_id}",
    }
    return Shown(template="people/branch.html", values=values)


async def _forming(visit: Visit) -> Prepared:
    """A group may stand under a branch that is open."""
    return Prepared(choices={"parent_branch_id": await places_of(visit, "branch")})


async def _renaming(visit: Visit) -> Prepared:
    view = await visit.read("readBranch")
    return Prepared(
        about=view,
        version=view.version,
        position=view.position,
        texts={"name": [view.branch.name]},
    )


async def _leading(visit: Visit) -> Prepared:
    """Who leads holds some office; nobody is offered before they are chosen."""
    prepared = await signing(visit, {"officer_id": ANY_OFFICE})
    return Prepared(choices=prepared.choices)


def _step(path: str, operation_id: str, prepare: Prepare | None = None) -> None:
    step(
        _BRANCH + path,
        operation_id,
        about="readBranch",
        leads="/branches/{branch_id}",
        section=_SECTION,
        prepare=prepare,
        template="people/branch_step.html",
    )


step(
    f"{_BRANCHES}/new",
    "formBranch",
    leads="/branches/{branch_id}",
    section=_SECTION,
    prepare=_forming,
)
_step("/rename", "renameBranch", _renaming)
_step("/leader", "recordBranchLeader", _leading)
_step("/close", "closeBranch")
