"""Row policies are the second lock: with them off, every named query still answers about its own union only."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice, product
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from projections.registry import PROJECTIONS
from services.projector.builds import search_path
from services.store.addresses import Role
from services.store.pool import Connection
from services.store.sql import queries
from services.wiring import Wired
from tests.support.books import COUNTY, import_county, open_books, part_of_county
from tests.support.database import Database

OF_THE_STORE = ("queries.sql", "audit.sql", "ledgers.sql")
READS = ("select", "with")
MOST_TRIES = 16
MOST_KNOWN = 20_000
ENOUGH = 30
"""Reads that answered something, of some hundred; `tests/architecture` reads the words of all of them."""
VALUES: dict[str, list[Any]] = {
    "text": ["2025-01", "own_funds"],
    "date": [date(2025, 1, 1), date(2027, 1, 1)],
    "timestamptz": [datetime(2100, 1, 1, tzinfo=UTC)],
    "int4": [2025, 0, 1_000],
    "int2": [2025],
    "int8": [1_000_000, 0],
    "bool": [True],
    "text[]": [["own_funds", "B", "2025-01"]],
    "int4[]": [[2025]],
    "int8[]": [[1, 2, 3]],
    "date[]": [[date(2025, 1, 1)]],
    "bool[]": [[True]],
    "bytea": [b""],
}


def _queries() -> dict[tuple[str, str], str]:
    """The reads that are run under a union; templates and writes are for the lint."""
    found = {
        (package, name): query
        for package, file in (
            *((projection.package, "queries.sql") for projection in PROJECTIONS),
            *(("services.store", file) for file in OF_THE_STORE),
        )
        for name, query in queries(package, file).items()
        if query.split()[0].lower() in READS and "{" not in query and "$1" in query
    }
    return {key: query for key, query in found.items() if not _locks(query)}


def _locks(query: str) -> bool:
    return "for update" in query.lower() or "insert into" in query.lower()


@pytest.fixture
async def told(database: Database, tmp_path: Any) -> AsyncIterator[Wired]:  # noqa: ANN401
    """Two units with ledgers of many kinds."""
    units = sorted(path.name for path in COUNTY.iterdir() if path.is_dir())[:2]
    async with open_books(database) as books:
        await import_county(books, await asyncio.to_thread(part_of_county, tmp_path, units))
        yield books


async def _ids(connection: asyncpg.Connection, path: str) -> list[UUID]:
    """One id of each kind and union: also those a query of one union has no business with."""
    columns = await connection.fetch(
        "select table_schema, table_name, column_name from information_schema.columns c"
        " where data_type = 'uuid' and table_schema = any (string_to_array($1, ', '))"
        " and exists (select from information_schema.columns u where u.table_name = c.table_name"
        " and u.table_schema = c.table_schema and u.column_name = 'union_id')",
        path,
    )
    found: dict[UUID, None] = {}
    for schema, table, column in columns:
        rows = await connection.fetch(
            f'select distinct on (union_id) "{column}" from "{schema}"."{table}"'
            f' where "{column}" is not null'
        )
        found |= {row[0]: None for row in rows}
    return list(found)


def _tries(kinds: Sequence[str], union_id: UUID, ids: list[UUID]) -> Iterator[list[Any]]:
    first = [[union_id]] if kinds[0].endswith("[]") else [union_id]
    choices: list[list[Any]] = [first]
    for kind in kinds[1:]:
        if kind == "uuid":
            choices.append(ids)
        elif kind == "uuid[]":
            choices.append([ids])
        else:
            choices.append(VALUES[kind])
    every = list(islice(product(*choices), MOST_KNOWN))
    yield from map(list, Random(0).sample(every, min(len(every), MOST_TRIES)))  # noqa: S311 # no secret


async def _answer(
    connection: Connection | asyncpg.Connection, query: str, values: Sequence[Any]
) -> Counter[str] | None:
    try:
        return Counter(repr(tuple(row)) for row in await connection.fetch(query, *values))
    except asyncpg.DataError:  # no month, no day
        return None


async def test_every_named_read_answers_the_same_with_row_policies_off(
    told: Wired, database: Database
) -> None:
    builds = await told.builds.live()
    path = search_path(builds)
    administrator = await asyncpg.connect(database.administrator)
    answered, compared = set(), 0
    try:
        await administrator.execute(f"set search_path = {path}")
        ids = await _ids(administrator, path)
        unions = [
            row["union_id"]
            for row in await administrator.fetch("select union_id from books.union_head")
        ]
        assert len(unions) >= 3
        async with database.pool(Role.APP) as pool:
            for key, query in _queries().items():
                prepared = await administrator.prepare(query)
                kinds = [_kind(one) for one in prepared.get_parameters()]
                if not kinds[0].startswith("uuid"):
                    continue
                for union_id in unions:
                    open_answers = [
                        (values, answer)
                        for values in _tries(kinds, union_id, ids)
                        if (answer := await _answer(administrator, query, values)) is not None
                    ]
                    try:
                        async with pool.union_tx(union_id, search_path=path) as connection:
                            for values, answer in open_answers:
                                assert await _answer(connection, query, values) == answer, key
                                compared += 1
                                answered |= {key} if answer else set()
                    except asyncpg.InsufficientPrivilegeError:
                        break  # not the application's to ask
    finally:
        await administrator.close()
    assert compared > len(answered) >= ENOUGH, len(answered)


def _kind(parameter: asyncpg.Type) -> str:
    return parameter.name
