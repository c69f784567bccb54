"""A county with one person per role, appointed the way people are: by each other, with codes handed over."""

import uuid

import msgspec

from domain.actor import Actor
from domain.ids import PLATFORM
from services.accounts.offers import Appointer, NewAppointment
from services.http.parts import Parts
from tests.services.http.browsing import Browser
from tests.services.http.calling import County, Json

MACHINE = Appointer(actor=Actor(actor_id="cli", role="operator"))
STAFF = ("clerk", "reviewer", "approver", "cashier")


class People(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody of one county with a unit."""

    county: County
    admin: Browser
    officer: Browser
    county_auditor: Browser
    chair: Browser
    unit_auditor: Browser
    clerk: Browser
    reviewer: Browser
    approver: Browser
    cashier: Browser

    def of_unit(self) -> dict[str, Browser]:
        """The people of the unit, by role."""
        return {
            role: getattr(self, role)
            for role in ("clerk", "reviewer", "approver", "cashier", "chair", "unit_auditor")
        }


async def first_admin(county: County, login: str) -> Browser:
    """The first administrator, appointed at the machine itself."""
    browser = Browser(county.client, login)
    offered = await county.parts.accounts.appointments.offer(
        NewAppointment(
            place="platform",
            place_id=PLATFORM,
            login=login,
            name="管理员",
            roles=("platform_admin",),
        ),
        MACHINE,
        county.parts.today(),
    )
    await _taken_up(browser, str(offered.account_id), None, offered.code)
    await browser.enrol()
    return browser


async def appointed(by: Browser, path: str, login: str, body: Json, *, enrols: bool) -> Browser:
    """Somebody new: offered roles, given the code, logged in, with a password and perhaps an authenticator."""
    browser = Browser(by.client, login)
    answer = await by.post(path, body | {"login": login})
    assert answer.status_code == 201, answer.text
    told = answer.json()
    await _taken_up(browser, told["account_id"], told["officer_id"], told["code"])
    if enrols:
        await browser.enrol()
    return browser


async def _taken_up(browser: Browser, account_id: str, officer_id: str | None, code: str) -> None:
    browser.account_id, browser.officer_id = account_id, officer_id or ""
    await browser.begin(code)


async def everybody(county: County, mark: str = "") -> People:
    """Appoint somebody to every role."""
    admin = await first_admin(county, f"admin{mark}")
    platform, units = "/v1/platform/appointments", f"{county.federation}/units"
    of_county: Json = {"federation_id": county.federation_id}
    officer = await appointed(
        admin,
        platform,
        f"officer{mark}",
        of_county | {"name": "县甲", "roles": ["county_officer"]},
        enrols=True,
    )
    auditor = await appointed(
        admin,
        platform,
        f"county.auditor{mark}",
        of_county | {"name": "县乙", "roles": ["county_auditor"]},
        enrols=True,
    )
    unit = f"{units}/{county.union_id}/appointments"
    chair = await appointed(
        officer, unit, f"chair{mark}", {"name": "主席丙", "roles": ["chair"]}, enrols=True
    )
    unit_auditor = await appointed(
        officer, unit, f"auditor{mark}", {"name": "经审丁", "roles": ["unit_auditor"]}, enrols=True
    )
    staff = {}
    for role in STAFF:
        staff[role] = await appointed(
            chair,
            f"{county.union}/appointments",
            f"{role}{mark}",
            {"name": f"{role}戊", "roles": [role]},
            enrols=role == "approver",
        )
    return People(
        county=county,
        admin=admin,
        officer=officer,
        county_auditor=auditor,
        chair=chair,
        unit_auditor=unit_auditor,
        **staff,
    )


def parts_of(people: People) -> Parts:
    """What the application works with."""
    return people.county.parts


def somebody() -> str:
    """An id nobody has."""
    return str(uuid.uuid4())
