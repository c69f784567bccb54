"""What a budget's decisions look at: its state, and what they need from elsewhere."""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.accounts import Chart
from domain.budget.events import (
    BudgetAdjustmentDrafted,
    BudgetDrafted,
    FinalAccountsDrafted,
    Paper,
)
from domain.ids import OfficerId
from domain.officers import Officers
from domain.policy.budget_control import BudgetControl

Draft = BudgetDrafted | BudgetAdjustmentDrafted | FinalAccountsDrafted


class Pending(msgspec.Struct, frozen=True):
    """The paper under way, how far it is, and who signed it."""

    paper: Paper
    draft: Draft
    last_on: date
    stage: Literal["drafted", "passed", "reviewed"] = "drafted"
    signed_by: OfficerId | None = None
    auditor_id: OfficerId | None = None


class State(msgspec.Struct, frozen=True):
    """What is planned now, what was approved and filed how often, and what is spent by account and source."""

    year: int = 0
    pending: Pending | None = None
    planned: dict[str, int] = {}
    carried_over_fen: int = 0
    approved: dict[Paper, int] = {}
    filed: dict[Paper, int] = {}
    committed: dict[tuple[UUID, str], int] = {}
    spent: dict[str, int] = {}


class Context(msgspec.Struct, frozen=True):
    """What a budget decision needs from elsewhere, by the command's date; None when nothing is in force.

    `working_days` are those from the day the 经审会 got the materials to the day of its review.
    """

    officers: Officers
    chart: Chart | None
    policy: BudgetControl | None
    working_days: int = 0
