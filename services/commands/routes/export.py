"""Routes of an export: put on record whatever stops the union."""

from domain.export import aggregate as export
from domain.export.commands import ExportCommand
from domain.ids import UnionId
from services.commands.routes.route import Decided, Route
from services.commands.states import States

COMMANDS = ExportCommand


def route_of(_: UnionId, command: ExportCommand) -> Route:
    own = command.export_id

    def decide(states: States) -> Decided:
        return export.decide(states.of(own, export.State), command)

    return Route(own, (), decide, despite_stop=True)
