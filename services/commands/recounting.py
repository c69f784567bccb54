"""What the append was told besides events, counted again from the events: claims, and the end of the closed books.

A superuser who takes a claim away, or moves the end of the closed period, changes no event; fsck finds it by this.
"""

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from domain.catalogue import CATALOGUE
from domain.encoding import decode
from domain.event import Fact
from domain.period import last_day
from domain.union.aggregate import State as UnionState
from domain.upcasters import UnknownShape
from services.commands.claiming import claims_of, releases_of
from services.commands.deciding import is_live
from services.commands.desk import PERIOD_TOPICS
from services.commands.states import States, StreamOfAnotherKind, package_of
from services.store.contract import RecordedEvent

CLAIMING: Final = frozenset({"appointment", "household", "member", "pairing", "union"})
"""Aggregates whose events give or end a claim, or move the closed period."""


class Recount:
    """Takes a union's events in order. `unread` are positions nothing could be made of.

    Those of the topics in `passed_over` need not be taken; what nobody knows must be.
    """

    passed_over: Collection[str] = frozenset(
        topic for topic, event in CATALOGUE.items() if package_of(event) not in CLAIMING
    )

    def __init__(self, union_id: UUID) -> None:
        self._union_id = union_id
        self._states = States()
        self._members: set[UUID] = set()
        self._moved_period = False
        self.claims: set[str] = set()
        self.unread: list[int] = []

    def take(self, event: RecordedEvent) -> None:
        """Take the next event."""
        try:
            body = decode(event.topic, event.schema_version, event.body)
            self._states.take(event.stream_id, Fact(body, event.occurred_on, event.version))
            self.claims -= set(releases_of(body, event.stream_id, self._states))
            self.claims |= set(claims_of(body, event.stream_id, self._states))
        except (UnknownShape, msgspec.DecodeError, StreamOfAnotherKind):
            self.unread.append(event.position)
            return
        if event.topic.startswith("member."):
            self._members.add(event.stream_id)
        self._moved_period = self._moved_period or event.topic in PERIOD_TOPICS

    def live_members(self) -> list[UUID]:
        """Return who is a member now: each holds a claim on an ID number."""
        return [who for who in self._members if is_live(self._states, who)]

    def closed_until(self) -> date | None:
        """Return the last day of the closed books; None while no month was ever closed."""
        if not self._moved_period:
            return None
        closed_through = self._states.of(self._union_id, UnionState).closed_through
        return last_day(closed_through) if closed_through else date.min
