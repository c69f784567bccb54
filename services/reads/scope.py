"""Which books a question is asked of: one union, as of a business date, as known at a position."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Protocol
from uuid import UUID

import msgspec

from projections.projection import Projection
from services.store.pool import Connection


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """`as_of` is the business date, `known_at` a position of the union's log (None: now)."""

    union_id: UUID
    as_of: date
    known_at: int | None = None
    min_position: int = 0


class Shown(Protocol):
    """A connection to ledgers and the position they show."""

    @property
    def connection(self) -> Connection: ...
    @property
    def position(self) -> int: ...


class Shows(Protocol):
    """Whoever can show ledgers; the projector does."""

    def ledgers(
        self,
        union_id: UUID,
        projections: Sequence[Projection],
        *,
        known_at: int | None = None,
        min_position: int = 0,
    ) -> AbstractAsyncContextManager[Shown]: ...

    def rollup(
        self, projections: Sequence[Projection], known_at: dict[UUID, int] | None = None
    ) -> AbstractAsyncContextManager[Connection]: ...
