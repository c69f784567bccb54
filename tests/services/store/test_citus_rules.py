"""The schema, the append and every query keep the rules that a cluster of Citus makes (assurance 14).

There is no Citus here: `distribute.sql` runs on plain PostgreSQL with stand-ins that write down how they are
called, and the catalogue and the text of every query are held against the rules.
"""

import os
import re
from collections.abc import AsyncIterator, Iterator, Mapping

import asyncpg
import pytest

from services.store.sql import queries
from services.wiring import Wired
from tests.architecture.repository import ROOT, files_in, name_of
from tests.support.database import Database

SCRIPT = (ROOT / "deploy" / "citus" / "distribute.sql").read_text(encoding="utf-8")
PLACE = re.compile(r"\('(\w+)', '(distributed|reference|coordinator)'\)")
DOOR = re.compile(r"\('(\w+)', (true|false)\)")
PLACES: Mapping[str, str] = dict(PLACE.findall(SCRIPT))
DOORS: Mapping[str, str] = dict(DOOR.findall(SCRIPT))
DISTRIBUTED = {name for name, kind in PLACES.items() if kind == "distributed"}
STAND_INS = """
    create table pg_dist_partition (logicalrelid oid);
    create table said (nth int generated always as identity, what text);
    create function create_reference_table(p_table text) returns void language sql as $$
      insert into said (what) values ('reference ' || p_table);
      insert into pg_dist_partition values (p_table::regclass) $$;
    create function create_distributed_table(p_table text, p_column text, colocate_with text)
    returns void language sql as $$
      insert into said (what) values (format('table %s by %s beside %s', p_table, p_column, colocate_with));
      insert into pg_dist_partition values (p_table::regclass) $$;
    create function create_distributed_function(p_function text, p_argument text default null,
      colocate_with text default null) returns void language sql as $$
      insert into said (what) values (format('function %s by %s beside %s',
        split_part(p_function, '(', 1), p_argument, colocate_with)) $$"""
VOLATILE = re.compile(
    r"\b(?:now|clock_timestamp|statement_timestamp|timeofday|random|gen_random_uuid|current_timestamp"
    r"|localtimestamp|nextval|set_config|txid_current)\b"
)
FORBIDDEN = re.compile(
    r"\b(?:pg_(?:try_)?advisory\w*|pg_notify|notify|listen|nextval|lock table|txid_\w+|pg_current_xact_id)\b"
)
CHANGING = re.compile(
    r"\bdo update\s+set\b.*|\breturning\b.*|(?<!for )\bupdate\s+[\w.{}]+(?:\s+(?:as\s+)?\w+)?\s+set\b.*",
    re.DOTALL,
)
ADMINISTRATORS = {"administration.sql", "partitions.sql", "scanning.sql", "recovery.sql"}
OURS = "c.relowner in ('gonghui_owner'::regrole, 'gonghui_projector'::regrole)"
UNWANTED = (
    f"select tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid where {OURS}",
    f"""select conname from pg_constraint k join pg_class c on c.oid = k.conrelid
        where k.contype in ('f', 'x') and {OURS}""",
    f"select relname from pg_class c where relkind = 'S' and {OURS}",
    rf"""select c.relname || '.' || a.attname from pg_attribute a
         join pg_class c on c.oid = a.attrelid
         join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
         where {OURS} and (a.attidentity <> '' or a.attgenerated <> ''
                           or pg_get_expr(d.adbin, d.adrelid) ~ '\(')""",
)


@pytest.fixture
async def administrator(database: Database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.administrator)
    yield connection
    await connection.close()


def named_queries() -> Iterator[tuple[str, str]]:
    """Every query that processes of the product run on the books."""
    files = [path for path in files_in(["projections"], "queries.sql") if path.is_file()]
    files += sorted((ROOT / "services" / "store").glob("*.sql"))
    for path in files:
        if path.name in ADMINISTRATORS or path.name.startswith("keyring"):
            continue
        package = ".".join(path.parent.relative_to(ROOT).parts)
        for name, query in queries(package, path.name).items():
            yield f"{name_of(path)}:{name}", query


async def sources(administrator: asyncpg.Connection) -> dict[str, str]:
    rows = await administrator.fetch(
        "select proname, prosrc from pg_proc where pronamespace = 'books'::regnamespace"
        " and proname = any ($1)",
        list(DOORS),
    )
    return {name: re.sub(r"--[^\n]*", "", source.lower()) for name, source in rows}


def volatile_in(query: str) -> list[str]:
    """Where a change or its answer computes something that differs each time."""
    return [found for part in CHANGING.findall(query.lower()) for found in VOLATILE.findall(part)]


def unbound_locks(source: str) -> list[str]:
    """Statements that lock rows without saying of which union."""
    return [
        statement.strip()
        for statement in source.split(";")
        if re.search(r"\bfor (?:no key )?update\b", statement)
        and not re.search(r"\bunion_id\s*=\s*(?:\$1|p_union)\b", statement)
    ]


def unbound_tables(source: str) -> list[str]:
    """Statements of a function that touch a distributed table without the union of its first argument."""
    tables = "|".join(sorted(DISTRIBUTED))
    return [
        statement.strip()
        for statement in source.split(";")
        if re.search(rf"\bbooks\.(?:{tables})\b(?!_)", statement)
        and not re.search(
            r"\bunion_id\s*=\s*p_union\b|(?:values\s*\(|select)\s*p_union\b", statement
        )
    ]


async def test_every_table_has_its_place(administrator: asyncpg.Connection) -> None:
    rows = await administrator.fetch(
        "select relname from pg_class where relnamespace = 'books'::regnamespace"
        " and relkind in ('r', 'p') and not relispartition"
    )
    assert {row[0] for row in rows} == set(PLACES)


