"""What can happen to a union as an organisation."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

import msgspec

from domain.event import Event
from domain.ids import MemberId, OfficerId, UnionId
from domain.officers import Office
from domain.period import Month
from domain.policy.in_force import Policy
from domain.sealed import Sealed

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


class OfficerRecorded(Event, frozen=True, kw_only=True):
    """A person holds an office from the event's date; `until` ends it. `member_id`: who that is."""

    TOPIC: ClassVar[str] = "union.officer_recorded"

    officer_id: OfficerId
    office: Office
    name: Sealed
    until: date | None = None
    member_id: MemberId | None = None


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
    """The books were closed through a month: nothing may be dated into it any more (rule 17)."""

    TOPIC: ClassVar[str] = "union.period_closed"

    period: Month


class UnionDissolved(Event, frozen=True, kw_only=True):
    """The union was dissolved because its employer ended (工会法 art. 13)."""

    TOPIC: ClassVar[str] = "union.dissolved"

    document_no: str


UnionEvent = (
    UnionRegistered
    | UnionRenamed
    | OfficerRecorded
    | PolicyAdopted
    | VocabularyKept
    | PeriodClosed
    | UnionDissolved
)
