"""One unit as its county sees it: where it hangs, what it is registered with, how far its books are closed."""

from uuid import UUID

from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.county import UNIT_OF_COUNTY, in_unit
from services.http.fields import Answered
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.problems import Problem
from services.reads.rows import UnionRow, UnitRow


class UnitView(Answered, frozen=True, kw_only=True):
    """`unit` as the federation's log has it, `union` as its own has; `version` of the latter is for If-Match."""

    position: int
    version: int
    unit: UnitRow
    union: UnionRow


@operation(
    "GET",
    UNIT_OF_COUNTY,
    "readUnit",
    tag="federations",
    policy=may("county.read"),
    answer=UnitView,
    refusals=("federation.unit_unknown",),
)
async def read_unit(asking: Asking, unit_id: UUID, query: ReadQuery) -> Answer:
    """A unit's place among the units, and its registration. Nothing of the people in it."""
    there = await in_unit(asking, unit_id)
    listed = await asking.parts.ledgers.units(await scope_of(asking, ReadQuery(as_of=query.as_of)))
    scope = await scope_of(there, query)
    union = await there.parts.ledgers.union(scope)
    unit = next((row for row in listed.rows if row.unit_id == unit_id), None)
    if unit is None or union is None:
        raise Problem("federation.unit_unknown")
    version = await there.version_of(unit_id)
    view = UnitView(position=listed.position, version=version, unit=unit, union=union)
    return Answer(body=view, headers=strong(version))
