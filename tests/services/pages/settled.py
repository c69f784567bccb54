"""A county with everybody appointed and logged in, made once in a run and copied for each test.

Nine people choose passwords that take a while to hash, on purpose; their sessions and keys are rows, and rows copy.
"""

import httpx
import msgspec

from services.auth import ApiKeyRing
from services.http.parts import Parts
from services.store.addresses import database_of
from services.store.api_keys import ApiKeys
from services.wiring import wired
from tests.services.http.browsing import Browser
from tests.services.http.calling import Caller, County, found_county
from tests.services.http.conftest import application_over, running
from tests.services.http.people import People, everybody
from tests.support.database import Server, create_database, one_at_a_time, run_folder

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


class Settled(msgspec.Struct):
    """The databases to copy, and what everybody in them holds."""

    template: str
    federation_id: str
    union_id: str
    keys: dict[str, str]
    sessions: dict[str, Session]

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

    def people(self, county: County) -> People:
        """Everybody, with the sessions they began in the template."""
        browsers = {role: _browser(county.client, self.sessions[role]) for role in _ROLES}
        return People(county=county, **browsers)


async def settled(server: Server) -> Settled:
    """Return the run's county; whoever comes first makes it."""
    folder = run_folder() / "settled"
    with one_at_a_time(folder):
        kept = folder / "settled.json"
        if not kept.exists():
            kept.write_bytes(msgspec.json.encode(await _made(server)))
        return msgspec.json.decode(kept.read_bytes(), type=Settled)


async def _made(server: Server) -> Settled:
    database = await create_database(server)
    async with wired(database.settings) as made:
        await made.builds.create_first()
        ring = ApiKeyRing(ApiKeys(made.pools.app))
        operator_key = (await ring.issue_key(role="operator", label="first")).text
    async with running(application_over(database.settings)) as app:
        transport = httpx.ASGITransport(app)  # type: ignore[arg-type] # Litestar's own ASGI types
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            county = await found_county(client, app.state["parts"], operator_key)
            people = await everybody(county)
    return Settled(
        template=database_of(database.administrator),
        federation_id=county.federation_id,
        union_id=county.union_id,
        keys={name: getattr(county, name).key for name in _KEYS},
        sessions={role: _session(getattr(people, role)) for role in _ROLES},
    )


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
