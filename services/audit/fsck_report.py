"""What fsck answers, and what it asks others to do for it."""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

import msgspec

from services.store.contract import RecordedEvent

Part = Literal[
    "logs", "trees", "checkpoints", "ledgers", "rights", "claims", "keys", "attachments", "moves"
]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong: where, and what kind."""

    kind: str
    union_id: UUID | None = None
    position: int | None = None
    place: str | None = None


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """One part: how much of it was checked, what could not be, and what is wrong."""

    part: Part
    covered: int
    not_covered: Sequence[str] = ()
    faults: Sequence[Fault] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a run of fsck found, part by part."""

    parts: Sequence[Checked]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong in what was checked."""
        return not any(part.faults for part in self.parts)


class LastRun(msgspec.Struct, frozen=True, kw_only=True):
    """The newest run and when it ended."""

    finished_at: datetime
    sound: bool
    report: Report


class Compared(NamedTuple):
    """What comparing a union's live ledgers with a replay came to."""

    tables: int
    differing: Sequence[str]
    skipped: Sequence[str]


class PapersChecked(NamedTuple):
    """A union's papers: how many were opened, events whose paper is missing, hashes that what is kept lacks."""

    checked: int
    missing: Sequence[int]
    differing: Sequence[str]


class Recounting(Protocol):
    """Counts again from a union's events what the append was told besides them."""

    claims: set[str]
    unread: list[int]
    passed_over: Collection[str]
    """Topics of events that change nothing it counts."""

    def take(self, event: RecordedEvent) -> None:
        """Take the next event."""
        ...

    def live_members(self) -> list[UUID]:
        """Return who holds a claim on an ID number."""
        ...

    def closed_until(self) -> date | None:
        """Return the last day of the closed books; None while no month was ever closed."""
        ...


CompareLedgers = Callable[[Iterator[UUID]], Awaitable[Mapping[UUID, Compared]]]
"""Compares unions one after the other, as long as one comes; several may take from one iterator."""
CheckPapers = Callable[[UUID], Awaitable[PapersChecked]]
FindStrangers = Callable[[Collection[UUID]], Awaitable[Sequence[str]]]