async def test_keys_of_distributed_tables_lead_with_the_union(
    books: Wired, administrator: asyncpg.Connection
) -> None:
    assert books is not None  # a build of every ledger is there
    keys = await administrator.fetch(
        "select c.relname, c.relowner::regrole::text as owner, a.attname"
        " from pg_index i join pg_class c on c.oid = i.indrelid"
        " left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]"
        " where i.indisunique and c.relkind in ('r', 'p') and (c.relname = any ($1)"
        " and c.relnamespace = 'books'::regnamespace or c.relowner = 'gonghui_projector'::regrole)",
        sorted(DISTRIBUTED),
    )
    assert len(keys) > 80
    assert {tuple(key) for key in keys if key["attname"] != "union_id"} == set()
    bare = await administrator.fetch(
        "select c.oid::regclass::text from pg_class c"
        " where c.relkind = 'r' and c.relowner = 'gonghui_projector'::regrole and not exists ("
        " select from pg_attribute a where a.attrelid = c.oid and a.attname = 'union_id')"
    )
    assert bare == []


async def test_there_are_no_triggers_foreign_keys_sequences_or_changing_defaults(
    books: Wired, administrator: asyncpg.Connection
) -> None:
    assert books is not None
    for query in UNWANTED:
        assert await administrator.fetch(query) == [], query


async def test_doors_stay_on_the_shard_of_their_union(administrator: asyncpg.Connection) -> None:
    found = await sources(administrator)
    assert set(found) == set(DOORS)
    for name, source in found.items():
        assert unbound_tables(source) == [], name
        assert unbound_locks(source) == [], name
        assert FORBIDDEN.findall(source) == [], name
        assert [one for one in volatile_in(source) if one != "set_config"] == [], name
    arguments = await administrator.fetch(
        "select proname, proargnames[1] as first, proargtypes[0]::regtype::text as type from pg_proc"
        " where pronamespace = 'books'::regnamespace and proname = any ($1)",
        [name for name, is_pushed_down in DOORS.items() if is_pushed_down == "true"],
    )
    assert {(row["first"], row["type"]) for row in arguments} == {("p_union", "uuid")}


async def test_what_a_door_calls_is_known_on_the_shards(administrator: asyncpg.Connection) -> None:
    called = {
        name
        for source in (await sources(administrator)).values()
        for name in re.findall(r"\bbooks\.(\w+)\s*\(", source)
    }
    assert called - set(PLACES) <= set(DOORS)


def test_each_call_of_the_log_but_the_group_is_one_statement_of_a_known_door() -> None:
    for name, query in queries("services.store", "doors.sql").items():
        (door,) = re.findall(r"books\.(\w+)\(", query)
        assert name == "append_group" or DOORS[door] == "true"
        assert name == "append_group" or re.search(r"\(\$1\b", query)


def test_no_query_needs_what_a_cluster_does_not_have() -> None:
    for name, query in named_queries():
        assert FORBIDDEN.findall(query.lower()) == [], name
        assert volatile_in(query) == [], name
        assert unbound_locks(query) == [], name


@pytest.mark.parametrize(
    "planted",
    [
        "insert into t values ($1) on conflict (a) do update set at = now()",
        "update books.cursor c set at = clock_timestamp() where union_id = $1",
        "insert into t values ($1) returning gen_random_uuid()",
    ],
)
def test_a_planted_change_that_differs_each_time_is_found(planted: str) -> None:
    assert volatile_in(planted)


def test_planted_reaches_beyond_the_union_are_found() -> None:
    assert unbound_locks("select 1 from books.cursor c where c.name = $1 for update of c")
    assert unbound_tables("select 1 into v from books.event e where e.position = 1;")
    assert unbound_tables("insert into books.claim values (gen_random_uuid());")
    assert FORBIDDEN.findall("select pg_advisory_lock(1)")
    assert not unbound_tables("insert into books.claim (union_id) select p_union from unnest(p);")


async def test_the_script_places_everything_once(
    books: Wired, administrator: asyncpg.Connection
) -> None:
    assert books is not None
    await administrator.execute(STAND_INS)
    await administrator.execute("begin")  # the roles are the whole cluster's
    try:
        await administrator.execute(SCRIPT)
        first = [row[0] for row in await administrator.fetch("select what from said order by nth")]
        await administrator.execute("truncate said")
        await administrator.execute(SCRIPT)
        again = [row[0] for row in await administrator.fetch("select what from said order by nth")]
    finally:
        await administrator.execute("rollback")
    tables = [one for one in first if one.startswith("table ")]
    assert first[:2] == ["reference books.projection", "reference books.separation"]
    assert tables[0] == "table books.union_head by union_id beside none"
    assert {one.split(" by ")[1] for one in tables[1:]} == {"union_id beside books.union_head"}
    assert {
        one.split()[1].removeprefix("books.") for one in tables[: len(DISTRIBUTED)]
    } == DISTRIBUTED
    ledgers = await administrator.fetchval(
        "select count(*) from pg_class where relkind = 'r' and relowner = 'gonghui_projector'::regrole"
    )
    assert len(tables) == len(DISTRIBUTED) + ledgers
    doors = [one for one in first if one.startswith("function ")]
    assert len(doors) == len(DOORS)
    assert "function books.append_v1 by p_union beside books.union_head" in doors
    assert [one for one in again if not one.startswith("function ")] == []


@pytest.mark.skipif(
    "CITUS_URL" in os.environ, reason="the conformance tests of the log run on that cluster"
)
def test_a_real_cluster() -> None:
    pytest.skip("no CITUS_URL: not run against a real Citus (deploy/citus/README.md)")
