"""How far an erasure has come, and what a decision about it looks at besides."""

from datetime import date
from typing import Literal, assert_never

import msgspec

from domain.erasure.events import (
    BooksDestroyed,
    ErasureApproved,
    ErasureEvent,
    ErasureExecuted,
    ErasureRefused,
    ErasureRequested,
    HoldLifted,
    HoldPlaced,
    ProcessingRestricted,
)
from domain.event import Fact
from domain.ids import OfficerId
from domain.officers import Officers
from domain.policy.retention import RetentionPolicy

Stage = Literal["none", "requested", "refused", "executed", "restricted", "destroyed"]


class State(msgspec.Struct, frozen=True):
    """`signed`: officers who asked or approved, in that order; `signed_by`: their logins."""

    stage: Stage = "none"
    signed: tuple[OfficerId, ...] = ()
    signed_by: tuple[str, ...] = ()
    holds: frozenset[str] = frozenset()
    books_until: date | None = None
    last_on: date | None = None
    version: int = 0

    @property
    def is_erased(self) -> bool:
        """Whether keys of the person are destroyed from here on."""
        return self.stage in {"executed", "restricted", "destroyed"}

    @property
    def approvals(self) -> int:
        """How many have approved."""
        return max(0, len(self.signed) - 1)


class Context(msgspec.Struct, frozen=True):
    """What keeps a person's data from going, the officers of the day and the term vouchers are kept.

    `live`: a member now. `file_open`: an open hardship file; `file_closed_on`: when the last one was closed.
    `aid_open`: aid asked for or approved and neither ended nor paid. `audit_open`: an audit under way, or an open
    finding about them.
    """

    known: bool = False
    live: bool = False
    file_open: bool = False
    file_closed_on: date | None = None
    aid_open: bool = False
    audit_open: bool = False
    officers: Officers = Officers()
    policy: RetentionPolicy | None = None


def evolve(state: State, fact: Fact) -> State:
    event: ErasureEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    dated = msgspec.structs.replace(state, last_on=fact.occurred_on, version=fact.version)
    match event:
        case ErasureRequested():
            return msgspec.structs.replace(
                dated, stage="requested", signed=(event.officer_id,), signed_by=(event.by,)
            )
        case ErasureApproved():
            return msgspec.structs.replace(
                dated,
                signed=(*dated.signed, event.officer_id),
                signed_by=(*dated.signed_by, event.by),
            )
        case ErasureRefused():
            return msgspec.structs.replace(dated, stage="refused", signed=(), signed_by=())
        case HoldPlaced():
            return msgspec.structs.replace(dated, holds=dated.holds | {event.document_no})
        case HoldLifted():
            return msgspec.structs.replace(dated, holds=dated.holds - {event.document_no})
        case ErasureExecuted():
            stage: Stage = "destroyed" if "books" in event.destroyed else "executed"
            return msgspec.structs.replace(dated, stage=stage, books_until=event.books_until)
        case ProcessingRestricted():
            return msgspec.structs.replace(dated, stage="restricted", books_until=event.books_until)
        case BooksDestroyed():
            return msgspec.structs.replace(dated, stage="destroyed")
        case _:
            assert_never(event)
