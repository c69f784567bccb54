"""Two versions of the code in folders of their own: the one before the newest migration, and the one after this."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("domain", "projections", "services")
CHANGED: Final = "dues"
"""The projection that the version after this one is said to have changed."""
_MIGRATIONS: Final = "services/store/migrations"
_VERSION: Final = re.compile(r"^    version=(\d+),$", re.MULTILINE)


def tree_before(folder: Path) -> Path | None:
    """Take the code before the newest migration out of the history; None where there is no history.

    Where that migration is not committed yet, the code before it is what is committed.
    """
    commit = _commit_before()
    if commit is None:
        return None
    archive = _git("archive", commit, *PACKAGES, "deploy")
    if archive is None:
        return None
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)  # noqa: S603, S607
    return folder


def tree_after(folder: Path) -> Path:
    """Copy the code of this tree, with one projection's version raised."""
    ignored = shutil.ignore_patterns("__pycache__")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    declared = folder / "projections" / CHANGED / "projection.py"
    text = declared.read_text(encoding="utf-8")
    raised = _VERSION.sub(lambda found: f"    version={int(found[1]) + 1},", text)
    assert raised != text
    declared.write_text(raised, encoding="utf-8")
    return folder


def _commit_before() -> str | None:
    committed = _git("ls-tree", "--name-only", "HEAD", f"{_MIGRATIONS}/")
    if committed is None:
        return None
    here = {f"{_MIGRATIONS}/{file.name}" for file in (ROOT / _MIGRATIONS).glob("*.sql")}
    if here - set(committed.decode().split()):
        return "HEAD"
    newest = _git("log", "-1", "--diff-filter=A", "--format=%H", "--", _MIGRATIONS)
    if not newest or _git("cat-file", "-e", f"{newest.decode().strip()}~1") is None:
        return None
    return f"{newest.decode().strip()}~1"


def _git(*words: str) -> bytes | None:
    try:
        done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, check=True)  # noqa: S603, S607
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout
