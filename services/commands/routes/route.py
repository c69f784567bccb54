"""What a route is, and the questions most routes ask of the streams they look at."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.event import Event
from domain.ids import UnionId
from domain.member import aggregate as member
from domain.membership import Timeline
from domain.officers import Officers
from domain.policy.in_force import P
from domain.refusal import Refused
from domain.union import aggregate as union
from services.commands.states import States

Decided = Sequence[Event] | Refused


class Related(NamedTuple):
    """What a decision needs besides, known only once the streams it looks at were read.

    `cases_of`: the aid cases of these households and people; `condolences_of`: those of these members;
    `files_of`: the hardship files of these householders; `streams`: any others; `county`: the officers of
    the federation.
    """

    cases_of: frozenset[UUID] = frozenset()
    condolences_of: frozenset[UUID] = frozenset()
    files_of: frozenset[UUID] = frozenset()
    streams: frozenset[UUID] = frozenset()
    county: bool = False


class Route(NamedTuple):
    """The stream a command writes, the others it looks at, and the decision itself.

    `by_version`: the decision does not depend on what the own stream holds, only its version counts.
    `related` tells from what was read what else must be; the append guards that as well.
    `despite_stop`: it may happen in a union that is frozen or has ended.
    """

    own: UUID
    looks_at: tuple[UUID, ...]
    decide: Callable[[States], Decided]
    by_version: bool = False
    related: Callable[[States], Related] | None = None
    despite_stop: bool = False


def timeline_of(states: States, member_id: UUID) -> Timeline:
    """Return the membership of a person in this union; empty for somebody unknown."""
    return states.of(member_id, member.State).timeline


def policy_of(states: States, tenant: UnionId, kind: type[P], day: date) -> P | None:
    """Return the policy of a kind that holds in the union on a day."""
    return states.policy(tenant, kind, day)


def officers_of(states: States, tenant: UnionId) -> Officers:
    """Return who holds which office of the union."""
    return states.of(tenant, union.State).officers
