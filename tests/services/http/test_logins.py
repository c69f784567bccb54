"""People and their logins: appointed, let in, raised by a second factor, and out (assurance S17, S18, S22)."""

import uuid

import pytest

from domain.ids import PLATFORM
from tests.services.http.browsing import PASSWORD, Browser
from tests.services.http.calling import County
from tests.services.http.people import People, appointed, everybody


async def test_one_person_per_role_gets_in_by_a_code_and_sees_their_place(people: People) -> None:
    me = (await people.clerk.get("/v1/me")).json()
    assert me["places"] == [{"place_id": people.county.union_id, "roles": ["clerk"]}]
    assert (await people.clerk.get(f"{people.county.union}/members")).status_code == 200
    assert (
        await people.officer.get(f"{people.county.federation}/rollup?year=2026")
    ).status_code == 200
    admin = (await people.admin.get("/v1/me")).json()
    assert admin["places"] == [{"place_id": str(PLATFORM), "roles": ["platform_admin"]}]


async def test_who_runs_the_platform_sees_nobodys_books(people: People) -> None:
    county = people.county
    for path in (county.union, f"{county.union}/members", county.federation):
        answer = await people.admin.get(path)
        assert answer.status_code == 404, path


async def test_an_unknown_name_and_a_wrong_password_are_answered_alike(people: People) -> None:
    people.clerk.cookies.clear()
    wrong = await people.clerk.log_in("not the password")
    unknown = await Browser(people.county.client, "nobody.here").log_in("not the password")
    told = [answer.json() | {"request_id": ""} for answer in (wrong, unknown)]
    assert (wrong.status_code, told[0]) == (unknown.status_code, told[1])
    assert wrong.status_code == 401
    assert "set-cookie" not in wrong.headers


async def test_a_session_gets_a_new_token_at_login_and_the_planted_one_is_dead(
    people: People,
) -> None:
    browser = Browser(people.county.client, "clerk")
    browser.cookies["__Host-sid"] = "A" * 43
    answer = await browser.log_in()
    assert answer.status_code == 201
    assert browser.cookies["__Host-sid"] != "A" * 43
    planted = Browser(people.county.client)
    planted.cookies["__Host-sid"] = "A" * 43
    assert (await planted.get("/v1/me")).status_code == 401


async def test_the_cookie_is_for_this_host_over_tls_and_out_of_reach_of_scripts(
    people: People,
) -> None:
    answer = await Browser(people.county.client, "clerk").log_in()
    cookie = answer.headers.get_list("set-cookie")[0]
    assert cookie.startswith("__Host-sid=")
    for word in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
        assert word in cookie
    assert "Domain" not in cookie


async def test_a_role_that_needs_a_second_factor_sleeps_without_it(people: People) -> None:
    approver = Browser(people.county.client, "approver")
    approver.secret = people.approver.secret
    first = await approver.log_in()
    assert first.json()["waits_for"] == "second_factor"
    refused = await approver.get(f"{people.county.union}/members")
    assert (refused.status_code, refused.json()["code"]) == (403, "access.second_factor_needed")


async def test_each_code_of_an_authenticator_opens_once(county: County) -> None:
    people = await everybody(county)
    approver = Browser(people.county.client, "approver")
    approver.secret = people.approver.secret
    await approver.log_in()
    used = await approver.send("POST", "/v1/sessions/second-factor", {"code": approver.code()})
    assert (used.status_code, used.json()["code"]) == (422, "access.code_refused")


async def test_a_recovery_code_opens_once_and_lets_the_authenticator_be_exchanged(
    people: People,
) -> None:
    codes = await people.clerk.enrol()
    clerk = Browser(people.county.client, "clerk")
    assert (await clerk.log_in()).json()["waits_for"] == "second_factor"
    body = {"code": codes[0], "is_recovery": True}
    raised = await clerk.send("POST", "/v1/sessions/second-factor", body)
    assert raised.json()["waits_for"] == "open"
    again = Browser(people.county.client, "clerk")
    await again.log_in()
    refused = await again.send("POST", "/v1/sessions/second-factor", body)
    assert refused.json()["code"] == "access.code_refused"
    removed = await clerk.send("POST", "/v1/me/second-factor/remove", {"password": PASSWORD})
    assert removed.status_code == 200, removed.text
    await clerk.enrol()


async def test_a_first_password_opens_nothing_but_its_own_change(people: People) -> None:
    answer = await people.chair.post(
        f"{people.county.union}/appointments",
        {"login": "new.one", "name": "新人", "roles": ["reviewer"]},
    )
    new = Browser(people.county.client, "new.one")
    await new.log_in(answer.json()["code"])
    refused = await new.get(f"{people.county.union}/members")
    assert refused.status_code in {403, 404}
    weak = await new.send(
        "POST", "/v1/me/password", {"old": answer.json()["code"], "new": "12345678"}
    )
    assert weak.json()["code"] == "access.password_common"
    await new.begin(answer.json()["code"])
    assert (await new.get(f"{people.county.union}/members")).status_code == 200
    used = Browser(people.county.client, "new.one")
    assert (await used.log_in(answer.json()["code"])).status_code == 401


