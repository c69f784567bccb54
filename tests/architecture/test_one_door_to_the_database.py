"""Rows are reached through the store's transactions only: `union_tx`, `scratch_tx`, `all_unions_tx`.

A connection without such a transaction names no union, and a forgotten one is a leak between unions.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.repository import CODE, Place, files_in, name_of, parsed, told

STORE = "services/store/"
ALWAYS_INNER = ("acquire", "_transaction")
INNER_WHEN_CALLED = ("connection",)
"""As an attribute, the connection of an open transaction may be passed on."""


def side_doors_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every use of what only the store may use: a bare connection, the pool beneath."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name in ALWAYS_INNER:
                yield node.lineno, name
            case ast.Call(func=ast.Attribute(attr=name)) if name in INNER_WHEN_CALLED:
                yield node.lineno, name


CONNECTING = ("connect", "create_pool")
CONNECT_IN_STORE = {
    "services/store/pool.py": "the pools themselves",
    "services/store/migrate.py": "the administrator, who is outside all unions",
    "services/store/embedded.py": "the embedded server's own settings",
    "services/store/partitions.py": "the administrator, who lays the log out in partitions",
    "services/store/scanning.py": "the administrator, who searches for what must be gone",
    "services/store/moving.py": "the administrator, who lets a union go and come",
}
"""Where a connection is made that no pool lends, and whose it is."""
SETTING = "app.union_id"


def connections_made_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every place that makes a connection of asyncpg's."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="asyncpg"), attr=name) if name in CONNECTING:
                yield node.lineno, name
            case ast.ImportFrom(module="asyncpg", names=names):
                yield from (
                    (node.lineno, one.name) for one in names if one.name in {*CONNECTING, "*"}
                )


def test_connections_are_made_in_few_places() -> None:
    found = [
        Place(name_of(path), line, name)
        for path in files_in(CODE, ".py")
        if name_of(path) not in CONNECT_IN_STORE
        for line, name in connections_made_in(parsed(path))
    ]
    assert not found, told(found)


def test_only_the_store_says_whose_a_transaction_is() -> None:
    """The union of a transaction is set in two places: where it begins, and in the functions of the append."""
    found = [
        Place(name_of(path), number, line.strip())
        for folder, suffix in (("services", ".py"), ("projections", ".py"), ("projections", ".sql"))
        for path in files_in([folder], suffix)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if SETTING in line or "set_config" in line
    ]
    assert not found, told(found)


@pytest.mark.parametrize(
    "planted",
    [
        "await asyncpg.connect(address)",
        "make = asyncpg.create_pool",
        "from asyncpg import connect",
        "from asyncpg import create_pool as pool",
    ],
)
def test_a_planted_connection_is_found(planted: str) -> None:
    assert list(connections_made_in(_in_a_coroutine(planted)))


def test_nobody_but_the_store_takes_a_bare_connection() -> None:
    found = [
        Place(name_of(path), line, name)
        for path in files_in(CODE, ".py")
        if not name_of(path).startswith(STORE)
        for line, name in side_doors_in(parsed(path))
    ]
    assert not found, told(found)


@pytest.mark.parametrize(
    "planted",
    [
        "async with self._pool.connection() as connection: pass",
        "lent = await pool.acquire()",
        "take = pool.acquire",
        "pool._transaction(opening)",
    ],
)
def test_a_planted_side_door_is_found(planted: str) -> None:
    assert list(side_doors_in(_in_a_coroutine(planted)))


@pytest.mark.parametrize(
    "door",
    [
        "async with pool.union_tx(union_id) as connection: pass",
        "async with pool.scratch_tx(union_id, search_path=path) as connection: pass",
        "async with pool.all_unions_tx() as connection: pass",
        "await shown.connection.fetch(query)",
    ],
)
def test_the_doors_are_no_side_doors(door: str) -> None:
    assert not list(side_doors_in(_in_a_coroutine(door)))


def _in_a_coroutine(line: str) -> ast.Module:
    return ast.parse(f"async def found():\n    {line}")
