"""Getting into somebody else's account: by half of what proves it, by old codes, by being quick."""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from domain.ids import AccountId
from tests.services.http.browsing import PASSWORD, Browser
from tests.services.http.calling import Json
from tests.services.http.people import People, appointed

LONGER = PASSWORD + "!"
_KEY = "Idempotency-Key"


async def half_in(people: People, login: str) -> Browser:
    """Somebody who knows a password and nothing else."""
    thief = Browser(people.county.client, login)
    assert (await thief.log_in()).json()["waits_for"] == "second_factor"
    return thief


async def offered(people: People, login: str, role: str = "reviewer") -> Json:
    answer = await people.chair.post(
        f"{people.county.union}/appointments", {"login": login, "name": "新人", "roles": [role]}
    )
    assert answer.status_code == 201, answer.text
    told: Json = answer.json()
    return told


async def test_who_enrolled_a_second_factor_is_asked_for_it_whatever_their_role(
    people: People,
) -> None:
    await people.clerk.enrol()
    thief = await half_in(people, "clerk")
    refused = await thief.get(f"{people.county.union}/members")
    assert (refused.status_code, refused.json()["code"]) == (403, "access.second_factor_needed")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/me/password", {"old": PASSWORD, "new": LONGER}),
        ("/v1/me/appointments/accept", {"code": "AAAA-AAAA-AAAA-AAAA"}),
        ("/v1/me/second-factor/remove", {"password": PASSWORD}),
        (
            "/v1/me/identities",
            {"password": PASSWORD, "issuer": "https://id.example", "id_token": "a.b.c"},
        ),
        ("/v1/me/identities/remove", {"password": PASSWORD, "issuer": "https://id.example"}),
    ],
)
async def test_a_password_alone_changes_nothing_of_an_account_with_a_second_factor(
    people: People, path: str, body: Json
) -> None:
    thief = await half_in(people, "approver")
    thief.cookies["__Host-nonce"] = "A" * 43
    refused = await thief.send("POST", path, body)
    assert (refused.status_code, refused.json()["code"]) == (403, "access.second_factor_needed")
    assert (await people.approver.get("/v1/me")).status_code == 200


async def test_a_password_alone_ends_no_other_session(people: People) -> None:
    thief = await half_in(people, "approver")
    listed = (await thief.get("/v1/sessions")).json()["sessions"]
    other = next(one for one in listed if not one["is_this_one"])
    refused = await thief.send("DELETE", f"/v1/sessions/{other['session_id']}")
    assert refused.json()["code"] == "access.second_factor_needed"
    own = next(one for one in listed if one["is_this_one"])
    assert (await thief.send("DELETE", f"/v1/sessions/{own['session_id']}")).status_code == 200


async def test_showing_the_password_buys_no_more_guesses_at_the_second_factor(
    people: People,
) -> None:
    own, account_id = (
        people.county.parts.accounts.own,
        AccountId(uuid.UUID(people.clerk.account_id)),
    )
    await people.clerk.enrol()
    thief, looked_at = await half_in(people, "clerk"), 0
    for _ in range(8):
        for guess in ("000000", "000001"):
            answer = await thief.send("POST", "/v1/sessions/second-factor", {"code": guess})
            looked_at += answer.json()["code"] == "access.code_refused"
        async with own._counted(account_id, "192.0.2.1"):  # what any proof counts under
            pass
    assert looked_at <= 3


async def test_a_second_factor_begun_before_another_one_was_put_to_use_replaces_nothing(
    people: People,
) -> None:
    account_id = AccountId(uuid.UUID(people.approver.account_id))
    factors = people.county.parts.accounts.credentials.second_factors
    thief = await half_in(people, "approver")
    thief.secret = (await factors.begin(account_id, login="approver")).secret
    refused = await thief.send("POST", "/v1/me/second-factor/confirm", {"code": thief.code()})
    assert refused.json()["code"] == "access.second_factor_present"
    assert await factors.confirm(account_id, thief.code()) is None


async def test_two_at_once_set_one_first_password_by_one_code(people: People) -> None:
    code = (await offered(people, "new.one"))["code"]
    both = [Browser(people.county.client, "new.one") for _ in range(2)]
    for browser in both:
        assert (await browser.log_in(code)).json()["waits_for"] == "password_to_change"
    answers = await asyncio.gather(
        *(
            browser.send("POST", "/v1/me/password", {"old": code, "new": f"{PASSWORD}{serial}"})
            for serial, browser in enumerate(both)
        )
    )
    won = [serial for serial, answer in enumerate(answers) if answer.status_code == 200]
    assert len(won) == 1
    for serial in range(2):
        again = await Browser(people.county.client, "new.one").log_in(f"{PASSWORD}{serial}")
        assert (again.status_code == 201) is (serial in won)


