"""The union's own page, officers, policies, periods, and its log."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from domain.chain import genesis
from tests.services.http.calling import County, Json

ON = {"occurred_on": "2026-02-01"}
DUES_RULE: Json = {
    "kind": "dues",
    "policy_id": "dues.local",
    "version": 1,
    "rate_numerator": 5,
    "rate_denominator": 1000,
    "base_unit_fen": 10000,
}


async def test_a_unit_begins_with_the_policies_on_offer(county: County) -> None:
    policies = await county.unit.get(f"{county.union}/policies")
    assert {row["policy_id"] for row in policies.json()["rows"]} >= {
        "dues.national",
        "posting.2021",
    }
    read = await county.unit.get(county.union)
    assert read.headers["ETag"] == f'"{await county.version()}"'
    assert read.json()["union"]["federation_id"] == county.federation_id


async def test_the_union_changes_step_by_step(county: County) -> None:
    steps: list[tuple[str, Json]] = [
        ("rename", {"name": "青石工会"}),
        ("officers", {"name": "李主席", "office": "chairperson"}),
        ("policies", {"preset_id": "dues.national"}),
        ("policies", {"policy": DUES_RULE, "valid_from": "2027-01-01", "document_no": "工〔1〕"}),
        ("periods/2026-01/close", {}),
        ("dissolve", {"document_no": "总工〔2026〕18号"}),
    ]
    first = await county.version()
    for version, (path, body) in enumerate(steps, start=first):
        answer = await county.unit.post(f"{county.union}/{path}", ON | body, if_match=version)
        assert answer.json()["version"] == version + 1, answer.text
    officers = await county.unit.get(f"{county.union}/officers")
    assert officers.json()["rows"][0]["name"] == "李*席"
    union = (await county.unit.get(county.union)).json()["union"]
    assert (union["closed_through"], union["dissolved_on"]) == ("2026-01", "2026-02-01")
    late = await county.unit.post(f"{county.union}/rename", ON | {"name": "x"}, if_match=first + 6)
    assert (late.status_code, late.json()["code"]) == (409, "union.dissolved")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "policy.invalid"),
        ({"preset_id": "dues.national", "policy": DUES_RULE}, "policy.invalid"),
        ({"policy": DUES_RULE}, "policy.invalid"),
        ({"preset_id": "dues.lunar"}, "policy.unknown"),
        ({"preset_id": "benefit.anhui"}, "policy.unknown"),
        ({"policy": DUES_RULE | {"rate_denominator": 0}}, "request.body_invalid"),
        ({"policy": DUES_RULE | {"base_unit_fen": 0}}, "request.body_invalid"),
    ],
)
async def test_a_policy_that_makes_no_sense_is_refused(
    county: County, body: Json, code: str
) -> None:
    version = await county.version()
    answer = await county.unit.post(f"{county.union}/policies", ON | body, if_match=version)
    assert answer.json()["code"] == code


async def test_an_aggregate_is_changed_only_by_who_has_seen_it(county: County) -> None:
    path = f"{county.union}/rename"
    blind = await county.unit.post(path, ON | {"name": "甲"})
    assert (blind.status_code, blind.json()["code"]) == (428, "request.if_match_missing")
    version = await county.version()
    stale = await county.unit.post(path, ON | {"name": "甲"}, if_match=version - 1)
    assert (stale.status_code, stale.headers["ETag"]) == (412, f'"{version}"')
    for strange in ('W/"5"', "5", "*", '"-1"', '"99999999999"'):
        answer = await county.unit.post(path, ON | {"name": "甲"}, if_match=strange)
        assert answer.json()["code"] == "request.if_match_malformed", strange


async def test_the_log_is_told_as_stored(county: County) -> None:
    first = await county.unit.get(f"{county.union}/events", limit=2)
    assert [event["position"] for event in first.json()["events"]] == [1, 2]
    path = first.headers["Link"].partition(">")[0].removeprefix("<")
    rest = await county.unit.get(path)
    assert [event["position"] for event in rest.json()["events"]] == [3, 4]
    stored = await county.parts.log.read_after(uuid.UUID(county.union_id), 0, 10)
    told = first.json()["events"][0]
    assert told["body"].encode() == stored[0].body
    assert told["digest"] == stored[0].digest.hex()
    last = await county.unit.get(f"{county.union}/events", after=await county.head() - 1)
    assert last.json()["next_after"] is None


async def test_the_head_is_told_for_any_position(county: County) -> None:
    path = f"{county.union}/head"
    events = (await county.unit.get(f"{county.union}/events")).json()["events"]
    assert (await county.unit.get(path)).json()["hash"] == events[-1]["hash"]
    assert (await county.unit.get(path, known_at=2)).json()["hash"] == events[1]["hash"]
    head = await county.parts.log.head(uuid.UUID(county.union_id))
    begun = (await county.unit.get(path, known_at=0)).json()
    assert begun["hash"] == genesis(head.union_id, head.charter).hex()
    ahead = await county.unit.get(path, known_at=head.position + 1)
    assert (ahead.status_code, ahead.json()["code"]) == (422, "request.known_at_ahead")


async def test_ledgers_can_be_read_as_they_were_known(county: County) -> None:
    before = datetime.now(UTC)
    position = await county.head()
    await county.member()
    members = f"{county.union}/members"
    assert len((await county.unit.get(members, known_at=position)).json()["rows"]) == 0
    assert len((await county.unit.get(members, known_at=position + 1)).json()["rows"]) == 1
    instant = before.astimezone(UTC).isoformat()
    assert len((await county.unit.get(members, known_at=instant)).json()["rows"]) == 0
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    assert len((await county.unit.get(members, known_at=later)).json()["rows"]) == 1


async def test_a_read_waits_for_a_position_and_then_says_try_again(county: County) -> None:
    await county.member()
    members = f"{county.union}/members"
    position = await county.head()
    assert (await county.unit.get(members, min_position=position)).status_code == 200
    ahead = await county.unit.get(members, min_position=position + 1)
    assert (ahead.status_code, ahead.json()["code"]) == (503, "ledgers.not_yet_shown")
    assert ahead.headers["Retry-After"] == "1"
