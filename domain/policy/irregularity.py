"""From where on something in the books looks irregular (domain.md 7.4): numbers and lists an auditor may change.

None of them forbids anything: a hit is a question to the unit, never a finding by itself. What is forbidden or
limited stands in the policies of its own subject (benefit, aid, approval, budget control, sharing).
"""

import msgspec

from domain.money import FEN_MAX, Fen
from domain.policy.benefit import Form, Occasion
from domain.voucher_kind import VoucherKind

_COUNT_MAX = 3_650
_PERCENT_MAX = 100


class IrregularityPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="irregularity",
):
    """Parameters of the rules R01 to R21 and X01 to X04, by rule.

    R01: the same aid within `repeat_days`, an occasion of `once_a_year` twice in a year. R04: `split_count` or more
    items within `split_days`, each at least `near_limit_percent` of the limit and not above it. R06:
    `forbidden_forms` are never given. R08: money for the levels above on `upward_accounts` for more than
    `upward_days`. R09: December spends more than `december_percent` of the year. R11: earmarked money
    pays only accounts of `fund_purposes`, and lies no longer than `idle_days`. R12: `employer_accounts` and
    `employer_words` name what the employer must pay. R13: kinds of vouchers that need a paper, where no approval
    policy says so. R14: `lending_accounts`. R15: spending on `capital_accounts` goes onto
    `asset_accounts` within `asset_days`. R17: `suspense_accounts` are settled within `suspense_months`. R18: no
    benefits after `unpaid_months` in a row without dues. R19: one account or address serves fewer than
    `sharers_least` people.
    X01: sums that are multiples of `round_unit_fen`. X03: reversals later than `late_reversal_days`.
    """

    policy_id: str
    version: int
    repeat_days: int
    once_a_year: tuple[Occasion, ...]
    split_days: int
    split_count: int
    near_limit_percent: int
    forbidden_forms: tuple[Form, ...]
    upward_accounts: tuple[str, ...]
    upward_days: int
    december_percent: int
    fund_purposes: dict[str, tuple[str, ...]]
    idle_days: int
    employer_accounts: tuple[str, ...]
    employer_words: tuple[str, ...]
    attachments_for: tuple[VoucherKind, ...]
    lending_accounts: tuple[str, ...]
    capital_accounts: tuple[str, ...]
    asset_accounts: tuple[str, ...]
    asset_days: int
    suspense_accounts: tuple[str, ...]
    suspense_months: int
    unpaid_months: int
    sharers_least: int
    round_unit_fen: Fen
    late_reversal_days: int


def is_sound(policy: IrregularityPolicy) -> bool:
    """Tell whether the policy can be reckoned with: small counts, percents of a whole, a unit of at least a fen."""
    counts = (
        policy.repeat_days,
        policy.split_days,
        policy.upward_days,
        policy.idle_days,
        policy.asset_days,
        policy.suspense_months,
        policy.unpaid_months,
        policy.late_reversal_days,
    )
    groups = (policy.split_count, policy.sharers_least)
    percents = (policy.near_limit_percent, policy.december_percent)
    return (
        all(0 <= count <= _COUNT_MAX for count in counts)
        and all(1 < least <= _COUNT_MAX for least in groups)
        and all(0 <= percent <= _PERCENT_MAX for percent in percents)
        and 1 <= policy.round_unit_fen <= FEN_MAX
        and all(policy.employer_words)
    )
