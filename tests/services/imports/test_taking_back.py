"""A run is taken back until something stands on it: then the refusal says what, until that is gone."""

from tests.services.http.calling import County
from tests.services.importers.making import DUES, ROSTER, book, member, person
from tests.services.imports.importing import Clerk


def roster(*serials: int) -> bytes:
    return book([ROSTER, *map(member, serials)])


def dues(*serials: int) -> bytes:
    rows = [["张三", person(serial), 4000, 20, *[""] * 11] for serial in serials]
    return book([DUES, *rows])


async def dependents(county: County, clerk: Clerk, import_id: str) -> list[str]:
    answer = await county.unit.get(f"{clerk.at}/{import_id}/dependents")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["of"] == len(found["rows"])
    assert all(row["title"] and row["occurred_on"] for row in found["rows"])
    return [row["topic"] for row in found["rows"]]


async def test_a_roster_on_which_dues_stand_is_not_taken_back_before_they_are(
    county: County,
) -> None:
    clerk = Clerk(county)
    first = await clerk.imported(roster(1, 2, 3), "会员花名册.xlsx")
    second = await clerk.imported(dues(1, 2), "会费_2026.xlsx")
    refused = await clerk.reverse(first)
    assert (refused.status_code, refused.json()["code"]) == (409, "import_run.depended_on")
    found = await dependents(county, clerk, first["import_id"])
    assert sorted(found) == ["dues.received"] * 2 + ["dues.wage_base_declared"] * 2
    assert (await clerk.reversed(second))["state"] == "reversed"
    assert await dependents(county, clerk, first["import_id"]) == []
    assert (await clerk.reversed(first))["state"] == "reversed"
    assert (await county.unit.get(f"{county.union}/members")).json()["rows"] == []


async def test_what_came_between_the_question_and_the_append_stops_it(county: County) -> None:
    clerk = Clerk(county)
    job = await clerk.imported(roster(1, 2), "会员花名册.xlsx")
    assert (await clerk.reverse(job)).status_code == 202
    rows = (await county.unit.get(f"{county.union}/members")).json()["rows"]
    member_id = rows[0]["member_id"]
    left = await county.unit.post(
        f"{county.union}/members/{member_id}/retain",
        {"occurred_on": "2026-11-20", "cause": "retired", "decision_no": "保〔2026〕1号"},
        if_match=1,
    )
    assert left.status_code in (200, 201), left.text
    await clerk.work()
    job = await clerk.job(job["import_id"])
    assert (job["state"], job["problem"]) == ("committed", "import_run.depended_on")
    assert job["problem_title"]
    assert await dependents(county, clerk, job["import_id"]) == ["member.retained"]


async def test_only_what_was_booked_is_taken_back_and_once(county: County) -> None:
    clerk = Clerk(county)
    job = await clerk.tried(roster(1), "会员花名册.xlsx")
    early = await clerk.reverse(job)
    assert early.json()["code"] == "import_run.not_committed"
    job = await clerk.committed(job)
    assert (await clerk.reversed(job))["state"] == "reversed"
    again = await clerk.reverse(job)
    assert (again.status_code, again.json()["state"]) == (202, "reversed")
