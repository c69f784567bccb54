"""How strictly the budget binds (domain.md 4.4, rule 16).

Source: no expenditure without or above budget, adjustment in principle once a year (皖工发〔2025〕18号); materials
at least 3 working days before the 经审会 meets; 量入为出, 收支平衡 (总工发〔2009〕38号).
"""

from typing import Literal

import msgspec


class BudgetControl(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="budget_control",
):
    """What happens to spending that no line covers, and what a budget needs before it holds.

    `on_excess`: refuse it, or record by how much it is over. `deficit_allowed`: whether a year may plan to
    spend more than it takes in and carries over.
    """

    policy_id: str
    version: int
    on_excess: Literal["block", "warn"]
    deficit_allowed: bool
    adjustments_per_year: int
    materials_working_days: int


def is_sound(policy: BudgetControl) -> bool:
    """Tell whether the counts are counts."""
    return policy.adjustments_per_year >= 0 and policy.materials_working_days >= 0
