"""Runs atheris on every reader, two processes at a time, and says what it found."""

import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.fuzz.parsers import READERS
from tests.fuzz.reading_bytes import Given

AT_A_TIME: Final = 2
_RUNS: Final = re.compile(r"stat::number_of_executed_units: ([0-9]+)")
_ROOT: Final = Path(__file__).parents[2]


def is_here() -> bool:
    """Whether atheris is installed: it has no wheel for every Python."""
    return find_spec("atheris") is not None


def breed_all(seed: int, seconds: int, readers: int | None = None) -> Iterator[Given]:
    """Breed bytes for so many seconds each, for every reader or for some that the seed chooses.

    Each begins by preparing all code it may reach, which takes longer than a short breeding.
    """
    count = len(READERS) if readers is None else readers
    chosen = random.Random(seed).sample(READERS, count)  # noqa: S311 # repeatable
    with ThreadPoolExecutor(AT_A_TIME) as threads:
        yield from threads.map(lambda reader: _breed(reader.name, seed, seconds), chosen)


def _breed(name: str, seed: int, seconds: int) -> Given:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603 # our own interpreter and module
            [sys.executable, "-m", "tests.fuzz.covered", name, str(seconds), str(seed), folder],
            cwd=_ROOT,
            capture_output=True,
            check=False,
            timeout=seconds + 300,
        )
        told = done.stderr.decode("utf-8", "replace")
        runs = _RUNS.search(told)
        left = [path.read_bytes()[:200] for path in Path(folder).iterdir() if path.is_file()]
    faults = [] if done.returncode == 0 else [f"{name}: {_cause(told)} {left!r}"]
    return Given(name, int(runs[1]) if runs else 0, 0, faults)


def _cause(told: str) -> str:
    lines = [
        line for line in told.splitlines() if "Found" in line or "Error" in line or "==" in line
    ]
    return " | ".join(lines[:3])[:400]
