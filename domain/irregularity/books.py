"""The books as the rules see them: one union's log up to a position, in order, with what follows from it.

Undone entries and what undid them are told apart once, here. What stands sealed in the log comes as plain facts:
yes, no, or a token that is equal where the text is equal and leads back to nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Generic, Literal, NamedTuple, TypeVar
from uuid import UUID

import msgspec

from domain.accounts import Chart
from domain.aid_case.events import AidPaymentReturned
from domain.chain import Break
from domain.condolence.events import CondolenceRecorded, CondolenceReversed
from domain.contribution.events import ContributionReversed, PayrollDeclared
from domain.custodial.events import CustodialFundReversed
from domain.dues.events import (
    DuesReceiptReversed,
    DuesRefundReversed,
    DuesWaiverReversed,
    WageBaseDeclared,
)
from domain.event import Event, Fact, Recorded
from domain.import_run.events import ImportCommitted
from domain.member import state as member
from domain.membership import Timeline
from domain.money import PostingLines
from domain.officers import Officers
from domain.policy.in_force import Adopted, P, policy_in_force
from domain.policy.irregularity import IrregularityPolicy
from domain.subsidy.events import SubsidyReversed
from domain.union.events import OfficerRecorded, PolicyAdopted
from domain.voucher.events import VoucherReversed

E = TypeVar("E", bound=Event)
Holder = Literal["same", "differs", "unnamed", "unreadable"]
"""The name an account stands in, compared with the recipient's."""
_NOBODY = Timeline()
_ONE_DAY = timedelta(days=1)
_DATED_BY_THEMSELVES = ("union.", "member.")
"""Streams whose own dates say when something held: entered late, they still tell of before."""
UNDOING = (
    AidPaymentReturned,
    CondolenceReversed,
    VoucherReversed,
    DuesReceiptReversed,
    DuesRefundReversed,
    DuesWaiverReversed,
    ContributionReversed,
    SubsidyReversed,
    CustodialFundReversed,
)


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """Plain facts from sealed values, by position of an aid payment, by voucher, by household.

    `unreadable` names vouchers whose summary and counterparty could not be opened.
    """

    holders: Mapping[int, Holder] = {}
    accounts: Mapping[int, str] = {}
    counterparties: Mapping[UUID, str] = {}
    employer_words: Mapping[UUID, str] = {}
    addresses: Mapping[UUID, str] = {}
    unreadable: frozenset[UUID] = frozenset()


class Chained(msgspec.Struct, frozen=True, kw_only=True):
    """What recomputing the chain from the stored bytes gave; not `verified`: nobody did."""

    verified: bool = False
    broken: Break | None = None


class Entry(NamedTuple, Generic[E]):
    """An event of a known kind, with its envelope."""

    at: Recorded
    event: E


class Booked(NamedTuple):
    """An entry of the books that stands, and its lines."""

    at: Recorded
    lines: PostingLines


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """One union's books, asked about from `first` until `until` (business dates, both included).

    `kinds` and `streams` leave out what occurred after `until`; `log` leaves out nothing. `undone` are positions
    that were reversed or returned by then. `taken_over` are commands that took a workbook in. `unread` events
    could not be decoded: every rule answers without them. `offered` numbers are asked where none were adopted.
    """

    first: date
    until: date
    log: tuple[Recorded, ...]
    chart: Chart
    kinds: dict[type[Event], list[Recorded]]
    streams: dict[UUID, list[Recorded]]
    undone: frozenset[int]
    taken_over: frozenset[UUID]
    policies: tuple[Adopted, ...]
    officers: Officers
    members: dict[UUID, Timeline]
    opened: Opened
    rest_days: frozenset[date]
    chain: Chained
    unread: int
    offered: IrregularityPolicy | None

    def every(self, kind: type[E]) -> Iterator[Entry[E]]:
        """Yield the events of a kind, undone or not."""
        for recorded in self.kinds.get(kind, ()):
            yield Entry(recorded, recorded.event)  # type: ignore[arg-type] # listed by its class

    def standing(self, kind: type[E]) -> Iterator[Entry[E]]:
        """Yield the events of a kind that were not undone."""
        return (entry for entry in self.every(kind) if entry.at.position not in self.undone)

    def asked(self, kind: type[E]) -> list[Entry[E]]:
        """Return the events of a kind that stand and are dated into the time asked about."""
        return [entry for entry in self.standing(kind) if self.is_asked(entry.at.occurred_on)]

    def is_asked(self, day: date) -> bool:
        """Tell whether a day lies in the time asked about."""
        return self.first <= day <= self.until

    def booked(self) -> Iterator[Booked]:
        """Yield what posted to the books and stands; what undid something is left out with what it undid."""
        for kind, entries in self.kinds.items():
            if "lines" not in kind.__struct_fields__ or issubclass(kind, UNDOING):
                continue
            for recorded in entries:
                lines: PostingLines = recorded.event.lines  # type: ignore[attr-defined] # asked above
                if lines and recorded.position not in self.undone:
                    yield Booked(recorded, lines)

    def before(self, recorded: Recorded, kind: type[E]) -> list[Entry[E]]:
        """Return the events of a kind that stand earlier in the same stream."""
        return [
            Entry(other, other.event)
            for other in self.streams.get(recorded.stream_id, ())
            if other.version < recorded.version and isinstance(other.event, kind)
        ]

    def member(self, member_id: UUID) -> Timeline:
        """Return a person's membership; an empty one for whoever is unknown."""
        return self.members.get(member_id, _NOBODY)

    def policy(self, kind: type[P], day: date) -> P | None:
        """Return the policy of a kind that holds on a day."""
        return policy_in_force(self.policies, kind, day)

    def parameters(self) -> IrregularityPolicy | None:
        """Return the numbers of the rules: those in force on the last day asked about, else those on offer."""
        return self.policy(IrregularityPolicy, self.until) or self.offered

    def is_taken_over(self, recorded: Recorded) -> bool:
        """Tell whether an event was taken over from paper with a workbook: its earlier steps are on paper."""
        return recorded.command_id in self.taken_over


