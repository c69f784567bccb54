"""The nine people the demo prints (README, "Security, in one page"): each begins with a code and reads their share.

`people_get_in` is a step of the one demo there is among the tests (`test_command_line.py`).
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final, NamedTuple, get_args
from urllib.parse import parse_qs, urlsplit

import httpx

from domain.roles import NEED_SECOND_FACTOR, PersonRole
from services.asgi import create_app
from services.settings import read_settings
from services.words.access import ROLES
from tests.services.http.applying import running
from tests.services.http.browsing import Browser

_PRINTED: Final = re.compile(r"  ([a-z.]+) +((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}) +(\S+)")
_KEY_OF_COUNTY: Final = re.compile(r"  county +([0-9a-f-]{36}) ")
_ID_NUMBER: Final = re.compile(r"\b\d{17}[\dX]\b")
UNIT, COUNTY = "/v1/unions/{unit}", "/v1/federations/{county}"
UNITS = f"{COUNTY}/units"


class Inside(NamedTuple):
    """Somebody logged in, and the recovery codes they wrote down."""

    browser: Browser
    recovery_codes: list[str]


class Sees(NamedTuple):
    """Addresses a role may read, and those it is refused, with the status."""

    open: tuple[str, ...]
    shut: tuple[tuple[str, int], ...]


SEES: Final[Mapping[PersonRole, Sees]] = {
    "platform_admin": Sees(
        ("/v1/platform/appointments", "/v1/erasures"),
        ((UNIT, 404), (f"{UNIT}/members", 404), (COUNTY, 404)),
    ),
    "county_officer": Sees(
        (
            f"{COUNTY}/rollup?year=2026",
            f"{UNITS}/{{unit}}/households",
            f"{UNITS}/{{unit}}/appointments",
        ),
        ((f"{UNIT}/members", 404), ("/v1/platform/appointments", 403)),
    ),
    "county_auditor": Sees(
        (f"{COUNTY}/rollup?year=2026", f"{COUNTY}/findings"),
        ((f"{UNITS}/{{unit}}/households", 403), (f"{UNIT}/vouchers", 404)),
    ),
    "chair": Sees(
        (f"{UNIT}/members", f"{UNIT}/appointments", f"{UNIT}/vouchers/pending"),
        ((COUNTY, 404), ("/v1/platform/appointments", 403)),
    ),
    "clerk": Sees(
        (f"{UNIT}/members", f"{UNIT}/dues?year=2026", f"{UNIT}/households"),
        ((f"{UNIT}/appointments", 403), (f"{UNIT}/events", 403)),
    ),
    "reviewer": Sees(
        (f"{UNIT}/vouchers/pending", f"{UNIT}/aid-cases", f"{UNIT}/events"),
        ((f"{UNIT}/privacy-notices", 403),),
    ),
    "approver": Sees(
        (f"{UNIT}/vouchers/pending", f"{UNIT}/erasures", f"{UNIT}/households"),
        ((f"{UNIT}/appointments", 403),),
    ),
    "cashier": Sees(
        (f"{UNIT}/pay-batches", f"{UNIT}/dues?year=2026"),
        ((f"{UNIT}/members", 403), (f"{UNIT}/households", 403)),
    ),
    "unit_auditor": Sees(
        (f"{UNIT}/events", f"{UNIT}/entries", f"{UNIT}/appointments", f"{UNIT}/members"),
        ((COUNTY, 404),),
    ),
}


async def people_get_in(environ: Mapping[str, str], told: str) -> None:
    """Serve the demo's books here, and let everybody in whom the demo printed a code for."""
    people = {login: (code, role) for login, code, role in _PRINTED.findall(told)}
    assert [role for _, role in people.values()] == [ROLES[role] for role in SEES]
    county = _KEY_OF_COUNTY.findall(told)
    async with _served(environ) as client:
        inside = {
            role: await _begun(client, role, people[role.replace("_", ".")][0]) for role in SEES
        }
        (unit,) = await _places(inside["clerk"])
        assert await _places(inside["county_officer"]) == county
        for role, somebody in inside.items():
            await _reads(somebody.browser, SEES[role], {"unit": unit, "county": county[0]})
        await _comes_back(inside["chair"], UNIT.format(unit=unit))
        for login, (code, _) in people.items():
            assert (await Browser(client, login).log_in(code)).status_code in {401, 429}


async def _begun(client: httpx.AsyncClient, role: PersonRole, code: str) -> Inside:
    """By the code, then by a password of one's own, and by an authenticator where the role needs one."""
    browser = Browser(client, role.replace("_", "."))
    await browser.begin(code)
    me = (await browser.get("/v1/me")).json()
    assert [place["roles"] for place in me["places"]] == [[role]]
    return Inside(browser, await browser.enrol() if role in NEED_SECOND_FACTOR else [])


async def _places(somebody: Inside) -> list[str]:
    me = (await somebody.browser.get("/v1/me")).json()
    return [place["place_id"] for place in me["places"]]


async def _reads(browser: Browser, sees: Sees, ids: Mapping[str, str]) -> None:
    for path in sees.open:
        answer = await _read(browser, path.format(**ids))
        assert answer.status_code == 200, f"{browser.login} {path}: {answer.text}"
        assert not _ID_NUMBER.search(answer.text), f"{browser.login} {path}"
    for path, status in sees.shut:
        answer = await _read(browser, path.format(**ids))
        assert answer.status_code == status, f"{browser.login} {path}: {answer.text}"


async def _read(browser: Browser, path: str) -> httpx.Response:
    parts = urlsplit(path)
    return await browser.get(parts.path, **parse_qs(parts.query))


async def _comes_back(somebody: Inside, path: str) -> None:
    """With another phone: the password alone opens nothing, a recovery code does; then the old session is ended."""
    browser = Browser(somebody.browser.client, somebody.browser.login)
    assert (await browser.log_in()).json()["waits_for"] == "second_factor"
    assert (await browser.get(path)).json()["code"] == "access.second_factor_needed"
    proof = {"code": somebody.recovery_codes[0], "is_recovery": True}
    raised = await browser.send("POST", "/v1/sessions/second-factor", proof)
    assert raised.json()["waits_for"] == "open"
    assert (await browser.get(path)).status_code == 200
    sessions = (await browser.get("/v1/sessions")).json()["sessions"]
    (old,) = [one["session_id"] for one in sessions if not one["is_this_one"]]
    assert (await browser.send("DELETE", f"/v1/sessions/{old}")).json()["ended"] is True
    assert (await somebody.browser.get(path)).status_code == 401


@asynccontextmanager
async def _served(environ: Mapping[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(read_settings(environ), follow=False)
    async with running(app) as made:
        transport = httpx.ASGITransport(made)  # type: ignore[arg-type] # Litestar's own ASGI types
        async with httpx.AsyncClient(transport=transport, base_url="http://gonghui.test") as client:
            yield client


def test_everybody_has_something_to_read_and_something_they_may_not() -> None:
    assert set(SEES) == set(get_args(PersonRole))
    assert all(sees.open and sees.shut for sees in SEES.values())
