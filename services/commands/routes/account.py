"""Routes of an account, in the platform's log.

Those who knock under names nobody has stand in streams beside the door, one for each name, so that a flood of
them waits for nobody and a name nobody has is no quicker or slower told of than one somebody has.
"""

from uuid import uuid5

from domain.account import aggregate as account
from domain.account.commands import AccountCommand, RecordUnknownLogin
from domain.ids import StreamId, UnionId, door_stream
from services.commands.routes.route import Decided, Route
from services.commands.states import States

COMMANDS = AccountCommand


def route_of(tenant: UnionId, command: AccountCommand) -> Route:
    own = _stream_of(tenant, command)

    def decide(states: States) -> Decided:
        return account.decide(states.of(own, account.State), command)

    return Route(own, (), decide, despite_stop=True)


def _stream_of(tenant: UnionId, command: AccountCommand) -> StreamId:
    if isinstance(command, RecordUnknownLogin):
        return StreamId(uuid5(door_stream(tenant), command.name_hint))
    return StreamId(command.account_id)