def books_of(
    log: Iterable[Recorded],
    *,
    first: date,
    until: date,
    chart: Chart,
    opened: Opened | None = None,
    rest_days: frozenset[date] = frozenset(),
    chain: Chained | None = None,
    unread: int = 0,
    offered: IrregularityPolicy | None = None,
) -> Books:
    """Return the books of a log in order of position."""
    events = tuple(log)
    kinds: dict[type[Event], list[Recorded]] = {}
    streams: dict[UUID, list[Recorded]] = {}
    for recorded in events:
        if _is_told(recorded, until):
            kinds.setdefault(type(recorded.event), []).append(recorded)
            streams.setdefault(recorded.stream_id, []).append(recorded)
    return Books(
        first=first,
        until=until,
        log=events,
        chart=chart,
        kinds=kinds,
        streams=streams,
        undone=frozenset(_undone(kinds, streams)),
        taken_over=frozenset(each.command_id for each in kinds.get(ImportCommitted, ())),
        policies=_policies(kinds),
        officers=_officers(kinds),
        members=_members(streams),
        opened=opened or Opened(),
        rest_days=rest_days,
        chain=chain or Chained(),
        unread=unread,
        offered=offered,
    )


def days_between(first: date, until: date) -> Iterator[date]:
    """Yield the days from the first to the last, both included."""
    for number in range((until - first).days + 1):
        yield first + number * _ONE_DAY


def debits_fen(lines: PostingLines) -> int:
    """Return the amount of an entry: the sum of its debit lines, in fen."""
    return sum(line.fen for line in lines if line.fen > 0)


def original_of(books: Books, undoing: Recorded) -> Recorded | None:
    """Return the event that another one of the same stream undid."""
    return _original(undoing, books.streams.get(undoing.stream_id, ()))


def _is_told(recorded: Recorded, until: date) -> bool:
    event = recorded.event
    return (
        recorded.occurred_on <= until
        or event.TOPIC.startswith(_DATED_BY_THEMSELVES)
        or isinstance(event, WageBaseDeclared | PayrollDeclared | ImportCommitted)
    )


def _undone(
    kinds: Mapping[type[Event], list[Recorded]], streams: Mapping[UUID, list[Recorded]]
) -> Iterator[int]:
    for kind in UNDOING:
        for undoing in kinds.get(kind, ()):
            original = _original(undoing, streams[undoing.stream_id])
            if original is not None:
                yield original.position


def _original(undoing: Recorded, stream: Iterable[Recorded]) -> Recorded | None:
    event = undoing.event
    if isinstance(event, CondolenceReversed):
        given = [each for each in stream if isinstance(each.event, CondolenceRecorded)]
        return given[-1] if given else None
    version = getattr(event, "reversed_version", getattr(event, "returned_version", None))
    return next((each for each in stream if each.version == version), None)


def _policies(kinds: Mapping[type[Event], list[Recorded]]) -> tuple[Adopted, ...]:
    adopted = [each.event for each in kinds.get(PolicyAdopted, ())]
    return tuple(
        Adopted(event.valid_from, event.policy)
        for event in adopted
        if isinstance(event, PolicyAdopted)
    )


def _officers(kinds: Mapping[type[Event], list[Recorded]]) -> Officers:
    officers = Officers()
    for recorded in kinds.get(OfficerRecorded, ()):
        event = recorded.event
        if isinstance(event, OfficerRecorded):
            officers = officers.with_office(
                event.officer_id, event.office, event.until, event.member_id
            )
    return officers


def _members(streams: Mapping[UUID, list[Recorded]]) -> dict[UUID, Timeline]:
    """Fold the streams of members as their aggregate does."""
    found: dict[UUID, Timeline] = {}
    for stream_id, events in streams.items():
        if not events[0].event.TOPIC.startswith("member."):
            continue
        known = member.State()
        for each in events:
            known = member.evolve(known, Fact(each.event, each.occurred_on, each.version))
        found[stream_id] = known.timeline
    return found
