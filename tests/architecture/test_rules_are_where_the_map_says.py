"""The map from a law's article to the line that enforces it holds: every place, preset and test it names exists."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import NamedTuple

import msgspec
import pytest

from tests.architecture.repository import ROOT, Place, parsed, told

MAP = "domain/RULES.md"
PRESETS = ROOT / "services" / "policies"
PLACE = re.compile(r"(?:domain|projections|services)[a-z_.]*:[A-Za-z_.]+")
TEST = re.compile(r"[a-z0-9_/]+\.py::test_[a-z0-9_]+")
SPAN = re.compile(r"`([^`]+)`")
COLUMNS = 4
NUMBERED = (
    ("rule", range(1, 23)),
    ("2.2 row", range(1, 18)),
    ("5.3 step", range(1, 13)),
    *((f"{section}.", range(1, items + 1)) for section, items in ((3, 9), (4, 6), (5, 7))),
)
"""What domain.md numbers, so that none is forgotten: in the tables or among what is not enforced."""


class Row(NamedTuple):
    line: int
    places: list[str]
    tests: list[str]


def rows_of(text: str) -> Iterator[Row]:
    """Yield the rules of all tables, without headings."""
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if not line.startswith("| ") or cells[0] == "rule":
            continue
        assert len(cells) == COLUMNS, f"{MAP}:{number}: {len(cells)} columns"
        yield Row(number, SPAN.findall(cells[2]), SPAN.findall(cells[3]))


def missing_in(row: Row) -> Iterator[Place]:
    """Yield what a row names and the repository does not have."""
    presets = [name for name in row.places if name.endswith(".toml")]
    places = [name for name in row.places if name not in presets]
    if not places or not row.tests:
        yield Place(MAP, row.line, "a rule has a place and a test")
    yield from (Place(MAP, row.line, name) for name in places if not _is_there(name))
    yield from (Place(MAP, row.line, name) for name in row.tests if not _is_a_test(name))
    kinds = {_kind_of(name) for name in places if _is_there(name)}
    yield from (Place(MAP, row.line, name) for name in presets if not _is_preset_of(name, kinds))


def _is_there(place: str) -> bool:
    if not PLACE.fullmatch(place):
        return False
    try:
        _named(place)
    except (ImportError, AttributeError):
        return False
    return True


def _named(place: str) -> object:
    module, _, attribute = place.partition(":")
    return attrgetter(attribute)(import_module(module))


def _kind_of(place: str) -> object:
    """Return the kind of policy a struct is, None for anything else."""
    named = _named(place)
    if isinstance(named, type) and issubclass(named, msgspec.Struct):
        return named.__struct_config__.tag
    return None


def _is_preset_of(name: str, kinds: set[object]) -> bool:
    """Tell whether a preset is on offer and its policy is one the row names; a chart is no policy."""
    path = PRESETS / name
    if not path.is_file():
        return False
    policy = tomllib.loads(path.read_text(encoding="utf-8")).get("policy")
    return policy is None or policy["kind"] in kinds


def _is_a_test(name: str) -> bool:
    if not TEST.fullmatch(name):
        return False
    path, _, test = name.partition("::")
    return test in _tests_in(path)


@cache
def _tests_in(path: str) -> frozenset[str]:
    file = ROOT / "tests" / path
    if not file.is_file():
        return frozenset()
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in parsed(file).body if isinstance(node, functions))


def map_text() -> str:
    return (ROOT / MAP).read_text(encoding="utf-8")


def test_every_rule_is_where_the_map_says() -> None:
    missing = [place for row in rows_of(map_text()) for place in missing_in(row)]
    assert not missing, told(missing)


@pytest.mark.parametrize(("title", "numbers"), NUMBERED)
def test_no_numbered_rule_is_forgotten(title: str, numbers: range) -> None:
    text = map_text()
    gap = "" if title.endswith(".") else " "
    named = {n for n in numbers if re.search(rf"\b{re.escape(title)}{gap}{n}(?!\d)", text)}
    assert named == set(numbers)


@pytest.mark.parametrize(
    ("place", "test", "found"),
    [
        ("`domain.nowhere:decide`", "", "domain.nowhere:decide"),
        ("`domain.money:gold`", "", "domain.money:gold"),
        ("`domain.officers:Officers.rule_alone`", "", "domain.officers:Officers.rule_alone"),
        ("domain.money:Fen", "", "a rule has a place and a test"),
        ("`tests.support:x`", "", "tests.support:x"),
        ("`offered/dues-of-nobody.toml`", "", "offered/dues-of-nobody.toml"),
        ("`offered/dues-national.toml`", "", "offered/dues-national.toml"),
        ("", "`domain/test_money.py::test_gold`", "domain/test_money.py::test_gold"),
        ("", "`domain/test_gold.py::test_fen`", "domain/test_gold.py::test_fen"),
        ("", "`test_money`", "test_money"),
    ],
)
def test_a_planted_false_trail_is_found(place: str, test: str, found: str) -> None:
    sound = "`domain/test_money.py::test_amounts_as_printed_on_paper`"
    where = (
        f"`domain.money:Fen` {place}" if place.startswith("`") else place or "`domain.money:Fen`"
    )
    (row,) = rows_of(f"| Money is fen | rule 9 | {where} | {test or sound} |")
    assert [missing.found for missing in missing_in(row)] == [found]


def test_a_sound_row_misses_nothing() -> None:
    (row,) = rows_of(
        "| Money is fen | rule 9 | `domain.policy.dues:DuesPolicy` `offered/dues-national.toml` |"
        " `domain/test_money.py::test_amounts_as_printed_on_paper` |"
    )
    assert not list(missing_in(row))
