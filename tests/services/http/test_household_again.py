"""A household that is known already applies and is opened by its id; what a payer is shown of an approved case."""

import pytest

from tests.services.http.calling import County, Json
from tests.services.http.hardship import (
    POSTED_ON,
    Signing,
    applied,
    approved_case,
    checked,
    filed,
    signing,
)

HOUSEHOLD: Json = {"cause": "本人大病", "family_size": 3}


@pytest.fixture
async def signs(county: County) -> Signing:
    return await signing(county)


async def refused(signs: Signing, path: str, body: Json, if_match: int) -> str:
    answer = await signs.county.unit.post(f"{signs.county.union}{path}", body, if_match=if_match)
    assert answer.status_code >= 400, answer.text
    return str(answer.json()["code"])


async def test_who_was_sent_back_applies_again_without_a_number(signs: Signing) -> None:
    member_id = await signs.county.member()
    begun = await signs.post("/households/apply", applied(signs, member_id))
    household = f"/households/{begun['household_id']}"
    back = {"occurred_on": "2026-01-13", "outcome": "sent_back", "reviewer_id": signs.reviewer}
    await signs.post(f"{household}/review-application", back, if_match=1)
    again = applied(signs, member_id, occurred_on="2026-01-14")
    again = {name: again[name] for name in again if name not in ("file_no", "householder_id")}
    told = await signs.post(f"{household}/apply", again, if_match=2)
    assert told["household_id"] == begun["household_id"]
    seen = (await signs.get(household, as_of="2026-01-14"))["household"]
    assert (seen["stage"], seen["householder_id"]) == ("applied", member_id)
    assert await refused(signs, f"{household}/apply", again, 3) == "household.already_applied"


async def test_an_approved_file_is_opened_under_a_number_of_its_own(signs: Signing) -> None:
    other = await filed(signs, await signs.county.member())
    member_id = await signs.county.member(2)
    household = f"/households/{await _approved(signs, member_id)}"
    opening = {"occurred_on": "2026-02-26", "file_no": "KN-9", "circumstances": HOUSEHOLD}
    assert await refused(signs, f"{household}/open", opening, 7) == "household.file_of_another"
    await signs.post(f"{household}/open", opening | {"file_no": "KN-10"}, if_match=7)
    rows = (await signs.get("/households", stage="open", hardship_class="deep"))["rows"]
    assert {row["file_no"] for row in rows} == {"KN-9", "KN-10"}
    assert (await signs.get("/households", stage="applied"))["rows"] == []
    assert await refused(signs, f"/households/{other}/open", opening, 8) == "household.not_approved"


async def _approved(signs: Signing, member_id: str) -> str:
    begun = await signs.post("/households/apply", applied(signs, member_id, file_no="KN-10"))
    household_id = begun["household_id"]
    household = f"/households/{household_id}"
    review = {"occurred_on": "2026-01-13", "outcome": "passed", "reviewer_id": signs.reviewer}
    await signs.post(f"{household}/review-application", review, if_match=1)
    paper = applied(signs, member_id)["evidence"]
    visit = {
        "occurred_on": "2026-01-15",
        "visitor_ids": [signs.handler, signs.second],
        "authorised": True,
        "evidence": paper,
        "findings": {"summary": "情况属实"},
    }
    await signs.post(f"{household}/home-visit", visit, if_match=2)
    check = {
        "occurred_on": "2026-01-20",
        "checker_id": signs.checker,
        "document_no": "核对〔2026〕2号",
        "findings": {"summary": "无车无房"},
        "figures": {"income_year_fen": 3_000_000, "rigid_year_fen": 600_000, "family_size": 3},
    }
    await signs.decide(f"{household}/economic-check", check, if_match=3)
    notice = {
        "occurred_on": POSTED_ON,
        "place": "unit",
        "hardship_class": "deep",
        "handler_id": signs.handler,
        "evidence": paper,
    }
    await signs.post(f"{household}/notice", notice, if_match=4)
    end = {"occurred_on": "2026-02-14", "handler_id": signs.handler}
    await signs.post(f"{household}/notice/close", end, if_match=5)
    approval = {
        "occurred_on": "2026-02-25",
        "hardship_class": "deep",
        "approver_id": signs.county_approver,
        "decision_no": "青工帮〔2026〕2号",
    }
    await signs.decide(f"{household}/approve", approval, if_match=6)
    return str(household_id)


async def test_who_pays_sees_whom_and_how_much_and_nothing_of_the_hardship(signs: Signing) -> None:
    member_id = await signs.county.member()
    household_id = await filed(signs, member_id)
    case_id = await approved_case(signs, household_id, member_id)
    (row,) = (await signs.get("/payable-cases"))["rows"]
    assert (row["aid_case_id"], row["unpaid_fen"], row["stage"]) == (case_id, 300_000, "approved")
    one = await signs.get(f"/aid-cases/{case_id}/payable")
    assert (one["version"], one["payments"]) == (3, [])
    for hidden in ("hardship_class", "circumstances", "本人大病", "住院自付费用"):
        assert hidden not in str((row, one))
    listed = await signs.get("/aid-cases", household_id=household_id, stage="approved")
    assert [case["aid_case_id"] for case in listed["rows"]] == [case_id]
    assert (await signs.get("/aid-cases", stage="paid"))["rows"] == []


async def test_a_case_that_is_not_approved_is_nothing_to_pay(signs: Signing) -> None:
    household_id = await checked(signs, await signs.county.member())
    union = signs.county.union
    answer = await signs.county.unit.get(f"{union}/aid-cases/{household_id}/payable")
    assert (answer.status_code, answer.json()["code"]) == (404, "aid_case.not_approved")
