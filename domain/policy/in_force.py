"""Which version of a policy holds on a date."""

from datetime import date
from typing import TypeVar

import msgspec

from domain.policy.aid import AidLimits, AidPolicy
from domain.policy.approval import ApprovalPolicy
from domain.policy.audit import AuditPolicy
from domain.policy.benefit import BenefitPolicy
from domain.policy.budget_control import BudgetControl
from domain.policy.chart import ChartPolicy
from domain.policy.closing import ClosingPolicy
from domain.policy.dues import DuesExemption, DuesPolicy
from domain.policy.hardship import HardshipLine, HardshipPolicy
from domain.policy.irregularity import IrregularityPolicy
from domain.policy.membership import MembershipPolicy
from domain.policy.posting import PostingMap
from domain.policy.retention import RetentionPolicy
from domain.policy.sharing import SharingPolicy
from domain.policy.small_counts import SmallCounts
from domain.policy.visit import VisitPolicy

Policy = (
    DuesPolicy
    | PostingMap
    | AidPolicy
    | AidLimits
    | HardshipPolicy
    | HardshipLine
    | BenefitPolicy
    | VisitPolicy
    | MembershipPolicy
    | DuesExemption
    | ApprovalPolicy
    | BudgetControl
    | ChartPolicy
    | SharingPolicy
    | ClosingPolicy
    | RetentionPolicy
    | AuditPolicy
    | IrregularityPolicy
    | SmallCounts
)
P = TypeVar(
    "P",
    DuesPolicy,
    PostingMap,
    AidPolicy,
    AidLimits,
    HardshipPolicy,
    HardshipLine,
    BenefitPolicy,
    VisitPolicy,
    MembershipPolicy,
    DuesExemption,
    ApprovalPolicy,
    BudgetControl,
    ChartPolicy,
    SharingPolicy,
    ClosingPolicy,
    RetentionPolicy,
    AuditPolicy,
    IrregularityPolicy,
    SmallCounts,
)


class Adopted(msgspec.Struct, frozen=True):
    """A policy and the first day on which it holds."""

    valid_from: date
    policy: Policy


def policy_in_force(adopted: tuple[Adopted, ...], kind: type[P], day: date) -> P | None:
    """Return the policy of a kind that holds on a day: the latest one begun; the later adopted wins."""
    found: P | None = None
    since = date.min
    for entry in adopted:
        if isinstance(entry.policy, kind) and since <= entry.valid_from <= day:
            found, since = entry.policy, entry.valid_from
    return found
