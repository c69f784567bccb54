"""What is known of an engagement, and what its decisions need besides."""

from datetime import date

import msgspec

from domain.engagement.events import EngagementOutcome, OrderedBy
from domain.engagement.topics import Topic
from domain.ids import FindingId
from domain.officers import Officers


class Scope(msgspec.Struct, frozen=True):
    """Which books on which topics, and the last day they may be read."""

    books_from: date
    books_until: date
    topics: tuple[Topic, ...]
    access_until: date


class Access(msgspec.Struct, frozen=True):
    """Good to the end of a day, unless it was revoked."""

    until: date
    revoked: bool = False


class State(msgspec.Struct, frozen=True):
    """`last_on` is the date of the newest entry; reads are no entries."""

    ordered_by: OrderedBy | None = None
    scope: Scope | None = None
    last_on: date | None = None
    accesses: dict[str, Access] = {}
    sample_count: int = 0
    report_nos: frozenset[str] = frozenset()
    outcome: EngagementOutcome | None = None


class Context(msgspec.Struct, frozen=True):
    """The officers of the union and of its federation, and which findings stand in the union's log."""

    officers: Officers = Officers()
    county: Officers = Officers()
    findings: frozenset[FindingId] = frozenset()
