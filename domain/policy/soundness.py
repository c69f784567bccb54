"""Which adopted rules can be reckoned with at all. Each kind says so in its own module; here they are asked."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.policy import (
    aid,
    approval,
    audit,
    benefit,
    budget_control,
    chart,
    closing,
    dues,
    hardship,
    irregularity,
    membership,
    posting,
    retention,
    sharing,
    small_counts,
    visit,
)
from domain.policy.in_force import Policy

SOUND: Mapping[type[Policy], Callable[[Any], bool]] = {
    aid.AidLimits: aid.is_sound,
    approval.ApprovalPolicy: approval.is_sound,
    audit.AuditPolicy: audit.is_sound,
    benefit.BenefitPolicy: benefit.is_sound,
    budget_control.BudgetControl: budget_control.is_sound,
    chart.ChartPolicy: chart.is_sound,
    closing.ClosingPolicy: closing.is_sound,
    dues.DuesPolicy: dues.is_sound,
    hardship.HardshipLine: hardship.is_sound,
    hardship.HardshipPolicy: hardship.is_sound,
    irregularity.IrregularityPolicy: irregularity.is_sound,
    membership.MembershipPolicy: membership.is_sound,
    posting.PostingMap: posting.is_sound,
    retention.RetentionPolicy: retention.is_sound,
    sharing.SharingPolicy: sharing.is_sound,
    small_counts.SmallCounts: small_counts.is_sound,
    visit.VisitPolicy: visit.is_sound,
}
"""The check of each kind of policy; a kind that stands here not is sound in every shape its type allows."""


def is_sound(policy: Policy) -> bool:
    """Tell whether a policy may be adopted: nothing decided under it can fail or make no sense."""
    check = SOUND.get(type(policy))
    return check is None or check(policy)
