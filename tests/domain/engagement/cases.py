"""An audit engagement of a union: who may sign it, and how it stands half-way."""

from datetime import date
from uuid import UUID

import msgspec
from hypothesis import strategies as st

from domain.attachment import Attachment
from domain.engagement.aggregate import Context
from domain.engagement.commands import (
    ChangePlan,
    CloseEngagement,
    DrawSample,
    GrantAccess,
    IssueReport,
    OpenEngagement,
    ReadBooks,
    RecordVerification,
    RevokeAccess,
)
from domain.engagement.events import AccessGranted, EngagementOpened, ReportIssued
from domain.ids import OfficerId
from domain.officers import Officers
from domain.sampling import Item
from tests.domain.strategies import few_ids, officers
from tests.domain.values import ACCESS, AUDIT_FINDING, AUDITOR, BOOKS_READ, ENGAGEMENT, HANDLER

DAY = date(2026, 3, 2)
HELPER = OfficerId(UUID(int=64))
OF_COUNTY = OfficerId(UUID(int=65))
CONTEXT = Context(
    officers=Officers(
        {
            (AUDITOR, "audit_committee_chair"): None,
            (HELPER, "audit_committee_member"): None,
            (HANDLER, "handler"): None,
        }
    ),
    county=Officers({(OF_COUNTY, "audit_committee_chair"): None}),
)
OPEN = OpenEngagement(
    occurred_on=DAY,
    engagement_id=ENGAGEMENT,
    ordered_by="audit_committee",
    officer_id=AUDITOR,
    kind="review",
    books_from=date(2025, 1, 1),
    books_until=date(2025, 12, 31),
    topics=("books", "dues"),
    access_until=date(2026, 4, 30),
)
OPENED = EngagementOpened(
    engagement_id=ENGAGEMENT,
    kind="review",
    ordered_by="audit_committee",
    officer_id=AUDITOR,
    books_from=date(2025, 1, 1),
    books_until=date(2025, 12, 31),
    topics=("books", "dues"),
    access_until=date(2026, 4, 30),
)
CHANGE = ChangePlan(
    occurred_on=DAY,
    engagement_id=ENGAGEMENT,
    ordered_by="audit_committee",
    officer_id=AUDITOR,
    books_from=date(2025, 1, 1),
    books_until=date(2025, 12, 31),
    topics=("aid",),
    access_until=date(2026, 3, 10),
)
GRANT = GrantAccess(
    occurred_on=DAY,
    engagement_id=ENGAGEMENT,
    ordered_by="audit_committee",
    officer_id=HELPER,
    access_id=ACCESS,
    holder="audit_firm",
    until=date(2026, 3, 31),
)
GRANTED = AccessGranted(
    engagement_id=ENGAGEMENT,
    access_id=ACCESS,
    holder="audit_firm",
    until=date(2026, 3, 31),
    officer_id=HELPER,
)
REVOKE = RevokeAccess(
    occurred_on=DAY,
    engagement_id=ENGAGEMENT,
    ordered_by="audit_committee",
    officer_id=HELPER,
    access_id=ACCESS,
)
READ = ReadBooks(
    occurred_on=DAY,
    read_id=BOOKS_READ,
    engagement_id=ENGAGEMENT,
    access_id=ACCESS,
    operation_id="readTrialBalance",
    topic="books",
    as_of=date(2025, 12, 31),
    known_at=812,
)
POPULATION = (
    Item(position=3, amount_fen=2_615, stratum="dues"),
    Item(position=9, amount_fen=50_000, stratum="books"),
    Item(position=17, amount_fen=1_000, stratum="books"),
)
DRAW = DrawSample(
    occurred_on=DAY,
    engagement_id=ENGAGEMENT,
    ordered_by="audit_committee",
    officer_id=HELPER,
    method="random",
    size=2,
    seed="2026-03-02:0712",
    topics=("books", "dues"),
    sampled_from=date(2025, 1, 1),
    sampled_until=date(2025, 12, 31),
    until_position=20,
    population=POPULATION,
)
VERIFY = RecordVerification(
    occurred_on=DAY,
    engagement_id=ENGAGEMENT,
    ordered_by="audit_committee",
    officer_id=HELPER,
    position=812,
    hash="ab" * 32,
    covered=812,
    not_covered=0,
    failed=0,
    verified_with="offline_verifier",
    checkpoint_size=3,
)
REPORT = IssueReport(
    occurred_on=DAY,
    engagement_id=ENGAGEMENT,
    ordered_by="audit_committee",
    officer_id=AUDITOR,
    document_no="经审〔2026〕2号",
    report=Attachment(sha256="ef" * 32, byte_count=1, media_type="application/pdf"),
    opinion="sound_but_for_findings",
    reported_from=date(2025, 1, 1),
    reported_until=date(2025, 12, 31),
    income_fen=100,
    expense_fen=40,
    balance_fen=60,
)
REPORTED = ReportIssued(
    engagement_id=ENGAGEMENT,
    document_no=REPORT.document_no,
    report=REPORT.report,
    opinion=REPORT.opinion,
    reported_from=REPORT.reported_from,
    reported_until=REPORT.reported_until,
    income_fen=100,
    expense_fen=40,
    balance_fen=60,
    officer_id=AUDITOR,
)
CLOSE = CloseEngagement(
    occurred_on=DAY,
    engagement_id=ENGAGEMENT,
    ordered_by="audit_committee",
    officer_id=AUDITOR,
    outcome="reported",
)
WITH_FINDING = msgspec.structs.replace(CONTEXT, findings=frozenset({AUDIT_FINDING}))

auditing_officers = st.builds(
    Officers,
    st.dictionaries(
        st.tuples(
            few_ids.map(OfficerId),
            st.sampled_from(["audit_committee_chair", "audit_committee_member", "cashier"]),
        ),
        st.none() | st.just(date(2026, 6, 30)),
        max_size=4,
    ),
)
engagement_contexts = st.builds(
    Context, officers | auditing_officers, officers | auditing_officers, st.just(frozenset())
)
