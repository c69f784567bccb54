"""The grid of a dues month, and what is set up, through the API."""

from typing import Any

from tests.services.http.calling import County, Json, id_number, receipts, registration
from tests.services.http.people import everybody
from tests.services.http.test_branches import formed

WAGE = {"occurred_on": "2026-01-05", "from_month": "2026-01", "wage_fen": 523860}


async def month(county: County, period: str = "2026-02", **query: Any) -> Json:  # noqa: ANN401
    answer = await county.unit.get(f"{county.union}/dues/months/{period}", **query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_month_tells_each_member_due_waived_paid_and_owed(county: County) -> None:
    ids = [await county.member(number) for number in (1, 2, 3)]
    for member_id in ids[:2]:
        await county.unit.post(f"{county.union}/members/{member_id}/wage-bases", WAGE, if_match=0)
    paid = receipts(ids[0], "2026-01", "2026-02")
    assert (await county.unit.post(f"{county.union}/dues/receipts", paid)).status_code == 201
    part = receipts(ids[1], "2026-02", amount_fen=2000)
    assert (await county.unit.post(f"{county.union}/dues/receipts", part)).status_code == 201
    seen = await month(county, as_of="2026-02-28")
    rows = {row["member_id"]: row for row in seen["rows"]}
    full, partly, unknown = (rows[one] for one in ids)
    assert (full["due_fen"], full["received_fen"], full["unpaid_fen"]) == (2615, 2615, 0)
    assert (full["arrears_fen"], full["months_in_arrears"], full["version"]) == (0, 0, 3)
    assert (partly["unpaid_fen"], partly["arrears_fen"]) == (615, 3230)
    assert (partly["months_in_arrears"], partly["base_fen"]) == (2, 523000)
    assert (unknown["due_fen"], unknown["base_fen"], unknown["version"]) == (None, None, 0)
    assert (full["person"]["name"], full["department"]) == ("王*明", "办公室")
    assert seen["totals"] == {
        "members": 3,
        "members_due": 2,
        "members_paid": 1,
        "members_unpaid": 1,
        "due_fen": 5230,
        "waived_fen": 0,
        "received_fen": 4615,
        "unpaid_fen": 615,
    }
    unpaid = await month(county, as_of="2026-02-28", only="unpaid", count="exact")
    assert ([row["member_id"] for row in unpaid["rows"]], unpaid["total"]) == ([ids[1]], 1)
    settled = await month(county, as_of="2026-02-28", only="paid")
    assert [row["member_id"] for row in settled["rows"]] == [ids[0]]
    assert settled["totals"] == seen["totals"]
    first = await month(county, limit=2, as_of="2026-02-28")
    rest = await month(county, limit=2, as_of="2026-02-28", cursor=first["next"])
    assert [len(one["rows"]) for one in (first, rest)] == [2, 1]
    running = await month(county, as_of="2026-02-10")
    assert {row["due_fen"] for row in running["rows"]} == {2615, None}
    head = await county.head()
    assert (await month(county, as_of="2026-02-28", known_at=head))["rows"] == seen["rows"]


async def test_pages_may_be_turned_without_counting_the_month_again(county: County) -> None:
    for number in (1, 2, 3):
        await county.member(number)
    first = await month(county, limit=2)
    counted = await month(county, limit=2, cursor=first["next"])
    turned = await month(county, limit=2, cursor=first["next"], totals="left_out")
    assert counted["totals"] == first["totals"]
    assert turned == {**counted, "totals": None}


async def test_a_month_agrees_with_the_year_and_its_months(county: County) -> None:
    ids = [await county.member(number) for number in (1, 2)]
    for member_id in ids:
        await county.unit.post(f"{county.union}/members/{member_id}/wage-bases", WAGE, if_match=0)
    await county.unit.post(f"{county.union}/dues/receipts", receipts(ids[0], "2026-01", "2026-03"))
    day = "2026-03-31"
    year = await county.unit.get(f"{county.union}/dues", year=2026, as_of=day)
    months = await county.unit.get(f"{county.union}/dues/months", year=2026, as_of=day)
    arrears = {row["member_id"]: row["arrears_fen"] for row in year.json()["rows"]}
    for row in months.json()["rows"][:3]:
        totals = (await month(county, row["month"], as_of=day))["totals"]
        assert (totals["due_fen"], totals["received_fen"], totals["members_due"]) == (
            row["due_fen"],
            row["received_fen"],
            row["members_due"],
        )
    cells = (await month(county, "2026-03", as_of=day))["rows"]
    assert {cell["member_id"]: cell["arrears_fen"] for cell in cells} == arrears


async def test_who_left_is_not_in_the_month_and_a_branch_has_its_own(county: County) -> None:
    stays, leaves = await county.member(1), await county.member(2)
    gone = {"occurred_on": "2026-02-10", "request_on_paper": True}
    await county.unit.post(f"{county.union}/members/{leaves}/withdraw", gone, if_match=1)
    seen = await month(county, as_of="2026-03-01")
    assert [row["member_id"] for row in seen["rows"]] == [stays]
    branch = await formed(county, "branch", "高中部分会")
    assign = {"occurred_on": "2026-03-10", "branch_id": branch}
    await county.unit.post(f"{county.union}/members/{stays}/assign", assign, if_match=1)
    (row,) = (await month(county, "2026-03", as_of="2026-03-31", place_id=branch))["rows"]
    assert row["branch"] == "高中部分会"
    before = await month(county, as_of="2026-03-31", place_id=branch)
    assert (before["rows"], before["totals"]["members"]) == ([], 0)


async def test_a_month_that_is_none_is_not_found(county: County) -> None:
    answer = await county.unit.get(f"{county.union}/dues/months/2026-13")
    assert (answer.status_code, answer.json()["code"]) == (404, "request.path_unknown")


async def test_what_is_set_up_is_counted_and_what_is_not_is_named(county: County) -> None:
    async def items() -> dict[str, tuple[bool, int]]:
        answer = await county.unit.get(f"{county.union}/setup")
        assert answer.status_code == 200, answer.text
        return {one["kind"]: (one["done"], one["count"]) for one in answer.json()["items"]}

    new = await items()
    assert new["policies"] == (True, 2)
    undone = ("particulars", "officers", "people", "bank_accounts", "roster", "opening_balances")
    assert [new[kind] for kind in undone] == [(False, 0)] * 6
    body = registration(1, id_number=id_number(1))
    await county.unit.post(f"{county.union}/members/register", body)
    for name, office in (("甲", "accountant"), ("乙", "cashier"), ("丙", "approver")):
        await county.officer(f"{name}某", office)
    people = await everybody(county)
    later = await items()
    assert (later["roster"], later["officers"]) == ((True, 1), (True, 4))
    assert later["people"][0]
    listed = await people.admin.get("/v1/platform/places")
    (federation,) = listed.json()["federations"]
    assert (federation["code"], [one["code"] for one in federation["units"]]) == ("QZ", ["QZ001"])
    assert (await county.unit.get("/v1/platform/places")).status_code == 403
