"""Route of a printed statement: a stream of its own for every code. Paper is printed of frozen unions as well."""

from domain.ids import UnionId, statement_stream
from domain.statement import aggregate as statement
from domain.statement.commands import StatementCommand
from services.commands.routes.route import Decided, Route
from services.commands.states import States

COMMANDS = StatementCommand


def route_of(tenant: UnionId, command: StatementCommand) -> Route:
    own = statement_stream(tenant, command.code)

    def decide(states: States) -> Decided:
        return statement.decide(states.of(own, statement.State), command)

    return Route(own, (), decide, despite_stop=True)
