"""Which books a question is asked of: one union, as of a business date, as known at a position."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Protocol
from uuid import UUID

import msgspec

from projections.projection import Projection
from services.store.pool import Connection


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """`as_of` is the business date, `known_at` a position of the union's log (None: now).

    `counts`: the first page of a list says how many rows all its pages have.
    """

    union_id: UUID
    as_of: date
    known_at: int | None = None
    min_position: int = 0
    counts: bool = False


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

    def replay(self, union_id: UUID) -> AbstractAsyncContextManager["Replayed"]: ...

    def rollup(
        self, projections: Sequence[Projection], known_at: dict[UUID, int] | None = None
    ) -> AbstractAsyncContextManager[Connection]: ...


class Replayed(Protocol):
    """The ledgers of one union where a replay stands; it goes on with the log and, to a mark, back."""

    position: int
    asked_for: set[str]

    def ledgers(
        self,
        union_id: UUID,
        projections: Sequence[Projection],
        *,
        known_at: int | None = None,
        min_position: int = 0,
    ) -> AbstractAsyncContextManager[Shown]: ...

    async def show(self, projections: Sequence[Projection]) -> None: ...
    async def forward(self, position: int) -> None: ...
    async def mark(self) -> None: ...
    async def back(self) -> None: ...
    async def keep(self) -> None: ...
    async def moving(self, *, after: int, until: int) -> list[int]: ...
    async def happened(self, days: Iterable[date]) -> dict[date, list[int]]: ...
