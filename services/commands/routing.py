"""Finds the route of a command by its class."""

from collections.abc import Callable, Iterable
from typing import Any, get_args
from uuid import UUID

from domain.command import Command
from domain.ids import UnionId
from services.commands.routes import (
    account,
    aid_case,
    api_key,
    appointment,
    bank_statement,
    branch,
    budget,
    condolence,
    contribution,
    custodial,
    disclosure,
    dues,
    dues_batch,
    engagement,
    erasure,
    export,
    federation,
    finding,
    household,
    import_run,
    member,
    pairing,
    pay_batch,
    privacy_notice,
    statement,
    subsidy,
    union,
    viewing,
    visit,
    voucher,
)
from services.commands.routes.route import Route

_MODULES = (
    union,
    federation,
    member,
    dues,
    branch,
    dues_batch,
    household,
    aid_case,
    condolence,
    pay_batch,
    pairing,
    visit,
    import_run,
    contribution,
    subsidy,
    custodial,
    voucher,
    budget,
    bank_statement,
    engagement,
    finding,
    disclosure,
    statement,
    viewing,
    export,
    erasure,
    privacy_notice,
    account,
    appointment,
    api_key,
)

RouteOf = Callable[[UnionId, Any], Route]


def _by_class(modules: Iterable[Any]) -> dict[type, RouteOf]:
    return {
        command: module.route_of
        for module in modules
        for command in get_args(module.COMMANDS) or (module.COMMANDS,)
    }


_ROUTES = _by_class(_MODULES)


def route(union_id: UUID, command: Command) -> Route:
    """Return the route of a command within one union. All of it is about that union's own log."""
    return _ROUTES[type(command)](UnionId(union_id), command)
