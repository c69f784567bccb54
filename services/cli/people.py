"""Verbs about people and keys: the first appointment of a place, and keys for programs."""

import argparse
import sys
from datetime import timedelta
from uuid import UUID

from domain.ids import PLATFORM
from domain.roles import ROLES_OF, PersonRole, Place
from services.accounts.api_keys import NewKey
from services.accounts.names import login_name
from services.accounts.offers import Appointer, NewAppointment
from services.accounts.platform import AccessRefused
from services.auth import OF_NO_UNION, new_key_id
from services.cli.ready import OPERATOR, ready, today, unit_named
from services.commands.founding import federation_id_of
from services.errors import ClaimTaken
from services.settings import Settings
from services.wiring import Wired
from services.words.cli import CLI_FAULTS

BY_THE_MACHINE = Appointer(actor=OPERATOR)
"""Whoever has the machine may appoint the first of a place; everybody after that is appointed by people."""


async def appoint(settings: Settings, arguments: argparse.Namespace) -> int:
    """Appoint somebody and print the code that is handed over; it cannot be seen again."""
    role: PersonRole = arguments.role
    place = next(place for place, roles in ROLES_OF.items() if role in roles)
    login = login_name(arguments.login)
    if login is None:
        sys.stderr.write(CLI_FAULTS["login_name_invalid"] + "\n")
        return 2
    async with ready(settings) as books:
        place_id = await _place(books, place, arguments.of or "")
        if place_id is None:
            return 2
        wanted = NewAppointment(
            place=place, place_id=place_id, login=login, name=arguments.name, roles=(role,)
        )
        try:
            offered = await books.accounts.appointments.offer(wanted, BY_THE_MACHINE, today())
        except ClaimTaken:
            sys.stderr.write(CLI_FAULTS["appointed_otherwise"] + "\n")
            return 1
        except AccessRefused as refused:
            sys.stderr.write(f"{refused.code}\n")
            return 1
    sys.stdout.write(f"{login} {offered.code}\n")
    return 0


async def issue_key(settings: Settings, arguments: argparse.Namespace) -> int:
    """Issue an API key and print it; it cannot be seen again."""
    async with ready(settings) as books:
        of = await _place_of_key(books, arguments.role, arguments.of or "")
        if of is None:
            return 2
        wanted = NewKey(
            place_id=of,
            role=arguments.role,
            label=arguments.label,
            valid_for=timedelta(days=arguments.days),
            scopes=tuple(arguments.scope) or None,
            key_id=new_key_id(),
        )
        try:
            issued = await books.accounts.keys.issue(wanted, OPERATOR, may_sign=True)
        except AccessRefused as refused:
            sys.stderr.write(f"{refused.code}\n")
            return 1
    sys.stdout.write(f"{issued.text}\n")
    return 0


async def _place_of_key(books: Wired, role: str, code: str) -> UUID | None:
    """Return whose books a key is for: a unit's, or for the county and its auditor the federation's."""
    if role in OF_NO_UNION:
        return PLATFORM
    return await _place(books, "union" if role == "unit" else "federation", code)


async def _place(books: Wired, place: Place, code: str) -> UUID | None:
    match place:
        case "platform":
            return PLATFORM
        case "federation":
            return federation_id_of(code)
        case "union":
            unit = await unit_named(books, code)
            return None if unit is None else unit.unit_id
