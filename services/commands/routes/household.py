"""Routes of a hardship file."""

from datetime import timedelta

from domain.household import aggregate as household
from domain.household.commands import (
    ApplyForHardship,
    ApproveHardship,
    CloseHouseholdFile,
    ClosePublicNotice,
    ExitHardship,
    HouseholdCommand,
    OpenHouseholdFile,
    ReclassifyHardship,
    RecordRelapse,
    RejectHardship,
    ResolveObjection,
    ReturnEconomicCheck,
    ReviewHardship,
)
from domain.ids import UnionId
from domain.membership import Timeline
from domain.policy.hardship import HardshipLine, HardshipPolicy
from services.commands.routes.route import (
    Decided,
    Related,
    Route,
    officers_of,
    policy_of,
    timeline_of,
)
from services.commands.states import States
from services.workdays import workdays

COMMANDS = HouseholdCommand

_OF_COUNTY = (
    ReturnEconomicCheck,
    ResolveObjection,
    ApproveHardship,
    RejectHardship,
    ReviewHardship,
    ReclassifyHardship,
    ExitHardship,
    CloseHouseholdFile,
    RecordRelapse,
)
"""Steps that officers of the county take, alone or as well."""
_COUNTED_AT_MOST = timedelta(days=3_650)
"""A notice that hung longer hung long enough: no rule asks for so many working days."""


def route_of(tenant: UnionId, command: HouseholdCommand) -> Route:
    own = command.household_id
    householder_id = None
    if isinstance(command, OpenHouseholdFile | ApplyForHardship):
        householder_id = command.householder_id

    def decide(states: States) -> Decided:
        householder = Timeline() if householder_id is None else timeline_of(states, householder_id)
        state = states.of(own, household.State)
        if isinstance(command, OpenHouseholdFile):
            return household.decide(state, command, householder)
        context = household.Context(
            policy=policy_of(states, tenant, HardshipPolicy, command.occurred_on),
            line=policy_of(states, tenant, HardshipLine, command.occurred_on),
            officers=officers_of(states, tenant),
            county=states.county,
            working_days=_working_days(state, command),
        )
        return household.decide(state, command, householder, context)

    looks_at = (tenant,) if householder_id is None else (tenant, householder_id)
    of_county = isinstance(command, _OF_COUNTY)
    return Route(own, looks_at, decide, related=_county if of_county else None)


def _county(_: States) -> Related:
    return Related(county=True)


def _working_days(state: household.State, command: HouseholdCommand) -> int:
    """Count the working days a notice has hung: from the day after it was posted."""
    if not isinstance(command, ClosePublicNotice) or state.stage_on is None:
        return 0
    begin, end = state.stage_on, command.occurred_on
    return workdays(begin, begin + min(end - begin, _COUNTED_AT_MOST)).days
