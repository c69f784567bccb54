"""Typed errors of the edges. Each has a stable code; none carries personal data or a claim."""

from datetime import date
from typing import ClassVar


class StoreError(Exception):
    """The store could not do what was asked."""

    code: ClassVar[str] = "store.failed"

    def __init__(self) -> None:
        super().__init__(self.code)


class UnionNotFound(StoreError):
    """No such union, or the transaction already belongs to another one. Never retry."""

    code = "store.union_unknown"


class CommandReused(StoreError):
    """The command id was used for another request. Never retry."""

    code = "store.command_reused"


class VersionConflict(StoreError):
    """A stream has moved; `current` is its version now. Reload and decide again."""

    code = "store.version_moved"

    def __init__(self, current: int) -> None:
        super().__init__()
        self.current = current


class ConditionFailed(StoreError):
    """An event the decision did not know of has been recorded. Read on and decide again."""

    code = "store.condition_failed"


class ClaimTaken(StoreError):
    """Something that must be unique in the union is taken already; by whom is not said."""

    code = "store.claim_taken"


class Unbalanced(StoreError):
    """Posting lines of a fund do not sum to zero: the decision should have refused. An alarm."""

    code = "store.unbalanced"


class DutiesNotSeparated(StoreError):
    """The same person took a step on this stream that another must have taken before this one."""

    code = "store.duties_not_separated"


class UnionMoved(StoreError):
    """The union's books are written at another place: nothing is appended here any more. Never retry."""

    code = "store.union_moved"


class PeriodIsClosed(StoreError):
    """An event would fall into the closed period; `closed_until` is its last day."""

    code = "store.period_closed"

    def __init__(self, closed_until: date) -> None:
        super().__init__()
        self.closed_until = closed_until


class ValueInvalid(StoreError):
    """A value cannot be stored (a NUL in a text, a number out of range, no events). Never retry."""

    code = "store.value_invalid"


class OutcomeUnknown(StoreError):
    """The database did not answer; the command may be stored. Retry with the same command id."""

    code = "store.outcome_unknown"


class PoolExhausted(StoreError):
    """No connection became free in time; nothing was sent. Retry later."""

    code = "store.busy"
