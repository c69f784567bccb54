"""Clients rely on refusal codes: each belongs to its package and has a test that asks for it."""

import ast
import re
from collections.abc import Iterator

from domain.catalogue import CATALOGUE
from tests.architecture.repository import (
    ROOT,
    Place,
    files_in,
    name_of,
    parsed,
    told,
    without_docstrings,
)

CODE = re.compile(r"[a-z_]+\.[a-z_]+")


def refusal_codes() -> Iterator[Place]:
    """Yield every code the domain can answer with, also those a function picks and returns."""
    for path in files_in(["domain"], ".py"):
        for node in without_docstrings(parsed(path)):
            if not isinstance(node, ast.Call | ast.Return):
                continue
            for text in _answered(node):
                if CODE.fullmatch(text):
                    yield Place(name_of(path), node.lineno, text)


def _answered(node: ast.Call | ast.Return) -> Iterator[str]:
    if isinstance(node, ast.Return):
        # posting operations are returned under the names of events
        yield from (text for text in _texts(node.value) if text not in CATALOGUE)
    elif getattr(node.func, "id", "") == "Refused":
        yield from _texts(node.args[0])


def _texts(node: ast.AST | None) -> Iterator[str]:
    for inner in ast.walk(node) if node is not None else ():
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def asked_for() -> set[str]:
    """Return the codes that some test under tests/domain demands."""
    demanded = re.compile(r"refused\(\s*\"([a-z_.]+)\"")
    return {
        code
        for path in (ROOT / "tests" / "domain").rglob("test_*.py")
        for code in demanded.findall(path.read_text(encoding="utf-8"))
    }


def test_the_codes_are_found() -> None:
    codes = {place.found for place in refusal_codes()}
    assert {"member.not_live", "dues.not_member_in_month", "aid_case.over_approved"} <= codes


def test_every_refusal_code_is_tested() -> None:
    tested = asked_for()
    untested = [place for place in refusal_codes() if place.found not in tested]
    assert not untested, told(untested)


def test_no_test_asks_for_a_code_that_is_gone() -> None:
    assert asked_for() <= {place.found for place in refusal_codes()}


def test_every_refusal_code_begins_with_its_package() -> None:
    strangers = [
        place
        for place in refusal_codes()
        if place.found.partition(".")[0] != place.path.split("/")[1]
    ]
    assert not strangers, told(strangers)
