"""Erasure through the API: asked for and approved in the union, carried out by the platform, by id only."""

import uuid

from tests.services.http.calling import County, Json, id_number, receipts

ASKED_ON, LEFT_ON = "2026-05-02", "2026-05-01"


async def gone(county: County, *, paid: bool = False) -> str:
    """Somebody who was a member and is none any more."""
    member_id = await county.member()
    if paid:
        await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id))
    body = {"occurred_on": LEFT_ON, "request_on_paper": True}
    answer = await county.unit.post(
        f"{county.union}/members/{member_id}/withdraw", body, if_match=1
    )
    assert answer.status_code == 200, answer.text
    return member_id


async def signers(county: County) -> tuple[str, str, str]:
    return (
        await county.officer("甲经办", "handler"),
        await county.officer("乙审批", "approver"),
        await county.officer("丙主席", "chairperson"),
    )


async def approve(county: County, member_id: str) -> None:
    handler, first, second = await signers(county)
    where = f"{county.union}/members/{member_id}/erasure"
    asked = {"occurred_on": ASKED_ON, "basis": "requested", "officer_id": handler}
    answer = await county.unit.post(where, asked)
    assert answer.status_code == 201, answer.text
    for version, officer_id in enumerate((first, second), start=1):
        body = {"occurred_on": ASKED_ON, "officer_id": officer_id}
        answer = await county.unit.post(f"{where}/approve", body, if_match=version)
        assert answer.status_code == 200, answer.text


async def rows(county: County) -> list[Json]:
    return list((await county.unit.get(f"{county.union}/erasures")).json()["rows"])


async def test_the_platform_carries_out_what_two_have_approved(county: County) -> None:
    member_id = await gone(county, paid=True)
    execute = f"/v1/erasures/{county.union_id}/{member_id}/execute"
    early = await county.operator.post(execute, {})
    assert early.json()["code"] == "erasure.not_approved"
    await approve(county, member_id)
    (ready,) = (await county.operator.get("/v1/erasures")).json()["rows"]
    assert (ready["subject_id"], ready["stage"], ready["is_ready"]) == (
        member_id,
        "requested",
        True,
    )
    assert id_number(1) not in str(ready)
    key = str(uuid.uuid4())
    done = await county.operator.post(execute, {}, key=key)
    assert done.status_code == 200, done.text
    again = await county.operator.post(execute, {}, key=key)
    assert again.headers["Idempotency-Hit"] == "true"
    (row,) = await rows(county)
    assert (row["stage"], row["books_until"]) == ("restricted", "2057-01-01")
    reveal = f"{county.union}/members/{member_id}/reveal"
    wanted = {"fields": ["identity.name", "profile.mobile"], "reason": "correction"}
    refused = await county.unit.post(reveal, wanted)
    assert refused.json()["code"] == "erasure.processing_restricted"
    by_law = wanted | {"reason": "authority", "reference": "调取1号"}
    shown = await county.unit.post(reveal, by_law)
    assert shown.json()["fields"] == {"identity.name": "王小明", "profile.mobile": None}
    copy = await county.unit.post(
        f"{county.union}/members/{member_id}/own-data", {"reason": "requested_by_person"}
    )
    assert copy.json()["code"] == "erasure.processing_restricted"


async def test_a_reveal_repeated_after_the_erasure_shows_nothing(county: County) -> None:
    member_id = await gone(county, paid=True)
    reveal = f"{county.union}/members/{member_id}/reveal"
    wanted = {"fields": ["identity.name"], "reason": "correction"}
    key = str(uuid.uuid4())
    first = await county.unit.post(reveal, wanted, key=key)
    assert first.json()["fields"] == {"identity.name": "王小明"}
    await approve(county, member_id)
    await county.operator.post(f"/v1/erasures/{county.union_id}/{member_id}/execute", {})
    again = await county.unit.post(reveal, wanted, key=key)
    assert again.json()["code"] == "erasure.processing_restricted"


async def test_a_person_no_voucher_names_is_gone_whole(county: County) -> None:
    member_id = await gone(county)
    await approve(county, member_id)
    await county.operator.post(f"/v1/erasures/{county.union_id}/{member_id}/execute", {})
    (row,) = await rows(county)
    assert (row["stage"], row["books_until"]) == ("destroyed", None)
    by_law = {"fields": ["identity.name"], "reason": "authority", "reference": "调取1号"}
    shown = await county.unit.post(f"{county.union}/members/{member_id}/reveal", by_law)
    assert shown.json()["code"] == "erasure.data_destroyed"


async def test_a_hold_is_placed_and_released(county: County) -> None:
    member_id = await gone(county)
    _, first, _ = await signers(county)
    where = f"{county.union}/members/{member_id}/erasure"
    paper = {"occurred_on": ASKED_ON, "document_no": "民初1号", "officer_id": first}
    held = await county.unit.post(f"{where}/hold", paper | {"reason": "lawsuit"})
    assert held.status_code == 200, held.text
    (row,) = await rows(county)
    assert row["holds"] == 1
    asked = {"occurred_on": ASKED_ON, "basis": "purpose_done", "officer_id": first}
    await county.unit.post(where, asked)
    approval = {"occurred_on": ASKED_ON, "officer_id": first}
    refused = await county.unit.post(f"{where}/approve", approval, if_match=2)
    assert refused.json()["code"] == "erasure.signers_not_different"
    released = await county.unit.post(f"{where}/release", paper, if_match=2)
    assert released.status_code == 200, released.text
    why = {"occurred_on": ASKED_ON, "reason": "no_ground", "officer_id": first}
    ended = await county.unit.post(f"{where}/refuse", why, if_match=3)
    assert ended.status_code == 200, ended.text
    assert (await rows(county))[0]["stage"] == "refused"


async def test_a_live_member_waits(county: County) -> None:
    member_id = await county.member()
    handler, first, _ = await signers(county)
    where = f"{county.union}/members/{member_id}/erasure"
    asked = {"occurred_on": ASKED_ON, "basis": "requested", "officer_id": handler}
    assert (await county.unit.post(where, asked)).status_code == 201
    approval = {"occurred_on": ASKED_ON, "officer_id": first}
    refused = await county.unit.post(f"{where}/approve", approval, if_match=1)
    assert refused.json()["code"] == "erasure.member_is_live"


async def test_only_the_platform_executes_and_it_sees_no_union(county: County) -> None:
    member_id = await gone(county)
    execute = f"/v1/erasures/{county.union_id}/{member_id}/execute"
    for caller in (county.unit, county.county, county.unit_auditor):
        assert (await caller.post(execute, {})).status_code in {403, 404}
    assert (await county.operator.get(f"{county.union}/erasures")).status_code == 404
    unknown = await county.operator.post(f"/v1/erasures/{uuid.uuid4()}/{member_id}/execute", {})
    assert unknown.status_code == 404
