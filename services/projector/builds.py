"""A build: the tables of one projection in a schema of their own.

Its number is the projection's version times a thousand, plus one for every rebuild: a changed projection and
an ordered rebuild are the same thing. One build of each version is live, for the code that knows that version:
during an upgrade the code before and the new code read and write each their own, and neither notices the other.
"""

import re
import time
from collections.abc import Iterable, Sequence
from itertools import chain

import msgspec

from projections.projection import Projection
from projections.registry import PROJECTIONS
from services.store.failures import AlreadyThere, Held, meeting_others, unless_held
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
        return _schema_of(self.name, self.number)


class Builds:
    """Which builds there are. Asked anew at most once a second."""

    def __init__(self, pool: Pool, projections: Sequence[Projection] = PROJECTIONS) -> None:
        self._pool = pool
        self._projections = {projection.name: projection for projection in projections}
        self._live: tuple[Build, ...] = ()
        self._asked_at = float("-inf")

    @property
    def names(self) -> frozenset[str]:
        """The names of all projections of this code."""
        return frozenset(self._projections)

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

    async def unfilled(self) -> frozenset[str]:
        """Return the names of the projections that this code cannot read yet."""
        return self.names - {build.name for build, live in await self.listed() if live}

    async def create_first(self) -> list[Build]:
        """Create a build for every projection that has none of its version: live where there are no books yet.

        Elsewhere it becomes live when it is filled: nobody reads a ledger that has hardly begun.
        """
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_LEDGERS["builds"])
            has_unions = await connection.fetchval(_LEDGERS["has_unions"])
        current = {(name, number // _REBUILDS_PER_VERSION) for name, number, _ in rows}
        made = []
        for projection in self._projections.values():
            if (projection.name, projection.version) not in current:
                build = await self._first_of(projection)
                if build is None:  # another process has made it meanwhile
                    continue
                try:
                    with meeting_others():
                        await self.create(build, live=not has_unions)
                except AlreadyThere:  # another process that was started with this one
                    continue
                made.append(build)
        return made

    async def next_of(self, projection: Projection) -> Build:
        """Return the build that a rebuild would make next; no build ever had its number.

        A dropped build leaves its cursors behind: another one with its number would begin at the end.
        """
        return _after(projection, [number for number, _ in await self._used(projection)])

    async def _first_of(self, projection: Projection) -> Build | None:
        """Return the first build of a version; None when there is one."""
        used = await self._used(projection)
        is_there = any(is_there for _, is_there in used)
        return None if is_there else _after(projection, [number for number, _ in used])

    async def _used(self, projection: Projection) -> list[tuple[int, bool]]:
        """Return the numbers that builds of this version have or had, and whether they are there."""
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_LEDGERS["build_numbers_used"], projection.name)
        return [
            (number, is_there)
            for number, is_there in rows
            if number // _REBUILDS_PER_VERSION == projection.version
        ]

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

    async def switch(self, builds: Sequence[Build]) -> None:
        """Make builds the live ones of their projections' versions, all at once."""
        named = [build.name for build in builds], [build.number for build in builds]
        async with self._pool.all_unions_tx() as connection:
            await connection.execute(_LEDGERS["switch_builds"], *named, _REBUILDS_PER_VERSION)
        self._asked_at = float("-inf")

    async def drop(self, build: Build) -> bool:
        """Drop a build that is not live; False when somebody reads it: nobody is kept waiting for a drop."""
        return await self._drop(build.name, build.number)

    async def drop_left(self) -> tuple[list[str], list[str]]:
        """Drop what this code neither reads nor fills; returns the schemas dropped, and those still read.

        For when the code before is gone for good: its builds are among them.
        """
        mine = await self.listed()
        newest = {build.name: build for build, _ in mine}
        kept = {build.schema for build, live in mine if live or newest[build.name] == build}
        async with self._pool.all_unions_tx() as connection:
            rows = await connection.fetch(_LEDGERS["builds"])
        dropped: list[str] = []
        held: list[str] = []
        for name, number, _ in rows:
            schema = _schema_of(name, number)
            if schema not in kept:
                (dropped if await self._drop(name, number) else held).append(schema)
        return dropped, held

    async def _drop(self, name: str, number: int) -> bool:
        schema = _schema_of(name, number)
        try:
            with unless_held():
                async with self._pool.all_unions_tx() as connection:
                    await connection.execute(_LEDGERS["impatient"])
                    await connection.execute(_LEDGERS["drop_build"].format(schema=schema))
                    await connection.execute(_LEDGERS["forget_build"], name, number)
        except Held:
            return False
        return True


def _after(projection: Projection, numbers: Sequence[int]) -> Build:
    first = projection.version * _REBUILDS_PER_VERSION
    return Build(projection, max(numbers, default=first - 1) + 1)


def _schema_of(name: str, number: int) -> str:
    return f"{name}_{number}"


async def create_tables(
    connection: Connection, projections: Iterable[Projection], schema: str
) -> None:
    """Create tables, indexes and memories of projections in a schema; `pg_temp` makes temporary ones."""
    scripts = (_tables_script(projection, schema) for projection in projections)
    await connection.execute(";\n".join(chain.from_iterable(scripts)))


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
