"""What can happen to a disclosure (公开). Objectors' words are sealed; what was shown is named by its SHA-256."""

from datetime import date
from typing import ClassVar, Literal

from domain.attachment import Sha256
from domain.event import Event
from domain.ids import DisclosureId, EngagementId, FindingId, OfficerId
from domain.sealed import Sealed
from domain.statement_code import StatementCode

Topic = Literal[
    "finance",
    "budget",
    "final_accounts",
    "audit_report",
    "rectification",
    "aid_list",
    "welfare",
    "evaluation",
    "election",
    "other",
]
"""厂务/校务/企务公开 topics (domain.md 7.6)."""
Channel = Literal["notice_board", "assembly", "website", "work_chat", "newspaper", "other"]
EndReason = Literal["term_over", "replaced", "shown_in_error", "objection"]
Objection = Literal["amount", "eligibility", "procedure", "personal_data", "other"]


class DisclosurePublished(Event, frozen=True, kw_only=True):
    """Something was put up on the event's date, to stay until `shown_until` (None: no end named).

    `document_sha256`: the bytes that were shown. `columns`: what it tells of people, by code; empty where it tells
    of none. `period_from`, `period_until`: the days the accounts shown are about. `statement_codes`: printed
    statements that were shown. `finding_ids`: findings it is about. `report_no`: an audit report shown.
    """

    TOPIC: ClassVar[str] = "disclosure.published"

    disclosure_id: DisclosureId
    topic: Topic
    channel: Channel
    officer_id: OfficerId
    document_sha256: Sha256
    shown_until: date | None = None
    period_from: date | None = None
    period_until: date | None = None
    columns: tuple[str, ...] = ()
    statement_codes: tuple[StatementCode, ...] = ()
    finding_ids: tuple[FindingId, ...] = ()
    engagement_id: EngagementId | None = None
    report_no: str | None = None
    policy_id: str | None = None
    policy_version: int | None = None


class DisclosureEnded(Event, frozen=True, kw_only=True):
    """It was taken down."""

    TOPIC: ClassVar[str] = "disclosure.ended"

    disclosure_id: DisclosureId
    reason: EndReason
    officer_id: OfficerId


class ObjectionNoted(Event, frozen=True, kw_only=True):
    """Somebody objects to what was shown; who and in which words is sealed."""

    TOPIC: ClassVar[str] = "disclosure.objection_noted"

    disclosure_id: DisclosureId
    about: Objection
    officer_id: OfficerId
    details: Sealed | None = None


DisclosureEvent = DisclosurePublished | DisclosureEnded | ObjectionNoted
