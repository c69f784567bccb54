"""The course of one matter through the API: who did what and when, and nothing that is sealed."""

import uuid
from typing import Any

from tests.services.http.audits import opened
from tests.services.http.bookkeeping import staffed
from tests.services.http.calling import Caller, County, Json, keyed, receipts, registration, unit
from tests.services.http.hardship import approved_case, checked, filed, request_of, signing
from tests.services.http.people import everybody
from tests.services.http.test_vouchers import SPENT

WAGE = {"occurred_on": "2026-01-05", "from_month": "2026-01", "wage_fen": 523860}


async def history(county: County, path: str, **query: Any) -> Json:  # noqa: ANN401
    answer = await county.unit.get(f"{county.union}/{path}/history", **query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def told(row: Json) -> dict[str, Any]:
    return {fact["label"]: fact["value"] for fact in row["facts"]}


async def test_a_members_history_tells_dues_too_newest_first_with_what_was_reversed(
    county: County,
) -> None:
    member_id = await county.member()
    member = f"{county.union}/members/{member_id}"
    await county.unit.post(f"{member}/wage-bases", WAGE, if_match=0)
    await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id))
    back = {"occurred_on": "2026-02-03", "reason": "重复登记"}
    reversed_ = await county.unit.post(f"{member}/receipts/2/reverse", back, if_match=2)
    assert reversed_.status_code == 200, reversed_.text
    seen = await history(county, f"members/{member_id}")
    rows = seen["rows"]
    titles = ["会费收缴冲销", "会费收缴", "工资基数申报", "会员登记"]
    assert [row["title"] for row in rows] == titles
    assert seen["total"] == 4
    reversal, receipt, wage, _ = rows
    assert (receipt["amount_fen"], told(receipt)["会费所属月份"]) == (2615, "2026-01")
    assert receipt["reversed_position"] == reversal["position"]
    assert reversal["reverses_position"] == receipt["position"]
    assert told(wage)["应缴"] == 2615
    assert (receipt["by"], receipt["who"]) == ("key", "接口程序")
    for secret in ("王小明", "523860", "110105"):
        assert secret not in str(seen)
    assert (await history(county, f"members/{member_id}", as_of="2026-01-31"))["total"] == 3
    known = await history(county, f"members/{member_id}", known_at=receipt["position"])
    assert known["rows"][0]["reversed_position"] is None
    first = await history(county, f"members/{member_id}", limit=3)
    rest = await history(county, f"members/{member_id}", before=first["next_before"])
    assert [row["title"] for row in rest["rows"]] == ["会员登记"]
    dues = await history(county, f"members/{member_id}/dues")
    assert [row["title"] for row in dues["rows"]] == titles[:3]


async def test_who_may_not_read_dues_sees_the_membership_alone(county: County) -> None:
    member_id = await county.member()
    await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id))
    issued = await county.parts.keys.issue_key(
        role="unit",
        label="names only",
        union_id=uuid.UUID(county.union_id),
        scopes=("members.read",),
    )
    seen = await Caller(county.client, issued.text).get(
        f"{county.union}/members/{member_id}/history"
    )
    assert [row["topic"] for row in seen.json()["rows"]] == ["member.registered"]
    audit = await opened(county, topics=["members"])
    under = await audit.reader.get(f"{county.union}/members/{member_id}/history")
    assert [row["topic"] for row in under.json()["rows"]] == ["member.registered"]
    dues = await audit.reader.get(f"{county.union}/members/{member_id}/dues/history")
    assert (dues.status_code, dues.json()["code"]) == (403, "engagement.topic_not_open")


async def test_people_are_called_by_their_masked_names_and_the_county_by_its_side(
    county: County,
) -> None:
    people = await everybody(county)
    body = {"occurred_on": "2026-03-01", "kind": "branch", "name": "第一分会"}
    answer = await people.clerk.post(f"{county.union}/branches", body)
    assert answer.status_code == 201, answer.text
    rows = (await people.clerk.get(f"{county.union}/history")).json()["rows"]
    who = {(row["topic"], row["by"], row["who"]) for row in rows}
    assert ("union.officer_recorded", "person", "主*丙") in who
    assert ("union.officer_recorded", "county", "县级工会") in who
    assert ("union.registered", "operator", "系统") not in who
    assert "主席丙" not in str(rows)


