"""What the county sees: totals without small counts, cases that wait for it, a unit's books only in an audit."""

import pytest

from tests.services.http.audits import granting_of, opened
from tests.services.http.browsing import Browser
from tests.services.http.calling import County, Json, id_number, receipts
from tests.services.http.hardship import PAPER, Signing, applied, filed, request_of, signing
from tests.services.http.people import People
from tests.services.http.test_findings import county_officer, raised


@pytest.fixture
async def signs(county: County) -> Signing:
    return await signing(county)


def unit_of(county: County) -> str:
    return f"{county.federation}/units/{county.union_id}"


async def seen(county: County, path: str) -> list[Json]:
    answer = await county.county.get(f"{unit_of(county)}/{path}")
    assert answer.status_code == 200, answer.text
    rows: list[Json] = answer.json()["rows"]
    return rows


async def test_a_file_is_the_countys_from_the_check_of_the_figures_on(signs: Signing) -> None:
    county = signs.county
    body = applied(signs, await county.member())
    household_id = (await signs.post("/households/apply", body))["household_id"]
    household, path = f"/households/{household_id}", f"households/{household_id}"
    review = {"occurred_on": "2026-01-13", "outcome": "passed", "reviewer_id": signs.reviewer}
    visit = {
        "occurred_on": "2026-01-15",
        "visitor_ids": [signs.handler, signs.second],
        "authorised": True,
        "evidence": [PAPER],
        "findings": {"summary": "情况属实"},
    }
    assert await seen(county, "households") == []
    unknown = await county.county.get(f"{unit_of(county)}/{path}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "request.path_unknown")
    await signs.post(f"{household}/review-application", review, if_match=1)
    assert await seen(county, "households") == []
    await signs.post(f"{household}/home-visit", visit, if_match=2)
    (row,) = await seen(county, "households")
    assert (row["household_id"], row["stage"]) == (household_id, "visited")
    assert (await county.county.get(f"{unit_of(county)}/{path}")).status_code == 200
    for caller, waiting in ((county.county, [household_id]), (county.county_auditor, [])):
        tasks = (await caller.get(f"{county.federation}/tasks")).json()
        assert [file["household_id"] for file in tasks["files"]] == waiting
    early = await county.county.get(f"{unit_of(county)}/{path}", as_of="2026-01-14")
    assert early.status_code == 404


async def test_pages_do_not_tell_how_many_files_are_not_shown(signs: Signing) -> None:
    county = signs.county
    files = []
    for number in (1, 2, 3):
        body = applied(signs, await county.member(number), file_no=f"KN-{number}")
        files.append((await signs.post("/households/apply", body))["household_id"])
    path = f"{unit_of(county)}/households"
    page = (await county.county.get(path, limit=1)).json()
    assert (page["rows"], page["next"]) == ([], None)
    review = {"occurred_on": "2026-01-13", "outcome": "passed", "reviewer_id": signs.reviewer}
    visit = {
        "occurred_on": "2026-01-15",
        "visitor_ids": [signs.handler, signs.second],
        "authorised": True,
        "evidence": [PAPER],
        "findings": {"summary": "情况属实"},
    }
    for household_id in files[1:]:
        household = f"/households/{household_id}"
        await signs.post(f"{household}/review-application", review, if_match=1)
        await signs.post(f"{household}/home-visit", visit, if_match=2)
    first = (await county.county.get(path, limit=1)).json()
    last = (await county.county.get(path, limit=1, cursor=first["next"])).json()
    assert {row["household_id"] for row in (*first["rows"], *last["rows"])} == set(files[1:])
    assert last["next"] is None


async def test_aid_that_the_unit_decides_is_not_shown_to_the_county(signs: Signing) -> None:
    county = signs.county
    await signs.adopt("aid-limits-city-2015")
    member_id = await county.member()
    household_id = await filed(signs, member_id)
    review = {"occurred_on": "2026-03-02", "outcome": "supported", "reviewer_id": signs.reviewer}
    for case_no, amount_fen in (("小", 100_000), ("大", 250_000)):
        wish = request_of(signs, household_id, member_id, case_no=case_no, amount_fen=amount_fen)
        case_id = (await signs.post("/aid-requests", wish))["aid_case_id"]
        assert await seen(county, "aid-cases") == []
        await signs.post(f"/aid-cases/{case_id}/review", review, if_match=1)
    (row,) = await seen(county, "aid-cases")
    assert (row["aid_case_id"], row["requested_fen"]) == (case_id, 250_000)
    approval = {
        "occurred_on": "2026-03-03",
        "approver_id": signs.county_approver,
        "decision_no": "县工〔2026〕8号",
    }
    await signs.decide(f"/aid-cases/{case_id}/approve", approval, if_match=2)
    (row,) = await seen(county, "aid-cases")
    assert (row["tier"], row["approved_fen"]) == ("county", 250_000)


async def test_findings_of_a_units_own_committee_are_only_counted(county: County) -> None:
    own = await county.officer("甲经审", "audit_committee_chair")
    theirs = await raised(county.unit, f"{county.union}/findings", own)
    auditor = await county_officer(county)
    ours = await raised(county.county, f"{unit_of(county)}/findings", auditor)
    listed = (await county.county.get(f"{county.federation}/findings", state="open")).json()
    assert [row["finding_id"] for row in listed["rows"]] == [ours["finding_id"]]
    assert (listed["count"], listed["raised_by_units"]["count"]) == (1, 1)
    path = f"{unit_of(county)}/findings"
    assert (await county.county.get(f"{path}/{ours['finding_id']}")).status_code == 200
    unknown = await county.county.get(f"{path}/{theirs['finding_id']}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "finding.unknown")


async def test_a_few_members_are_not_counted_but_their_dues_are_booked(county: County) -> None:
    member_id = await county.member()
    await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id))
    year = (await county.county.get(f"{county.federation}/rollup", year=2026)).json()
    totals = year["units"][county.union_id]
    assert totals["members"]["2026-12-31"]["active"] is None
    assert totals["suppressed"] is True
    assert totals["dues"]["received_fen_by_month"][0] == 2615
    assert year["county"]["members_by_month"][11]["active"] is None


