"""Routes of an API key, in the log of the place it is for; keys go on, and are revoked, in frozen unions too."""

from domain.api_key import aggregate as api_key
from domain.api_key.commands import ApiKeyCommand
from domain.ids import UnionId, api_key_stream
from services.commands.routes.route import Decided, Route
from services.commands.states import States

COMMANDS = ApiKeyCommand


def route_of(tenant: UnionId, command: ApiKeyCommand) -> Route:
    own = api_key_stream(tenant, command.key_id)

    def decide(states: States) -> Decided:
        return api_key.decide(states.of(own, api_key.State), command)

    return Route(own, (), decide, despite_stop=True)
