"""Officers, rules and contexts that the cases about findings and disclosures share."""

from datetime import date
from uuid import UUID

from hypothesis import strategies as st

from domain.disclosure import aggregate as disclosure
from domain.finding import aggregate as finding
from domain.ids import DisclosureId, EngagementId, FindingId, OfficerId
from domain.officers import Officers
from domain.policy.audit import AuditPolicy
from domain.policy.small_counts import SmallCounts
from tests.domain.strategies import few_ids, officers
from tests.domain.values import HANDLER

FINDING = FindingId(UUID(int=70))
DISCLOSURE = DisclosureId(UUID(int=71))
AUDIT = EngagementId(UUID(int=72))
AUDITOR = OfficerId(UUID(int=73))
SECOND_AUDITOR = OfficerId(UUID(int=74))
COUNTY_AUDITOR = OfficerId(UUID(int=75))
BOOKKEEPER = OfficerId(UUID(int=76))
CODE = "0123456789ABCDEF"
DAY = date(2026, 3, 2)
OFFICERS = Officers(
    {
        (HANDLER, "handler"): None,
        (AUDITOR, "audit_committee_chair"): None,
        (SECOND_AUDITOR, "audit_committee_member"): None,
        (BOOKKEEPER, "accountant"): None,
    }
)
COUNTY = Officers({(COUNTY_AUDITOR, "audit_committee_member"): None})
SMALL_COUNTS = SmallCounts(policy_id="small_counts.test", version=1, least=5)
AUDIT_POLICY = AuditPolicy(
    policy_id="audit.national",
    version=1,
    rectification_days_least=30,
    rectification_days_most=60,
    disclosure_months=12,
    notice_columns=("name", "unit", "hardship_class", "amount"),
)
FINDING_CONTEXT = finding.Context(
    officers=OFFICERS, county=COUNTY, policy=AUDIT_POLICY, engagements=frozenset({AUDIT})
)
DISCLOSURE_CONTEXT = disclosure.Context(
    officers=OFFICERS,
    policy=AUDIT_POLICY,
    statements=frozenset({CODE}),
    findings=frozenset({FINDING}),
    engagements=frozenset({AUDIT}),
)

_policies = st.sampled_from([None, AUDIT_POLICY])
finding_contexts = st.builds(
    finding.Context,
    officers=officers,
    county=officers,
    policy=_policies,
    engagements=st.frozensets(few_ids.map(EngagementId)),
)
disclosure_contexts = st.builds(
    disclosure.Context,
    officers=officers,
    policy=_policies,
    findings=st.frozensets(few_ids.map(FindingId)),
    engagements=st.frozensets(few_ids.map(EngagementId)),
)
