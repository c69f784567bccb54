"""A build: the tables of one projection in a schema of their own. One build of each projection is live.

Its number is the projection's version times a thousand, plus one for every rebuild: a changed projection and
an ordered rebuild are the same thing.
"""

import re
import time
from collections.abc import Sequence

import msgspec

from projections.projection import Projection
from projections.registry import PROJECTIONS
from services.store.pool import Connection, Pool
from services.store.sql import queries

_LEDGERS = queries("services.store", "ledgers.sql")
_TABLE = re.compile(r"^create table (\w+)", re.MULTILINE)
_REBUILDS_PER_VERSION = 1000
KNOWN_FOR_SECONDS = 1.0

COUNTY_PROJECTIONS = frozenset({"county", "rollup", "units", "transfers", "finding", "engagement"})
"""What the county's role may read of all unions: contributions, the tree of units, audits, findings; no ledger."""


class Build(msgspec.Struct, frozen=True):
    """One build of a projection."""

    projection: Projection
    number: int

    @property
    def name(self) -> str:
        return self.projection.name

    @property
    def schema(self) -> str:
        return f"{self.projection.name}_{self.number}"


class Builds:
    """Which builds there are. Asked anew at most once a second."""

    def __init__(self, pool: Pool, projections: Sequence[Projection] = PROJECTIONS) -> None:
        self._pool = pool
        self._projections = {projection.name: projection for projection in projections}
        self._live: tuple[Build, ...] = ()
        self._asked_at = float("-inf")

    async def live(self) -> tuple[Build, ...]:
        """Return the live builds whose version this code knows, in the order of the registry."""
        if time.monotonic() - self._asked_at > KNOWN_FOR_SECONDS:
            listed = {build.name: build for build, live in await self.listed() if live}
            self._live = tuple(listed[name] for name in self._projections if name in listed)
            self._asked_at = time.monotonic()
        return self._live

    async def listed(self) -> list[tuple[Build, bool]]:
        """Return every build of this code's projections, and whether it is live."""
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_LEDGERS["builds"])
        return [
            (Build(projection, number), live)
            for name, number, live in rows
            if (projection := self._projections.get(name)) is not None
            and number // _REBUILDS_PER_VERSION == projection.version
        ]

    async def create_first(self) -> list[Build]:
        """Create a live build for every projection that has none at all, and one beside each outdated."""
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_LEDGERS["builds"])
        known = {name for name, _, _ in rows}
        current = {(name, number // _REBUILDS_PER_VERSION) for name, number, _ in rows}
        made = []
        for projection in self._projections.values():
            if (projection.name, projection.version) not in current:
                build = Build(projection, projection.version * _REBUILDS_PER_VERSION)
                await self.create(build, live=projection.name not in known)
                made.append(build)
        return made

    async def next_of(self, projection: Projection) -> Build:
        """Return the build that a rebuild would make next; no build ever had its number.

        A dropped build leaves its cursors behind: another one with its number would begin at the end.
        """
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_LEDGERS["build_numbers_used"], projection.name)
        first = projection.version * _REBUILDS_PER_VERSION
        own = [
            number for (number,) in rows if number // _REBUILDS_PER_VERSION == projection.version
        ]
        return Build(projection, max(own, default=first - 1) + 1)

    async def create(self, build: Build, *, live: bool) -> None:
        """Create the tables of a build, fenced by union, and register it."""
        fences = [
            _LEDGERS[fence].format(schema=build.schema, table=table)
            for table in all_tables_of(build.projection)
            for fence in _fences_of(build, table)
        ]
        script = [
            _LEDGERS["create_build"].format(schema=build.schema),
            *_tables_script(build.projection, build.schema),
            *fences,
            _LEDGERS["open_build"].format(schema=build.schema),
        ]
        async with self._pool.all_unions_tx() as connection:
            await connection.execute(";\n".join(script))
            await connection.execute(_LEDGERS["register_build"], build.name, build.number, live)
        self._asked_at = float("-inf")

    async def switch(self, build: Build) -> None:
        """Make a build the live one of its projection."""
        async with self._pool.all_unions_tx() as connection:
            await connection.execute(_LEDGERS["switch_build"], build.name, build.number)
        self._asked_at = float("-inf")

    async def drop(self, build: Build) -> None:
        """Drop a build that is not live. Waits for no reader: tries again later instead."""
        async with self._pool.all_unions_tx() as connection:
            await connection.execute(_LEDGERS["impatient"])
            await connection.execute(_LEDGERS["drop_build"].format(schema=build.schema))
            await connection.execute(_LEDGERS["forget_build"], build.name, build.number)


async def create_tables(connection: Connection, projection: Projection, schema: str) -> None:
    """Create a projection's tables, indexes and memory in a schema; `pg_temp` makes temporary ones."""
    await connection.execute(";\n".join(_tables_script(projection, schema)))


def _tables_script(projection: Projection, schema: str) -> list[str]:
    blocks = queries(projection.package, "schema.sql")
    script = [_LEDGERS["enter_build"].format(schema=schema), blocks["tables"], blocks["indexes"]]
    if projection.memory is not None:
        script.append(_LEDGERS["create_memory"].format(name=projection.name))
    return [part for part in script if part]


def _fences_of(build: Build, table: str) -> list[str]:
    """Return what keeps a table to its union; the county sees what it may, and no memory."""
    if build.name in COUNTY_PROJECTIONS and not table.endswith("_memory"):
        return ["fence_table", "open_to_county"]
    return ["fence_table"]


def tables_of(projection: Projection) -> list[str]:
    """Return the names of a projection's tables."""
    return _TABLE.findall(queries(projection.package, "schema.sql")["tables"])


def all_tables_of(projection: Projection) -> list[str]:
    """Return the names of a projection's tables, and of its memory if it keeps one."""
    memory = [] if projection.memory is None else [f"{projection.name}_memory"]
    return [*tables_of(projection), *memory]


def search_path(builds: Sequence[Build]) -> str:
    """Return the search path under which the tables of these builds are found."""
    return ", ".join(build.schema for build in builds) or "pg_catalog"