async def test_roles_taken_away_are_gone_at_the_next_request(people: People) -> None:
    path = f"{people.county.union}/appointments/{people.reviewer.account_id}/end"
    assert (await people.reviewer.get(f"{people.county.union}/members")).status_code == 200
    ended = await people.chair.post(path, {"reason": "term_over"})
    assert ended.status_code == 200, ended.text
    assert (await people.reviewer.get("/v1/me")).status_code == 401
    await people.reviewer.log_in()
    assert (await people.reviewer.get(f"{people.county.union}/members")).status_code == 404


async def test_nobody_inherits_rights_by_having_taken_a_name_before(people: People) -> None:
    """Whoever registered the name elsewhere knows its password, but not the code of the new place."""
    county = people.county
    taken = await appointed(
        people.chair,
        f"{county.union}/appointments",
        "later.chair",
        {"name": "抢注", "roles": ["clerk"]},
        enrols=True,
    )
    unit = await county.county.post(
        f"{county.federation}/units",
        {"occurred_on": "2026-01-01", "code": "QZ777", "name": "丙工会", "legal_person": False},
    )
    other = unit.json()["unit_id"]
    offered = await people.officer.post(
        f"{county.federation}/units/{other}/appointments",
        {"login": "later.chair", "name": "真人", "roles": ["chair"]},
    )
    assert offered.status_code == 201
    assert (await taken.get(f"/v1/unions/{other}")).status_code == 404
    guessed = await taken.send(
        "POST", "/v1/me/appointments/accept", {"code": "AAAA-AAAA-AAAA-AAAA"}
    )
    assert guessed.json()["code"] == "access.invitation_refused"
    accepted = await taken.send(
        "POST", "/v1/me/appointments/accept", {"code": offered.json()["code"]}
    )
    assert accepted.status_code == 200
    assert (await taken.get(f"/v1/unions/{other}")).status_code == 200


async def test_a_reset_puts_every_role_to_sleep_until_its_place_gives_a_new_code(
    people: People,
) -> None:
    county, clerk = people.county, people.clerk
    reset = await people.admin.post(
        f"/v1/platform/accounts/{clerk.account_id}/reset", {"reason": "password_forgotten"}
    )
    assert reset.status_code == 200, reset.text
    assert (await clerk.get("/v1/me")).status_code == 401
    assert (await clerk.log_in()).status_code == 401
    again = await people.chair.post(
        f"{county.union}/appointments/{clerk.account_id}/offer-again", None
    )
    assert again.status_code == 200, again.text
    await clerk.begin(again.json()["code"], PASSWORD + "!")
    assert (await clerk.get(f"{county.union}/members")).status_code == 200


async def test_a_closed_account_opens_nothing(people: People) -> None:
    closed = await people.admin.post(
        f"/v1/platform/accounts/{people.clerk.account_id}/close", {"reason": "left"}
    )
    assert closed.status_code == 200, closed.text
    assert (await people.clerk.get("/v1/me")).status_code == 401
    assert (await people.clerk.log_in()).json()["code"] == "access.login_refused"


async def test_sessions_are_listed_and_ended_by_their_person(people: People) -> None:
    elsewhere = Browser(people.county.client, "clerk")
    await elsewhere.log_in()
    listed = (await people.clerk.get("/v1/sessions")).json()["sessions"]
    other = next(one for one in listed if not one["is_this_one"])
    ended = await people.clerk.send("DELETE", f"/v1/sessions/{other['session_id']}")
    assert ended.json()["ended"] is True
    assert (await elsewhere.get("/v1/me")).status_code == 401
    assert (await people.clerk.get("/v1/me")).status_code == 200
    strange = await people.reviewer.send("DELETE", f"/v1/sessions/{uuid.uuid4()}")
    assert (strange.status_code, strange.json()["code"]) == (404, "access.session_unknown")


async def test_a_changed_password_ends_every_other_session_and_the_log_says_so(
    people: People,
) -> None:
    elsewhere = Browser(people.county.client, "clerk")
    begun = (await elsewhere.log_in()).json()["session_id"]
    changed = await people.clerk.send(
        "POST", "/v1/me/password", {"old": PASSWORD, "new": PASSWORD + " 改"}
    )
    assert changed.status_code == 200, changed.text
    assert (await elsewhere.get("/v1/me")).status_code == 401
    assert (await people.clerk.get("/v1/me")).status_code == 200
    events = await people.county.parts.log.read_after(PLATFORM, 0, 10_000)
    ended = [event for event in events if event.topic == "account.session_ended"]
    assert [begun.encode() in event.body for event in ended] == [True]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://other.gonghui.test"},
        {"Origin": "null"},
    ],
)
async def test_a_write_another_site_has_a_browser_send_is_refused(
    people: People, headers: dict[str, str]
) -> None:
    before = await people.county.head()
    answer = await people.clerk.post(
        f"{people.county.union}/members/register", {"occurred_on": "2026-01-01"}, **headers
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "access.cross_site")
    assert await people.county.head() == before


async def test_everything_about_access_is_in_the_log(people: People) -> None:
    log = people.county.parts.log
    topics = {event.topic for event in await log.read_after(PLATFORM, 0, 10_000)}
    assert {
        "account.opened",
        "account.password_set",
        "account.logged_in",
        "account.second_factor_enrolled",
        "appointment.offered",
        "appointment.accepted",
    } <= topics
    union = await log.read_after(uuid.UUID(people.county.union_id), 0, 10_000)
    assert {"appointment.offered", "appointment.accepted"} <= {event.topic for event in union}
