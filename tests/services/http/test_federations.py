"""The county through the API: units, the roll-up, the inquiry, keys."""

import uuid

import pytest

from services.errors import OutcomeUnknown
from tests.services.http.calling import County, founding, id_number, unit


async def test_a_federation_tells_of_itself_and_its_units(county: County) -> None:
    told = await county.county.get(county.federation)
    assert (told.json()["code"], told.headers["ETag"]) == ("QZ", '"2"')
    units = await county.county.get(f"{county.federation}/units")
    assert [row["unit_id"] for row in units.json()["rows"]] == [county.union_id]


async def test_a_unit_is_refused_before_anything_is_written(county: County) -> None:
    units = f"{county.federation}/units"
    bodies = {
        "union.credit_code_without_legal_person": unit("N1", credit_code="91110000100000000A"),
        "federation.unit_already_enrolled": unit("QZ001"),
        "federation.unit_code_taken": unit("QZ"),
        "federation.parent_unknown": unit("N1", parent_id=str(uuid.uuid4())),
    }
    for code, body in bodies.items():
        answer = await county.county.post(units, body)
        assert answer.json()["code"] == code
    told = await county.county.get(county.federation)
    assert told.json()["position"] == 2


async def test_a_crash_between_the_two_logs_is_mended_by_a_repeat(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object) -> None:
        raise OutcomeUnknown

    units, body, key = f"{county.federation}/units", unit("QZ002"), str(uuid.uuid4())
    with monkeypatch.context() as broken:
        broken.setattr(county.parts.desk, "found", crash)
        cut = await county.county.post(units, body, key=key)
    assert (cut.status_code, cut.json()["code"]) == (503, "store.outcome_unknown")
    mended = await county.county.post(units, body, key=key)
    assert mended.status_code == 201
    assert "Idempotency-Hit" not in mended.headers
    again = await county.county.post(units, body, key=key)
    assert again.content == mended.content
    assert again.headers["Idempotency-Hit"] == "true"
    assert (await county.county.get(county.federation)).json()["position"] == 3


async def test_the_rollup_sums_units_and_names_the_missing(county: County) -> None:
    for number in range(1, 6):
        await county.member(number)
    rollup = await county.county.get(f"{county.federation}/rollup", year=2026)
    assert rollup.json()["county"]["members"]["2026-12-31"]["active"] == 5
    assert (rollup.json()["least"], rollup.json()["county"]["suppressed"]) == (5, False)
    assert [unit["unit_id"] for unit in rollup.json()["freshness"]] == [county.union_id]
    begun = await county.county.get(
        f"{county.federation}/rollup", year=2026, known_at="2026-01-01T00:00:00+08:00"
    )
    assert begun.json()["units"] == {}


async def test_an_inquiry_is_answered_yes_or_no_recorded_and_repeated_alike(
    county: County,
) -> None:
    member_id = await county.member(5)
    path = f"{county.federation}/identity-inquiries"
    body, key = {"id_number": id_number(5), "reason": "核实重复建档"}, str(uuid.uuid4())
    yes = await county.county.post(path, body, key=key)
    assert yes.json()["live"] is True
    assert county.union_id not in yes.text
    death = f"{county.union}/members/{member_id}/death"
    await county.unit.post(death, {"occurred_on": "2026-03-01"}, if_match=1)
    assert (await county.county.post(path, body, key=key)).content == yes.content
    assert (await county.county.post(path, body)).json()["live"] is False
    stranger = body | {"id_number": id_number(6)}
    assert (await county.county.post(path, stranger)).json()["live"] is False
    log = await county.parts.log.read_after(uuid.UUID(county.federation_id), 0, 100)
    topics = [event.topic for event in log]
    assert topics.count("federation.identity_inquiry_answered") == 3
    assert not any(id_number(5).encode() in event.body for event in log)


async def test_founding_is_repeated_alike(county: County) -> None:
    key = str(uuid.uuid4())
    first = await county.operator.post("/v1/federations", founding("AB"), key=key)
    again = await county.operator.post("/v1/federations", founding("AB"), key=key)
    assert first.content == again.content
    other = founding("AB") | {"name": "乙县总工会"}
    reused = await county.operator.post("/v1/federations", other, key=key)
    assert (reused.status_code, reused.json()["code"]) == (422, "store.command_reused")
    fresh = await county.operator.post("/v1/federations", other)
    assert (fresh.status_code, fresh.json()["code"]) == (409, "federation.already_registered")


async def test_a_union_is_no_federation(county: County) -> None:
    answer = await county.unit_auditor.get(f"/v1/federations/{county.union_id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "federation.unknown")
    as_union = await county.county_auditor.get(f"/v1/unions/{county.federation_id}")
    assert (as_union.status_code, as_union.json()["code"]) == (404, "union.unknown")


async def test_a_key_tells_whose_it_is_until_it_is_revoked(county: County) -> None:
    me = (await county.unit.get("/v1/me")).json()
    assert (me["role"], me["union_id"]) == ("unit", county.union_id)
    assert (await county.operator.get("/v1/me")).json()["union_id"] is None
    strange = await county.operator.delete(f"/v1/api-keys/{me['key_id']}")
    assert (strange.status_code, strange.json()["code"]) == (404, "access.key_unknown")
    assert await county.parts.keys.revoke_key(me["key_id"])
    gone = await county.unit.get("/v1/me")
    assert (gone.status_code, gone.json()["code"]) == (401, "access.unauthenticated")
    absent = await county.operator.delete("/v1/api-keys/nobody")
    assert (absent.status_code, absent.json()["code"]) == (404, "access.key_unknown")


async def test_a_key_is_shown_once(county: County) -> None:
    key = str(uuid.uuid4())
    body = {"role": "witness", "label": "x"}
    assert (await county.operator.post("/v1/api-keys", body, key=key)).status_code == 201
    again = await county.operator.post("/v1/api-keys", body, key=key)
    assert (again.status_code, again.json()["code"]) == (409, "access.key_already_issued")


async def test_who_runs_the_platform_gives_nobody_a_key_to_books(county: County) -> None:
    for role in ("unit", "county", "auditor", "import"):
        for named in ({}, {"union_id": county.union_id}):
            answer = await county.operator.post(
                "/v1/api-keys", {"role": role, "label": "x"} | named
            )
            assert answer.status_code == 400, role
