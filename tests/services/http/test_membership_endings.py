"""How memberships end, through the API: each step by whom the charter names, and nothing by itself."""

from tests.services.http.calling import County, Json

ON = {"occurred_on": "2026-08-10"}
LATER = {"occurred_on": "2026-08-20"}
FOUND = {"no_just_cause": True, "no_participation": True, "education_refused": True}


async def owing_member(county: County) -> str:
    """A member who owes since January and paid nothing; returns the address."""
    member = f"{county.union}/members/{await county.member()}"
    wage = {"occurred_on": "2026-01-05", "from_month": "2026-01", "wage_fen": 523860}
    declared = await county.unit.post(f"{member}/wage-bases", wage, if_match=0)
    assert declared.status_code == 201, declared.text
    return member


async def tasks(county: County, as_of: str, **query: str) -> list[str]:
    answer = await county.unit.get(f"{county.union}/tasks", as_of=as_of, **query)
    assert answer.status_code == 200, answer.text
    return [row["kind"] for row in answer.json()["rows"]]


async def state(county: County, member: str) -> Json:
    read: Json = (await county.unit.get(member)).json()["member"]
    return read


async def test_arrears_raise_a_task_and_only_the_committee_ends_the_membership(
    county: County,
) -> None:
    member = await owing_member(county)
    handler = await county.officer("张经办", "handler")
    chair = await county.officer("李主席", "chairperson")
    assert "arrears_to_warn" not in await tasks(county, "2026-06-30")
    assert "arrears_to_warn" in await tasks(county, "2026-07-01")
    declare = LATER | FOUND | {"decision_no": "工〔5〕", "decided_by": chair}
    path = f"{member}/arrears/deem-withdrawn"
    early = await county.unit.post(path, declare, if_match=1)
    assert (early.status_code, early.json()["code"]) == (409, "member.arrears_not_warned")
    talk = {"issued_by": handler, "details": {"reason": "谈话一次"}}
    warned = await county.unit.post(f"{member}/arrears/warn", ON | talk, if_match=1)
    assert warned.json()["version"] == 2, warned.text
    assert (await state(county, member))["warned_on"] == "2026-08-10"
    assert "arrears_to_decide" in await tasks(county, "2026-08-20", officer_id=chair)
    assert await tasks(county, "2026-08-20", officer_id=handler) == []
    excused = await county.unit.post(path, declare | {"no_just_cause": False}, if_match=2)
    assert excused.json()["errors"][0]["pointer"] == "#/no_just_cause"
    ended = await county.unit.post(path, declare, if_match=2)
    assert ended.status_code == 200, ended.text
    assert (await state(county, member))["membership"] == "deemed_withdrawn"
    ledger = await county.unit.get(f"{county.union}/ledgers/L5", year=2026, month="2026-08")
    (row,) = ledger.json()["rows"]
    assert row[2:5] == ["2026-01 至 2026-07", "7", "183.05"]
    assert row[6:8] == ["2026-08-10 谈话一次", "自动退会"]


async def test_a_warning_is_cleared_when_the_dues_are_paid(county: County) -> None:
    member = await owing_member(county)
    handler = await county.officer("张经办", "handler")
    warn = ON | {"issued_by": handler}
    assert (await county.unit.post(f"{member}/arrears/warn", warn, if_match=1)).status_code == 200
    clear = LATER | {"reason": "paid"}
    assert (await county.unit.post(f"{member}/arrears/clear", clear, if_match=2)).status_code == 200
    assert (await state(county, member))["warned_on"] is None


async def test_who_asks_to_withdraw_is_a_member_until_it_is_announced(county: County) -> None:
    member = f"{county.union}/members/{await county.member()}"
    unasked = await county.unit.post(f"{member}/withdraw", LATER, if_match=1)
    assert unasked.json()["code"] == "member.no_withdrawal_request"
    for version, step in enumerate(("request", "cancel", "request"), start=1):
        asked = await county.unit.post(f"{member}/withdrawal/{step}", ON, if_match=version)
        assert asked.status_code == 200, asked.text
    assert "withdrawal_waits" in await tasks(county, "2026-08-20")
    assert (await state(county, member))["membership"] == "active"
    announced = await county.unit.post(f"{member}/withdraw", LATER, if_match=4)
    assert announced.status_code == 200
    assert (await state(county, member))["membership"] == "withdrawn"


async def test_an_application_is_taken_back(county: County) -> None:
    body = {"occurred_on": "2026-01-05", "name": "王小明", "id_number": "11010519491231002X"}
    applied = (await county.unit.post(f"{county.union}/members", body)).json()
    assert "application_waits" in await tasks(county, "2026-08-20")
    path = f"{county.union}/members/{applied['member_id']}/application/cancel"
    assert (await county.unit.post(path, ON, if_match=1)).status_code == 200
    assert "application_waits" not in await tasks(county, "2026-08-20")


async def test_an_expulsion_is_proposed_decided_and_filed_by_the_county(county: County) -> None:
    member_id = await county.member()
    member = f"{county.union}/members/{member_id}"
    leader = await county.officer("赵组长", "group_leader")
    chair = await county.officer("李主席", "chairperson")
    proposed = ON | {"proposed_by": leader}
    assert (
        await county.unit.post(f"{member}/expulsion/propose", proposed, if_match=1)
    ).status_code == 200
    assert "expulsion_waits" in await tasks(county, "2026-08-20")
    drop = LATER | {"decision_no": "工〔6〕"}
    dropped = await county.unit.post(f"{member}/expulsion/drop", drop, if_match=2)
    assert dropped.status_code == 200
    await county.unit.post(f"{member}/expulsion/propose", LATER | proposed, if_match=3)
    decide = LATER | {"decision_no": "工〔7〕", "decided_by": chair}
    decided = await county.unit.post(f"{member}/expulsion/decide", decide, if_match=4)
    assert decided.status_code == 200, decided.text
    listed = await county.county.get(f"{county.federation}/expulsions", as_of="2026-09-30")
    assert [(row["decision_no"], row["filed_on"]) for row in listed.json()["rows"]] == [
        ("工〔7〕", None)
    ]
    file = f"{county.federation}/units/{county.union_id}/members/{member_id}/expulsion/file"
    filing = {"occurred_on": "2026-09-01", "filing_no": "总工备〔7〕"}
    filed = await county.county.post(file, filing, if_match=5)
    assert (filed.status_code, filed.json()["version"]) == (200, 6), filed.text
    listed = await county.county.get(f"{county.federation}/expulsions", as_of="2026-09-30")
    assert listed.json()["rows"][0]["filing_no"] == "总工备〔7〕"
    assert (await state(county, member))["membership"] == "expelled"
