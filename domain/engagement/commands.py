"""What may be asked of an engagement. Whoever asks says for which of the two committees."""

from datetime import date

from domain.attachment import Attachment, Sha256
from domain.command import Command
from domain.engagement.events import (
    AccessHolder,
    AccessId,
    EngagementKind,
    EngagementOutcome,
    Opinion,
    OrderedBy,
    VerifiedWith,
)
from domain.engagement.topics import Topic
from domain.ids import BooksReadId, EngagementId, FindingId, OfficerId
from domain.sampling import Item, Method


class Step(Command, frozen=True, kw_only=True):
    """What all steps of an engagement have: for whom it is taken, and the officer who signs."""

    engagement_id: EngagementId
    ordered_by: OrderedBy
    officer_id: OfficerId


class OpenEngagement(Step, frozen=True, kw_only=True):
    kind: EngagementKind
    books_from: date
    books_until: date
    topics: tuple[Topic, ...]
    access_until: date
    basis_no: str | None = None


class ChangePlan(Step, frozen=True, kw_only=True):
    books_from: date
    books_until: date
    topics: tuple[Topic, ...]
    access_until: date
    document_no: str | None = None


class GrantAccess(Step, frozen=True, kw_only=True):
    access_id: AccessId
    holder: AccessHolder
    until: date


class RevokeAccess(Step, frozen=True, kw_only=True):
    access_id: AccessId


class ReadBooks(Command, frozen=True, kw_only=True):
    """Under an access: nobody signs, the key speaks for itself.

    `asked_from` and `asked_until`: the first and last day of the books it is about, None for what is of no day.
    """

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
    asked_from: date | None = None
    asked_until: date | None = None


class DrawSample(Step, frozen=True, kw_only=True):
    """`population`: all that may be drawn, its topic as stratum, as the log has it up to `until_position`."""

    method: Method
    size: int
    seed: str
    topics: tuple[Topic, ...]
    sampled_from: date
    sampled_until: date
    until_position: int
    population: tuple[Item, ...]
    bands_fen: tuple[int, ...] = ()


class RecordVerification(Step, frozen=True, kw_only=True):
    position: int
    hash: Sha256
    covered: int
    not_covered: int
    failed: int
    verified_with: VerifiedWith
    checkpoint_size: int | None = None


class IssueReport(Step, frozen=True, kw_only=True):
    document_no: str
    report: Attachment
    opinion: Opinion
    reported_from: date
    reported_until: date
    income_fen: int
    expense_fen: int
    balance_fen: int
    finding_ids: tuple[FindingId, ...] = ()


class CloseEngagement(Step, frozen=True, kw_only=True):
    outcome: EngagementOutcome


EngagementCommand = (
    OpenEngagement
    | ChangePlan
    | GrantAccess
    | RevokeAccess
    | ReadBooks
    | DrawSample
    | RecordVerification
    | IssueReport
    | CloseEngagement
)
