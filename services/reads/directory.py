"""Which federations and units there are, by code. Read under the county's role; nothing personal is in it."""

from uuid import UUID

import msgspec

from projections.units.projection import UNITS
from services.reads.scope import Shows
from services.store.sql import queries

_QUERIES = queries("projections.units")


class FederationListed(msgspec.Struct, frozen=True):
    federation_id: UUID
    code: str
    name: str


class UnitListed(msgspec.Struct, frozen=True):
    federation_id: UUID
    unit_id: UUID
    code: str
    name: str


class Directory:
    """Finds unions by the codes people use."""

    def __init__(self, shows: Shows) -> None:
        self._shows = shows

    async def federations(self) -> list[FederationListed]:
        """Return every federation, by code."""
        async with self._shows.rollup([UNITS]) as connection:
            rows = await connection.fetch(_QUERIES["every_federation"])
        return [FederationListed(*row) for row in rows]

    async def units(self) -> list[UnitListed]:
        """Return every unit of every federation."""
        async with self._shows.rollup([UNITS]) as connection:
            rows = await connection.fetch(_QUERIES["every_unit"])
        return [UnitListed(*row) for row in rows]

    async def find(self, code: str) -> list[UnitListed]:
        """Return the units with a code, `UNIT` or `FEDERATION/UNIT`; more than one is ambiguous."""
        federation, _, unit = code.rpartition("/")
        async with self._shows.rollup([UNITS]) as connection:
            rows = await connection.fetch(_QUERIES["units_of_code"], unit, federation or None)
        return [UnitListed(*row) for row in rows]
