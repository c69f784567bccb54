"""Officers, rules and contexts that the cases about hardship, aid, visits and condolences share."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import strategies as st

from domain.aid_case import aggregate as aid_case
from domain.attachment import Attachment
from domain.condolence import aggregate as condolence
from domain.household import aggregate as household
from domain.ids import (
    AidCaseId,
    HouseholdId,
    MemberId,
    ObjectionId,
    OfficerId,
    PairingId,
    PayBatchId,
    VisitId,
)
from domain.membership import Span, Timeline
from domain.officers import Officers
from domain.pairing import aggregate as pairing
from domain.pay_batch import aggregate as pay_batch
from domain.policy.aid import AidLimit, AidLimits, AidSoFar, ApprovalRule
from domain.policy.benefit import Benefit, BenefitPolicy, BenefitRule
from domain.policy.hardship import Figures, HardshipLine, HardshipPolicy
from domain.policy.visit import VisitPolicy
from domain.visit import aggregate as visit
from tests.domain.strategies import any_struct, days, few_ids, officers, timelines
from tests.domain.values import AID_POLICY, APPROVER, HANDLER, POSTING_MAP, REVIEWER

PAY_BATCH = PayBatchId(UUID(int=50))
PAIRING = PairingId(UUID(int=51))
VISIT = VisitId(UUID(int=52))
OBJECTION = ObjectionId(UUID(int=53))
CASHIER = OfficerId(UUID(int=54))
VISITOR = OfficerId(UUID(int=55))
COUNTY_CHECKER = OfficerId(UUID(int=56))
COUNTY_APPROVER = OfficerId(UUID(int=57))
STRANGER = OfficerId(UUID(int=58))
"""An officer who holds no office."""
PAPER = Attachment(sha256="ab" * 32, byte_count=20480, media_type="application/pdf")

A_MEMBER = Timeline((Span(date(2010, 1, 1), None, "active"),))
A_RETIREE = Timeline(
    (Span(date(2010, 1, 1), date(2020, 1, 1), "active"), Span(date(2020, 1, 1), None, "retained"))
)
OFFICERS = Officers(
    {
        (HANDLER, "handler"): None,
        (REVIEWER, "reviewer"): None,
        (APPROVER, "approver"): None,
        (CASHIER, "cashier"): None,
        (VISITOR, "group_leader"): None,
    }
)
COUNTY = Officers({(COUNTY_CHECKER, "handler"): None, (COUNTY_APPROVER, "approver"): None})


def who_is(officer_id: OfficerId, member_id: MemberId, known: Officers = OFFICERS) -> Officers:
    """Return officers of whom one is this member."""
    return Officers(known.held, {**known.members, officer_id: member_id})


HARDSHIP_POLICY = HardshipPolicy(
    policy_id="hardship.national",
    version=1,
    relative_percent=200,
    accidental_percent=0,
    notice_working_days=5,
    visitors_least=2,
    lifted_months=6,
    review_months=12,
)
HARDSHIP_LINE = HardshipLine(
    policy_id="hardship_line.county", version=3, division="330206", line_fen=80000
)
DEEP = Figures(income_year_fen=3000000, rigid_year_fen=600000, family_size=3)
"""800 yuan × 3 × 12 = 28,800: 24,000 a year is below the line."""
AID_LIMITS = AidLimits(
    policy_id="aid_limits.county",
    version=2,
    limits=(
        AidLimit(category="living_aid", per_payment_fen=300000, per_year_fen=600000),
        AidLimit(category="winter_warmth", exclusive_within_year=True, mode="warn"),
        AidLimit(category="medical_aid", exclusive_with=("temporary_aid",)),
    ),
    all_aid_per_year_fen=1000000,
    approvals=(
        ApprovalRule(over_fen=200000, tier="unit", collective=True),
        ApprovalRule(over_fen=500000, tier="county", collective=True),
    ),
)
VISIT_POLICY = VisitPolicy(
    policy_id="visit.college",
    version=1,
    occasions={"hospitalised": "生病住院", "accident": "发生意外"},
    due_within_days=7,
)
BENEFIT_POLICY = BenefitPolicy(
    policy_id="benefit.anhui",
    version=2025,
    division="340000",
    rules=(
        BenefitRule(
            benefit="festival_gift",
            occasion="festival",
            limit_fen=220000,
            limit_basis="per_year_aggregate",
            allowed_forms=("goods", "coupon"),
        ),
        BenefitRule(
            benefit="birthday",
            occasion="birthday",
            limit_fen=50000,
            limit_basis="per_year_once",
            allowed_forms=("goods", "coupon"),
        ),
        BenefitRule(
            benefit="marriage",
            occasion="marriage",
            limit_fen=200000,
            limit_basis="per_member_once",
            allowed_forms=("goods", "cash"),
        ),
        BenefitRule(
            benefit="hospitalization",
            occasion="illness",
            limit_fen=200000,
            limit_basis="per_event",
            unique_within_year=True,
        ),
        BenefitRule(
            benefit="hardship_once",
            occasion="hardship",
            limit_fen=200000,
            limit_basis="per_year_once",
            needs_hardship_file=True,
        ),
        BenefitRule(
            benefit="relative_death",
            occasion="bereavement",
            relation="relative",
            limit_fen=200000,
            limit_basis="per_event",
            for_retained=True,
            mode="warn",
        ),
    ),
)

few_amounts = st.integers(0, 400)
household_rules = st.builds(
    household.Context,
    policy=st.sampled_from([None, HARDSHIP_POLICY]),
    line=st.sampled_from([None, HARDSHIP_LINE]),
    officers=officers,
    county=officers,
    working_days=st.integers(-1, 9),
)
household_contexts = st.tuples(timelines, household_rules)
"""The householder's membership, and what the steps need besides."""
aid_contexts = st.builds(
    aid_case.Context,
    st.none() | days,
    timelines,
    st.sampled_from([None, AID_POLICY]),
    st.sampled_from([None, POSTING_MAP, msgspec.structs.replace(POSTING_MAP, rules={})]),
    officers,
    officers,
    st.sampled_from([None, AID_LIMITS]),
    st.builds(AidSoFar, st.just({"living_aid": 1}), st.just({"living_aid": 1})),
    st.none() | days,
)
pay_batch_contexts = st.builds(
    pay_batch.Context,
    cases=st.dictionaries(
        few_ids.map(AidCaseId),
        st.builds(
            pay_batch.Payable,
            household_id=few_ids.map(HouseholdId),
            beneficiary_id=few_ids.map(MemberId),
            category=st.just("living_aid"),
            fund_source=st.just("own_funds"),
            open_fen=few_amounts,
        ),
    ),
    officers=officers,
    county=officers,
    aid_policy=st.sampled_from([None, AID_POLICY]),
)
condolence_contexts: st.SearchStrategy[Any] = st.builds(
    condolence.Context,
    timelines,
    st.sampled_from([None, POSTING_MAP]),
    st.sampled_from([None, BENEFIT_POLICY]),
    st.lists(any_struct(Benefit), max_size=3).map(tuple),
    st.booleans(),
    officers,
)
pairing_contexts = st.builds(
    pairing.Context, st.none() | days, st.none() | days, st.none() | few_ids.map(MemberId), officers
)
visit_contexts = st.builds(
    visit.Context, timelines, st.sampled_from([None, VISIT_POLICY]), officers
)
