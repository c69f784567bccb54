"""Logging in by way of another identity provider: it says who somebody is, in this browser, and nothing more."""

import base64
import json
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import msgspec
import pytest
from litestar import Litestar

from domain.ids import AccountId
from tests.services.auth.test_identities import CLIENT, ISSUER, JWKS, token
from tests.services.http.applying import application_over, running
from tests.services.http.browsing import PASSWORD, Browser
from tests.services.http.people import People
from tests.support.database import Database


@pytest.fixture
async def app(database: Database, tmp_path: Path) -> AsyncIterator[Litestar]:
    """An installation that trusts another provider."""
    file = tmp_path / "issuers.toml"
    file.write_text(
        f"[[issuer]]\nissuer = '{ISSUER}'\nclient_id = '{CLIENT}'\njwks = '{json.dumps(JWKS)}'\n",
        encoding="utf-8",
    )
    settings = msgspec.structs.replace(database.settings, identity_file=file)
    async with running(application_over(settings)) as made:
        yield made


def fresh(nonce: str, subject: str = "248289761001") -> str:
    """A token of now for a nonce; it claims roles, which nobody reads."""
    now = int(time.time())
    return token({"nonce": nonce, "sub": subject, "iat": now, "exp": now + 300})


async def nonce_for(browser: Browser) -> str:
    answer = await browser.send("POST", "/v1/sessions/identity/nonce")
    return str(answer.json()["nonce"])


def nonce_in(id_token: str) -> str:
    """What everybody reads in a token who gets hold of it."""
    payload = id_token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(payload + "=="))["nonce"])


async def linked(browser: Browser) -> None:
    """Link the browser's account."""
    body = {
        "password": PASSWORD,
        "issuer": ISSUER,
        "id_token": fresh(await nonce_for(browser)),
    }
    answer = await browser.send("POST", "/v1/me/identities", body)
    assert answer.status_code == 200, answer.text


async def enter(browser: Browser, id_token: str) -> httpx.Response:
    return await browser.send(
        "POST", "/v1/sessions/identity", {"issuer": ISSUER, "id_token": id_token}
    )


async def test_a_linked_person_gets_in_with_the_roles_we_gave_and_no_others(
    people: People,
) -> None:
    await linked(people.clerk)
    browser = Browser(people.county.client)
    entered = await enter(browser, fresh(await nonce_for(browser)))
    assert entered.status_code == 201, entered.text
    me = (await browser.get("/v1/me")).json()
    assert me["places"] == [{"place_id": people.county.union_id, "roles": ["clerk"]}]
    assert (await browser.get("/v1/erasures")).status_code == 403


async def test_a_role_that_needs_a_second_factor_needs_ours(people: People) -> None:
    await linked(people.chair)
    browser = Browser(people.county.client)
    entered = await enter(browser, fresh(await nonce_for(browser)))
    assert entered.json()["waits_for"] == "second_factor"
    refused = await browser.get(f"{people.county.union}/members")
    assert refused.json()["code"] == "access.second_factor_needed"


async def test_a_token_is_good_in_the_browser_only_that_asked_for_it(people: People) -> None:
    await linked(people.clerk)
    browser, thief = Browser(people.county.client), Browser(people.county.client)
    stolen = fresh(await nonce_for(browser))
    assert (await enter(thief, stolen)).json()["code"] == "access.identity_refused"
    thief.cookies["__Host-nonce"] = nonce_in(stolen)
    assert (await enter(thief, stolen)).json()["code"] == "access.identity_refused"
    await nonce_for(thief)
    assert (await enter(thief, stolen)).json()["code"] == "access.identity_refused"
    assert (await enter(browser, stolen)).status_code == 201
    again = await enter(browser, stolen)
    assert again.json()["code"] == "access.identity_refused"


async def test_nobody_is_let_in_who_did_not_link_and_nobody_links_twice(people: People) -> None:
    browser = Browser(people.county.client)
    stranger = await enter(browser, fresh(await nonce_for(browser), "somebody"))
    assert (stranger.status_code, stranger.json()["code"]) == (401, "access.identity_refused")
    await linked(people.clerk)
    body = {
        "password": PASSWORD,
        "issuer": ISSUER,
        "id_token": fresh(await nonce_for(people.reviewer)),
    }
    taken = await people.reviewer.send("POST", "/v1/me/identities", body)
    assert (taken.status_code, taken.json()["code"]) == (409, "access.identity_taken")


async def test_an_unlinked_person_gets_in_no_more(people: People) -> None:
    await linked(people.clerk)
    removed = await people.clerk.send(
        "POST", "/v1/me/identities/remove", {"password": PASSWORD, "issuer": ISSUER}
    )
    assert removed.json() == {"issuer": ISSUER, "linked": False}
    browser = Browser(people.county.client)
    refused = await enter(browser, fresh(await nonce_for(browser)))
    assert refused.json()["code"] == "access.identity_refused"


async def test_a_reset_unlinks_whoever_another_provider_vouched_for(people: People) -> None:
    """Who got in once could have linked a name of their own, and come back by it for ever."""
    await linked(people.clerk)
    reset = await people.admin.post(
        f"/v1/platform/accounts/{people.clerk.account_id}/reset", {"reason": "password_forgotten"}
    )
    assert reset.status_code == 200, reset.text
    browser = Browser(people.county.client)
    refused = await enter(browser, fresh(await nonce_for(browser)))
    assert refused.json()["code"] == "access.identity_refused"
    account = await people.county.parts.accounts.platform.account(
        AccountId(uuid.UUID(people.clerk.account_id))
    )
    assert not account.identities
