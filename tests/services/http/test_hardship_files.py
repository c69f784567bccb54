"""The hardship file through the API: every step signed, the county's in the unit's log, tasks and notice."""

import uuid

import pytest

from tests.services.http.calling import County
from tests.services.http.hardship import (
    POSTED_ON,
    Signing,
    applied,
    checked,
    filed,
    request_of,
    signing,
)


@pytest.fixture
async def signs(county: County) -> Signing:
    return await signing(county)


async def kinds(signs: Signing, as_of: str, **query: str) -> list[str]:
    return [task["kind"] for task in (await signs.get("/tasks", as_of=as_of, **query))["rows"]]


async def test_a_file_goes_its_way_from_application_to_relapse(signs: Signing) -> None:
    member_id = await signs.county.member()
    household_id = await filed(signs, member_id)
    household = f"/households/{household_id}"
    seen = await signs.get(household, as_of="2026-12-31")
    assert [step["step"] for step in seen["steps"]] == [
        "applied",
        "preliminarily_reviewed",
        "home_visited",
        "economic_check",
        "notice_posted",
        "notice_closed",
        "approved",
        "opened",
    ]
    assert (seen["household"]["stage"], seen["household"]["hardship_class"]) == ("open", "deep")
    assert seen["steps"][5]["working_days"] == 5
    exited = {
        "occurred_on": "2026-09-01",
        "kind": "lifted",
        "months_above": 6,
        "approver_id": signs.county_approver,
        "decision_no": "青工帮〔2026〕9号",
    }
    await signs.decide(f"{household}/exit", exited, if_match=8)
    closed = {
        "occurred_on": "2026-09-02",
        "reason": "exited",
        "approver_id": signs.county_approver,
        "decision_no": "青工帮〔2026〕10号",
    }
    await signs.decide(f"{household}/close", closed, if_match=9)
    back = {
        "occurred_on": "2026-11-01",
        "found_by_id": signs.handler,
        "findings": {"summary": "病情复发"},
    }
    await signs.post(f"{household}/relapse", back, if_match=10)
    again = await signs.post(
        "/households/apply", applied(signs, member_id, occurred_on="2026-11-02")
    )
    assert again["household_id"] == household_id
    then = await signs.get(household, as_of="2026-03-01")
    assert then["household"]["stage"] == "open"


async def test_a_file_left_open_after_relief_is_opened_again_after_a_relapse(
    signs: Signing,
) -> None:
    """脱困 without 注销 keeps the file's claim on the household; the relapse gives it free, and aid waits."""
    member_id = await signs.county.member()
    household_id = await filed(signs, member_id)
    household = f"/households/{household_id}"
    decision = {"approver_id": signs.county_approver, "decision_no": "青工帮〔2026〕9号"}
    lifted = {"occurred_on": "2026-03-02", "kind": "lifted", "months_above": 6, **decision}
    await signs.decide(f"{household}/exit", lifted, if_match=8)
    back = {
        "occurred_on": "2026-03-03",
        "found_by_id": signs.handler,
        "findings": {"summary": "复发"},
    }
    await signs.post(f"{household}/relapse", back, if_match=9)
    wish = request_of(signs, household_id, member_id, occurred_on="2026-03-04")
    refused = await signs.county.unit.post(f"{signs.county.union}/aid-requests", wish)
    assert (refused.status_code, refused.json()["code"]) == (409, "aid_case.file_closed")
    again = await filed(signs, member_id, year=2027, lived=10, taken_down="02-24")
    assert again == household_id
    assert (await signs.get(household, as_of="2027-12-31"))["household"]["stage"] == "open"


async def test_the_county_alone_decides_and_no_stranger_county(
    signs: Signing, operator_key: str
) -> None:
    assert operator_key
    household_id = await checked(signs, await signs.county.member())
    county = signs.county
    path = f"{county.federation}/units/{county.union_id}/households/{household_id}/reject"
    body = {
        "occurred_on": "2026-02-01",
        "reason": "other",
        "details": {"summary": "不符合"},
        "approver_id": signs.approver,
        "decision_no": "青工帮〔2026〕2号",
    }
    of_unit = await county.county.post(path, body, if_match=4)
    assert (of_unit.status_code, of_unit.json()["code"]) == (422, "household.office_not_held")
    by_unit = await county.unit.post(path, body, if_match=4)
    assert by_unit.status_code == 404
    elsewhere = path.replace(county.union_id, str(uuid.uuid4()))
    unknown = await county.county.post(elsewhere, body, if_match=4)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "federation.unit_unknown")
    own = await county.county.post(path, body | {"approver_id": signs.county_approver}, if_match=4)
    assert own.status_code == 200, own.text


