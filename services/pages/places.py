"""分会 and 小组 by name, for lists that are filtered by them."""

from collections.abc import Mapping

from services.pages.forms import Choices
from services.pages.visit import Visit


async def place_choices(visit: Visit) -> Choices:
    """Return branches, each followed by its groups; nothing for whoever may not see them."""
    if not visit.can("listBranches"):
        return []
    rows = [row for row in (await visit.read("listBranches")).rows if row.closed_on is None]
    branches = [row for row in rows if row.parent_branch_id is None]
    ordered = [
        one
        for branch in branches
        for one in (branch, *(row for row in rows if row.parent_branch_id == branch.branch_id))
    ]
    return [
        (str(row.branch_id), row.name if row.parent_branch_id is None else f"　{row.name}")
        for row in ordered
    ]


async def names_of_places(visit: Visit) -> Mapping[str, str]:
    """Return the names of branches and groups, closed ones too, by id."""
    if not visit.can("listBranches"):
        return {}
    return {str(row.branch_id): str(row.name) for row in (await visit.read("listBranches")).rows}
