"""Routes of a year's budget. Its stream is named by the union and the year."""

from datetime import timedelta

from domain.budget import aggregate as budget
from domain.budget.commands import BudgetCommand, ReviewPaper
from domain.ids import UnionId, budget_stream
from domain.policy.budget_control import BudgetControl
from domain.union import aggregate as union
from services.commands.routes.route import Decided, Route, policy_of
from services.commands.states import States
from services.policies.charts import chart_in_force
from services.workdays import workdays

COMMANDS = BudgetCommand
_COUNTED_AT_MOST = timedelta(days=90)
"""Materials that came longer ago came early enough: no rule asks for so many working days."""


def route_of(tenant: UnionId, command: BudgetCommand) -> Route:
    own = budget_stream(tenant, command.year)

    def decide(states: States) -> Decided:
        organised = states.of(tenant, union.State)
        context = budget.Context(
            officers=organised.officers,
            chart=chart_in_force(organised.policies, command.occurred_on),
            policy=policy_of(states, tenant, BudgetControl, command.occurred_on),
            working_days=_working_days(command),
        )
        return budget.decide(states.of(own, budget.State), command, context)

    return Route(own, (tenant,), decide)


def _working_days(command: BudgetCommand) -> int:
    """Count the working days the 经审会 had the materials before it met."""
    if not isinstance(command, ReviewPaper):
        return 0
    if command.occurred_on - command.materials_on > _COUNTED_AT_MOST:
        return _COUNTED_AT_MOST.days
    return workdays(command.materials_on, command.occurred_on).days
