"""Routes of a visit."""

from domain.ids import UnionId
from domain.membership import Timeline
from domain.policy.visit import VisitPolicy
from domain.visit import aggregate as visit
from domain.visit.commands import RecordVisit, VisitCommand
from services.commands.routes.route import (
    Decided,
    Route,
    officers_of,
    policy_of,
    timeline_of,
)
from services.commands.states import States

COMMANDS = VisitCommand


def route_of(tenant: UnionId, command: VisitCommand) -> Route:
    own = command.visit_id
    member_id = command.member_id if isinstance(command, RecordVisit) else None

    def decide(states: States) -> Decided:
        context = visit.Context(
            member=Timeline() if member_id is None else timeline_of(states, member_id),
            policy=policy_of(states, tenant, VisitPolicy, command.occurred_on),
            officers=officers_of(states, tenant),
        )
        return visit.decide(states.of(own, visit.State), command, context)

    return Route(own, (tenant,) if member_id is None else (tenant, member_id), decide)
