"""Runs tests in a copy of the tree: once as it is, then once without each guard."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from tests.guards.guards import ROOT, Guard, without

COPIED = ("domain", "projections", "services", "tests", "deploy", "pyproject.toml", "README.md")
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".gonghui", "*.pyc")
PYTHON = ".python"
SECONDS = 300
PASSED, FAILED = 0, 1
Verdict = Literal["noticed", "unnoticed", "not run"]


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of the tree to spoil."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=LEFT_OUT)
        elif source.is_file():
            shutil.copy(source, folder / name)
    _make_python(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_python(folder: Path) -> None:
    """A Python that finds our packages in the copy, in every child process as well, and all others where they are.

    The environment at hand names the real tree, which a child that takes no variables would read.
    """
    venv.create(folder / PYTHON, symlinks=True)
    own = folder / PYTHON / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    paths = [str(folder), sysconfig.get_path("purelib")]
    (own / "site-packages" / "copied.pth").write_text("\n".join(paths) + "\n", encoding="utf-8")


def passes(root: Path, nodes: Iterable[str]) -> int:
    """Return pytest's own status for some tests of a copy: 0 all passed, 1 some failed, others broken."""
    python = root / PYTHON / "bin" / "python"
    command = [str(python), "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *nodes]
    inside = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(  # noqa: S603 # our own interpreter
            command, cwd=root, env=inside, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return FAILED  # it hung: that is noticed
    return ran.returncode


def verdict_of(guard: Guard, root: Path) -> Verdict:
    """Take one guard out, run its tests, put it back."""
    path = root / guard.file
    kept = path.read_bytes()
    without(guard, root)
    try:
        status = passes(root, guard.tests)
    finally:
        path.write_bytes(kept)
    if status == FAILED:
        return "noticed"
    return "unnoticed" if status == PASSED else "not run"
