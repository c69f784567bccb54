"""Sends what projections write. Small writes to different tables go together in one statement: one round trip.

Parts of one statement do not see each other's rows, so writes to one table follow each other as they were answered.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final, NamedTuple
from uuid import UUID

from projections.projection import Projection
from projections.write import Columns
from services.projector.builds import all_tables_of
from services.store.pool import Connection
from services.store.sql import queries

_SMALL_ROWS: Final = 200
_TEXTS_KEPT: Final = 500
_PARAMETER: Final = re.compile(r"\$(\d+)")
_UNION: Final = 1
"""The first parameter of every write is the union."""


class Statement(NamedTuple):
    """One write: its text, the tables it is about, and its rows in columns."""

    text: str
    tables: frozenset[str]
    columns: Columns


def statement_of(projection: Projection, query: str, columns: Columns) -> Statement:
    """Return a declared write of a projection."""
    return Statement(queries(projection.package)[query], _tables(projection, query), columns)


@cache
def _named_in(package: str, query: str, tables: frozenset[str]) -> frozenset[str]:
    words = set(re.findall(r"\w+", queries(package)[query]))
    return tables & words


def _tables(projection: Projection, query: str) -> frozenset[str]:
    return _named_in(projection.package, query, frozenset(all_tables_of(projection)))


def are_small(statements: Iterable[Statement]) -> bool:
    """Tell whether a round trip is more than a trifle beside what these write."""
    return sum(len(one.columns[0]) for one in statements) <= _SMALL_ROWS


async def send(connection: Connection, union_id: UUID, statements: Sequence[Statement]) -> None:
    """Carry out writes in the order they were answered, as far as that makes a difference."""
    steps = _in_steps(statements) if are_small(statements) else [[one] for one in statements]
    for together in steps:
        text = _joined(tuple((one.text, len(one.columns)) for one in together))
        columns = (column for one in together for column in one.columns)
        await connection.execute(text, union_id, *columns)


def _in_steps(statements: Iterable[Statement]) -> list[list[Statement]]:
    """Divide writes into steps; in one step no two are about the same table."""
    steps: list[list[Statement]] = []
    begun: dict[str, int] = defaultdict(int)
    for one in statements:
        step = max(begun[table] for table in one.tables)
        if step == len(steps):
            steps.append([])
        steps[step].append(one)
        begun.update(dict.fromkeys(one.tables, step + 1))
    return steps


@lru_cache(maxsize=_TEXTS_KEPT)
def _joined(parts: tuple[tuple[str, int], ...]) -> str:
    """Return one statement of several, given the text of each and how many columns it has."""
    if len(parts) == 1:
        return parts[0][0]
    shifts = accumulate((columns for _, columns in parts), initial=0)
    written = ", ".join(
        f"part_{number} as ({_shifted(text, by)})"
        for number, ((text, _), by) in enumerate(zip(parts, shifts, strict=False))
    )
    return f"with {written} select"


def _shifted(text: str, by: int) -> str:
    def renumbered(found: re.Match[str]) -> str:
        number = int(found[1])
        return found[0] if number == _UNION else f"${number + by}"

    return _PARAMETER.sub(renumbered, text)