async def test_a_notice_hangs_its_working_days_and_waits_for_nobody_before(signs: Signing) -> None:
    household_id = await checked(signs, await signs.county.member())
    household = f"/households/{household_id}"
    notice = {
        "occurred_on": POSTED_ON,
        "place": "unit",
        "hardship_class": "deep",
        "handler_id": signs.handler,
        "evidence": [{"sha256": "b" * 64, "byte_count": 1, "media_type": "image/png"}],
    }
    assert "household_checked" in await kinds(signs, POSTED_ON)
    await signs.post(f"{household}/notice", notice, if_match=4)
    assert "household_posted" not in await kinds(signs, "2026-02-12")
    assert "household_posted" in await kinds(signs, "2026-02-14", officer_id=signs.handler)
    early = {"occurred_on": "2026-02-13", "handler_id": signs.handler}
    refused = await signs.county.unit.post(
        f"{signs.county.union}{household}/notice/close", early, if_match=5
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "household.notice_too_short")
    objected = {"occurred_on": "2026-02-13", "details": {"summary": "有门面", "said_by": "赵某"}}
    await signs.post(f"{household}/objections", objected, if_match=5)
    assert "household_objection" in await kinds(signs, "2026-02-14", officer_id=signs.reviewer)
    assert "household_objection" not in await kinds(signs, "2026-02-14", officer_id=signs.handler)
    steps = (await signs.get(household, as_of="2026-02-14"))["steps"]
    answered = {
        "occurred_on": "2026-02-14",
        "outcome": "unfounded",
        "officer_id": signs.reviewer,
        "details": {"summary": "已转让"},
    }
    objection = f"{household}/objections/{steps[-1]['objection_id']}/resolve"
    await signs.post(objection, answered, if_match=6)
    closed = {"occurred_on": "2026-02-14", "handler_id": signs.handler}
    await signs.post(f"{household}/notice/close", closed, if_match=7)


async def test_a_notice_shows_no_more_than_it_must(signs: Signing) -> None:
    """Rule 19 of domain.md; two people who cannot be told apart are told apart by their department."""
    member_id = await signs.county.member()
    household_id = await checked(signs, member_id)
    path = f"/households/{household_id}/notice"
    alone = (await signs.get(path, as_of="2026-02-10"))["lines"]
    assert alone == [
        {
            "name": "王*明",
            "unit": "青石公路项目部工会",
            "department": None,
            "hardship_class": None,
            "category": None,
            "amount_fen": None,
        }
    ]
    await signs.county.member(2)
    sheet = await signs.get(path, as_of="2026-02-10")
    assert sheet["lines"][0]["department"] == "办公室"
    for hidden in ("王小红", "王小明", "保密的病"):
        assert hidden not in str(sheet)


async def test_what_is_sensitive_is_masked(signs: Signing) -> None:
    household_id = await checked(signs, await signs.county.member())
    answer = await signs.county.unit.get(f"{signs.county.union}/households/{household_id}")
    for secret in ("王小红", "保密的病", "11010519491231002X"):
        assert secret not in answer.text


async def test_the_advised_class_explains_itself(signs: Signing) -> None:
    query = {"income_year_fen": 3_000_000, "rigid_year_fen": 600_000, "family_size": 3}
    advised = await signs.get("/hardship-classification", **query, as_of="2026-03-01")
    told = advised["classification"]
    assert (told["hardship_class"], told["reason"]) == ("deep", "below_line")
    assert (told["net_year_fen"], told["line_fen"], told["person_months"]) == (2400000, 80000, 36)
    unknown = await signs.county.unit.get(
        f"{signs.county.union}/hardship-classification", **query, as_of="2019-01-01"
    )
    assert unknown.json()["code"] == "household.no_policy_in_force"


async def test_each_step_waits_for_whom_it_should(signs: Signing) -> None:
    member_id = await signs.county.member()
    await signs.post("/households/apply", applied(signs, member_id))
    assert await kinds(signs, "2026-01-12", officer_id=signs.reviewer) == ["household_applied"]
    assert await kinds(signs, "2026-01-12", officer_id=signs.cashier) == []


async def test_a_household_has_one_open_file(signs: Signing) -> None:
    member_id = await signs.county.member()
    await filed(signs, member_id)
    second = await signs.county.unit.post(
        f"{signs.county.union}/households",
        {"occurred_on": "2026-03-01", "file_no": "KN-10", "householder_id": member_id},
    )
    assert (second.status_code, second.json()["code"]) == (409, "store.claim_taken")


async def test_an_absent_household_is_not_found(signs: Signing) -> None:
    absent = f"{signs.county.union}/households/{uuid.uuid4()}"
    assert (await signs.county.unit.get(absent)).status_code == 404
    assert (await signs.county.unit.get(f"{absent}/notice")).status_code == 404
    body = {"occurred_on": "2026-01-13", "outcome": "passed", "reviewer_id": signs.reviewer}
    answer = await signs.county.unit.post(f"{absent}/review-application", body, if_match=1)
    assert answer.status_code == 404


async def test_the_county_sees_what_it_decides_and_nobody_in_it(signs: Signing) -> None:
    household_id = await checked(signs, await signs.county.member())
    county = signs.county
    unit = f"{county.federation}/units/{county.union_id}"
    listed = await county.county.get(f"{unit}/households", as_of="2026-02-01")
    assert [row["stage"] for row in listed.json()["rows"]] == ["checked"]
    seen = await county.county.get(f"{unit}/households/{household_id}", as_of="2026-02-01")
    assert seen.headers["ETag"] == '"4"'
    assert seen.json()["steps"][-1]["outcome"] == "deep"
    for answer in (listed, seen):
        assert "王" not in answer.text
        assert "person" not in answer.text
    assert (await county.county.get(f"{unit}/aid-cases")).json()["rows"] == []
    assert (await county.unit.get(f"{unit}/households")).status_code == 404
