"""What runs beside the old code takes nothing from it, and no file keeps writers waiting while it reads a table."""

import re

import pytest

from services.store.history import BOOKS, KEYRING, Migration, Stage, migrations

BODY = re.compile(r"\$(\w*)\$.*?\$\1\$", re.DOTALL)
COMMENT = re.compile(r"--.*$", re.MULTILINE)
TAKES_AWAY = re.compile(
    r"""\bdrop\s+(table|column|function|view|schema|policy|index|constraint|default|owned)\b
      | \brename\b | \btruncate\b | \bset\s+not\s+null\b
      | \balter\s+column\s+\w+\s+(set\s+data\s+)?type\b
      | \badd\s+column\s+[^,;]*\bnot\s+null\b(?![^,;]*\bdefault\b)
      | \brevoke\b(?![^;]*\bfrom\s+public\b)""",
    re.VERBOSE | re.IGNORECASE,
)
INDEX = re.compile(
    r"\bcreate\s+(?:unique\s+)?index\s+(if\s+not\s+exists\s+)?\w+\s+on\s+([\w.]+)", re.IGNORECASE
)
FILES = [migration for part in (BOOKS, KEYRING) for migration in migrations(part)]


def faults(migration: Migration) -> list[str]:
    """What a file does that it must not do beside the code before."""
    script = BODY.sub("", COMMENT.sub("", migration.script))
    found = [match[0] for match in TAKES_AWAY.finditer(script)]
    for can_be_there, table in INDEX.findall(script):
        is_new = re.search(rf"\bcreate\s+table\s+{re.escape(table)}\b", script, re.IGNORECASE)
        if not can_be_there and not is_new:
            found.append(f"index on {table}")
    return found


@pytest.mark.parametrize("migration", FILES, ids=lambda migration: migration.name)
def test_a_file_that_runs_beside_the_old_code_only_adds(migration: Migration) -> None:
    assert migration.stage is Stage.POST or not faults(migration)


@pytest.mark.parametrize(
    "script",
    [
        "alter table books.event drop column body;",
        "drop function books.append_v1;",
        "alter table books.event rename column body to content;",
        "alter table books.event alter column version type bigint;",
        "alter table books.event alter column tags set not null;",
        "alter table books.event add column tags text[] not null;",
        "revoke select on books.event from gonghui_app;",
        "create index event_topic on books.event (union_id, topic);",
    ],
)
def test_what_old_code_cannot_live_with_is_seen(script: str) -> None:
    assert faults(Migration(99, "0099_pre_planted.sql", script))


@pytest.mark.parametrize(
    "script",
    [
        "alter table books.event add column tags text[] not null default '{}';",
        "revoke all on function books.append_v9 from public;",
        "create index if not exists event_topic on books.event (union_id, topic);",
        "create table books.fresh (a int); create index fresh_a on books.fresh (a);",
        "create function books.f() returns void language sql as $$ drop table books.event $$;",
    ],
)
def test_what_old_code_does_not_notice_is_allowed(script: str) -> None:
    assert not faults(Migration(99, "0099_pre_planted.sql", script))
