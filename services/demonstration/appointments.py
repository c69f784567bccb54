"""One person for each role of the demo county: offered their roles, with a code each to begin with.

Whoever tries the demo logs in with name and code, chooses a password, and enrols an authenticator where the role
needs one. Told again, only the codes are new, of those who have not begun yet.
"""

from collections.abc import AsyncIterator
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from domain.ids import PLATFORM
from domain.roles import PersonRole, Place
from services.accounts.offers import Appointer, NewAppointment
from services.demonstration.script import Script
from services.demonstration.telling import ACTOR
from services.wiring import Wired

_BY_THE_MACHINE: Final = Appointer(actor=ACTOR)
_ADMIN: Final = "平台管理员"


class FirstLogin(NamedTuple):
    """A login and the code it begins with; None: the person has begun already."""

    role: PersonRole
    login: str
    code: str | None


class _Somebody(NamedTuple):
    place: Place
    place_id: UUID
    role: PersonRole
    name: str


async def people_of(
    books: Wired, script: Script, *, federation_id: UUID, unit_id: UUID, day: date
) -> AsyncIterator[FirstLogin]:
    """Offer everybody their role; `unit_id` is the unit whose people they are."""
    for one in _everybody(script, federation_id, unit_id):
        yield await _first_login(books, one, day)


def _everybody(script: Script, federation_id: UUID, unit_id: UUID) -> list[_Somebody]:
    unit, county = script.officers, script.county_officers
    return [
        _Somebody("platform", PLATFORM, "platform_admin", _ADMIN),
        _Somebody("federation", federation_id, "county_officer", county["approver"]),
        _Somebody("federation", federation_id, "county_auditor", script.county_auditor),
        _Somebody("union", unit_id, "chair", unit["chairperson"]),
        _Somebody("union", unit_id, "clerk", unit["accountant"]),
        _Somebody("union", unit_id, "reviewer", unit["reviewer"]),
        _Somebody("union", unit_id, "approver", unit["approver"]),
        _Somebody("union", unit_id, "cashier", unit["cashier"]),
        _Somebody("union", unit_id, "unit_auditor", unit["audit_committee_chair"]),
    ]


async def _first_login(books: Wired, one: _Somebody, day: date) -> FirstLogin:
    appointments = books.accounts.appointments
    login = one.role.replace("_", ".")
    account_id = await appointments.account_of(login)
    if account_id is not None:
        state = await appointments.state(one.place_id, account_id)
        if state.offered and not state.ended:
            code = await appointments.another_code(one.place_id, account_id, state)
            return FirstLogin(one.role, login, code)
    offered = await appointments.offer(
        NewAppointment(
            place=one.place,
            place_id=one.place_id,
            login=login,
            name=one.name,
            roles=(one.role,),
        ),
        _BY_THE_MACHINE,
        day,
    )
    return FirstLogin(one.role, login, offered.code)
