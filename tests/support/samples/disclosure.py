"""Samples of the events of a disclosure."""

from datetime import date

from domain.disclosure.events import DisclosureEnded, DisclosurePublished, ObjectionNoted
from domain.event import Event
from tests.domain.audit import AUDIT, CODE, DISCLOSURE, FINDING
from tests.domain.values import HANDLER, sealed

COMPLETE: tuple[Event, ...] = (
    DisclosurePublished(
        disclosure_id=DISCLOSURE,
        topic="aid_list",
        channel="notice_board",
        officer_id=HANDLER,
        document_sha256="ef" * 32,
        shown_until=date(2026, 12, 31),
        period_from=date(2026, 1, 1),
        period_until=date(2026, 6, 30),
        columns=("name", "unit", "hardship_class", "amount"),
        statement_codes=(CODE,),
        finding_ids=(FINDING,),
        engagement_id=AUDIT,
        report_no="经审〔2026〕1号",
        policy_id="audit.national",
        policy_version=1,
    ),
    DisclosureEnded(disclosure_id=DISCLOSURE, reason="term_over", officer_id=HANDLER),
    ObjectionNoted(
        disclosure_id=DISCLOSURE, about="amount", officer_id=HANDLER, details=sealed("file")
    ),
)
MINIMAL: tuple[Event, ...] = (
    DisclosurePublished(
        disclosure_id=DISCLOSURE,
        topic="evaluation",
        channel="website",
        officer_id=HANDLER,
        document_sha256="ef" * 32,
    ),
    ObjectionNoted(disclosure_id=DISCLOSURE, about="other", officer_id=HANDLER),
)
VARIANTS: dict[str, Event] = {}
