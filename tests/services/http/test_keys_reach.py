"""What a key cannot reach by another way: more actions than it was issued for, an auditor's key."""

import uuid

import pytest

from services.http.parts import Parts
from tests.services.http.audits import Audit, granting_of, opened
from tests.services.http.calling import Caller, County
from tests.services.http.people import everybody


@pytest.fixture
async def audit(county: County) -> Audit:
    return await opened(county)


async def cut_down(county: County, parts: Parts, role: str, place_id: str, *scopes: str) -> Caller:
    issued = await parts.keys.issue_key(
        role=role,  # type: ignore[arg-type] # as the test names it
        label="cut down",
        union_id=uuid.UUID(place_id),
        scopes=scopes,
    )
    return Caller(county.client, issued.text)


async def test_a_key_cut_down_gives_out_no_key_that_reads_more(
    county: County, parts: Parts, audit: Audit
) -> None:
    recorder = await cut_down(county, parts, "unit", county.union_id, "audit.record")
    refused = await recorder.post(
        f"{audit.path}/access",
        granting_of(audit.day, audit.chair),
        if_match=await audit.version(),
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "access.forbidden")


async def test_those_who_are_audited_take_no_auditors_key_away(
    county: County, audit: Audit
) -> None:
    """An access ends by a step of the engagement, which is in the log, and by nothing else."""
    people = await everybody(county)
    refused = await people.chair.send("DELETE", f"{county.union}/api-keys/{audit.access_id}")
    assert (refused.status_code, refused.json()["code"]) == (404, "access.key_unknown")
    assert (await audit.reader.get("/v1/me")).status_code == 200


async def test_a_key_given_by_the_chair_signs_nothing(county: County) -> None:
    """With three such keys one person would be clerk, reviewer and approver of one case."""
    people = await everybody(county)
    path = f"{county.union}/api-keys"
    wish = {"role": "unit", "label": "工资系统", "valid_days": 30}
    for scope in ("aid.approve", "payments.make", "paper.transcribe"):
        refused = await people.chair.post(path, wish | {"scopes": ["dues.read", scope]})
        assert (refused.status_code, refused.json()["code"]) == (422, "access.scope_signs"), scope
    given = await people.chair.post(path, wish | {"scopes": ["dues.read", "dues.receive"]})
    assert given.status_code == 201, given.text
    key = Caller(county.client, given.json()["api_key"])
    assert (await key.get(f"{county.union}/dues", year=2026)).status_code == 200
    assert (await key.get(f"{county.union}/members")).json()["code"] == "access.forbidden"
    revoked = await people.chair.send("DELETE", f"{path}/{given.json()['key_id']}")
    assert revoked.json()["revoked"] is True
    assert (await key.get("/v1/me")).status_code == 401
    events = await county.parts.log.read_after(uuid.UUID(county.union_id), 0, 10_000)
    told = [event.topic for event in events if event.topic.startswith("api_key.")]
    assert told == ["api_key.issued", "api_key.used", "api_key.revoked"]  # used twice that day


async def test_scopes_are_names_of_the_table_and_fit_the_key(county: County) -> None:
    people = await everybody(county)
    path = f"{county.union}/api-keys"
    wish = {"role": "unit", "label": "x", "valid_days": 30}
    unknown = await people.chair.post(path, wish | {"scopes": ["every.thing"]})
    assert unknown.json()["code"] == "access.scope_unknown"
    countys = await people.chair.post(path, wish | {"scopes": ["county.read"]})
    assert countys.json()["code"] == "access.scope_not_fitting"
