"""`tests/asvs.yaml` answers every requirement of OWASP ASVS 5.0.0 up to level 2, once, with what there really is.

`python -m pytest -s tests/architecture/test_asvs.py` prints how much of it is shown by tests or found by checks.
"""

import ast
import re
from collections import Counter
from functools import cache
from typing import Literal

import msgspec
import pytest
import yaml

from services.words.deployment import DEPLOYMENT
from tests.architecture.repository import ROOT, parsed

CHAPTERS = {
    "V1": (8, 19),
    "V2": (4, 7),
    "V3": (8, 11),
    "V4": (2, 8),
    "V5": (4, 5),
    "V6": (13, 22),
    "V7": (6, 12),
    "V8": (4, 3),
    "V9": (4, 3),
    "V10": (5, 24),
    "V11": (3, 11),
    "V12": (3, 6),
    "V13": (1, 12),
    "V14": (2, 7),
    "V15": (3, 10),
    "V16": (0, 16),
    "V17": (0, 7),
}
"""How many requirements of level 1 and of level 2 each chapter of the standard has (its own list of 5.0.0)."""
NOT_OURS = {"V1.2.10", "V1.3.12", "V1.5.3", "V2.3.5", "V2.4.2", "V6.3.5", "V8.3.2", "V16.5.4"}
"""Some of level 3, which stand between the others."""
WANTED = 0.9
LONGEST_ABOUT = 8
ID = re.compile(r"(V(?:[1-9]|1[0-7]))\.[1-9]\.[1-9][0-9]?")
TEST = re.compile(r"(tests/[\w/]+\.py)::(test_\w+)")

Covering = Literal["test", "configured", "decision", "gap"]


class Requirement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One requirement, and what meets it."""

    id: str
    level: Literal[1, 2]
    about: str
    covered_by: Covering
    applies: bool = True
    tests: list[str] = []
    checks: list[str] = []
    decision: int | None = None
    because: str = ""
    missing: str = ""


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file."""

    standard: str
    requirements: list[Requirement]


@cache
def requirements() -> list[Requirement]:
    text = (ROOT / "tests/asvs.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Mapping).requirements


def flaws_of(one: Requirement) -> list[str]:
    """Return what an entry lacks, or says besides what it is covered by."""
    is_decided = one.decision is not None or bool(one.because)
    needed = {
        "test": bool(one.tests),
        "configured": bool(one.checks),
        "decision": is_decided and not one.tests and not one.checks,
        "gap": bool(one.missing) and not one.tests and not one.checks,
    }
    flaws = [] if needed[one.covered_by] else [f"nothing of a {one.covered_by}"]
    if one.missing and one.covered_by != "gap":
        flaws.append("something is missing and it is no gap")
    if not one.applies and (one.covered_by != "decision" or not one.because):
        flaws.append("does not apply, and it is not said why")
    if not 1 <= len(one.about.split()) <= LONGEST_ABOUT:
        flaws.append("is told at length")
    return flaws


@cache
def names_in(path: str) -> frozenset[str]:
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    return frozenset(
        node.name
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def test_every_requirement_up_to_level_2_stands_there_once() -> None:
    ids = [one.id for one in requirements()]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert [name for name in ids if not ID.fullmatch(name)] == []
    assert set(ids).isdisjoint(NOT_OURS)
    counted = Counter((one.id.partition(".")[0], one.level) for one in requirements())
    for chapter, (first, second) in CHAPTERS.items():
        assert (counted[chapter, 1], counted[chapter, 2]) == (first, second), chapter
    assert (len(ids), sum(one.level == 1 for one in requirements())) == (253, 70)


def test_nothing_is_unanswered() -> None:
    found = {one.id: flaws for one in requirements() if (flaws := flaws_of(one))}
    assert not found


def test_every_test_named_is_there() -> None:
    missing = []
    for one in requirements():
        for text in one.tests:
            named = TEST.fullmatch(text)
            if named is None or named[2] not in names_in(named[1]):
                missing.append(f"{one.id}: {text}")
    assert not missing, "\n".join(missing)


def test_every_check_named_is_one_of_the_deployment() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "services/deployment").glob("*.py")
    )
    for one in requirements():
        for code in one.checks:
            assert code in DEPLOYMENT, f"{one.id}: {code}"
            assert f'"{code}"' in source, f"{one.id}: {code}"


def test_every_decision_named_is_written_down() -> None:
    text = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
    written = {int(number) for number in re.findall(r"^## (\d+)\. ", text, re.MULTILINE)}
    assert {one.decision for one in requirements() if one.decision is not None} <= written


def test_nine_of_ten_that_apply_are_shown_or_found() -> None:
    applying = [one for one in requirements() if one.applies]
    counts = Counter(one.covered_by for one in applying)
    shown = counts["test"] + counts["configured"]
    whole = len(requirements())
    print(f"\nASVS 5.0.0 level 2: {whole} requirements, {len(applying)} apply: {dict(counts)}")  # noqa: T201
    print(f"by test or check: {shown / len(applying):.1%} of those that apply")  # noqa: T201
    print("gaps:", ", ".join(one.id for one in applying if one.covered_by == "gap"))  # noqa: T201
    assert shown >= WANTED * len(applying)


def test_what_does_not_apply_is_little_and_known() -> None:
    absent = Counter(one.id.partition(".")[0] for one in requirements() if not one.applies)
    assert absent["V17"] == sum(CHAPTERS["V17"])
    assert absent.keys() <= {"V5", "V6", "V7", "V9", "V10", "V12", "V17"}
    assert sum(absent.values()) <= 36


@pytest.mark.parametrize(
    "changed",
    [
        {"tests": []},
        {"covered_by": "configured"},
        {"covered_by": "decision"},
        {"covered_by": "decision", "tests": []},
        {"covered_by": "gap", "tests": []},
        {"missing": "the half of it"},
        {"applies": False},
        {"about": "one two three four five six seven eight nine"},
    ],
)
def test_a_planted_false_answer_is_found(changed: dict[str, object]) -> None:
    sound = Requirement(id="V1.1.1", level=2, about="x", covered_by="test", tests=["x"])
    assert not flaws_of(sound)
    assert flaws_of(msgspec.structs.replace(sound, **changed))
