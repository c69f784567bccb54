"""Unions compared one after the other in the same temporary tables: what was changed is found, and where."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import pytest

from domain.encoding import encode
from domain.union.commands import RenameUnion
from domain.union.events import PolicyAdopted, UnionRegistered
from services.identifiers import new_id
from services.projector import comparing, replay
from services.projector.builds import all_tables_of, create_tables
from services.projector.comparing import LedgerComparer, LedgersCompared
from services.projector.differing import Difference, Pair, differences
from services.projector.replay import Replayer
from services.store.contract import Append, NewEvent
from services.store.pool import Connection
from services.wiring import Wired
from tests.support.books import Office, new_office
from tests.support.samples_of import COMPLETE

CODES = ("U1", "U2", "U3")
DAY = date(2026, 5, 6)
TOLD_BEFORE = (UnionRegistered, PolicyAdopted)
"""What every union begins with, once."""
NEVER_ALONE = "marked_voucher"
"""The only table that no event fills by itself."""
OTHERWISE = {
    "uuid": "gen_random_uuid()",
    "text": "{column} || 'x'",
    "jsonb": "'[[]]'",
    "bytea": "sha256({column})",
    "boolean": "not {column}",
    "timestamp with time zone": "{column} + interval '1 s'",
}
"""By type, what a cell becomes; a number or a day one more."""
UNIQUE = """
select c.conname, i.indexrelid::regclass::text as index from pg_index i
left join pg_constraint c on c.conindid = i.indexrelid
where i.indrelid = $1::text::regclass and i.indisunique
"""


class Table(NamedTuple):
    """A live table, where one row of a union lies in it, and a cell of that row to be changed."""

    name: str
    path: str
    block: int
    line: int
    column: str
    otherwise: str

    @property
    def row(self) -> str:
        return f"ctid = '({self.block},{self.line})'"


@pytest.fixture
async def superuser(books: Wired) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(books.settings.database_url)
    yield connection
    await connection.close()


@pytest.fixture
async def offices(books: Wired) -> list[Office]:
    """Two unions to which one of everything has happened, in no sensible order, and one just founded."""
    made = [await new_office(books, code=code) for code in CODES]
    for office in made[:2]:
        await books.log.append(everything(office.union_id))
        await books.runner.catch_up(office.union_id)
    return made


@pytest.fixture
def unions(offices: list[Office]) -> list[UUID]:
    return [office.union_id for office in offices]


@pytest.fixture
def comparer(books: Wired) -> LedgerComparer:
    pools = books.pools
    return LedgerComparer(pools.projector, pools.county, books.builds, Replayer(pools.auditor))


def everything(union_id: UUID) -> Append:
    """Return one complete sample of every event as an append."""
    stream_id = new_id()
    told = [event for event in COMPLETE if not isinstance(event, TOLD_BEFORE)]
    return Append(
        union_id=union_id,
        command_id=new_id(),
        request_digest=bytes(32),
        actor_id="test",
        events=[
            NewEvent(
                stream_id=stream_id,
                version=version,
                topic=event.TOPIC,
                schema_version=event.SCHEMA_VERSION,
                occurred_on=DAY,
                body=encode(event),
            )
            for version, event in enumerate(told, 1)
        ],
    )


async def tables_of(books: Wired, superuser: asyncpg.Connection, union_id: UUID) -> list[Table]:
    """Return every table that has a row of a union, after its keys were taken away."""
    found = []
    for build in await books.builds.live():
        for name in all_tables_of(build.projection):
            path = f"{build.schema}.{name}"
            await _without_keys(superuser, path)
            row = await superuser.fetchrow(
                f"select ctid, * from {path} where union_id = $1 limit 1", union_id
            )
            if row is not None:
                column, otherwise = await _cell(superuser, path, row)
                block, line = row["ctid"]
                found.append(Table(name, path, block, line, column, otherwise))
    return found


async def _without_keys(superuser: asyncpg.Connection, path: str) -> None:
    """A row can then be doubled, or become another union's."""
    for unique in await superuser.fetch(UNIQUE, path):
        if unique["conname"] is None:
            await superuser.execute(f"drop index {unique['index']}")
        else:
            await superuser.execute(f"alter table {path} drop constraint {unique['conname']}")


