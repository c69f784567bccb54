"""Small requirements of OWASP ASVS about people and their logins; `tests/asvs.yaml` says which is met where."""

import re
from uuid import UUID

import asyncpg
import msgspec
import pytest

from domain.account.commands import LinkIdentity
from domain.ids import PLATFORM, AccountId
from domain.sealed import Sealed
from services.accounts.door import Knock
from services.accounts.platform import actor_of, stand
from services.http.cookies import device_cookie, session_cookie
from tests.services.http.browsing import PASSWORD, Browser
from tests.services.http.calling import County
from tests.services.http.people import first_admin
from tests.support.database import Database, Server, create_database, drop_database

NEW_PASSWORD = PASSWORD + " 与两只乌鸦"
ELSEWHERE = "https://elsewhere.example"
AGE_OR_HINT = re.compile(r"hint|question|answer|password_(set|changed|expires)|expires_password")


@pytest.fixture
async def admin(county: County) -> Browser:
    """A person with an account, a password and a second factor."""
    return await first_admin(county, "first.admin")


async def test_a_password_is_changed_by_who_knows_it_and_ends_every_other_session(
    county: County, admin: Browser
) -> None:
    elsewhere = Browser(county.client, admin.login)
    await elsewhere.log_in()
    before = dict(admin.cookies)
    guessed = {"old": "not the password", "new": NEW_PASSWORD}
    refused = await admin.send("POST", "/v1/me/password", guessed)
    assert refused.json()["code"] == "access.login_refused"
    for incomplete in ({"new": NEW_PASSWORD}, {"old": PASSWORD}):
        assert (await admin.send("POST", "/v1/me/password", incomplete)).status_code == 400
    changed = await admin.send("POST", "/v1/me/password", {"old": PASSWORD, "new": NEW_PASSWORD})
    assert changed.status_code == 200, changed.text
    assert (await elsewhere.get("/v1/me")).status_code == 401
    assert (await admin.get("/v1/me")).status_code == 200
    admin.cookies = before
    assert (await admin.get("/v1/me")).status_code == 401


async def test_a_second_factor_is_touched_by_who_knows_the_password(admin: Browser) -> None:
    path, guessed = "/v1/me/second-factor/remove", {"password": "not the password"}
    assert (await admin.send("POST", path, guessed)).json()["code"] == "access.login_refused"
    removed = await admin.send("POST", path, {"password": PASSWORD})
    assert removed.status_code == 200, removed.text
    begun = await admin.send("POST", "/v1/me/second-factor", guessed)
    assert begun.json()["code"] == "access.login_refused"


async def test_nobody_is_logged_in_by_another_sites_page(county: County, admin: Browser) -> None:
    visitor = Browser(county.client, admin.login)
    body = {"login": admin.login, "password": PASSWORD}
    answer = await visitor.send(
        "POST", "/v1/sessions", body, Origin=ELSEWHERE, **{"Sec-Fetch-Site": "cross-site"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "access.cross_site")
    assert "set-cookie" not in answer.headers


async def test_whoever_leaves_takes_the_cookie_along(admin: Browser) -> None:
    before = dict(admin.cookies)
    (own,) = [
        one for one in (await admin.get("/v1/sessions")).json()["sessions"] if one["is_this_one"]
    ]
    left = await admin.send("DELETE", f"/v1/sessions/{own['session_id']}")
    assert left.headers["cache-control"] == "no-store"
    (line,) = left.headers.get_list("set-cookie")
    assert line.startswith(('__Host-sid=""', "__Host-sid=;"))
    assert "Max-Age=0" in line
    admin.cookies = before
    assert (await admin.get("/v1/me")).status_code == 401


def test_the_only_cookies_are_two_random_tokens() -> None:
    for cookie in (session_cookie("A" * 43), device_cookie("A" * 43)):
        assert cookie.key in {"__Host-sid", "__Host-device"}
        assert len(cookie.to_header(header="")) < 4096


async def test_another_providers_word_is_one_factor_and_no_more(
    county: County, admin: Browser
) -> None:
    account_id = AccountId(UUID(admin.account_id))
    linked = LinkIdentity(
        occurred_on=county.parts.today(),
        account_id=account_id,
        issuer="https://id.example",
        subject=Sealed(subject_id=account_id, key="file", ordinal=0, box="c2VhbGVk"),
    )
    stand(await county.parts.accounts.door._platform.record([linked], actor_of(account_id)))
    knock = Knock(device=None, address="203.0.113.9", agent="")
    vouched = await county.parts.accounts.door.enter_as(account_id, knock)
    browser = Browser(county.client, admin.login)
    browser.cookies["__Host-sid"] = vouched.begun.token
    assert (await browser.get("/v1/me")).json()["has_second_factor"] is False
    refused = await browser.get("/v1/platform/appointments")
    assert (refused.status_code, refused.json()["code"]) == (403, "access.second_factor_needed")


async def test_who_was_turned_away_at_the_door_and_inside_is_on_record(
    county: County, admin: Browser
) -> None:
    stranger = Browser(county.client, "nobody.here")
    assert (await stranger.log_in()).status_code == 401
    clumsy = Browser(county.client, admin.login)
    assert (await clumsy.log_in("not the password")).status_code == 401
    assert (await clumsy.log_in()).status_code == 201
    wrong = await clumsy.send("POST", "/v1/sessions/second-factor", {"code": "000000"})
    assert wrong.status_code == 422
    assert (await clumsy.get("/v1/platform/appointments")).status_code == 403
    events = await county.parts.log.read_after(PLATFORM, 0, 10_000)
    told = [(event.topic, msgspec.json.decode(event.body)) for event in events]
    reasons = [body["reason"] for topic, body in told if topic == "account.login_refused"]
    assert reasons == ["wrong_password", "wrong_code"]
    topics = [topic for topic, _ in told]
    assert topics.count("account.unknown_login_refused") == 1
    assert topics.count("account.denied") == 1
    for event in events:
        assert event.recorded_at.utcoffset() is not None
        assert event.actor_id


async def test_a_fresh_installation_knows_nobody(server: Server) -> None:
    database = await create_database(server)
    connection = await asyncpg.connect(database.administrator)
    for table in ("account_credential", "account_session", "api_key", "invitation"):
        assert await connection.fetchval(f"select count(*) from books.{table}") == 0, table
    await connection.close()
    await drop_database(server, database)


async def test_no_password_has_an_age_or_a_hint(database: Database) -> None:
    connection = await asyncpg.connect(database.administrator)
    columns = await connection.fetch(
        "select column_name from information_schema.columns where table_name = any($1)",
        ["account_credential", "recovery_code", "invitation"],
    )
    await connection.close()
    names = [column["column_name"] for column in columns]
    assert "password_hash" in names
    assert not [name for name in names if AGE_OR_HINT.search(name)]
