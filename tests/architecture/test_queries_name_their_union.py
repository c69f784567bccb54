"""Every query says whose rows it touches, on top of the row policies: two locks, not one.

A table that belongs to a union begins with `union_id` (the county's index: with `federation_id`). Each
mention of it in a named query is bound to `$1` or to another mention, and an insert begins with `$1`.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from services.store.sql import queries
from tests.architecture.repository import ROOT, files_in, name_of

EVERY_UNION: Mapping[tuple[str, str], str] = {
    ("projections/units/queries.sql", "every_federation"): "the command line lists all federations",
    ("projections/units/queries.sql", "every_unit"): "the command line lists all units",
    ("projections/units/queries.sql", "units_of_code"): "a code is looked up to find its union",
    (
        "services/store/audit.sql",
        "unions_with_events",
    ): "the auditor begins with the list of unions",
    ("services/store/evidence.sql", "add_heads"): "a census holds the heads of all unions",
    (
        "services/store/evidence.sql",
        "checkpoint_age",
    ): "health asks whether any head is not covered",
    ("services/store/compare.sql", "strangers"): "fsck looks for rows of unions that are none",
    (
        "services/store/evidence.sql",
        "approved_since",
    ): "the checkpoint process asks whether money was approved anywhere",
    ("services/store/evidence.sql", "count_heads"): "a census holds the heads of all unions",
    ("services/store/evidence.sql", "counted_heads"): "a census holds the heads of all unions",
    (
        "services/store/evidence.sql",
        "counted_without_head",
    ): "the checkpoint process asks which unions have vanished",
    ("services/store/evidence.sql", "heads_at"): "a census holds the heads of all unions",
    (
        "services/store/evidence.sql",
        "heads_moved",
    ): "the checkpoint process asks which unions have news",
    ("services/store/evidence.sql", "miscounted"): "fsck compares the newest heads of all unions",
    ("services/store/evidence.sql", "newest_recorded"): "a census is later than all it counts",
    (
        "services/store/keyring_queries.sql",
        "remove_from_every_county",
    ): "whom a union forgets is forgotten in every county's index, under a policy of its own",
    (
        "services/store/keyring_queries.sql",
        "listed_in_counties",
    ): "whom a union forgets is forgotten in every county's index, under a policy of its own",
    (
        "services/store/keyring_queries.sql",
        "listings_of_union",
    ): "who moves with a union is listed in its county's index at the new place, under the same policy",
    (
        "services/store/person_log.sql",
        "unions_with_topics",
    ): "the platform asks in which unions erasures wait",
    ("services/store/recovery.sql", "all_heads"): "a drill compares the heads of all unions",
    (
        "services/store/recovery.sql",
        "hashes_at",
    ): "restored books are compared with all witnessed heads",
    (
        "services/store/partitions.sql",
        "heads",
    ): "laying the log out anew asks which unions have news",
    ("services/store/partitions.sql", "is_empty"): "laying the log out asks whether there is any",
    ("services/store/partitions.sql", "lock"): "nobody appends while the tables change places",
    ("services/store/scanning.sql", "rows_with"): "the administrator searches every row",
    ("services/store/watching.sql", "oldest"): "figures tell how long events of any union wait",
    (
        "services/store/watching.sql",
        "parked_events",
    ): "the operator sees every ledger that stands still",
    ("services/store/ledgers.sql", "build_numbers_used"): "a build's number is never used again",
    ("services/store/ledgers.sql", "lag"): "metrics count events over all unions",
    ("services/store/ledgers.sql", "parked"): "health asks whether any union is parked",
    ("services/store/ledgers.sql", "has_unions"): "a ledger is filled first where there are books",
    ("services/store/ledgers.sql", "unions"): "a rebuild goes through all unions",
    ("services/store/ledgers.sql", "unions_behind"): "the follower asks which unions have news",
}
"""Queries of roles whose policies let them see every union, each with what needs it."""

TABLE = re.compile(
    r"create table (?:books\.|keyring\.)?(\w+) \(\s*(.*?)^\)", re.DOTALL | re.MULTILINE
)
ALIAS = (
    r"(?!(?:set|where|on|order|group|limit|left|cross|join|values|select|from|union|except)\b)\w+"
)
MENTION = re.compile(
    r"(?=(?:\b(from|join|update|into|using)\s+|,\s*)"
    rf"((?:[\w{{}}]+\.)?[\w{{}}]+)(?:\s+(?:as\s+)?({ALIAS}))?)"
)
BEGINS_WITH_UNION = re.compile(r"\)\s*(?:select|values\s*\()\s*\$1\b")
IS_THE_UNION = r"\s*=\s*(?:\$1|any ?\(\$1)"


class Mention(NamedTuple):
    """A table of unions where a query names it; `alias` is what its columns are called by."""

    verb: str
    table: str
    alias: str
    column: str


def tenant_tables() -> dict[str, str]:
    """Return the tables whose rows belong to a union, with the column that says to which."""
    owned = {}
    for path in files_in(["projections", "services"], "schema.sql"):
        for name, columns in TABLE.findall(path.read_text(encoding="utf-8")):
            if re.search(r"\bunion_id\b", columns):
                first = columns.split()[0]
                owned[name] = first if first == "federation_id" else "union_id"
    return owned


OWNED = tenant_tables()


def mentions(query: str) -> list[Mention]:
    """Return every place where a query names a table of unions; a template may name any table."""
    return [
        Mention(verb, table, alias, OWNED.get(table.rpartition(".")[2], "union_id"))
        for verb, table, alias in MENTION.findall(query)
        if table.rpartition(".")[2] in OWNED or "{" in table
    ]


def unbound(query: str) -> list[str]:
    """Return the tables of unions that a query touches without saying whose rows it means."""
    found = mentions(query)
    bare = len(re.findall(rf"(?<![.\w])(?:union|federation)_id{IS_THE_UNION}", query))
    loose = []
    for mention in found:
        if mention.verb == "into":
            bound = _inserts_for_its_union(query, mention)
        elif not (bound := _is_compared(query, mention)) and not mention.alias and bare:
            bare, bound = bare - 1, True
        loose += [] if bound else [mention.table]
    anchored = re.search(rf"(?:union|federation)_id{IS_THE_UNION}", query)
    return loose if anchored or not found or BEGINS_WITH_UNION.search(query) else [*loose, "$1"]


def _inserts_for_its_union(query: str, into: Mention) -> bool:
    columns = rf"into {re.escape(into.table)}(?: as \w+)? \({into.column}\b"
    return bool(re.search(columns, query) and BEGINS_WITH_UNION.search(query))


def _is_compared(query: str, read: Mention) -> bool:
    """Tell whether the union of a mention is compared with `$1` or with that of another mention."""
    own = rf"\b{re.escape(read.alias or read.table.rpartition('.')[2])}\.{read.column}"
    another = rf"\w+\.{read.column}"
    compared = rf"{own}(?:{IS_THE_UNION}|\s*=\s*{another})|{another}\s*=\s*{own}\b"
    return bool(re.search(compared, query))


def named_queries() -> dict[tuple[str, str], str]:
    """Return the queries of the ledgers and of the store by file and name."""
    files = [path for path in files_in(["projections"], "queries.sql") if path.is_file()]
    files += sorted((ROOT / "services" / "store").glob("*.sql"))
    return {
        (name_of(path), name): query
        for path in files
        for name, query in queries(_package(path), path.name).items()
    }


def _package(path: Path) -> str:
    return ".".join(path.parent.relative_to(ROOT).parts)


def test_the_tables_of_unions_are_known() -> None:
    assert {"event", "claim", "cursor", "member", "aid_payment", "subject_key"} <= OWNED.keys()
    assert OWNED["county_index"] == "federation_id"
    assert OWNED.keys().isdisjoint({"projection", "schema_migration"})


def test_every_query_names_the_union_whose_rows_it_touches() -> None:
    loose = {
        key: unbound(query) for key, query in named_queries().items() if key not in EVERY_UNION
    }
    assert not {key: tables for key, tables in loose.items() if tables}


@pytest.mark.parametrize("key", EVERY_UNION, ids=":".join)
def test_an_exception_is_still_one(key: tuple[str, str]) -> None:
    assert unbound(named_queries()[key])


@pytest.mark.parametrize(
    "planted",
    [
        "select body from books.event",
        "select body from books.event where position > $1",
        "select e.body from books.event e where e.stream_id = $1 and e.position > $2",
        "select name from member where union_id = $2 or true",
        "select 1 from member m join aid_case c on c.beneficiary_id = m.member_id where m.union_id = $1",
        "select 1 from member m, aid_case c where m.union_id = $1 and c.case_no = $2",
        "select 1 from a where exists (select from household where file_no = $1)",
        "update member set profile = $2 where member_id = $1",
        "update member m set profile = r.profile from unnest($1::text[]) as r where m.version = 1",
        "delete from books.cursor where name = $1",
        "delete from books.cursor c using books.claim d where c.union_id = $1",
        "select (select count(*) from member where union_id = $1), (select count(*) from unit)",
        "insert into condolence (condolence_id, union_id) values ($1, $2)",
        "insert into condolence (union_id, condolence_id) values ($2, $1)",
        "insert into {schema}.{name}_memory (key, state) select $1, $2",
        "select key from {schema}.{name}_memory where key = $1",
        "select c.subject_id from keyring.county_index c where c.union_id = $1",
        "select m.identity from member m join member n on n.union_id = m.union_id where m.version = $1",
    ],
)
def test_a_planted_query_without_its_union_is_found(planted: str) -> None:
    assert unbound(planted)


@pytest.mark.parametrize(
    "sound",
    [
        "select code from union_profile where union_id = $1",
        "select 1 from member m join aid_case c on c.union_id = m.union_id where m.union_id = $1",
        "select union_id from unit_freshness where union_id = any($1::uuid[])",
        "insert into books.cursor as c (union_id, name) values ($1, $2) on conflict do nothing",
        "select name from books.projection",
        "select (select count(*) from member where union_id = $1)",
    ],
)
def test_a_query_that_names_its_union_is_sound(sound: str) -> None:
    assert not unbound(sound)
