"""Where a finding stands, and what a decision about it looks at besides."""

from datetime import date
from typing import Literal

import msgspec

from domain.finding.events import FindingRaised
from domain.ids import EngagementId, OfficerId
from domain.officers import Officers
from domain.policy.audit import AuditPolicy

Stage = Literal["raised", "required", "submitted", "returned", "accepted", "closed", "withdrawn"]
UNDER_WAY: frozenset[Stage] = frozenset({"required", "returned"})
"""The union has something to do."""


class State(msgspec.Struct, frozen=True):
    """Where a finding stands; `due_on` is the deadline that holds, `submitted_by` who answered last."""

    raised: FindingRaised | None = None
    stage: Stage = "raised"
    due_on: date | None = None
    submitted_by: OfficerId | None = None
    last_on: date | None = None


class Context(msgspec.Struct, frozen=True):
    """The officers of the union and of its county, the terms in force on the day, the audits there are."""

    officers: Officers = Officers()
    county: Officers = Officers()
    policy: AuditPolicy | None = None
    engagements: frozenset[EngagementId] = frozenset()
