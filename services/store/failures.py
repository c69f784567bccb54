"""How a statement of a follower can fail: by its own fault, or because another process was faster."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

_STATEMENT_AT_FAULT = ("21", "22", "23", "42")
"""SQLSTATE classes: cardinality, data, integrity, syntax or access rule. All others may pass."""


class DatabaseFailed(Exception):
    """The kind of error, and the first event it can have been about. No text of the error."""

    def __init__(self, kind: str, position: int, topic: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.position = position
        self.topic = topic


def kind_of_refusal(error: Exception) -> str | None:
    """Return the kind of a refusal that trying again will not heal, None for any other error."""
    if isinstance(error, asyncpg.DataError):
        return type(error).__name__
    if isinstance(error, asyncpg.PostgresError) and error.sqlstate:
        return type(error).__name__ if error.sqlstate[:2] in _STATEMENT_AT_FAULT else None
    return None


class Held(Exception):
    """Somebody holds what was not worth waiting for."""


@contextmanager
def unless_held() -> Iterator[None]:
    """Turn a lock that was not to be had in the time allowed into Held."""
    try:
        yield
    except asyncpg.LockNotAvailableError:
        raise Held from None


class AlreadyThere(Exception):
    """Another process has made what this one was to make."""


@contextmanager
def meeting_others() -> Iterator[None]:
    """Turn the meeting of two processes at one key, or at one table, into AlreadyThere."""
    try:
        yield
    except (
        asyncpg.UniqueViolationError,
        asyncpg.DuplicateTableError,
        asyncpg.DuplicateSchemaError,
    ):
        raise AlreadyThere from None
