"""What can happen to an engagement. No name, no free text: offices, codes, document numbers, dates and counts.

A read stands in a stream of its own, so that many reads at once do not wait for each other.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

import msgspec

from domain.attachment import Attachment, Sha256
from domain.engagement.topics import Topic
from domain.event import Event
from domain.ids import BooksReadId, EngagementId, FindingId, OfficerId
from domain.money import SignedFen
from domain.sampling import Drawn, Method, Stratum

EngagementKind = Literal[
    "review",
    "budget_execution_audit",
    "final_account_audit",
    "accountability_audit",
    "special_audit",
    "external_audit",
]
"""审查, 预算执行审计, 决算审计, 经济责任审计, 专项审计(调查), 外部审计 (审计条例 art. 23 to 25)."""
OrderedBy = Literal["audit_committee", "county"]
"""The union's own 经审会, or the higher one, which must examine the next lower union (章程 art. 13)."""
AccessHolder = Literal["audit_committee", "higher_audit_committee", "audit_firm", "state_audit"]
Opinion = Literal["sound", "sound_but_for_findings", "serious_findings", "no_opinion"]
"""审计评价."""
VerifiedWith = Literal["offline_verifier", "server"]
EngagementOutcome = Literal["reported", "called_off"]

AccessId = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-z]{20}\Z")]
"""The public half of an API key, never the secret; or what stands for the account of a person."""
Tally = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class EngagementOpened(Event, frozen=True, kw_only=True):
    """立项: which books (first and last day), which topics, until which day they may be read.

    `basis_no`: the commission, plan or contract it rests on (审计条例 art. 24: 书面委托).
    """

    TOPIC: ClassVar[str] = "engagement.opened"

    engagement_id: EngagementId
    kind: EngagementKind
    ordered_by: OrderedBy
    officer_id: OfficerId
    books_from: date
    books_until: date
    topics: tuple[Topic, ...]
    access_until: date
    basis_no: str | None = None


class EngagementPlanChanged(Event, frozen=True, kw_only=True):
    """方案调整: the whole scope anew; an access outlives none of it."""

    TOPIC: ClassVar[str] = "engagement.plan_changed"

    engagement_id: EngagementId
    officer_id: OfficerId
    books_from: date
    books_until: date
    topics: tuple[Topic, ...]
    access_until: date
    document_no: str | None = None


class AccessGranted(Event, frozen=True, kw_only=True):
    """A key to read the books was given out, good to the end of the day `until`."""

    TOPIC: ClassVar[str] = "engagement.access_granted"

    engagement_id: EngagementId
    access_id: AccessId
    holder: AccessHolder
    until: date
    officer_id: OfficerId


class AccessRevoked(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "engagement.access_revoked"

    engagement_id: EngagementId
    access_id: AccessId
    officer_id: OfficerId


class BooksRead(Event, frozen=True, kw_only=True):
    """Somebody asked for something of the books under an access; recorded before it was answered.

    `about`: the ids in the address, as they were checked. `topic` None: what every engagement may read.
    `as_of`, `known_at`: the state that was shown; `to_as_of`, `to_known_at`: the one it was compared with.
    """

    TOPIC: ClassVar[str] = "engagement.books_read"

    read_id: BooksReadId
    engagement_id: EngagementId
    access_id: AccessId
    operation_id: str
    topic: Topic | None = None
    about: tuple[str, ...] = ()
    as_of: date | None = None
    known_at: int | None = None
    to_as_of: date | None = None
    to_known_at: int | None = None


class SampleDrawn(Event, frozen=True, kw_only=True):
    """抽样: how it was drawn and what came out; with the log up to `until_position` anybody draws the same.

    The population is every event that posts to the books, of these topics, occurred on these days. `bands_fen`:
    lower bounds of the amount bands that were the strata; without them the topics were.
    """

    TOPIC: ClassVar[str] = "engagement.sample_drawn"

    engagement_id: EngagementId
    sample_no: int
    method: Method
    size: int
    seed: str
    topics: tuple[Topic, ...]
    sampled_from: date
    sampled_until: date
    until_position: int
    population_count: int
    population_fen: int
    population_sha256: Sha256
    strata: tuple[Stratum, ...]
    drawn: tuple[Drawn, ...]
    officer_id: OfficerId
    bands_fen: tuple[int, ...] = ()


class BooksVerified(Event, frozen=True, kw_only=True):
    """The books were recomputed up to a position: events covered, not covered and failed, and the hash found there.

    `checkpoint_size`: the size of the signed checkpoint it was held against, None for none.
    """

    TOPIC: ClassVar[str] = "engagement.books_verified"

    engagement_id: EngagementId
    position: int
    hash: Sha256
    covered: Tally
    not_covered: Tally
    failed: Tally
    verified_with: VerifiedWith
    officer_id: OfficerId
    checkpoint_size: int | None = None


class ReportIssued(Event, frozen=True, kw_only=True):
    """审计报告: its number and digest, the opinion, and the figures of the period it is about, in fen.

    A later report of another number takes the place of an earlier one (7.2).
    """

    TOPIC: ClassVar[str] = "engagement.report_issued"

    engagement_id: EngagementId
    document_no: str
    report: Attachment
    opinion: Opinion
    reported_from: date
    reported_until: date
    income_fen: SignedFen
    expense_fen: SignedFen
    balance_fen: SignedFen
    officer_id: OfficerId
    finding_ids: tuple[FindingId, ...] = ()


class EngagementClosed(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "engagement.closed"

    engagement_id: EngagementId
    outcome: EngagementOutcome
    officer_id: OfficerId


EngagementEvent = (
    EngagementOpened
    | EngagementPlanChanged
    | AccessGranted
    | AccessRevoked
    | BooksRead
    | SampleDrawn
    | BooksVerified
    | ReportIssued
    | EngagementClosed
)
