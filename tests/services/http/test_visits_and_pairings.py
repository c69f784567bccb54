"""Pairings, visits, condolences by benefit rules, and their ledgers."""

import pytest

from tests.services.http.calling import County, Json
from tests.services.http.hardship import Signing, filed, signing


@pytest.fixture
async def signs(county: County) -> Signing:
    return await signing(county)


def paired(signs: Signing, household_id: str) -> Json:
    return {
        "occurred_on": "2026-03-01",
        "cadre_id": signs.approver,
        "household_id": household_id,
        "target": {"goal": "人均收入高于低保", "measures": "介绍公益岗位"},
        "due_on": "2026-06-30",
    }


async def test_one_cadre_stands_by_a_household_at_a_time(signs: Signing) -> None:
    member_id = await signs.county.member()
    household_id = await filed(signs, member_id)
    begun = await signs.post("/pairings", paired(signs, household_id))
    second = await signs.county.unit.post(
        f"{signs.county.union}/pairings", paired(signs, household_id)
    )
    assert (second.status_code, second.json()["code"]) == (409, "store.claim_taken")
    pairing = f"/pairings/{begun['pairing_id']}"
    review = {
        "occurred_on": "2026-05-01",
        "progress": "on_the_way",
        "reviewer_id": signs.reviewer,
        "details": {"summary": "已上岗"},
    }
    await signs.post(f"{pairing}/review", review, if_match=1)
    await signs.adopt("visit-college")
    visit = {
        "occurred_on": "2026-05-10",
        "member_id": member_id,
        "occasion": "hardship",
        "happened_on": "2026-05-07",
        "reported_on": "2026-05-08",
        "visitor_ids": [signs.approver],
        "details": {"situation": "恢复良好", "request": "希望转岗"},
        "household_id": household_id,
        "pairing_id": begun["pairing_id"],
    }
    visited = await signs.post("/visits", visit)
    follow = {
        "occurred_on": "2026-05-20",
        "result": "resolved",
        "officer_id": signs.handler,
        "details": {"summary": "已转岗"},
    }
    await signs.post(f"/visits/{visited['visit_id']}/follow-up", follow, if_match=1)
    waiting = (await signs.get("/tasks", as_of="2026-06-15", officer_id=signs.reviewer))["rows"]
    assert [(t["kind"], t["due_on"]) for t in waiting] == [("pairing_due", "2026-06-30")]
    l17 = (await signs.get("/ledgers/L17", year=2026))["rows"]
    assert l17[0][1:9] == [
        "2026-05-10", "王*明", "生活困难", "审*丁", "恢复良好", "希望转岗", "已解决 已转岗", "3",
    ]  # fmt: skip
    l18 = (await signs.get("/ledgers/L18", year=2026))["rows"]
    assert l18[0][1] == "审*丁(审批人)"
    assert l18[0][7:9] == ["已上岗", "1"]
    end = {"occurred_on": "2026-06-30", "outcome": "hardship_lifted", "officer_id": signs.reviewer}
    await signs.post(f"{pairing}/end", end, if_match=2)
    again = paired(signs, household_id) | {"occurred_on": "2026-07-01", "due_on": "2026-12-31"}
    await signs.post("/pairings", again)


async def test_a_visit_entered_by_mistake_is_taken_back(signs: Signing) -> None:
    await signs.adopt("visit-college")
    visit = {
        "occurred_on": "2026-05-10",
        "member_id": await signs.county.member(),
        "occasion": "hospitalised",
        "happened_on": "2026-05-07",
        "reported_on": "2026-05-08",
        "visitor_ids": [signs.approver],
        "details": {"situation": "手术顺利"},
    }
    visited = await signs.post("/visits", visit)
    taken_back = {"occurred_on": "2026-05-11", "reason": "entered_twice"}
    await signs.post(f"/visits/{visited['visit_id']}/reverse", taken_back, if_match=1)
    assert (await signs.get("/visits", as_of="2026-05-31"))["rows"] == []
    assert len((await signs.get("/visits", as_of="2026-05-10"))["rows"]) == 1


