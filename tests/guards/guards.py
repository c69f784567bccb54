"""The list of guards: where each stands, what it is replaced by, and which tests must fail without it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

ROOT = Path(__file__).parents[2]
LIST = ROOT / "tests" / "guards.toml"
_FUNCTION: Final = re.compile(r"^create (?:or replace )?function (\S+?)\(", re.MULTILINE)


class Guard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One guard. `text` occurs exactly once in `file`; `tests` are node ids, with `::` or a whole file.

    `quick`: part of the short run.
    """

    name: str
    why: str
    file: str
    text: str
    replacement: str
    tests: tuple[str, ...]
    quick: bool = False


def guards(file: Path = LIST) -> list[Guard]:
    """Return every guard of the list."""
    listed = tomllib.loads(file.read_text(encoding="utf-8"))["guard"]
    return msgspec.convert(listed, list[Guard])


def faults_of(guard: Guard, root: Path = ROOT) -> Iterator[str]:
    """Yield what of a guard no longer fits the repository."""
    path = root / guard.file
    found = path.read_text(encoding="utf-8").count(guard.text) if path.is_file() else 0
    if found != 1:
        yield f"{guard.name}: its text occurs {found} times in {guard.file}"
    yield from (
        f"{guard.name}: {later} makes its function anew" for later in _made_anew(guard, path)
    )
    if guard.text == guard.replacement:
        yield f"{guard.name}: nothing is replaced"
    if not guard.tests:
        yield f"{guard.name}: no test would notice"
    for node in guard.tests:
        place, _, name = node.partition("::")
        test = root / place
        if not test.is_file():
            yield f"{guard.name}: there is no {place}"
        elif name and f"def {name}(" not in test.read_text(encoding="utf-8"):
            yield f"{guard.name}: there is no {node}"


def _made_anew(guard: Guard, path: Path) -> Iterator[str]:
    """Yield the later migrations that replace the function a guard stands in: what stands here runs no more."""
    if path.parent.name != "migrations" or not path.is_file():
        return
    begun = _FUNCTION.findall(path.read_text(encoding="utf-8").partition(guard.text)[0])
    for later in sorted(path.parent.glob("*.sql")):
        made = _FUNCTION.findall(later.read_text(encoding="utf-8"))
        if begun and later.name > path.name and begun[-1] in made:
            yield later.name


def without(guard: Guard, root: Path) -> None:
    """Take a guard out of a copy of the repository."""
    path = root / guard.file
    kept = path.read_text(encoding="utf-8")
    path.write_text(kept.replace(guard.text, guard.replacement), encoding="utf-8")
