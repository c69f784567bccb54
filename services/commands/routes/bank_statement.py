"""Routes of the statements of a money account. Its stream is named by the union and the account."""

from domain.bank_statement import aggregate as bank_statement
from domain.bank_statement.commands import BankStatementCommand
from domain.ids import UnionId, bank_statement_stream
from domain.union import aggregate as union
from services.commands.routes.route import Decided, Route
from services.commands.states import States
from services.policies.charts import chart_in_force

COMMANDS = BankStatementCommand


def route_of(tenant: UnionId, command: BankStatementCommand) -> Route:
    own = bank_statement_stream(tenant, command.account)

    def decide(states: States) -> Decided:
        organised = states.of(tenant, union.State)
        context = bank_statement.Context(
            officers=organised.officers,
            chart=chart_in_force(organised.policies, command.occurred_on),
        )
        return bank_statement.decide(states.of(own, bank_statement.State), command, context)

    return Route(own, (tenant,), decide)
