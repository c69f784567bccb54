"""Gathers what a decision needs beyond the streams its command names: known only once those were read.

Which cases a household has, which condolences a member was given: the ledgers know the streams, the streams are
read, and the append fails if another such event comes in between. So a limit of a year holds although no
stream is about it. The officers of the county stand in another log, which no append can guard.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from domain.aid_case.events import AidApproved
from domain.condolence.events import CondolenceRecorded
from domain.federation import aggregate as federation
from domain.household.events import HouseholdFileOpened
from domain.union import aggregate as union
from services.commands.routes.route import Related, Route
from services.commands.states import States
from services.store.contract import LogStore

Find = Callable[[UUID, Related, int], Awaitable[Sequence[UUID]]]
"""Answers with the streams of cases, condolences and files as the ledgers show them at a position or later."""
AfterCommit = Callable[[UUID, int], Awaitable[bool]]


class Gathered(NamedTuple):
    """What was read besides: its streams, and the topics that would add another one."""

    streams: Sequence[UUID] = ()
    topics: Sequence[str] = ()


async def nothing_found(_union_id: UUID, _related: Related, _position: int) -> Sequence[UUID]:
    """Find nothing: for a desk that decides nothing with a limit of a year."""
    return ()


class Gatherer:
    """Reads on, after the first reading of a request's streams."""

    def __init__(self, log: LogStore, find: Find, after_commit: AfterCommit) -> None:
        self._log = log
        self._find = find
        self._after_commit = after_commit

    async def gather(
        self, union_id: UUID, routes: Iterable[Sequence[Route]], states: States, position: int
    ) -> Gathered:
        """Complete the states; nothing is asked where no route needs more."""
        wants = [
            route.related(states)
            for group in routes
            for route in group
            if route.related is not None
        ]
        if not wants:
            return Gathered()
        related = Related(
            cases_of=frozenset().union(*(want.cases_of for want in wants)),
            condolences_of=frozenset().union(*(want.condolences_of for want in wants)),
            files_of=frozenset().union(*(want.files_of for want in wants)),
            streams=frozenset().union(*(want.streams for want in wants)),
            county=any(want.county for want in wants),
        )
        if related.county:
            await self._read_county(union_id, states)
        return await self._read_related(union_id, related, states, position)

    async def _read_related(
        self, union_id: UUID, related: Related, states: States, position: int
    ) -> Gathered:
        found: Sequence[UUID] = ()
        topics = topics_of(related)
        if topics:
            await self._after_commit(union_id, position)
            found = await self._find(union_id, related, position)
        unread = [
            stream
            for stream in dict.fromkeys((*related.streams, *found))
            if not states.knows(stream)
        ]
        if unread:
            read = await self._log.read_streams(union_id, unread)
            states.read(read.events)
        return Gathered(unread, topics)

    async def _read_county(self, union_id: UUID, states: States) -> None:
        federation_id = states.of(union_id, union.State).federation_id
        if federation_id is None:
            return
        read = await self._log.read_streams(federation_id, [federation_id])
        county = States(read.events).of(federation_id, federation.State)
        states.county = county.officers


def topics_of(related: Related) -> list[str]:
    """Return the topics whose events would be one more of what is looked for."""
    sought = (
        (related.cases_of, AidApproved.TOPIC),
        (related.condolences_of, CondolenceRecorded.TOPIC),
        (related.files_of, HouseholdFileOpened.TOPIC),
    )
    return [topic for ids, topic in sought if ids]
