"""The money that the cases about funds are about: a posting map, the rules in force, contexts of decisions."""

from datetime import date
from uuid import UUID

import msgspec
from hypothesis import strategies as st

from domain.contribution import aggregate as contribution
from domain.custodial import aggregate as custodial
from domain.ids import AllocationId, CustodialId, SubsidyId, UnionId
from domain.money import PostingLines
from domain.officers import Officers
from domain.policy.closing import ClosingPolicy
from domain.policy.posting import PostingMap, PostingRule
from domain.policy.sharing import LateFee, SharingPolicy
from domain.subsidy import aggregate as subsidy
from domain.union import aggregate as union
from tests.domain.books import OFFICERS
from tests.domain.strategies import few_ids
from tests.domain.values import lines

SUBSIDY = SubsidyId(UUID(int=71))
CUSTODY = CustodialId(UUID(int=72))
ALLOCATION = AllocationId(UUID(int=73))
RECEIVER = UnionId(UUID(int=74))

FUND_POSTING_MAP = PostingMap(
    policy_id="posting-2021",
    version=2,
    standard_version="2021",
    rules={
        "contribution.retained": PostingRule(debit="102", credit="402"),
        "contribution.upward": PostingRule(debit="102", credit="221"),
        "contribution.remitted": PostingRule(debit="221", credit="102"),
        "contribution.refunded_down": PostingRule(debit="102", credit="40301"),
        "contribution.late_fee": PostingRule(debit="102", credit="408"),
        "subsidy.refund": PostingRule(debit="102", credit="40301"),
        "subsidy.special": PostingRule(debit="102", credit="40302"),
        "subsidy.excess": PostingRule(debit="102", credit="40303"),
        "subsidy.hardship": PostingRule(debit="102", credit="40304"),
        "subsidy.winter_warmth": PostingRule(debit="102", credit="40305"),
        "subsidy.disaster": PostingRule(debit="102", credit="40306"),
        "subsidy.other": PostingRule(debit="102", credit="40307"),
        "subsidy.government": PostingRule(debit="102", credit="404"),
        "subsidy.employer": PostingRule(debit="102", credit="405"),
        "custodial.received": PostingRule(debit="102", credit="231"),
        "custodial.paid": PostingRule(debit="231", credit="102"),
    },
)
NO_RULES = msgspec.structs.replace(FUND_POSTING_MAP, rules={})
SHARING_POLICY = SharingPolicy(
    policy_id="sharing-county",
    version=1,
    rate_numerator=2,
    rate_denominator=100,
    retained_numerator=60,
    retained_denominator=100,
    due_day=15,
)
SMALL_PAYERS = msgspec.structs.replace(
    SHARING_POLICY, version=2, small_payer_threshold_fen=1_000_000
)
BEIJING_LATE_FEE = LateFee(rate_numerator=5, rate_denominator=1000)
WITH_LATE_FEE = msgspec.structs.replace(SHARING_POLICY, version=3, late_fee=BEIJING_LATE_FEE)
FEE_AFTER_DUNNING = msgspec.structs.replace(
    SHARING_POLICY,
    version=4,
    late_fee=msgspec.structs.replace(BEIJING_LATE_FEE, runs_from="dunning"),
)
CLOSING_POLICY = ClosingPolicy(
    policy_id="closing-county",
    version=1,
    required=("trial_balance_zero", "bank_reconciled", "cash_counted"),
)
BALANCES: PostingLines = (
    *lines("102", "321", "own_funds", 123_456),
    *lines("162", "301", "own_funds", 50_000),
    *lines("102", "231", "custodial", 7_001),
)
"""A whole trial balance, fund by fund."""

sharing_policies = st.builds(
    SharingPolicy,
    policy_id=st.just("sharing"),
    version=st.integers(1, 9),
    rate_numerator=st.integers(0, 5),
    rate_denominator=st.integers(5, 1000),
    retained_numerator=st.integers(0, 70),
    retained_denominator=st.integers(70, 100),
    due_day=st.integers(1, 31),
    small_payer_threshold_fen=st.none() | st.integers(0, 10**6),
    late_fee=st.sampled_from([None, BEIJING_LATE_FEE, FEE_AFTER_DUNNING.late_fee]),
)
fund_posting_maps = st.sampled_from([None, FUND_POSTING_MAP, FUND_POSTING_MAP, NO_RULES])
any_officers = st.builds(
    Officers,
    st.dictionaries(
        st.tuples(few_ids, st.sampled_from(["chairperson", "approver", "cashier"])),
        st.none() | st.just(date(2026, 6, 30)),
        max_size=4,
    ),
) | st.just(OFFICERS)
contribution_contexts = st.builds(
    contribution.Context,
    st.none() | sharing_policies,
    fund_posting_maps,
    any_officers,
    st.integers(0, 10**7),
)
subsidy_contexts = st.builds(subsidy.Context, fund_posting_maps)
custodial_contexts = st.builds(custodial.Context, fund_posting_maps, any_officers)
union_contexts = st.builds(
    union.Context, st.none() | few_ids.map(UnionId), st.sampled_from([None, (), BALANCES])
)
