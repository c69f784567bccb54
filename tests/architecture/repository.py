"""What the architecture tests read: the files that are, or would be, in the repository."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CODE = ("domain", "projections", "services")


class Place(NamedTuple):
    """A line of a file, printed so that an editor can jump to it."""

    path: str
    line: int
    found: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.found}"


def repository_files() -> list[Path]:
    """Return every file git has or would take, as absolute paths."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 # the git of whoever works here
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return sorted(path for path in set(paths) if path.is_file())


def files_in(folders: Iterable[str], suffix: str) -> list[Path]:
    """Return the files with a suffix under some folders of the top level."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}"))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """Return the path as the repository knows it."""
    return path.relative_to(ROOT).as_posix()


def told(places: Iterable[Place]) -> str:
    return "\n".join(map(str, places))


def without_docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk a module, but not into the strings that only explain."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        yield node
        yield from without_docstrings(node)
