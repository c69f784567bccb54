"""Routes of a collection of dues. Its receipts stand in the members' own accounts and name it."""

from domain.dues_batch import aggregate as dues_batch
from domain.dues_batch.commands import DuesBatchCommand
from domain.ids import UnionId
from services.commands.routes.route import Route

COMMANDS = DuesBatchCommand


def route_of(_tenant: UnionId, command: DuesBatchCommand) -> Route:
    own = command.batch_id
    return Route(
        own, (), lambda states: dues_batch.decide(states.of(own, dues_batch.State), command)
    )
