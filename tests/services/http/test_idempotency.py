"""A command id never expires: the same request is answered alike, another one under it is refused."""

import asyncio
import uuid

from tests.services.http.calling import County, keyed, receipts, registration


async def test_a_repeat_is_answered_byte_for_byte(county: County) -> None:
    path, body = f"{county.union}/dues/receipts", receipts(await county.member())
    first = await county.unit.post(path, body, key="month-1")
    again = await county.unit.post(path, body, key="month-1")
    assert first.content == again.content
    assert again.headers["Idempotency-Hit"] == "true"
    assert "Idempotency-Hit" not in first.headers
    assert first.status_code == again.status_code


async def test_a_repeat_is_answered_though_the_world_moved_on(county: County) -> None:
    member = f"{county.union}/members/{await county.member()}"
    key, body = str(uuid.uuid4()), {"occurred_on": "2026-03-01", "cause": "retired"}
    first = await county.unit.post(f"{member}/retain", body, key=key, if_match=1)
    await county.unit.post(f"{member}/death", {"occurred_on": "2026-04-01"}, if_match=2)
    again = await county.unit.post(f"{member}/retain", body, key=key, if_match=1)
    assert again.content == first.content


async def test_another_request_under_the_same_key_is_refused(county: County) -> None:
    member_id = await county.member()
    path = f"{county.union}/dues/receipts"
    await county.unit.post(path, receipts(member_id), key="k")
    other = await county.unit.post(path, receipts(member_id, amount_fen=1), key="k")
    assert (other.status_code, other.json()["code"]) == (422, "store.command_reused")
    elsewhere = await county.unit.post(f"{county.union}/members", registration_of(9), key="k")
    assert elsewhere.json()["code"] == "store.command_reused"


async def test_another_request_is_refused_even_when_the_rules_would_refuse_it(
    county: County,
) -> None:
    path = f"{county.union}/members/register"
    await county.unit.post(path, registration(3), key="k")
    other = await county.unit.post(path, registration(3, name="王大明"), key="k")
    assert (other.status_code, other.json()["code"]) == (422, "store.command_reused")


async def test_fifty_at_once_write_once(county: County) -> None:
    path, body = f"{county.union}/dues/receipts", receipts(await county.member())
    before = await county.head()
    answers = await asyncio.gather(
        *(county.unit.post(path, body, key="at-once") for _ in range(50))
    )
    assert await county.head() == before + 1
    written = [answer for answer in answers if answer.status_code == 201]
    assert {answer.content for answer in written} == {written[0].content}
    assert {answer.status_code for answer in answers} <= {201, 503}
    assert sum("Idempotency-Hit" not in answer.headers for answer in written) <= 1


async def test_keys_of_two_unions_are_two_keys(county: County) -> None:
    units = f"{county.federation}/units"
    body = {"occurred_on": "2026-01-01", "code": "QZ002", "name": "乙工会", "legal_person": False}
    other = (await county.county.post(units, body)).json()["unit_id"]
    path = f"{county.union}/members/register"
    assert (await county.unit.post(path, registration(1), key="same")).status_code == 201
    them = await keyed(county.client, county.parts, "unit", other)
    theirs = await them.post(f"/v1/unions/{other}/members/register", registration(1), key="same")
    assert theirs.status_code == 201


def registration_of(number: int) -> dict[str, object]:
    body = registration(number)
    del body["joined_on"]
    return body
