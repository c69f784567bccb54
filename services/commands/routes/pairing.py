"""Routes of a pairing."""

from domain.household import aggregate as household
from domain.ids import UnionId
from domain.pairing import aggregate as pairing
from domain.pairing.commands import PairingCommand, StartPairing
from services.commands.routes.route import Decided, Route, officers_of
from services.commands.states import States

COMMANDS = PairingCommand


def route_of(tenant: UnionId, command: PairingCommand) -> Route:
    own = command.pairing_id
    household_id = command.household_id if isinstance(command, StartPairing) else None

    def decide(states: States) -> Decided:
        file = household.State()
        if household_id is not None:
            file = states.of(household_id, household.State)
        context = pairing.Context(
            file_opened_on=file.opened_on,
            file_closed_on=file.closed_on,
            householder_id=file.householder_id,
            officers=officers_of(states, tenant),
        )
        return pairing.decide(states.of(own, pairing.State), command, context)

    return Route(own, (tenant,) if household_id is None else (tenant, household_id), decide)
