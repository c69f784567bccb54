"""What can happen to a union as an organisation."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

import msgspec

from domain.event import Event
from domain.headcount import HeadCount
from domain.ids import MemberId, OfficerId, UnionId
from domain.money import PostingLines
from domain.officers import Office
from domain.period import Month
from domain.policy.closing import Checked
from domain.policy.in_force import Policy
from domain.sealed import Sealed
from domain.supervision import FreezeReason

Edge = Literal["territorial", "industrial", "zone"]


class ParentEdge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The typed edge to the union above (domain.md rule 2): never just a division code."""

    parent_id: UnionId
    edge: Edge


class UnionRegistered(Event, frozen=True, kw_only=True):
    """A union was registered; one that is not a legal person has no credit code (民法典 art. 87)."""

    TOPIC: ClassVar[str] = "union.registered"

    code: str
    name: str
    federation_id: UnionId | None = None
    parent: ParentEdge | None = None
    legal_person: bool = True
    credit_code: str | None = None
    employer_kind: str | None = None
    employee_count: int | None = None
    founded_on: date | None = None


class UnionRenamed(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "union.renamed"

    name: str


class ParticularsCorrected(Event, frozen=True, kw_only=True):
    """What the registration states became otherwise, or was wrong; a field left out stays as it was.

    An empty `credit_code` means that there is none any more.
    """

    TOPIC: ClassVar[str] = "union.particulars_corrected"

    legal_person: bool | None = None
    credit_code: str | None = None
    employer_kind: str | None = None
    employee_count: HeadCount | None = None
    founded_on: date | None = None


class UnionApprovedByHigher(Event, frozen=True, kw_only=True):
    """The higher union approved the founding (工会法 art. 12: 基层工会的建立须报上一级工会批准)."""

    TOPIC: ClassVar[str] = "union.founding_approved"

    document_no: str


class CommitteeElected(Event, frozen=True, kw_only=True):
    """The assembly elected a committee for a term (工会法 art. 16); `document_no`: the higher union's reply."""

    TOPIC: ClassVar[str] = "union.committee_elected"

    term_from: date
    term_until: date
    document_no: str | None = None


class OfficerRecorded(Event, frozen=True, kw_only=True):
    """A person holds an office from the event's date; `until` ends it. `member_id`: who that is."""

    TOPIC: ClassVar[str] = "union.officer_recorded"

    officer_id: OfficerId
    office: Office
    name: Sealed
    until: date | None = None
    member_id: MemberId | None = None


class BankAccountRecorded(Event, frozen=True, kw_only=True):
    """The union keeps a bank account, or no longer does from `until` on.

    `ledger_account` is its place in the books; `fund` names the earmarked money for which the account is
    a line of its own (收支两条线). Bank and number are sealed.
    """

    TOPIC: ClassVar[str] = "union.bank_account_recorded"

    ledger_account: str
    bank_account: Sealed
    fund: str | None = None
    until: date | None = None


class PolicyAdopted(Event, frozen=True, kw_only=True):
    """The union adopted a dated rule; the whole rule stands here, with the document that orders it."""

    TOPIC: ClassVar[str] = "union.policy_adopted"

    policy: Policy
    valid_from: date
    document_no: str
    adoption_id: UUID | None = None


class VocabularyKept(Event, frozen=True, kw_only=True):
    """The union keeps its own words for its workbooks: the vocabulary file, whole, as TOML text."""

    TOPIC: ClassVar[str] = "union.vocabulary_kept"

    toml: str


class PeriodClosed(Event, frozen=True, kw_only=True):
    """The books were closed through a month: nothing may be dated into it any more (rule 17).

    `unchecked`: what the policy wants looked at and nobody did, where it only warns.
    """

    TOPIC: ClassVar[str] = "union.period_closed"

    period: Month
    checklist: tuple[Checked, ...] = ()
    unchecked: tuple[str, ...] = ()
    closed_by: OfficerId | None = None


class PeriodReopened(Event, frozen=True, kw_only=True):
    """The books were opened again from a month on (反结账): by one person's wish and another one's approval."""

    TOPIC: ClassVar[str] = "union.period_reopened"

    period: Month
    reason: str
    requested_by: OfficerId
    approved_by: OfficerId


class YearLocked(Event, frozen=True, kw_only=True):
    """A year and all before it are final: no month of theirs is ever opened again."""

    TOPIC: ClassVar[str] = "union.year_locked"

    year: int
    locked_by: OfficerId


class UnionFrozen(Event, frozen=True, kw_only=True):
    """The county stopped the union from acting; its books stay readable."""

    TOPIC: ClassVar[str] = "union.frozen"

    reason: FreezeReason
    document_no: str


class UnionUnfrozen(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "union.unfrozen"

    document_no: str


class UnionMerged(Event, frozen=True, kw_only=True):
    """The union became part of another and ended; `lines` bring all its balances to zero (章程 art. 40)."""

    TOPIC: ClassVar[str] = "union.merged"

    into_union_id: UnionId
    transfer_id: UUID
    document_no: str
    lines: PostingLines = ()


class UnionAbsorbed(Event, frozen=True, kw_only=True):
    """Another union became part of this one; `lines` are the balances that came with it."""

    TOPIC: ClassVar[str] = "union.absorbed"

    from_union_id: UnionId
    transfer_id: UUID
    document_no: str
    lines: PostingLines = ()


class UnionSplit(Event, frozen=True, kw_only=True):
    """A part of the union, by members or workers, became a union of its own; `lines` take its share out."""

    TOPIC: ClassVar[str] = "union.split"

    into_union_id: UnionId
    transfer_id: UUID
    document_no: str
    share_numerator: int
    share_denominator: int
    lines: PostingLines = ()


class BalancesTakenOver(Event, frozen=True, kw_only=True):
    """Balances came from a union that split or ended, with the id of what happened there."""

    TOPIC: ClassVar[str] = "union.balances_taken_over"

    from_union_id: UnionId
    transfer_id: UUID
    lines: PostingLines


class UnionDissolved(Event, frozen=True, kw_only=True):
    """The union was dissolved because its employer ended (工会法 art. 13).

    `lines` hand its balances to the higher union `handed_to` (章程 art. 40).
    """

    TOPIC: ClassVar[str] = "union.dissolved"

    document_no: str
    handed_to: UnionId | None = None
    transfer_id: UUID | None = None
    lines: PostingLines = ()


UnionEvent = (
    UnionRegistered
    | UnionRenamed
    | ParticularsCorrected
    | UnionApprovedByHigher
    | CommitteeElected
    | OfficerRecorded
    | BankAccountRecorded
    | PolicyAdopted
    | VocabularyKept
    | PeriodClosed
    | PeriodReopened
    | YearLocked
    | UnionFrozen
    | UnionUnfrozen
    | UnionMerged
    | UnionAbsorbed
    | UnionSplit
    | BalancesTakenOver
    | UnionDissolved
)