@pytest.mark.parametrize("step", ["reset", "close and reopen", "end"])
async def test_a_code_given_before_is_void(people: People, step: str) -> None:
    told = await offered(people, "new.one")
    account = f"/v1/platform/accounts/{told['account_id']}"
    if step == "reset":
        await people.admin.post(f"{account}/reset", {"reason": "password_forgotten"})
    elif step == "end":
        path = f"{people.county.union}/appointments/{told['account_id']}/end"
        await people.chair.post(path, {"reason": "mistake"})
    else:
        await people.admin.post(f"{account}/close", {"reason": "left"})
        await people.admin.post(f"{account}/reopen")
    refused = await Browser(people.county.client, "new.one").log_in(told["code"])
    assert (refused.status_code, refused.json()["code"]) == (401, "access.login_refused")


async def test_a_changed_password_makes_strangers_of_the_browsers_that_knew_the_old_one(
    people: People,
) -> None:
    clerk, account_id = people.clerk, AccountId(uuid.UUID(people.clerk.account_id))
    thief = Browser(clerk.client, "clerk")
    await thief.log_in()
    await clerk.send("POST", "/v1/me/password", {"old": PASSWORD, "new": LONGER})
    devices = people.county.parts.accounts.credentials.devices
    assert not await devices.is_known(account_id, thief.cookies["__Host-device"])
    assert await devices.is_known(account_id, clerk.cookies["__Host-device"])
    await thief.log_in(LONGER)
    await clerk.log_in(LONGER)
    await clerk.enrol(LONGER)
    assert not await devices.is_known(account_id, thief.cookies["__Host-device"])
    assert await devices.is_known(account_id, clerk.cookies["__Host-device"])


async def test_a_repeated_reset_resets_once(people: People) -> None:
    path = f"/v1/platform/accounts/{people.clerk.account_id}/reset"
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = await people.admin.post(
            path, {"reason": "password_forgotten"}, if_match=None, **{_KEY: key}
        )
        assert answer.status_code == 200, answer.text
    accounts = people.county.parts.accounts
    account_id = AccountId(uuid.UUID(people.clerk.account_id))
    row = await accounts.credentials.rows.find(account_id)
    assert row is not None
    assert row.generation == (await accounts.platform.account(account_id)).generation == 2


async def test_one_idempotency_key_is_for_one_step_about_one_person(people: People) -> None:
    union, key = people.county.union, str(uuid.uuid4())
    body = {"login": "new.one", "name": "新人", "roles": ["reviewer"]}
    assert (
        await people.chair.post(f"{union}/appointments", body, if_match=None, **{_KEY: key})
    ).status_code == 201
    other = await people.chair.post(
        f"{union}/appointments", body | {"login": "new.two"}, if_match=None, **{_KEY: key}
    )
    ended = await people.chair.post(
        f"{union}/appointments/{people.clerk.account_id}/end",
        {"reason": "misuse"},
        if_match=None,
        **{_KEY: key},
    )
    assert {other.json()["code"], ended.json()["code"]} == {"store.command_reused"}


async def test_an_offer_does_not_tell_how_old_the_account_is(people: People) -> None:
    """An id that held its moment of birth would tell whether the name had an account before."""
    told = uuid.UUID((await offered(people, "new.one"))["account_id"])
    born, now = (told.int >> 80) / 1_000, datetime.now(UTC).timestamp()
    assert abs(born - now) > timedelta(days=1).total_seconds()


async def test_one_member_has_one_account_in_a_union(people: People) -> None:
    """Two accounts of one person would be two pairs of eyes of one head (assurance S21)."""
    member_id, union = await people.county.member(), people.county.union
    await appointed(
        people.chair,
        f"{union}/appointments",
        "first.one",
        {"name": "王小明", "roles": ["clerk"], "member_id": member_id},
        enrols=False,
    )
    again = await people.chair.post(
        f"{union}/appointments",
        {"login": "second.one", "name": "王晓明", "roles": ["reviewer"], "member_id": member_id},
    )
    assert (again.status_code, again.json()["code"]) == (409, "store.claim_taken")


async def test_a_login_under_way_does_not_outlive_the_password_it_showed(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords = people.county.parts.accounts.credentials.passwords
    verify = passwords.verify

    async def verify_slowly(stored: str | None, text: str) -> bool:
        is_right = await verify(stored, text)
        monkeypatch.setattr(passwords, "verify", verify)
        changed = await people.clerk.send(
            "POST", "/v1/me/password", {"old": PASSWORD, "new": LONGER}
        )
        assert changed.status_code == 200, changed.text
        return is_right

    thief = Browser(people.county.client, "clerk")
    monkeypatch.setattr(passwords, "verify", verify_slowly)
    refused = await thief.log_in()
    assert (refused.status_code, refused.json()["code"]) == (401, "access.login_refused")
    assert "__Host-sid" not in thief.cookies
