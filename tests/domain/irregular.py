"""Numbers for the rules that look for irregularities: small, so that cases stay short."""

from domain.policy.irregularity import IrregularityPolicy

PARAMETERS = IrregularityPolicy(
    policy_id="irregularity-county",
    version=1,
    repeat_days=31,
    once_a_year=("birthday", "marriage"),
    split_days=10,
    split_count=2,
    near_limit_percent=80,
    forbidden_forms=("shopping_card",),
    upward_accounts=("221",),
    upward_days=90,
    december_percent=40,
    fund_purposes={
        "hardship_earmarked": ("50204",),
        "winter_warmth_earmarked": ("50205",),
        "disaster_earmarked": (),
    },
    idle_days=180,
    employer_accounts=("50401",),
    employer_words=("水电",),
    attachments_for=("expense",),
    lending_accounts=("121",),
    capital_accounts=("505",),
    asset_accounts=("162",),
    asset_days=31,
    suspense_accounts=("135", "225"),
    suspense_months=12,
    unpaid_months=3,
    sharers_least=2,
    round_unit_fen=1_000_000,
    late_reversal_days=31,
)
