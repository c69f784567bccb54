"""One question to the ledgers of one union: a named SELECT within a scope, answered page by page."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, Self, TypeVar
from uuid import UUID

from projections.projection import Projection
from projections.registry import PROJECTIONS
from services.keys import Vault
from services.reads import presenting as present
from services.reads.people import Opened, opened
from services.reads.rows import MoneyTotals, Page
from services.reads.scope import Replayed, Scope, Shows
from services.store.sql import queries

After = Sequence[str] | None
Row = TypeVar("Row")
Raw = Any
"""A row as the database gives it."""

_COUNTING = queries("services.reads", "counting.sql")
_ALL = 2**62
"""More rows than any list has."""
_BY_NAME: dict[str, Projection] = {projection.name: projection for projection in PROJECTIONS}


def projections_named(names: Iterable[str]) -> list[Projection]:
    """Return the projections of these names, each once."""
    return [_BY_NAME[name] for name in dict.fromkeys(names)]


class Notes:
    """What answers were made from: projections with their versions, and whose columns stayed sealed."""

    def __init__(self) -> None:
        self.projections: dict[str, int] = {}
        self.unreadable: set[UUID] = set()

    def take(self, projections: Iterable[Projection], open_: Opened) -> None:
        """Note one answer."""
        self.projections.update({each.name: each.version for each in projections})
        self.unreadable |= open_.unreadable


class LedgerPages:
    """What all ledgers share: scope in, a page of rows out.

    `package` names the projection whose `queries.sql`, or other `file`, holds the query; `needs` names all
    projections whose tables the query reads.
    """

    def __init__(
        self,
        shows: Shows,
        vault: Vault,
        replayed: Replayed | None = None,
        notes: Notes | None = None,
    ) -> None:
        self._shows = shows
        self._vault = vault
        self._replayed = replayed
        self._notes = notes

    def noting(self, notes: Notes) -> Self:
        """The same ledgers, which note what their answers were made from."""
        return type(self)(self._shows, self._vault, self._replayed, notes)

    @asynccontextmanager
    async def replay(self, union_id: UUID) -> AsyncIterator[Replayed]:
        """A replay of one union's log that stands before its first event."""
        async with self._shows.replay(union_id) as replayed:
            yield replayed

    def within(self, replayed: Replayed) -> Self:
        """The same ledgers where a replay stands; one question at a time."""
        return type(self)(self._shows, self._vault, replayed, self._notes)

    @asynccontextmanager
    async def at_once(self, scope: Scope) -> AsyncIterator[Self]:
        """The same ledgers for several questions about one scope: replayed once, where they must be."""
        if scope.known_at is None or self._replayed is not None:
            yield self
            return
        async with self.replay(scope.union_id) as replayed:
            await replayed.forward(scope.known_at)
            yield self.within(replayed)

    async def _totals(
        self, scope: Scope, package: str, query: str, since: date, needs: Sequence[str]
    ) -> MoneyTotals:
        values = (since, scope.as_of)
        page = await self._page(
            scope, package, query, values, None, row=present.plain(MoneyTotals), needs=needs
        )
        return page.rows[0]

    async def _page(
        self,
        scope: Scope,
        package: str,
        query: str,
        values: Sequence[Any],
        limit: int | None,
        *,
        row: Callable[[Raw, Opened], Row],
        sealed: Sequence[str] = (),
        key: Callable[[Raw], Sequence[Any]] | None = None,
        needs: Sequence[str] = (),
        file: str = "queries.sql",
    ) -> Page[Row]:
        """Run a named query within the scope; one row more than asked for tells of a next page."""
        projections = projections_named(needs or (package,))
        asked = [*values] if limit is None else [*values, limit + 1]
        async with (self._replayed or self._shows).ledgers(
            scope.union_id,
            projections,
            known_at=scope.known_at,
            min_position=scope.min_position,
        ) as shown:
            text = queries(f"projections.{package}", file)[query]
            raws = await shown.connection.fetch(text, scope.union_id, *asked)
            position = shown.position
            total = None
            if scope.counts and limit is not None:
                every_row = [*values, _ALL]
                counted = _COUNTING["rows_of"].replace(":page", text)
                total = await shown.connection.fetchval(counted, scope.union_id, *every_row)
        more = limit is not None and len(raws) > limit
        raws = raws[:limit]
        texts = [raw[column] for raw in raws for column in sealed]
        open_ = await opened(self._vault, scope.union_id, texts)
        next_after = tuple(str(part) for part in key(raws[-1])) if more and key else None
        rows = [row(raw, open_) for raw in raws]
        if self._notes is not None:
            self._notes.take(projections, open_)
        return Page(rows, position, next_after, total)


def dated_place(after: After, ids: int) -> tuple[Any, ...]:
    """Turn a page's key of a date, an id and perhaps a version into query values, or into nulls."""
    if after is None:
        return (None,) * (ids + 1)
    place: list[Any] = [date.fromisoformat(after[0]), UUID(after[1])]
    if ids > 1:
        place.append(int(after[2]))
    return tuple(place)
