"""What of a union's papers has had its time on a day, what keeps it all the same, and whose keys would go with it.

Source: 会计档案管理办法 art. 14, 18 and 19; PIPL art. 47. The terms are policy: the union's own, else the table's.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from domain.encoding import decode
from domain.event import Fact
from domain.policy.in_force import policy_in_force
from domain.policy.retention import RetentionPolicy, file_kept_until, kept_until
from domain.union.aggregate import State, evolve
from services.retention.terms import Kind, terms
from services.store.contract import LogStore
from services.store.retention import OfYear, PaperKept, RetentionRows, Unfinished


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """The papers of one kind and year. `years` is 0 and `until` None for what is kept for ever."""

    kind: str
    letters: str
    year: int
    count: int
    first_day: date
    last_day: date
    years: int
    until: date | None

    def is_over(self, day: date) -> bool:
        """Tell whether the term has run out."""
        return self.until is not None and self.until <= day


class PersonDue(msgspec.Struct, frozen=True):
    """Somebody erased whose books key was only kept for the vouchers' term, and the day that is over."""

    subject_id: UUID
    books_until: date


PeopleDue = Callable[[UUID, date], Awaitable[Sequence[PersonDue]]]


class RetentionList(msgspec.Struct, frozen=True, kw_only=True):
    """A union's papers on a day; of keys only those that would go with what is over."""

    day: date
    shelves: Sequence[Shelf]
    unfinished: Sequence[Unfinished]
    papers: Sequence[PaperKept]
    people: Sequence[PersonDue]

    @property
    def over(self) -> list[Shelf]:
        """The papers whose term has run out."""
        return [shelf for shelf in self.shelves if shelf.is_over(self.day)]


class Retention:
    """Lists; destroys nothing."""

    def __init__(self, rows: RetentionRows, log: LogStore, people_due: PeopleDue) -> None:
        self._rows = rows
        self._log = log
        self._people_due = people_due

    async def of_union(self, union_id: UUID, day: date) -> RetentionList:
        """Return how a union's papers stand on a day."""
        policy = await self._policy(union_id, day)
        shelves = [
            _shelf(kind, held, policy)
            for kind in terms().kind
            for held in await self._held(union_id, kind)
        ]
        pending = terms().unfinished
        over = {(shelf.kind, shelf.year) for shelf in shelves if shelf.is_over(day)}
        return RetentionList(
            day=day,
            shelves=shelves,
            unfinished=await self._rows.unfinished(union_id, pending.beginnings, pending.endings),
            papers=[
                paper
                for paper in await self._rows.papers(union_id)
                if ("vouchers", paper.last_day.year) in over and "household" not in paper.packages
            ],
            people=await self._people_due(union_id, day),
        )

    async def _held(self, union_id: UUID, kind: Kind) -> list[OfYear]:
        if kind.entries:
            return await self._rows.entries(union_id)
        if kind.package is not None:
            return await self._rows.ended(union_id, kind.package, kind.endings)
        return (await self._rows.events(union_id, {kind.name: kind.topics}))[kind.name]

    async def _policy(self, union_id: UUID, day: date) -> RetentionPolicy | None:
        """Return the retention policy the union has adopted, None where there is none."""
        state = State()
        for event in (await self._log.read_streams(union_id, [union_id])).events:
            body = decode(event.topic, event.schema_version, event.body)
            state = evolve(state, Fact(body, event.occurred_on, event.version))
        return policy_in_force(state.policies, RetentionPolicy, day)


def _shelf(kind: Kind, held: OfYear, policy: RetentionPolicy | None) -> Shelf:
    years = _years(kind, policy)
    return Shelf(
        kind=kind.name,
        letters=kind.letters,
        year=held.year,
        count=held.events,
        first_day=held.first_day,
        last_day=held.last_day,
        years=years,
        until=_until(kind, held, years) if years else None,
    )


def _years(kind: Kind, policy: RetentionPolicy | None) -> int:
    own: int | None = None
    if policy is not None and kind.policy is not None:
        own = getattr(policy, kind.policy)
    return kind.years if own is None else own


def _until(kind: Kind, held: OfYear, years: int) -> date:
    term = RetentionPolicy(policy_id="", version=0, books_years=years, hardship_file_years=years)
    if kind.package is not None:
        return file_kept_until(term, held.last_day)
    return kept_until(term, held.last_day)