async def test_a_vouchers_history_names_its_signers_and_its_amount(county: County) -> None:
    keeper = await staffed(county)
    voucher_id = await keeper.post("expense", *SPENT)
    seen = await history(county, f"vouchers/{voucher_id}")
    topics = [row["topic"].partition(".")[2] for row in seen["rows"]]
    assert topics == ["posted", "approved", "reviewed", "submitted", "drafted"]
    posted, approved, *_, drafted = seen["rows"]
    assert (posted["amount_fen"], drafted["amount_fen"]) == (480_000, 480_000)
    assert "*" in told(approved)["审批人"]
    assert told(drafted)["附件"] == 1
    assert "某商店" not in str(seen)
    other = await county.unit.get(f"{county.union}/aid-cases/{voucher_id}/history")
    assert (other.status_code, other.json()["code"]) == (404, "aid_case.not_approved")


async def test_the_county_reads_the_course_of_what_it_decides_without_the_units_names(
    county: County,
) -> None:
    signs = await signing(county)
    member_id = await county.member()
    household_id = await checked(signs, member_id)
    own = await history(county, f"households/{household_id}")
    assert [row["title"] for row in own["rows"]] == [
        "经济状况核对",
        "入户调查",
        "困难申请初审",
        "困难职工申请",
    ]
    assert told(own["rows"][2])["审核人"] == "审*丙"
    where = f"{county.federation}/units/{county.union_id}"
    answer = await county.county.get(f"{where}/households/{household_id}/history")
    assert answer.status_code == 200, answer.text
    check, _, review, _ = answer.json()["rows"]
    assert told(check)["核对人"] == "核*己"
    assert "审核人" not in told(review)
    unknown = await county.county.get(f"{where}/aid-cases/{household_id}/history")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "request.path_unknown")


async def test_an_aid_case_is_checked_against_file_figures_fund_and_notice(
    county: County,
) -> None:
    signs = await signing(county)
    member_id = await county.member()
    household_id = await filed(signs, member_id)
    case_id = await approved_case(signs, household_id, member_id)

    async def checks(case: str) -> dict[str, str]:
        answer = await county.unit.get(f"{county.union}/aid-cases/{case}/checks")
        assert answer.status_code == 200, answer.text
        return {one["kind"]: one["code"] for one in answer.json()["checks"]}

    assert await checks(case_id) == {
        "id_duplicate": "only_case",
        "income_line": "class_as_advised",
        "budget_left": "not_covered",
        "notice_ended": "ended",
    }
    granted = {
        "occurred_on": "2026-03-01",
        "kind": "hardship",
        "amount_fen": 300_000,
        "document_no": "拨1号",
    }
    await signs.post("/subsidies", granted)
    assert (await checks(case_id))["budget_left"] == "covered"
    second = await approved_case(signs, household_id, member_id, case_no="BF-10")
    assert (await checks(second))["id_duplicate"] == "second_case"
    assert (await checks(case_id))["id_duplicate"] == "second_case"
    seen = await history(county, f"aid-cases/{case_id}")
    assert [row["title"] for row in seen["rows"]] == ["帮扶审批", "帮扶审核", "帮扶申请"]
    assert seen["rows"][0]["amount_fen"] == 300_000


async def test_the_county_sees_a_case_beside_its_checks_and_whether_the_person_is_elsewhere(
    county: County,
) -> None:
    signs = await signing(county)
    await signs.adopt("aid-limits-city-2015")
    member_id = await county.member(1)
    household_id = await filed(signs, member_id)
    wish = request_of(signs, household_id, member_id, amount_fen=250_000)
    case_id = (await signs.post("/aid-requests", wish))["aid_case_id"]
    where = f"{county.federation}/units/{county.union_id}/aid-cases/{case_id}"
    assert (await county.county.get(where)).status_code == 404
    assert (await county.county.get(f"{where}/history")).status_code == 404
    review = {"occurred_on": "2026-03-02", "outcome": "supported", "reviewer_id": signs.reviewer}
    await signs.post(f"/aid-cases/{case_id}/review", review, if_match=1)

    async def duplicate() -> str:
        answer = await county.county.get(where)
        assert answer.status_code == 200, answer.text
        assert answer.headers["ETag"] == '"2"'
        assert answer.json()["aid_case"]["requested_fen"] == 250_000
        assert "王" not in answer.text
        return str(answer.json()["checks"][0]["code"])

    assert await duplicate() == "only_case"
    added = await county.county.post(f"{county.federation}/units", unit("QZ002"))
    other = await keyed(county.client, county.parts, "unit", added.json()["unit_id"])
    joined = await other.post(
        f"/v1/unions/{added.json()['unit_id']}/members/register", registration(1)
    )
    assert joined.status_code == 201, joined.text
    assert await duplicate() == "also_elsewhere"
    steps = (await county.county.get(f"{where}/history")).json()["rows"]
    assert [row["title"] for row in steps] == ["帮扶审核", "帮扶申请"]
