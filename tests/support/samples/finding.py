"""Samples of the events of a finding."""

from datetime import date

from domain.event import Event
from domain.finding.events import (
    DeadlineExtended,
    FindingClosed,
    FindingRaised,
    FindingWithdrawn,
    RectificationAccepted,
    RectificationRequired,
    RectificationReturned,
    RectificationSubmitted,
)
from tests.domain.aid import PAPER
from tests.domain.audit import AUDIT, AUDITOR, COUNTY_AUDITOR, FINDING
from tests.domain.values import HANDLER, sealed

COMPLETE: tuple[Event, ...] = (
    FindingRaised(
        finding_id=FINDING,
        kind="split_payments",
        severity="high",
        by="county",
        officer_id=COUNTY_AUDITOR,
        basis="审计条例 23",
        known_at=900,
        positions=(311, 312),
        amount_fen=198_000,
        rule="R04",
        engagement_id=AUDIT,
        period_from=date(2026, 1, 1),
        period_until=date(2026, 6, 30),
        document_no="经审〔2026〕3号",
        details=sealed("books"),
    ),
    RectificationRequired(
        finding_id=FINDING,
        requirement="recover_money",
        due_on=date(2026, 8, 31),
        by="county",
        officer_id=COUNTY_AUDITOR,
        policy_id="audit.national",
        policy_version=1,
        document_no="经审〔2026〕4号",
    ),
    DeadlineExtended(
        finding_id=FINDING,
        due_on=date(2026, 9, 30),
        reason="money_in_instalments",
        by="county",
        officer_id=COUNTY_AUDITOR,
        document_no="经审〔2026〕7号",
    ),
    RectificationSubmitted(
        finding_id=FINDING,
        measure="money_recovered",
        officer_id=HANDLER,
        within_term=True,
        recovered_fen=198_000,
        evidence=(PAPER,),
        corrected_positions=(950, 951),
        document_no="整改〔2026〕1号",
        details=sealed("books"),
    ),
    RectificationReturned(
        finding_id=FINDING,
        reason="evidence_missing",
        due_on=date(2026, 10, 15),
        by="county",
        officer_id=COUNTY_AUDITOR,
        details=sealed("books"),
    ),
    RectificationAccepted(
        finding_id=FINDING,
        by="county",
        officer_id=COUNTY_AUDITOR,
        document_no="复核〔2026〕2号",
    ),
    FindingClosed(
        finding_id=FINDING, by="county", officer_id=COUNTY_AUDITOR, document_no="销号〔2026〕2号"
    ),
    FindingWithdrawn(
        finding_id=FINDING,
        reason="wrong_facts",
        by="audit_committee",
        officer_id=AUDITOR,
        document_no="经审〔2026〕9号",
    ),
)
MINIMAL: tuple[Event, ...] = (
    FindingRaised(
        finding_id=FINDING,
        kind="other",
        severity="low",
        by="audit_committee",
        officer_id=AUDITOR,
        basis="工会法 45",
        known_at=1,
    ),
    RectificationRequired(
        finding_id=FINDING,
        requirement="correct_books",
        due_on=date(2026, 8, 31),
        by="audit_committee",
        officer_id=AUDITOR,
        policy_id="audit.national",
        policy_version=1,
    ),
    DeadlineExtended(
        finding_id=FINDING,
        due_on=date(2026, 9, 30),
        reason="other",
        by="audit_committee",
        officer_id=AUDITOR,
    ),
    RectificationSubmitted(
        finding_id=FINDING, measure="explained", officer_id=HANDLER, within_term=False
    ),
    RectificationReturned(
        finding_id=FINDING,
        reason="recurred",
        due_on=date(2026, 10, 15),
        by="audit_committee",
        officer_id=AUDITOR,
    ),
    RectificationAccepted(finding_id=FINDING, by="audit_committee", officer_id=AUDITOR),
    FindingClosed(finding_id=FINDING, by="audit_committee", officer_id=AUDITOR),
    FindingWithdrawn(
        finding_id=FINDING, reason="raised_twice", by="audit_committee", officer_id=AUDITOR
    ),
)
VARIANTS: dict[str, Event] = {}
