"""Routes of the union itself. Its stream is named by the tenant."""

from domain.ids import UnionId
from domain.union import aggregate as union
from domain.union.commands import UnionCommand
from services.commands.routes.route import Decided, Route
from services.commands.states import States

COMMANDS = UnionCommand


def route_of(tenant: UnionId, command: UnionCommand) -> Route:
    def decide(states: States) -> Decided:
        context = union.Context(own_id=tenant)
        return union.decide(states.of(tenant, union.State), command, context)

    return Route(tenant, (), decide)
