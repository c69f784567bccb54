"""Verb `first-run`: an empty database becomes an installation with a federation and its first people.

Broken off anywhere it is repeated: what stands already stays, and whoever has not begun gets another code. Once the
first administrator has begun, or other books are there, it changes nothing.
"""

import argparse
import sys
from typing import Final, NamedTuple
from uuid import UUID

from domain.ids import PLATFORM
from domain.roles import PersonRole, Place
from services.accounts.names import login_name
from services.accounts.offers import NewAppointment
from services.accounts.platform import AccessRefused
from services.auth.invitations import VALID_FOR
from services.cli.people import BY_THE_MACHINE
from services.cli.ready import OPERATOR, prepare, ready, today
from services.commands.founding import Founder, FoundingRefused, federation_id_of
from services.settings import Settings
from services.wiring import Wired
from services.words.access import ROLES
from services.words.first_run import FIRST_RUN, WITNESS_NAME, WITNESS_STEPS

_REGISTERED: Final = ("union.registered", "federation.registered")


class _Somebody(NamedTuple):
    place: Place
    place_id: UUID
    role: PersonRole
    login: str
    name: str


class _CannotBegin(Exception):
    """It is no new installation, or somebody's login name can be nobody's."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


async def first_run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Found the federation, offer the first roles, sign the first checkpoint; 2 where this is no beginning."""
    try:
        people = _people(arguments)
        await prepare(settings)
        async with ready(settings) as books:
            await _refuse_books(books, federation_id_of(arguments.federation), people[0])
            await _found(books, arguments)
            await _offer(books, people)
            await _tell_evidence(books, settings)
    except _CannotBegin as fault:
        sys.stderr.write(FIRST_RUN[fault.message].format(**fault.values) + "\n")
        return 2
    except (FoundingRefused, AccessRefused) as refused:
        sys.stderr.write(FIRST_RUN["refused"].format(code=refused.code) + "\n")
        return 1
    return 0


def _people(arguments: argparse.Namespace) -> list[_Somebody]:
    """Return who is to be offered what, the administrator first."""
    county = federation_id_of(arguments.federation)
    wanted: list[tuple[Place, UUID, PersonRole, list[str] | None]] = [
        ("platform", PLATFORM, "platform_admin", arguments.admin),
        ("federation", county, "county_officer", arguments.officer),
        ("federation", county, "county_auditor", arguments.auditor),
    ]
    return [
        _Somebody(place, place_id, role, _spelt(given[0]), given[1])
        for place, place_id, role, given in wanted
        if given is not None
    ]


def _spelt(login: str) -> str:
    spelt = login_name(login)
    if spelt is None:
        raise _CannotBegin("login_invalid", login=login)
    return spelt


async def _refuse_books(books: Wired, federation_id: UUID, admin: _Somebody) -> None:
    """The logs are asked, not the ledgers: after a restore these may be empty."""
    there = set(await books.person_log.unions_with(_REGISTERED))
    if there - {federation_id}:
        raise _CannotBegin("has_books")
    appointments = books.accounts.appointments
    account_id = await appointments.account_of(admin.login)
    if account_id is None:
        return
    state = await appointments.state(PLATFORM, account_id)
    if state.accepted_generation is not None:
        raise _CannotBegin("has_begun", login=admin.login)


async def _found(books: Wired, arguments: argparse.Namespace) -> None:
    await Founder(books.desk).found_federation(
        arguments.federation,
        arguments.name,
        arguments.credit_code,
        actor=OPERATOR,
        today=today(),
    )
    _say("founded", code=arguments.federation, name=arguments.name)


async def _offer(books: Wired, people: list[_Somebody]) -> None:
    _say("people", days=VALID_FOR.days)
    for one in people:
        code = await _code_of(books, one)
        _say("person", login=one.login, code=code or "", role=ROLES[one.role])


async def _code_of(books: Wired, one: _Somebody) -> str | None:
    """Offer a role, or give out another code for one that was offered before this was broken off."""
    appointments = books.accounts.appointments
    account_id = await appointments.account_of(one.login)
    if account_id is not None:
        state = await appointments.state(one.place_id, account_id)
        if state.offered and not state.ended:
            return await appointments.another_code(one.place_id, account_id, state)
    wanted = NewAppointment(
        place=one.place,
        place_id=one.place_id,
        login=one.login,
        name=one.name,
        roles=(one.role,),
    )
    return (await appointments.offer(wanted, BY_THE_MACHINE, today())).code


async def _tell_evidence(books: Wired, settings: Settings) -> None:
    """Sign a checkpoint of the beginning, and say how somebody outside comes to vouch for the log."""
    taken = (await books.checkpointer.take()).checkpoint
    key = books.signing.own.public.text
    code = "" if taken is None else taken.short_code
    _say("log", origin=settings.origin, key=key, code=code)
    host = settings.origin.partition("/")[0]
    values = {
        "host": host,
        "witness": WITNESS_NAME.format(host=host),
        "file": settings.witnesses_file,
        "key": key,
    }
    _say("witness")
    for number, (what, command) in enumerate(WITNESS_STEPS, start=1):
        sys.stdout.write(f"  {number}. {what}\n     {command.format(**values)}\n")
    _say("check")


def _say(message: str, **values: object) -> None:
    sys.stdout.write(FIRST_RUN[message].format(**values) + "\n")