async def _cell(superuser: asyncpg.Connection, path: str, row: asyncpg.Record) -> tuple[str, str]:
    """Return the last cell of a row that holds anything, and what it becomes."""
    filled = [name for name, value in row.items() if value is not None]
    column = filled[-1]
    kind = await superuser.fetchval(
        "select atttypid::regtype::text from pg_attribute "
        "where attrelid = $1::text::regclass and attname = $2",
        path,
        column,
    )
    return column, OTHERWISE.get(kind, "{column} + 1").format(column=column)


def differing(found: Mapping[UUID, LedgersCompared]) -> dict[UUID, set[tuple[str, int, int]]]:
    """Return by union the tables that differ, with the rows only live and only replayed."""
    return {
        union_id: {(one.table, one.only_live, one.only_rebuilt) for one in compared.differences}
        for union_id, compared in found.items()
    }


async def test_one_of_everything_fills_every_table_and_nothing_differs(
    books: Wired, superuser: asyncpg.Connection, comparer: LedgerComparer, unions: list[UUID]
) -> None:
    every = [name for b in await books.builds.live() for name in all_tables_of(b.projection)]
    found = await comparer.compare_each(unions)
    assert found == {union_id: LedgersCompared(len(every), [], []) for union_id in unions}
    for union_id in unions[:2]:
        filled = [table.name for table in await tables_of(books, superuser, union_id)]
        assert filled == [name for name in every if name != NEVER_ALONE]


class Change(NamedTuple):
    """What becomes of a row, and how it is found: rows only live, and only replayed; also in the other union."""

    script: str
    found: tuple[int, int]
    found_in_other: tuple[int, int] | None = None


@pytest.mark.parametrize(
    "change",
    [
        Change(
            "update {table.path} set {table.column} = {table.otherwise} where {table.row}", (1, 1)
        ),
        Change("delete from {table.path} where {table.row}", (0, 1)),
        Change("insert into {table.path} select * from {table.path} where {table.row}", (1, 0)),
        Change("update {table.path} set union_id = '{other}' where {table.row}", (0, 1), (1, 0)),
    ],
    ids=["changed", "missing", "doubled", "moved_to_another_union"],
)
async def test_a_row_is_found_in_every_table_of_the_right_union(
    books: Wired,
    superuser: asyncpg.Connection,
    comparer: LedgerComparer,
    unions: list[UUID],
    change: Change,
) -> None:
    untouched, touched, almost_empty = unions
    tables = await tables_of(books, superuser, touched)
    for table in tables:
        await superuser.execute(change.script.format(table=table, other=almost_empty))
    names = [table.name for table in tables]
    assert differing(await comparer.compare_each(unions)) == {
        untouched: set(),
        touched: {(name, *change.found) for name in names},
        almost_empty: {(name, *change.found_in_other) for name in names if change.found_in_other},
    }


async def test_tables_that_are_full_are_made_anew(
    comparer: LedgerComparer, unions: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    together = await comparer.compare_each(unions)
    monkeypatch.setattr(comparing, "_EVENTS_TOGETHER", 1)
    made = []

    async def counted(connection: Connection, *rest: Any) -> None:  # noqa: ANN401 # as create_tables
        made.append(connection)
        await create_tables(connection, *rest)

    monkeypatch.setattr(replay, "create_tables", counted)
    assert await comparer.compare_each(unions) == together
    assert len(made) == len(unions)


async def test_a_union_that_moves_meanwhile_is_looked_at_again_and_no_other(
    comparer: LedgerComparer, offices: list[Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    moving, looked_at = offices[1], list[UUID]()

    async def while_it_moves(
        connection: Connection, union_id: UUID, pairs: Sequence[Pair]
    ) -> list[Difference]:
        looked_at.append(union_id)
        if looked_at.count(moving.union_id) == 1 and union_id == moving.union_id:
            await moving.do(RenameUnion(occurred_on=DAY, name="新名"))
        return await differences(connection, union_id, pairs)

    monkeypatch.setattr(comparing, "differences", while_it_moves)
    found = await comparer.compare_each([office.union_id for office in offices])
    assert looked_at == [*(office.union_id for office in offices), moving.union_id]
    assert len({compared.tables for compared in found.values()}) == 1
    assert not any(compared.differences or compared.skipped for compared in found.values())


async def test_several_share_the_unions_and_none_is_compared_twice(
    comparer: LedgerComparer, unions: list[UUID]
) -> None:
    coming = iter(unions)
    found = await asyncio.gather(*(comparer.compare_each(coming) for _ in range(2)))
    assert sorted(union_id for part in found for union_id in part) == sorted(unions)
    assert all(found)
