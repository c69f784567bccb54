"""Routes of an import run."""

from domain.ids import UnionId
from domain.import_run import aggregate as import_run
from domain.import_run.commands import ImportRunCommand
from services.commands.routes.route import Route

COMMANDS = ImportRunCommand


def route_of(_tenant: UnionId, command: ImportRunCommand) -> Route:
    own = command.import_run_id
    return Route(
        own, (), lambda states: import_run.decide(states.of(own, import_run.State), command)
    )
