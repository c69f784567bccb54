"""Benefit rules (慰问标准): how much a union may give a member, on which occasion, in which form.

Every limit is local and dated (domain.md 4.6, rule 11): 安徽 festival gifts were 1,500 yuan a year in 2018 and
2,200 in 2025. A shopping card (购物卡) is never allowed as a festival gift (domain.md 4.5).
"""

from datetime import date
from typing import Literal

import msgspec

from domain.membership import Membership
from domain.money import FEN_MAX, Fen

Occasion = Literal[
    "marriage",
    "childbirth",
    "illness",
    "bereavement",
    "birthday",
    "retirement",
    "festival",
    "other",
    "hardship",
]
Form = Literal["cash", "goods", "coupon", "shopping_card"]
Relation = Literal["self", "relative"]
"""Whom the occasion befell: the member, or a near relative (直系/近亲属)."""
Festival = Literal[
    "new_year",
    "spring_festival",
    "qingming",
    "labour_day",
    "dragon_boat",
    "mid_autumn",
    "national_day",
    "minority",
]
LimitBasis = Literal["per_event", "per_year_aggregate", "per_year_once", "per_member_once"]
BenefitWarning = Literal[
    "over_limit",
    "already_given",
    "form_not_allowed",
    "not_entitled",
    "duplicate_key_missing",
    "no_hardship_file",
]


class BenefitRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One benefit; `relation` and `festival` narrow the occasion, None is any.

    `allowed_forms`: empty is any form. `unique_within_year`: what is given twice for one `duplicate_key`
    in a calendar year is given once too often (the same disease, the same relative).
    `for_retained`: retained members (保留会籍) are entitled; `needs_hardship_file` only ever warns.
    """

    benefit: str
    occasion: Occasion
    limit_fen: Fen
    limit_basis: LimitBasis
    relation: Relation | None = None
    festival: Festival | None = None
    allowed_forms: tuple[Form, ...] = ()
    unique_within_year: bool = False
    for_retained: bool = False
    needs_hardship_file: bool = False
    mode: Literal["block", "warn"] = "block"


class BenefitPolicy(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="benefit",
):
    """The benefits of a place from a date on; an occasion without a rule is not limited by it."""

    policy_id: str
    version: int
    division: str
    rules: tuple[BenefitRule, ...]


class Benefit(msgspec.Struct, frozen=True, kw_only=True):
    """What is or was given to one member. `duplicate_key` is an opaque keyed digest, never a disease."""

    occasion: Occasion
    given_on: date
    amount_fen: int
    form: Form | None = None
    relation: Relation | None = None
    festival: Festival | None = None
    duplicate_key: str | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a benefit depends on besides: the membership on the day, and whether there is a hardship file."""

    membership: Membership | None = "active"
    hardship_file: bool = False


class Breach(msgspec.Struct, frozen=True):
    """A rule that a benefit breaks, and whether the policy blocks or only warns."""

    warning: BenefitWarning
    blocks: bool


def is_sound(policy: BenefitPolicy) -> bool:
    """Tell whether every limit is bounded and every benefit ruled on once."""
    named = [rule.benefit for rule in policy.rules]
    return all(0 <= rule.limit_fen <= FEN_MAX for rule in policy.rules) and len(set(named)) == len(
        named
    )


def breaches(
    policy: BenefitPolicy, wish: Benefit, given: tuple[Benefit, ...], standing: Standing
) -> tuple[Breach, ...]:
    """Return what a benefit breaks, given what the member already got: each kind once, a block first."""
    found: dict[BenefitWarning, bool] = {}
    for rule in policy.rules:
        if not _covers(rule, wish):
            continue
        for warning in _broken(rule, wish, given, standing):
            blocks = rule.mode == "block" and warning != "no_hardship_file"
            found[warning] = found.get(warning, False) or blocks
    in_order = sorted(found.items(), key=lambda entry: not entry[1])
    return tuple(Breach(warning, blocks) for warning, blocks in in_order)


def limit_of(policy: BenefitPolicy, benefit: Benefit) -> int | None:
    """Return the limit (标准) that bounds a benefit, in fen: the least of the rules about it; None: no rule."""
    return min((rule.limit_fen for rule in policy.rules if _covers(rule, benefit)), default=None)


def _covers(rule: BenefitRule, benefit: Benefit) -> bool:
    return (
        rule.occasion == benefit.occasion
        and rule.relation in (None, benefit.relation)
        and rule.festival in (None, benefit.festival)
    )


def _broken(
    rule: BenefitRule, wish: Benefit, given: tuple[Benefit, ...], standing: Standing
) -> list[BenefitWarning]:
    before = [benefit for benefit in given if _covers(rule, benefit)]
    same_year = [benefit for benefit in before if benefit.given_on.year == wish.given_on.year]
    broken: list[BenefitWarning] = []
    if not _is_entitled(rule, standing.membership):
        broken.append("not_entitled")
    if rule.allowed_forms and wish.form is not None and wish.form not in rule.allowed_forms:
        broken.append("form_not_allowed")
    if _is_over(rule, wish, same_year):
        broken.append("over_limit")
    if _is_again(rule, wish, before, same_year):
        broken.append("already_given")
    if rule.unique_within_year and wish.duplicate_key is None:
        broken.append("duplicate_key_missing")
    if rule.needs_hardship_file and not standing.hardship_file:
        broken.append("no_hardship_file")
    return broken


def _is_entitled(rule: BenefitRule, membership: Membership | None) -> bool:
    """Members are; retained ones where the rule says so; of the deceased the family, on a bereavement (R02)."""
    if membership == "deceased":
        return rule.occasion == "bereavement"
    return membership == "active" or (membership == "retained" and rule.for_retained)


def _is_over(rule: BenefitRule, wish: Benefit, same_year: list[Benefit]) -> bool:
    total = wish.amount_fen
    if rule.limit_basis == "per_year_aggregate":
        total += sum(benefit.amount_fen for benefit in same_year)
    return total > rule.limit_fen


def _is_again(
    rule: BenefitRule, wish: Benefit, before: list[Benefit], same_year: list[Benefit]
) -> bool:
    if rule.limit_basis == "per_member_once" and before:
        return True
    if rule.limit_basis == "per_year_once" and same_year:
        return True
    return (
        rule.unique_within_year
        and wish.duplicate_key is not None
        and any(benefit.duplicate_key == wish.duplicate_key for benefit in same_year)
    )
