"""The shape of the repository: what stands where, how long, and no float near money."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.repository import (
    ROOT,
    Place,
    files_in,
    name_of,
    parsed,
    repository_files,
    told,
)

TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "DECISIONS.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "deploy",
    "domain",
    "projections",
    "pyproject.toml",
    "requirements.lock",
    "services",
    "tests",
}
LONGEST_FILE = 400
ONE_PIECE = ("schema.sql", "offline_verifier.py")
"""One file on purpose: the schema is compared with the sum of the migrations, the verifier is handed out alone."""
MONEY_CODE = ("domain", "projections")
INEXACT_TYPE = re.compile(r"\b(float[48]?|real|double\s+precision)\b", re.IGNORECASE)


def floats_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield what makes a float: the type, a number with a point, a division."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id="float") | ast.Attribute(attr="float"):
                yield node.lineno, "float"
            case ast.Constant(value=float() as number):
                yield node.lineno, str(number)
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                yield node.lineno, "/"


def is_silent(module: ast.Module) -> bool:
    return not (ast.get_docstring(module) or "").strip()


def test_the_top_level_holds_only_what_has_a_name() -> None:
    held = {path.relative_to(ROOT).parts[0] for path in repository_files()}
    assert held <= TOP_LEVEL


@pytest.mark.parametrize("name", sorted(TOP_LEVEL))
def test_the_top_level_is_complete(name: str) -> None:
    assert (ROOT / name).exists()


@pytest.mark.parametrize("folder", ["domain", "projections", "services", "deploy", "tests"])
def test_every_folder_of_the_top_level_explains_itself(folder: str) -> None:
    page = ROOT / folder / "README.md"
    assert page.is_file()
    assert page.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("folder", MONEY_CODE)
def test_no_float_where_money_is_decided_or_described(folder: str) -> None:
    """Rule 9 of domain.md: money is integer fen."""
    found = [
        Place(name_of(path), line, text)
        for path in files_in([folder], ".py")
        for line, text in floats_in(parsed(path))
    ]
    assert not found, told(found)


def test_no_inexact_number_in_a_ledger() -> None:
    found = [
        Place(name_of(path), number, line.strip())
        for path in files_in(["projections", "services"], ".sql")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if INEXACT_TYPE.search(line.partition("--")[0])
    ]
    assert not found, told(found)


@pytest.mark.parametrize(
    "planted", ["x: float = 1", "x = 0.5", "x = fen / 100", "x /= 2", "x = float(y)"]
)
def test_a_planted_float_is_found(planted: str) -> None:
    assert list(floats_in(ast.parse(planted)))


def test_no_file_is_too_long_to_read() -> None:
    long = [
        Place(name_of(path), lines, "lines")
        for path in repository_files()
        if path.suffix in {".py", ".sql", ".sh"}
        and not path.name.endswith(ONE_PIECE)
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert not long, told(long)


def test_every_module_says_what_it_is_about() -> None:
    silent = [
        name_of(path)
        for path in repository_files()
        if path.suffix == ".py" and is_silent(parsed(path))
    ]
    assert not silent


@pytest.mark.parametrize("planted", ["", "x = 1", '""" """', 'x = 1; "too late"', "# only this"])
def test_a_planted_silent_module_is_found(planted: str) -> None:
    assert is_silent(ast.parse(planted))
