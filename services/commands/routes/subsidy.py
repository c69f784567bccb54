"""Routes of a subsidy."""

from domain.ids import UnionId
from domain.policy.posting import PostingMap
from domain.subsidy import aggregate as subsidy
from domain.subsidy.commands import SubsidyCommand
from services.commands.routes.route import Decided, Route, policy_of
from services.commands.states import States

COMMANDS = SubsidyCommand


def route_of(tenant: UnionId, command: SubsidyCommand) -> Route:
    own = command.subsidy_id

    def decide(states: States) -> Decided:
        posting_map = policy_of(states, tenant, PostingMap, command.occurred_on)
        return subsidy.decide(
            states.of(own, subsidy.State), command, subsidy.Context(posting_map=posting_map)
        )

    return Route(own, (tenant,), decide)
