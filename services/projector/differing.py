"""Tells in which tables of a union a live build and one made anew, or a replay, differ as bags of rows."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from services.projector.builds import Build, all_tables_of
from services.store.pool import Connection
from services.store.sql import queries

_COMPARE = queries("services.store", "compare.sql")
_LONG_SECONDS: Final = 300.0
"""For a statement that reads whole tables."""


class Difference(msgspec.Struct, frozen=True):
    """A table of one union that differs: how many rows only one side has, and how many only the other."""

    union_id: UUID
    table: str
    only_live: int
    only_rebuilt: int


class Pair(NamedTuple):
    """A table, and where it lies: in the live build, and in what was made anew."""

    table: str
    live: str
    rebuilt: str


def pairs_of(live: Build, schema: str) -> list[Pair]:
    """Pair every table of a build with that of the same name in another schema."""
    return [
        Pair(table, f"{live.schema}.{table}", f"{schema}.{table}")
        for table in all_tables_of(live.projection)
    ]


async def differences(
    connection: Connection, union_id: UUID, pairs: Sequence[Pair]
) -> list[Difference]:
    """Return the tables of a union that differ; one that is empty on both sides is not looked at twice."""
    found = []
    for pair in await _with_rows(connection, union_id, pairs):
        statement = _COMPARE["differences"].format(one=pair.live, other=pair.rebuilt)
        ((only_live, live, rebuilt),) = await connection.fetch(
            statement, union_id, timeout=_LONG_SECONDS
        )
        only_rebuilt = rebuilt - (live - only_live)
        if only_live or only_rebuilt:
            found.append(Difference(union_id, pair.table, only_live, only_rebuilt))
    return found


async def _with_rows(connection: Connection, union_id: UUID, pairs: Sequence[Pair]) -> list[Pair]:
    asked = (
        _COMPARE["has_rows"].format(number=number, one=pair.live, other=pair.rebuilt)
        for number, pair in enumerate(pairs)
    )
    rows = await connection.fetch("\nunion all\n".join(asked), union_id, timeout=_LONG_SECONDS)
    return [pairs[number] for number in sorted(row[0] for row in rows)]
