"""The units of a county by name, for lists that name them and forms that choose one."""

from collections.abc import Mapping, Sequence

from services.pages.forms import Choices
from services.pages.visit import Visit
from services.reads.rows import UnitRow


async def units_of(visit: Visit) -> Sequence[UnitRow]:
    """Return every unit the county ever had, by code."""
    rows: list[UnitRow] = (await visit.read("listUnits")).rows
    return sorted(rows, key=lambda row: row.code)


async def unit_names(visit: Visit) -> Mapping[str, str]:
    """Return the names of the units by their ids."""
    return {str(row.unit_id): row.name for row in await units_of(visit)}


async def unit_choices(visit: Visit, *, but: str = "") -> Choices:
    """Return the units that have not ended, to choose from; `but`: not this one."""
    return [
        (str(row.unit_id), f"{row.code} {row.name}")
        for row in await units_of(visit)
        if row.ended_on is None and str(row.unit_id) != but
    ]
