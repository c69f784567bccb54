"""How a pool of connections is used: for the figures of the process, and for the line of the request under way."""

import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from services.errors import PoolExhausted
from services.log import add

_NAME_MOST: Final = 63
"""PostgreSQL cuts a longer name of an application off."""


def own_name() -> str:
    """Return what this process calls itself to the database: its verb, its machine, its number."""
    is_ours = Path(sys.argv[0]).name == "gonghui" and len(sys.argv) > 1
    verb = sys.argv[1] if is_ours else Path(sys.argv[0]).stem
    return f"{verb} {platform.node()}:{os.getpid()}"[:_NAME_MOST]


class PoolUse(NamedTuple):
    """Connections of a role: the most there may be, how many work, how many wait for one.

    Since the process began: the seconds waited, and how often in vain.
    """

    size: int
    used: int
    waiting: int
    waited_seconds: float
    exhausted: int


class Lending:
    """Counts what one pool lends."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._used = 0
        self._waiting = 0
        self._waited_seconds = 0.0
        self._exhausted = 0

    @property
    def use(self) -> PoolUse:
        """How the pool is used at this moment."""
        return PoolUse(self._size, self._used, self._waiting, self._waited_seconds, self._exhausted)

    @contextmanager
    def lent(self) -> Iterator[None]:
        """One connection is somebody's."""
        self._used += 1
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._used -= 1
            taken = (time.perf_counter() - begun) * 1000
            add(database_calls=1, database_milliseconds=taken)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Somebody waits for a connection, perhaps in vain."""
        self._waiting += 1
        begun = time.perf_counter()
        try:
            yield
        except PoolExhausted:
            self._exhausted += 1
            raise
        finally:
            self._waiting -= 1
            self._waited_seconds += time.perf_counter() - begun