def gift(member_id: str, day: str, amount_fen: int) -> Json:
    return {
        "occurred_on": day,
        "member_id": member_id,
        "occasion": "festival",
        "festival": "spring_festival",
        "form": "goods",
        "amount_fen": amount_fen,
        "goods": [{"name": "大米10kg", "unit_price_fen": amount_fen, "quantity": 1}],
    }


async def test_gifts_of_a_year_add_up_to_their_limit(signs: Signing) -> None:
    """安徽 2025: 2,200 yuan a year and member, whatever the festival."""
    await signs.adopt("benefit-anhui-2025")
    member_id = await signs.county.member()
    await signs.post("/condolences", gift(member_id, "2026-02-10", 150_000))
    await signs.post("/condolences", gift(member_id, "2026-05-01", 70_000))
    path = f"{signs.county.union}/condolences"
    over = await signs.county.unit.post(path, gift(member_id, "2026-10-01", 1))
    assert (over.status_code, over.json()["code"]) == (409, "condolence.over_limit")
    await signs.post("/condolences", gift(member_id, "2027-02-01", 100))
    l16 = (await signs.get("/ledgers/L16", year=2026))["rows"]
    assert [(row[1], row[2], row[5], row[7]) for row in l16] == [
        ("春节", "大米10kg", "1500.00", "1500.00"),
        ("春节", "大米10kg", "700.00", "2200.00"),
    ]
    l15 = await signs.get("/ledgers/L15", year=2026)
    assert [row[8] for row in l15["rows"]] == ["2200.00", "2200.00"]


async def test_the_same_disease_is_condoled_once_a_year(signs: Signing) -> None:
    await signs.adopt("benefit-anhui-2025")
    member_id = await signs.county.member()
    body = {
        "occurred_on": "2026-03-08",
        "member_id": member_id,
        "occasion": "illness",
        "amount_fen": 50_000,
        "form": "cash",
        "subject": "肺炎",
    }
    await signs.post("/condolences", body)
    path = f"{signs.county.union}/condolences"
    again = await signs.county.unit.post(path, body | {"occurred_on": "2026-08-01"})
    assert (again.status_code, again.json()["code"]) == (409, "condolence.already_given")
    other = await signs.county.unit.post(
        path, body | {"occurred_on": "2026-08-01", "subject": "骨折"}
    )
    assert other.status_code == 201, other.text
    events = await signs.county.unit.get(f"{signs.county.union}/events", after=0)
    assert "肺炎" not in events.text


async def test_three_people_ask_grant_and_deliver(signs: Signing) -> None:
    member_id = await signs.county.member()
    wish = {
        "occurred_on": "2026-03-06",
        "member_id": member_id,
        "occasion": "childbirth",
        "amount_fen": 50_000,
        "handler_id": signs.handler,
        "form": "cash",
    }
    asked = await signs.post("/condolence-requests", wish)
    request = f"/condolence-requests/{asked['condolence_id']}"
    waiting = (await signs.get("/tasks", as_of="2026-03-06", officer_id=signs.approver))["rows"]
    assert [task["kind"] for task in waiting] == ["condolence_approval"]
    grant = {"occurred_on": "2026-03-07", "amount_fen": 40_000, "approver_id": signs.approver}
    await signs.post(f"{request}/approve", grant, if_match=1)
    same = {"occurred_on": "2026-03-08", "deliverer_id": signs.handler}
    refused = await signs.county.unit.post(
        f"{signs.county.union}{request}/deliver", same, if_match=2
    )
    assert refused.json()["code"] == "condolence.duties_not_separated"
    await signs.post(f"{request}/deliver", same | {"deliverer_id": signs.reviewer}, if_match=2)
    [row] = (await signs.get("/condolences", as_of="2026-03-31"))["rows"]
    assert row["amount_fen"] == 40_000
    seen = (await signs.get(request, as_of="2026-03-31"))["request"]
    assert seen["delivered_on"] == "2026-03-08"