async def test_a_county_may_draw_the_line_higher_and_not_lower(county: County) -> None:
    for number in range(1, 7):
        await county.member(number)

    async def adopt(least: int) -> Json:
        rule = {
            "occurred_on": "2026-03-01",
            "policy": {
                "kind": "small_counts",
                "policy_id": "own",
                "version": least,
                "least": least,
            },
            "valid_from": "2026-03-01",
            "document_no": "县总工〔2026〕5号",
        }
        answer = await county.county.post(f"{county.federation}/adoptions", rule)
        assert answer.status_code == 201, answer.text
        year = await county.county.get(f"{county.federation}/rollup", year=2026)
        return dict(year.json())

    low = await adopt(2)
    assert (low["least"], low["county"]["members_by_month"][11]["active"]) == (5, 6)
    high = await adopt(10)
    assert (high["least"], high["county"]["members_by_month"][11]["active"]) == (10, None)


async def test_the_county_reads_no_roster(county: County) -> None:
    member_id = await county.member()
    for path in ("members", f"members/{member_id}", "dues", "households", "events", "people"):
        for caller in (county.county, county.county_auditor):
            answer = await caller.get(f"{county.union}/{path}")
            assert answer.status_code == 404, path
            assert id_number(1) not in answer.text


async def read(auditor: Browser, path: str, engagement_id: str = "") -> tuple[int, str]:
    named = {"Audit-Engagement": engagement_id} if engagement_id else {}
    answer = await auditor.send("GET", path, **named)
    return answer.status_code, answer.json().get("code", "")


async def test_an_auditor_of_the_county_reads_a_unit_under_its_engagement_only(
    county: County, people: People
) -> None:
    audit = await opened(county, topics=["members"])
    members = f"{county.union}/members"
    auditor = people.county_auditor
    unknown = (404, "union.unknown")
    assert await read(auditor, members) == unknown
    assert await read(auditor, members, audit.engagement_id) == (404, "engagement.no_such_access")
    given = await audit.do("access", audit.granting(), account_login=auditor.login)
    assert given.status_code == 201, given.text
    assert given.json()["api_key"] is None
    assert await read(auditor, members) == unknown
    assert await read(auditor, members, audit.engagement_id) == (200, "")
    refused = await read(auditor, f"{county.union}/contributions?year=2026", audit.engagement_id)
    assert refused == (403, "engagement.topic_not_open")
    reads = (await county.unit.get(f"{audit.path}/reads")).json()["rows"]
    assert [(row["access_id"], row["operation_id"]) for row in reads] == [
        (given.json()["access_id"], "listMembers")
    ]
    assert await read(people.officer, members, audit.engagement_id) == unknown
    revoke = f"access/{given.json()['access_id']}/revoke"
    assert (await audit.do(revoke, {})).status_code == 200
    assert await read(auditor, members, audit.engagement_id) == (403, "engagement.access_ended")


async def test_an_auditor_writes_nothing_and_sees_no_other_engagement(
    county: County, people: People
) -> None:
    audit = await opened(county, topics=["members"])
    auditor = people.county_auditor
    await audit.do("access", audit.granting(), account_login=auditor.login)
    head = await county.head()
    body = {"occurred_on": "2026-03-01", "name": "甲", "office": "handler"}
    named = {"Audit-Engagement": audit.engagement_id}
    written = await auditor.post(f"{county.union}/officers", body, if_match=1, **named)
    assert written.status_code == 403, written.text
    assert await county.head() == head
    other = await opened(county, chair=audit.chair, kind="special_audit", basis_no="x")
    assert (await read(auditor, f"{county.union}/members", other.engagement_id))[0] == 404


async def test_only_an_auditor_of_the_county_is_let_in_by_name(
    county: County, people: People
) -> None:
    audit = await opened(county)
    for login in (people.officer.login, people.clerk.login, "nobody.at.all", "!"):
        asked = granting_of(audit.day, audit.chair)
        answer = await audit.do("access", asked, account_login=login)
        assert (answer.status_code, answer.json()["code"]) == (404, "access.account_unknown")
