"""Routes of money held in trust."""

from domain.custodial import aggregate as custodial
from domain.custodial.commands import CustodialCommand
from domain.ids import UnionId
from domain.policy.posting import PostingMap
from services.commands.routes.route import Decided, Route, officers_of, policy_of
from services.commands.states import States

COMMANDS = CustodialCommand


def route_of(tenant: UnionId, command: CustodialCommand) -> Route:
    own = command.custodial_id

    def decide(states: States) -> Decided:
        context = custodial.Context(
            posting_map=policy_of(states, tenant, PostingMap, command.occurred_on),
            officers=officers_of(states, tenant),
        )
        return custodial.decide(states.of(own, custodial.State), command, context)

    return Route(own, (tenant,), decide)
