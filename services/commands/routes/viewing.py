"""Routes of a viewing: nothing of a person whose data were erased or are restricted, whatever stops the union."""

from domain.erasure import aggregate as erasure
from domain.ids import UnionId, erasure_stream
from domain.viewing import aggregate as viewing
from domain.viewing.commands import ViewingCommand
from services.commands.routes.route import Decided, Route
from services.commands.states import States

COMMANDS = ViewingCommand


def route_of(_: UnionId, command: ViewingCommand) -> Route:
    own, about = command.viewing_id, erasure_stream(command.subject_id)

    def decide(states: States) -> Decided:
        refused = erasure.restriction(states.of(about, erasure.State), command.reason)
        if refused is not None:
            return refused
        context = viewing.Context(known=states.knows(command.subject_id))
        return viewing.decide(states.of(own, viewing.State), command, context)

    return Route(own, (command.subject_id, about), decide, despite_stop=True)
