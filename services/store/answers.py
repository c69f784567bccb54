"""What PostgreSQL answered, as an error of the store; which failures are worth another try."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import TypeVar

import asyncpg

from services.errors import (
    ClaimTaken,
    CommandReused,
    ConditionFailed,
    DutiesNotSeparated,
    OutcomeUnknown,
    PeriodIsClosed,
    PoolExhausted,
    StoreError,
    Unbalanced,
    UnionMoved,
    UnionNotFound,
    ValueInvalid,
    VersionConflict,
)

_T = TypeVar("_T")
_PLAIN: dict[str, type[StoreError]] = {
    "ES404": UnionNotFound,
    "ES422": CommandReused,
    "ES412": ConditionFailed,
    "ES423": ClaimTaken,
    "ES424": Unbalanced,
    "ES426": DutiesNotSeparated,
    "ES427": UnionMoved,
}
_INTEGRITY, _DATA_CLASS = "23", "22"
# Connection, rollback, resources, operator: nothing about the request itself.
_TRANSIENT_CLASSES = {"08", "40", "53", "55", "57", "58", "XX"}
_PAUSES = (0.05, 0.25)

LOST = (asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)


def refusal(code: str, detail: str | None) -> StoreError:
    """Return the error that stands for a refusal of the append."""
    match code:
        case "ES409":
            return VersionConflict(int(detail or 0))
        case "ES425":
            return PeriodIsClosed(date.fromisoformat(detail or ""))
        case _:
            return _PLAIN.get(code, StoreError)()


def translated(error: asyncpg.PostgresError) -> StoreError | None:
    """Return the store's error for one of PostgreSQL's; None when it is transient."""
    code = error.sqlstate or ""
    if code.startswith("ES"):
        return refusal(code, getattr(error, "detail", None))
    if code[:2] in _TRANSIENT_CLASSES:
        return None
    if code[:2] == _DATA_CLASS:
        return ValueInvalid()
    return StoreError()


async def bounded(work: Callable[[], Awaitable[_T]]) -> _T:
    """Do work that may safely be repeated, at most three times; then OutcomeUnknown."""
    for pause in (*_PAUSES, None):
        try:
            return await work()
        except PoolExhausted:
            if pause == _PAUSES[0]:  # nothing has been sent yet
                raise
        except asyncpg.PostgresError as error:
            known = translated(error)
            if known is not None:
                raise known from None
        except asyncpg.DataError:
            raise ValueInvalid from None
        except LOST:
            pass
        if pause is not None:
            await asyncio.sleep(pause)
    raise OutcomeUnknown
