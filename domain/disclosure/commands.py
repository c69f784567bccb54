"""What may be asked of a disclosure."""

from datetime import date

from domain.attachment import Sha256
from domain.command import Command
from domain.disclosure.events import Channel, EndReason, Objection, Topic
from domain.ids import DisclosureId, EngagementId, FindingId, OfficerId
from domain.sealed import Sealed
from domain.statement_code import StatementCode


class PublishDisclosure(Command, frozen=True, kw_only=True):
    """`occurred_on` is the first day it is shown."""

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


class EndDisclosure(Command, frozen=True, kw_only=True):
    disclosure_id: DisclosureId
    reason: EndReason
    officer_id: OfficerId


class NoteObjection(Command, frozen=True, kw_only=True):
    disclosure_id: DisclosureId
    about: Objection
    officer_id: OfficerId
    details: Sealed | None = None


DisclosureCommand = PublishDisclosure | EndDisclosure | NoteObjection
