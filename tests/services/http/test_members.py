"""Memberships through the API, each command once."""

import uuid

from tests.services.http.calling import County, application, id_number, registration

ON = {"occurred_on": "2026-03-01"}


async def test_an_application_is_approved_and_the_member_appears(county: County) -> None:
    applied = await county.unit.post(f"{county.union}/members", application())
    assert applied.status_code == 201
    member = f"{county.union}/members/{applied.json()['member_id']}"
    assert applied.headers["ETag"] == '"1"'
    details = {"details": {"reason": "自愿", "handler": "李四"}}
    approved = await county.unit.post(f"{member}/approve", ON | details, if_match=1)
    assert approved.json()["version"] == 2
    read = await county.unit.get(member)
    assert read.headers["ETag"] == '"2"'
    assert read.json()["member"]["membership"] == "active"
    assert read.json()["member"]["person"]["name"] == "王*明"
    assert [change["change"] for change in read.json()["history"]] == ["join"]


async def test_an_application_is_sent_back(county: County) -> None:
    applied = await county.unit.post(f"{county.union}/members", application())
    member = f"{county.union}/members/{applied.json()['member_id']}"
    rejected = await county.unit.post(f"{member}/reject", ON | {"reason": "材料不全"}, if_match=1)
    assert rejected.status_code == 200


async def test_a_member_is_retained_reinstated_and_withdraws(county: County) -> None:
    member = f"{county.union}/members/{await county.member()}"
    steps = [
        ("retain", {"occurred_on": "2026-02-01", "cause": "retired"}),
        ("reinstate", {"occurred_on": "2026-03-01"}),
        ("withdraw", {"occurred_on": "2026-04-01", "request_on_paper": True}),
    ]
    for version, (step, body) in enumerate(steps, start=1):
        answer = await county.unit.post(f"{member}/{step}", body, if_match=version)
        assert answer.json()["version"] == version + 1, answer.text
    read = await county.unit.get(member, as_of="2026-03-15")
    assert read.json()["member"]["membership"] == "active"
    changes = await county.unit.get(f"{county.union}/changes", since="2026-01-01")
    assert [row["change"] for row in changes.json()["rows"]] == ["retain", "reinstate", "withdraw"]


async def test_a_change_entered_by_mistake_is_reversed(county: County) -> None:
    member = f"{county.union}/members/{await county.member()}"
    died = await county.unit.post(f"{member}/death", ON, if_match=1)
    assert died.status_code == 200
    body = ON | {"reversed_version": 2, "reason": "登记有误"}
    assert (await county.unit.post(f"{member}/reverse", body, if_match=2)).status_code == 200
    assert (await county.unit.get(member)).json()["member"]["membership"] == "active"


async def test_a_member_moves_between_unions(county: County) -> None:
    member_id = await county.member()
    moving = ON | {"transfer_id": str(uuid.uuid4()), "other_union": "甲工会"}
    out = f"{county.union}/members/{member_id}/transfer-out"
    assert (await county.unit.post(out, moving, if_match=1)).status_code == 200
    back = moving | {"occurred_on": "2026-05-01", "name": "王小明", "id_number": id_number(1)}
    came = await county.unit.post(f"{county.union}/members/transfer-in", back)
    assert came.json()["member_id"] == member_id
    stranger = back | {"id_number": id_number(2)}
    assert (
        await county.unit.post(f"{county.union}/members/transfer-in", stranger)
    ).status_code == 201


async def test_facts_are_corrected_and_the_number_stays(county: County) -> None:
    member = f"{county.union}/members/{await county.member()}"
    body = ON | {"reason": "改名", "name": "王大明", "id_number": id_number(1)}
    assert (await county.unit.post(f"{member}/correct", body, if_match=1)).status_code == 200
    assert (await county.unit.get(member)).json()["member"]["person"]["name"] == "王*明"
    other = await county.unit.post(
        f"{member}/correct", body | {"id_number": id_number(2)}, if_match=2
    )
    assert (other.status_code, other.json()["code"]) == (409, "member.id_number_differs")
    half = await county.unit.post(
        f"{member}/correct", ON | {"reason": "x", "name": "王"}, if_match=2
    )
    assert (half.status_code, half.json()["code"]) == (422, "member.identity_incomplete")


async def test_a_member_is_found_by_id_number(county: County) -> None:
    member_id = await county.member(7)
    path = f"{county.union}/members/find"
    found = await county.unit.post(path, {"id_number": id_number(7).lower()})
    assert found.json()["member"]["member_id"] == member_id
    unknown = await county.unit.post(path, {"id_number": id_number(8)})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "member.unknown")


async def test_the_same_person_is_not_registered_twice(county: County) -> None:
    await county.member()
    again = await county.unit.post(f"{county.union}/members/register", registration())
    assert (again.status_code, again.json()["code"]) == (409, "member.already_member")


async def test_the_register_can_be_read_as_of_a_date_and_by_membership(county: County) -> None:
    member_id = await county.member()
    retained = {"occurred_on": "2026-06-01", "cause": "retired"}
    path = f"{county.union}/members/{member_id}/retain"
    await county.unit.post(path, retained, if_match=1)
    members = f"{county.union}/members"
    before = await county.unit.get(members, as_of="2026-05-31", membership="retained")
    after = await county.unit.get(members, as_of="2026-06-01", membership="retained")
    assert (len(before.json()["rows"]), len(after.json()["rows"])) == (0, 1)
    assert after.headers["ETag"].startswith("W/")


async def test_nobody_is_at_an_unknown_id(county: County) -> None:
    unknown = f"{county.union}/members/{uuid.uuid4()}"
    assert (await county.unit.get(unknown)).json()["code"] == "member.unknown"
    with_details = ON | {"details": {"reason": "x"}}
    for body in (ON, with_details):
        answer = await county.unit.post(f"{unknown}/withdraw", body, if_match=0)
        assert (answer.status_code, answer.json()["code"]) == (404, "member.unknown")
