"""Small writes go together in one statement, and come out as if each had been sent by itself."""

from collections.abc import AsyncIterator, Mapping, Sequence
from uuid import UUID

import pytest

from domain.union.commands import RenameUnion
from services.identifiers import new_id
from services.projector import Runner, runner, writing
from services.projector.writing import Statement, send
from services.store.addresses import Addresses, Role
from services.store.pool import Connection, Pool
from services.wiring import Wired
from tests.services.projector.disturbing import cursors_held
from tests.services.projector.test_following import DAY
from tests.support.books import Office

UNION = new_id()
SCHEMA = """
create temporary table one (union_id uuid, n int);
create temporary table two (union_id uuid, n int, m int)
"""
FILL_ONE = "insert into one select $1, r.n from unnest($2::int[]) as r(n)"
RAISE_ONE = (
    "update one set n = one.n + r.by from unnest($2::int[]) as r(by) where one.union_id = $1"
)
FILL_TWO = "insert into two select $1, r.* from unnest($2::int[], $3::int[]) as r"
LARGE = 1_000


class Counting:
    """Counts what is sent over a connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.sent = 0

    async def execute(self, text: str, *values: object) -> None:
        self.sent += 1
        await self.connection.execute(text, *values)


@pytest.fixture
async def counting(books: Wired) -> AsyncIterator[Counting]:
    async with books.pools.auditor.scratch_tx(UNION, search_path="pg_temp") as connection:
        await connection.execute(SCHEMA)
        yield Counting(connection)


def said(text: str, *columns: list[int]) -> Statement:
    table = "two" if text == FILL_TWO else "one"
    return Statement(text, frozenset({table}), columns)


async def written(
    counting: Counting, statements: Sequence[Statement]
) -> Mapping[str, list[tuple[int, ...]]]:
    await send(counting, UNION, statements)  # type: ignore[arg-type] # as much of a connection as is needed
    return {
        table: [
            tuple(row.values())[1:]
            for row in await counting.connection.fetch(
                f"select * from {table} where union_id = $1 order by n",
                UNION,
            )
        ]
        for table in ("one", "two")
    }


async def test_writes_to_different_tables_are_one_round_trip(counting: Counting) -> None:
    found = await written(counting, [said(FILL_ONE, [1, 2]), said(FILL_TWO, [3], [4])])
    assert found == {"one": [(1,), (2,)], "two": [(3, 4)]}
    assert counting.sent == 1


async def test_writes_to_one_table_follow_each_other(counting: Counting) -> None:
    statements = [said(FILL_ONE, [1]), said(RAISE_ONE, [5]), said(FILL_TWO, [3], [4])]
    found = await written(counting, [*statements, said(RAISE_ONE, [10])])
    assert found == {"one": [(16,)], "two": [(3, 4)]}
    assert counting.sent == 3


async def test_large_writes_go_by_themselves(counting: Counting) -> None:
    many = list(range(LARGE))
    found = await written(counting, [said(FILL_ONE, many), said(FILL_TWO, [3], [4])])
    assert (len(found["one"]), found["two"]) == (LARGE, [(3, 4)])
    assert counting.sent == 2


async def test_nothing_to_write_is_no_round_trip(counting: Counting) -> None:
    assert await written(counting, []) == {"one": [], "two": []}
    assert counting.sent == 0


async def test_only_what_the_log_can_make_again_is_committed_without_the_disk(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[str] = []

    async def asked(
        connection: Connection, union_id: UUID, statements: Sequence[Statement]
    ) -> None:
        waits.append(await connection.fetchval("show synchronous_commit"))
        await writing.send(connection, union_id, statements)

    monkeypatch.setattr(runner, "send", asked)
    books, hurried = office.books, Office(office.books, office.union_id, patience_seconds=0.0)
    async with cursors_held(books, office.union_id):
        await hurried.do(RenameUnion(occurred_on=DAY, name="新名"))
    address = Addresses(books.settings).of(Role.PROJECTOR)
    pool = Pool(address, limits={"synchronous_commit": "on"})  # as on a server whose data matter
    try:
        await Runner(pool, books.builds).catch_up(office.union_id)
        async with pool.union_tx(office.union_id) as connection:
            waits.append(await connection.fetchval("show synchronous_commit"))
    finally:
        await pool.close()
    assert waits == ["off", "on"]
