"""A name and a number go in sealed and come out masked: never in logs, errors, headers, addresses, figures."""

import json

import httpx
import pytest

from services import log
from tests.services.http.calling import County, application, id_number, registration
from tests.services.http.test_aid_and_condolences import case_of

NAME = "哨兵欧阳"
NUMBER = id_number(777)
WRONG = NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")


async def everywhere(county: County) -> list[httpx.Response]:
    """Put the sentinels into every kind of place, good and bad."""
    unit, union = county.unit, county.union
    person = {"name": NAME, "id_number": NUMBER}
    registered = await unit.post(f"{union}/members/register", registration() | person)
    member = f"{union}/members/{registered.json()['member_id']}"
    bad = application() | person
    raw = json.dumps(bad).encode()
    return [
        registered,
        await unit.post(f"{union}/members", bad),
        await unit.post(f"{union}/members", bad | {"id_number": WRONG}),
        await unit.post(f"{union}/members", bad | {"name": f"={NAME}"}),
        await unit.post(f"{union}/members", bad | {NUMBER: NAME}),
        await unit.post(f"{union}/members", bad | {"occurred_on": NUMBER}),
        await unit.post(f"{union}/members", bad | {"profile": {NAME: NUMBER}}),
        await unit.post(f"{union}/members", bad, key=NUMBER),
        await unit.raw(f"{union}/members", raw[:-3]),
        await unit.raw(f"{union}/members", raw, "text/plain"),
        await unit.post(f"{union}/members/find", {"id_number": NUMBER}),
        await unit.post(f"{union}/members/find", {"id_number": WRONG}),
        await unit.get(f"{union}/members/{NUMBER}"),
        await unit.get(f"{union}/members", membership=NAME),
        await unit.get(f"{union}/members", **{NUMBER: "1"}),
        await unit.get(f"{union}/members", cursor=NUMBER),
        await unit.get(f"/v1/unions/{NUMBER}/members"),
        await unit.get(f"/{NUMBER}"),
        await unit.post(
            f"{member}/correct",
            {"occurred_on": "2026-03-01", "reason": "x"} | person,
            if_match=f'"{NUMBER}"',
        ),
        await unit.get(member),
        await unit.get(f"{union}/members"),
        await unit.get(f"{union}/events", after=5),
        await county.county.post(
            f"{county.federation}/identity-inquiries", {"id_number": NUMBER, "reason": "x"}
        ),
        await county.county.post(
            f"{county.federation}/identity-inquiries", {"id_number": WRONG, "reason": "x"}
        ),
        await county.client.get("/metrics"),
    ]


async def test_a_sentinel_is_nowhere_to_be_found(
    county: County, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log.configure()
    try:
        answers = await everywhere(county)
        failed = await broken(county, monkeypatch)
    finally:
        log.configure()
    printed = "".join(capsys.readouterr())
    assert '"event": "request_failed"' in printed
    for secret in (NAME, NUMBER, WRONG):
        assert secret not in printed
        for answer in [*answers, failed]:
            assert secret not in answer.text, answer.request.url.path
            assert secret not in str(answer.headers.raw)


async def test_an_id_number_is_not_taken_where_nothing_is_sealed(county: County) -> None:
    """It would stand in the log for ever: no key could be destroyed for it (assurance 10.4)."""
    member_id = await county.member()
    member, head = f"{county.union}/members/{member_id}", await county.head()
    told = f"按{NUMBER}更正"
    correction = {"occurred_on": "2026-03-01", "reason": told, "profile": {"department": "一队"}}
    withdrawal = {"occurred_on": "2026-03-01", "decision_no": f"退{NUMBER.lower()}"}
    reveal = {"fields": ["identity.name"], "reason": "audit", "reference": NUMBER}
    for path, body in (
        ("correct", correction),
        ("withdraw", withdrawal | {"request_on_paper": True}),
        ("reveal", reveal),
    ):
        answer = await county.unit.post(f"{member}/{path}", body, if_match=1)
        assert (answer.status_code, answer.json()["code"]) == (400, "request.body_invalid"), path
        assert NUMBER not in answer.text
    wish = case_of(member_id, member_id) | {"case_no": NUMBER}
    answer = await county.unit.post(f"{county.union}/aid-cases", wish)
    assert answer.json()["code"] == "request.body_invalid"
    assert await county.head() == head
    plain = correction | {"reason": "换发手机号 20260101 号"}
    assert (await county.unit.post(f"{member}/correct", plain, if_match=1)).status_code == 200


async def broken(county: County, monkeypatch: pytest.MonkeyPatch) -> httpx.Response:
    """Break the desk with words that must not come out."""

    async def fail(*_: object, **__: object) -> None:
        raise ValueError(f"{NAME} {NUMBER}")

    monkeypatch.setattr(county.parts.desk, "carry_out", fail)
    failed = await county.unit.post(f"{county.union}/members", application())
    assert failed.status_code == 500
    return failed
