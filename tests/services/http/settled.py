"""Where most tests of the API begin, made once in a run and copied for each: ledgers, a county, its people.

Founding takes a dozen requests, and nine people choose passwords that take a while to hash, on purpose; all of it
is rows, and rows copy.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx
import msgspec

from services.http.parts import Parts
from services.wiring import wired
from tests.services.http.applying import application_over, running
from tests.services.http.browsing import Browser
from tests.services.http.calling import Caller, County, found_county
from tests.services.http.people import People, everybody
from tests.support.beginnings import Begun, FirstLedgers, once
from tests.support.books import with_first_ledgers
from tests.support.database import Database, Server, create_database

ORIGIN = "http://gonghui.test"
_ROLES = (
    "admin", "officer", "county_auditor", "chair", "unit_auditor", "clerk", "reviewer", "approver", "cashier",
)  # fmt: skip
_KEYS = ("operator", "county", "unit", "county_auditor", "unit_auditor")


class Session(msgspec.Struct):
    """What one browser holds."""

    login: str
    cookies: dict[str, str]
    secret: str | None
    account_id: str
    officer_id: str


class Opened(Begun):
    """Empty books, and the first key there is."""

    operator_key: str


class Founded(Opened):
    """A county with one unit, and what machines there hold."""

    federation_id: str
    union_id: str
    keys: dict[str, str]

    def county(self, client: httpx.AsyncClient, parts: Parts) -> County:
        """The county, at an application over a copy."""
        callers = {name: Caller(client, self.keys[name]) for name in _KEYS}
        return County(
            client=client,
            parts=parts,
            federation_id=self.federation_id,
            union_id=self.union_id,
            **callers,
        )


class Settled(Founded):
    """The county with everybody appointed and logged in."""

    sessions: dict[str, Session]

    def people(self, county: County) -> People:
        """Everybody, with the sessions they began in the template."""
        browsers = {role: _browser(county.client, self.sessions[role]) for role in _ROLES}
        return People(county=county, **browsers)


async def opened(server: Server) -> Opened:
    """Return the run's empty installation."""
    return await once(server, Opened, _opened)


async def founded(server: Server) -> Founded:
    """Return the run's county."""
    return await once(server, Founded, _founded)


async def settled(server: Server) -> Settled:
    """Return the run's county with its people."""
    return await once(server, Settled, _settled)


async def _opened(server: Server) -> Opened:
    begun = await once(server, FirstLedgers, with_first_ledgers)
    database = await create_database(server, begun.template)
    async with wired(database.settings) as made:
        operator_key = (await made.ring.issue_key(role="operator", label="first")).text
    return Opened(template=database.name, operator_key=operator_key)


async def _founded(server: Server) -> Founded:
    begun = await opened(server)
    database = await create_database(server, begun.template)

    async def found(client: httpx.AsyncClient, parts: Parts) -> Founded:
        county = await found_county(client, parts, begun.operator_key)
        return Founded(
            template=database.name,
            operator_key=begun.operator_key,
            federation_id=county.federation_id,
            union_id=county.union_id,
            keys={name: getattr(county, name).key for name in _KEYS},
        )

    return await _through_the_api(database, found)


async def _settled(server: Server) -> Settled:
    begun = await founded(server)
    database = await create_database(server, begun.template)

    async def appoint(client: httpx.AsyncClient, parts: Parts) -> Settled:
        people = await everybody(begun.county(client, parts))
        return Settled(
            **msgspec.structs.asdict(begun) | {"template": database.name},
            sessions={role: _session(getattr(people, role)) for role in _ROLES},
        )

    return await _through_the_api(database, appoint)


_Made = TypeVar("_Made")


async def _through_the_api(
    database: Database, work: Callable[[httpx.AsyncClient, Parts], Awaitable[_Made]]
) -> _Made:
    async with running(application_over(database.settings)) as app:
        transport = httpx.ASGITransport(app)  # type: ignore[arg-type] # Litestar's own ASGI types
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            return await work(client, app.state["parts"])


def _session(browser: Browser) -> Session:
    return Session(
        login=browser.login,
        cookies=browser.cookies,
        secret=browser.secret,
        account_id=browser.account_id,
        officer_id=browser.officer_id,
    )


def _browser(client: httpx.AsyncClient, session: Session) -> Browser:
    browser = Browser(client, session.login)
    browser.cookies = dict(session.cookies)
    browser.secret = session.secret
    browser.account_id = session.account_id
    browser.officer_id = session.officer_id
    return browser
