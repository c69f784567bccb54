"""违规线索 through the API: each hit leads to its events, gaps are told, and the county sees no person."""

import pytest

from domain.irregularity.rules import RULES
from tests.services.http.calling import County, Json, id_number, keyed, registration, unit
from tests.services.http.test_aid_and_condolences import approved, case_of, file_of, payment_to


async def paid_twice(county: County) -> str:
    """Pay one person the same aid from two cases on one day, and return the person's id."""
    member_id, case = await approved(county)
    await pay(county, case, member_id)
    households = (await county.unit.get(f"{county.union}/households")).json()["rows"]
    again = case_of(member_id, households[0]["household_id"], case_no="BF-2")
    opened = await county.unit.post(f"{county.union}/aid-cases", again)
    await pay(county, f"{county.union}/aid-cases/{opened.json()['aid_case_id']}", member_id)
    return member_id


async def pay(county: County, case: str, member_id: str, **changed: object) -> None:
    paid = await county.unit.post(f"{case}/payments", payment_to(member_id, **changed), if_match=1)
    assert paid.status_code == 201, paid.text


def rule_of(view: Json, rule_id: str) -> Json:
    found: Json = next(row for row in view["rules"] if row["rule"] == rule_id)
    return found


YEAR = {"from": "2026-01-01", "until": "2026-12-31"}


async def test_every_rule_is_listed_with_what_it_found_and_could_not_see(county: County) -> None:
    await paid_twice(county)
    answer = await county.unit_auditor.get(f"{county.union}/analytics", **YEAR)
    assert answer.status_code == 200, answer.text
    view = answer.json()
    assert [row["rule"] for row in view["rules"]] == list(RULES)
    assert view["position"] == await county.head()
    repeated = rule_of(view, "R01")
    assert (repeated["hits"], repeated["amount_fen"]) == (1, 300_000)
    assert (repeated["state"], repeated["severity_text"]) == ("checked", "严重")
    prizes = rule_of(view, "R16")
    assert prizes["state"] == "not_checkable"
    assert prizes["gaps"][0]["what"] == "不记录活动、参加人数和奖项"
    assert rule_of(view, "R05")["gaps"][0]["reason"] == "holder_not_recorded"


async def test_a_hit_leads_to_its_events_and_names_nobody(county: County) -> None:
    member_id = await paid_twice(county)
    answer = await county.unit_auditor.get(f"{county.union}/analytics/R01", **YEAR)
    view = answer.json()
    (hit,) = view["hits"]
    assert (hit["kind"], hit["member_id"]) == ("same_aid_again", member_id)
    last = await county.head() - 1  # a payment is set against the budget in the same append
    assert hit["positions"][-1] == last
    assert hit["events"][-1] == f"{county.union}/events/{last}"
    assert view["look_at"]
    for personal in (registration()["name"], id_number(1), "6222020000001234"):
        assert personal not in answer.text


async def test_hits_come_page_by_page_and_as_they_were_known(county: County) -> None:
    await paid_twice(county)
    path = f"{county.union}/analytics/R01"
    assert (await county.unit.get(path, skip=1, **YEAR)).json()["hits"] == []
    before = await county.head() - 2
    view = (await county.unit.get(path, known_at=before, **YEAR)).json()
    assert (view["position"], view["hits"]) == (before, [])
    later = {"from": "2026-03-01", "until": "2026-12-31"}
    assert (await county.unit.get(path, **later)).json()["found"]["hits"] == 0


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("/analytics/R22", {}, 404, "request.path_unknown"),
        ("/analytics/r01", {}, 404, "request.path_unknown"),
        ("/analytics", {"from": "2026-02-01", "until": "2026-01-01"}, 400, "request.query_invalid"),
        ("/analytics", {"known_at": 10**9}, 422, "request.known_at_ahead"),
        ("/analytics/R01", {"limit": 1001}, 400, "request.query_invalid"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    county: County, path: str, query: Json, status: int, code: str
) -> None:
    answer = await county.unit.get(f"{county.union}{path}", **query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_the_county_asks_its_units_together_and_is_told_places_only(county: County) -> None:
    member_id, case = await approved(county)
    await pay(county, case, member_id)
    second = await county.county.post(f"{county.federation}/units", unit("QZ002"))
    other_id = second.json()["unit_id"]
    other = await keyed(county.client, county.parts, "unit", other_id)
    there = f"/v1/unions/{other_id}"
    who = (await other.post(f"{there}/members/register", registration(1))).json()["member_id"]
    home = (await other.post(f"{there}/households", file_of(who))).json()["household_id"]
    opened = await other.post(f"{there}/aid-cases", case_of(who, home))
    path = f"{there}/aid-cases/{opened.json()['aid_case_id']}/payments"
    await other.post(path, payment_to(who), if_match=1)
    for caller in (county.county, county.county_auditor):
        answer = await caller.get(f"{county.federation}/analytics/R01", **YEAR)
        assert answer.status_code == 200, answer.text
        view = answer.json()
        (hit,) = view["across"]
        assert hit["kind"] == "same_person_in_two_unions"
        assert {place["unit_id"] for place in hit["places"]} == {county.union_id, other_id}
        assert (view["compared"], view["unread"]) == (None, None)
        assert [row["found"]["hits"] for row in view["units"]] == [0, 0]
        for personal in (registration()["name"], id_number(1), member_id, who):
            assert personal not in answer.text


async def test_what_few_people_got_is_not_told_to_the_county(county: County) -> None:
    """A sum paid to one person is that person's: neither it nor how many were looked at (domain.md 8.1)."""
    await paid_twice(county)
    exact = (await county.unit.get(f"{county.union}/analytics/R01", **YEAR)).json()["found"]
    assert (exact["amount_fen"], exact["examined"]) == (300_000, 2)
    (row,) = (await county.county.get(f"{county.federation}/analytics/R01", **YEAR)).json()["units"]
    found = row["found"]
    assert (found["hits"], found["amount_fen"], found["examined"]) == (1, None, None)
    assert found["suppressed"] is True
    chain = (await county.county.get(f"{county.federation}/analytics/R21", **YEAR)).json()
    (row,) = chain["units"]
    assert (row["found"]["suppressed"], row["found"]["amount_fen"]) == (False, 0)
    assert row["found"]["examined"] > 0


async def test_who_may_ask(county: County) -> None:
    assert (await county.county.get(f"{county.union}/analytics")).status_code == 404
    assert (await county.unit.get(f"{county.federation}/analytics/R01")).status_code == 404
    assert (await county.unit_auditor.get(f"{county.union}/analytics/R21")).status_code == 200
    assert (await county.county.get(f"{county.federation}/analytics/R21")).status_code == 200
