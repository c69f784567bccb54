"""SQL lives in .sql files: whoever runs the database can read, explain and compare it there."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.repository import (
    CODE,
    Place,
    files_in,
    name_of,
    parsed,
    told,
    without_docstrings,
)

STATEMENT = re.compile(
    r"""\s*(
        select\s+(.*\bfrom\b|\w+\s*\(|[\d$'*])
      | insert\s+into\b
      | update\s+\S+\s+set\b
      | delete\s+from\b
      | (create|alter|drop)\s+(or\s+replace\s+|unique\s+|temp\s+|temporary\s+|unlogged\s+)*
        (table|index|role|user|database|schema|function|procedure|view|policy|type|extension|trigger)\b
      | (grant|revoke)\s+\w+.*\b(on|to|from)\b
      | truncate\s+(table\s+)?\w+
      | copy\s+\S+\s+(\(.*\)\s+)?(from|to)\b
      | with\s+(recursive\s+)?\w+\s+as\s*\(
      | set\s+(local\s+|session\s+)?\w+\s*(=|\bto\b)
      | set\s+(local\s+|session\s+)?(role|authorization)\b
    )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
CLAUSE = re.compile(
    r"\b(order\s+by|group\s+by|on\s+conflict|returning\s+\w|values\s*\(|limit\s+[\d$]"
    r"|where\s+\w+\s*(=|<|>|in\b|is\b|between\b))",
    re.IGNORECASE,
)
GAP = "gap"


def sql_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and text of every statement in Python, and of every clause glued to one."""
    for node in without_docstrings(tree):
        text = _text(node)
        glued = not isinstance(node, ast.Constant)
        if text and (STATEMENT.match(text) or (glued and CLAUSE.search(text))):
            yield getattr(node, "lineno", 0), text.strip()


def _text(node: ast.AST) -> str:
    """Return the fixed words of a text, however it is put together."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) for part in parts)
        case ast.FormattedValue():
            return GAP
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
            return f"{_text(left) or GAP} {_text(right) or GAP}"
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "replace")):
            return _text(value)
        case ast.Call(func=ast.Attribute(attr="join"), args=[ast.List() | ast.Tuple() as parts]):
            return " ".join(_text(part) for part in parts.elts)
    return ""


def test_no_sql_in_python() -> None:
    found = [
        Place(name_of(path), line, text.splitlines()[0])
        for path in files_in(CODE, ".py")
        for line, text in sql_in(parsed(path))
    ]
    assert not found, told(found)


@pytest.mark.parametrize(
    "planted",
    [
        'run("select * from event")',
        'run("SELECT append($1)")',
        'run("select 1")',
        'run(f"select {columns} from event")',
        'run(f"update {table} set hash = $1")',
        'run("delete from " + table)',
        'run("insert into %s values (1)" % table)',
        'run("create table {}".format(name))',
        'run(query + " order by position")',
        'run(f"{query} where union_id = {union}")',
        'run(" ".join(["select a", "from b", "limit 1"]))',
        'run("set role reader")',
        'run("with moved as (select 1) select 2")',
    ],
)
def test_planted_sql_is_found(planted: str) -> None:
    assert list(sql_in(ast.parse(planted)))


@pytest.mark.parametrize(
    "harmless",
    [
        '"""Select the rows from a table, update and delete from memory."""',
        'raise ValueError(f"nothing to select for {name}")',
        'log.info("rows_created", count=count)',
        'fail("with " + name)',
        'path = "select_from_event"',
        'raise UnknownShape(f"{topic} v{version} from {source}")',
    ],
)
def test_plain_words_are_not_taken_for_sql(harmless: str) -> None:
    assert not list(sql_in(ast.parse(harmless)))
