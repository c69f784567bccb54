"""Routes of a federation. Its stream is named by the tenant."""

from domain.federation import aggregate as federation
from domain.federation.commands import FederationCommand
from domain.ids import UnionId
from services.commands.routes.route import Decided, Route
from services.commands.states import States

COMMANDS = FederationCommand


def route_of(tenant: UnionId, command: FederationCommand) -> Route:
    def decide(states: States) -> Decided:
        return federation.decide(states.of(tenant, federation.State), command, own_id=tenant)

    return Route(tenant, (), decide)
