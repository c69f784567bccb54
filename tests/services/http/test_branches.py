"""Branches, groups, certificates and consents through the API."""

from tests.services.http.calling import County, application, receipts

ON = {"occurred_on": "2026-03-10"}


async def formed(county: County, kind: str, name: str, parent: str | None = None) -> str:
    body = ON | {"kind": kind, "name": name, "parent_branch_id": parent}
    answer = await county.unit.post(f"{county.union}/branches", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["branch_id"])


async def test_members_belong_to_groups_and_the_roster_and_the_summary_say_so(
    county: County,
) -> None:
    member_id = await county.member()
    member = f"{county.union}/members/{member_id}"
    branch = await formed(county, "branch", "高中部分会")
    group = await formed(county, "group", "第一小组", branch)
    assigned = await county.unit.post(f"{member}/assign", ON | {"group_id": group}, if_match=1)
    assert assigned.status_code == 200, assigned.text
    read = (await county.unit.get(member, as_of="2026-03-31")).json()["member"]
    assert (read["branch"], read["group"]) == ("高中部分会", "第一小组")
    before = (await county.unit.get(member, as_of="2026-03-09")).json()["member"]
    assert (before["branch"], before["group"]) == (None, None)
    of_group = await county.unit.get(f"{county.union}/members", place_id=group, as_of="2026-03-31")
    assert [row["member_id"] for row in of_group.json()["rows"]] == [member_id]
    wage = {"occurred_on": "2026-01-05", "from_month": "2026-01", "wage_fen": 523860}
    await county.unit.post(f"{member}/wage-bases", wage, if_match=0)
    await county.unit.post(
        f"{county.union}/dues/receipts", receipts(member_id, "2026-01", "2026-03")
    )
    applied = await county.unit.post(f"{county.union}/members", application(2))
    assert applied.status_code == 201, applied.text
    roster = await county.unit.get(f"{county.union}/ledgers/L1", year=2026)
    assert [row[11] for row in roster.json()["rows"]] == ["办公室/第一小组"]
    summary = (await county.unit.get(f"{county.union}/ledgers/L4", year=2026)).json()
    assert len(summary["rows"]) == 12
    assert summary["rows"][0][1:6] == ["2026-01", "", "1", "26.15", "26.15"]
    assert summary["rows"][2][1:6] == ["2026-03", "第一小组", "1", "26.15", "26.15"]
    detail = (await county.unit.get(f"{county.union}/ledgers/L3", year=2026)).json()
    assert [row[3:6] for row in detail["rows"]] == [["5238.60", "5230.00", "26.15"]]


async def test_a_branch_is_renamed_led_and_closed_when_nobody_is_left(county: County) -> None:
    member = f"{county.union}/members/{await county.member()}"
    branch = await formed(county, "branch", "高中部分会")
    path = f"{county.union}/branches/{branch}"
    leader = await county.officer("赵组长", "group_leader")
    await county.unit.post(f"{path}/rename", ON | {"name": "初中部分会"}, if_match=1)
    led = await county.unit.post(f"{path}/leader", ON | {"officer_id": leader}, if_match=2)
    assert led.status_code == 200, led.text
    await county.unit.post(f"{member}/assign", ON | {"branch_id": branch}, if_match=1)
    (row,) = (await county.unit.get(f"{county.union}/branches")).json()["rows"]
    assert (row["name"], row["leader_id"], row["members"]) == ("初中部分会", leader, 1)
    full = await county.unit.post(f"{path}/close", ON, if_match=3)
    assert (full.status_code, full.json()["code"]) == (409, "branch.members_remain")
    await county.unit.post(f"{member}/assign", {"occurred_on": "2026-04-01"}, if_match=2)
    group = await formed(county, "group", "第一小组", branch)
    parent = await county.unit.post(f"{path}/close", ON, if_match=3)
    assert parent.json()["code"] == "branch.groups_open"
    inner = f"{county.union}/branches/{group}"
    assert (await county.unit.post(f"{inner}/close", ON, if_match=1)).status_code == 200
    closed = await county.unit.post(f"{path}/close", ON, if_match=3, key="close-it")
    assert closed.status_code == 200, closed.text
    again = await county.unit.post(f"{path}/close", ON, if_match=3, key="close-it")
    assert again.content == closed.content
    late = await county.unit.post(f"{member}/assign", ON | {"branch_id": branch}, if_match=3)
    assert late.json()["code"] == "member.branch_not_open"
    read = await county.unit.get(path)
    assert (read.headers["ETag"], read.json()["branch"]["closed_on"]) == ('"4"', "2026-03-10")


async def test_a_certificate_is_given_out_and_taken_back(county: County) -> None:
    member = f"{county.union}/members/{await county.member()}"
    body = ON | {"kind": "certificate", "number": "GH-0001"}
    issued = await county.unit.post(f"{member}/certificates", body, if_match=1)
    assert (issued.status_code, issued.json()["version"]) == (201, 2), issued.text
    second = await county.unit.post(f"{member}/certificates", body, if_match=2)
    assert second.json()["code"] == "member.certificate_already_held"
    roster = await county.unit.get(f"{county.union}/ledgers/L1", year=2026)
    assert roster.json()["rows"][0][1] == "GH-0001"
    collect = {"occurred_on": "2026-05-01", "cause": "lost"}
    taken = await county.unit.post(f"{member}/certificates/2/collect", collect, if_match=2)
    assert taken.status_code == 200, taken.text
    (row,) = (await county.unit.get(f"{member}/certificates")).json()["rows"]
    assert (row["certificate"], row["collected_cause"]) == ({"number": "GH-0001"}, "lost")


async def test_a_consent_is_given_and_withdrawn(county: County) -> None:
    member = f"{county.union}/members/{await county.member()}"
    body = ON | {"notice_version": "2026-1"}
    assert (await county.unit.post(f"{member}/consents", body, if_match=1)).status_code == 200
    twice = await county.unit.post(f"{member}/consents", body, if_match=2)
    assert twice.json()["code"] == "member.consent_already_given"
    back = await county.unit.post(f"{member}/consents/withdraw", body, if_match=2)
    assert back.status_code == 200
