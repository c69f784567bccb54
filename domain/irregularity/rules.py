"""All rules by id: R01 to R21 as domain.md 7.4 lists them, then our own."""

from collections.abc import Iterator

from domain.irregularity import (
    rules_audit,
    rules_benefits,
    rules_budget,
    rules_files,
    rules_income,
    rules_ours,
    rules_payments,
    rules_signing,
    rules_vouchers,
)
from domain.irregularity.books import Books
from domain.irregularity.hit import Found, Rule, checked

_LISTED = (
    Rule(
        rule_id="R01",
        severity="high",
        topics=("aid_case", "condolence"),
        check=rules_payments.repeated,
    ),
    Rule(
        rule_id="R02",
        severity="high",
        topics=("aid_case", "condolence", "member"),
        check=rules_payments.after_the_end,
    ),
    Rule(
        rule_id="R03",
        severity="high",
        topics=("aid_case", "condolence", "voucher", "union"),
        check=rules_signing.unapproved,
    ),
    Rule(
        rule_id="R04",
        severity="high",
        topics=("aid_case", "voucher", "union"),
        check=rules_payments.split,
    ),
    Rule(
        rule_id="R05",
        severity="high",
        topics=("aid_case", "voucher", "union"),
        check=rules_payments.wrongly_paid,
    ),
    Rule(
        rule_id="R06",
        severity="medium",
        topics=("condolence", "member", "union"),
        check=rules_benefits.outside_the_rules,
    ),
    Rule(
        rule_id="R07",
        severity="medium",
        topics=("dues", "member"),
        check=rules_income.dues_not_received,
    ),
    Rule(
        rule_id="R08",
        severity="medium",
        topics=("contribution", "union"),
        check=rules_income.contribution_not_received,
    ),
    Rule(
        rule_id="R09",
        severity="medium",
        topics=("budget", "voucher"),
        check=rules_budget.outside_the_budget,
    ),
    Rule(
        rule_id="R10",
        severity="high",
        topics=("aid_case", "household", "union"),
        check=rules_files.aid_without_a_file,
    ),
    Rule(
        rule_id="R11",
        severity="high",
        topics=("aid_case", "voucher", "subsidy"),
        check=rules_budget.earmarked_astray,
    ),
    Rule(
        rule_id="R12",
        severity="medium",
        topics=("voucher",),
        check=rules_budget.costs_of_the_employer,
    ),
    Rule(
        rule_id="R13", severity="medium", topics=("voucher",), check=rules_vouchers.papers_missing
    ),
    Rule(
        rule_id="R14",
        severity="high",
        topics=("voucher", "bank_statement", "union"),
        check=rules_vouchers.mixed_or_lent,
    ),
    Rule(
        rule_id="R15", severity="medium", topics=("voucher",), check=rules_vouchers.assets_missing
    ),
    Rule(rule_id="R16", severity="medium", topics=(), check=rules_audit.prizes),
    Rule(
        rule_id="R17", severity="medium", topics=("voucher",), check=rules_vouchers.long_outstanding
    ),
    Rule(
        rule_id="R18",
        severity="low",
        topics=("condolence", "dues", "member"),
        check=rules_benefits.without_dues,
    ),
    Rule(
        rule_id="R19",
        severity="high",
        topics=("aid_case", "household"),
        check=rules_benefits.concentrated,
    ),
    Rule(rule_id="R20", severity="medium", topics=("finding",), check=rules_audit.overdue),
    Rule(rule_id="R21", severity="high", topics=("every",), check=rules_audit.broken_chain),
    Rule(rule_id="X01", severity="low", topics=("voucher",), check=rules_ours.round_sums),
    Rule(
        rule_id="X02",
        severity="low",
        topics=("aid_case", "pay_batch", "custodial", "voucher"),
        check=rules_ours.on_rest_days,
    ),
    Rule(
        rule_id="X03",
        severity="low",
        topics=(
            "aid_case",
            "condolence",
            "dues",
            "contribution",
            "subsidy",
            "custodial",
            "voucher",
        ),
        check=rules_ours.late_reversals,
    ),
    Rule(
        rule_id="X04",
        severity="low",
        topics=("aid_case", "pay_batch"),
        check=rules_ours.gaps_in_numbers,
    ),
)
RULES: dict[str, Rule] = {rule.rule_id: rule for rule in _LISTED}
"""Rule by id, in the order of the catalogue."""

ACROSS_UNIONS = frozenset({"R01", "R19"})
"""Rules that also look across the units of a federation (`across.py`)."""


def all_checked(books: Books) -> Iterator[Found]:
    """Yield the answer of every rule."""
    return (checked(rule, books) for rule in RULES.values())
