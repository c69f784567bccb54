"""Words that hardship files, aid cases, pay lists and their policies share (domain.md 5.1, 5.4 to 5.6).

One source per payment line, so 帮扶资金 and 送温暖资金 stay on separate lines (rule 12 of domain.md).
"""

from typing import Literal

from domain.officers import Office, Officers

HardshipClass = Literal["deep", "relative", "accidental"]
AidCategory = Literal[
    "living_aid",
    "medical_aid",
    "education_aid",
    "childrens_day_aid",
    "winter_warmth",
    "summer_cooling",
    "temporary_aid",
    "vocational_training",
    "legal_aid",
    "job_placement",
    "mutual_aid_claim",
    "special_care",
]
FundSource = Literal[
    "central_fiscal",
    "upper_union",
    "own_funds",
    "social_donation",
    "hardship_earmarked",
    "winter_warmth_earmarked",
    "disaster_earmarked",
]
"""Where aid is paid from; it is also the fund the payment is posted in. The last three are those that subsidies
of `domain/funds.py` come into, so what was received for a purpose and what was paid for it stand together."""
PaymentMethod = Literal["transfer", "cash"]
ApprovalTier = Literal["unit", "county"]
"""Who approves: the union's own officers, or the county federation's under its delegated scope."""

HANDLING: frozenset[Office] = frozenset(
    {"handler", "group_leader", "women_committee_chair", "vice_chairperson", "chairperson"}
)
"""Offices that may bring a case forward (建档人, 经办人)."""
REVIEWING: frozenset[Office] = frozenset({"reviewer", "vice_chairperson", "chairperson"})
"""Offices that may review one (审核人)."""
PAYING: frozenset[Office] = frozenset({"cashier"})
"""Only the cashier (出纳) pays."""


def together(union: Officers, county: Officers) -> Officers:
    """Return the officers of a union and of its county as one, to ask whether people are different."""
    return Officers({**union.held, **county.held}, {**union.members, **county.members})
