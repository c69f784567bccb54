"""Routes of an appointment, in the log of its place. Who has access changes in frozen unions as well."""

from domain.appointment import aggregate as appointment
from domain.appointment.commands import AppointmentCommand
from domain.ids import UnionId, appointment_stream
from services.commands.routes.route import Decided, Route
from services.commands.states import States

COMMANDS = AppointmentCommand


def route_of(tenant: UnionId, command: AppointmentCommand) -> Route:
    own = appointment_stream(tenant, command.account_id)

    def decide(states: States) -> Decided:
        return appointment.decide(states.of(own, appointment.State), command)

    return Route(own, (), decide, despite_stop=True)
