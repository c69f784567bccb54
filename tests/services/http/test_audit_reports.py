"""审计报告: drawn up from the books of the days audited and from the findings; the county sees it without words."""

from tests.services.http.audits import opened
from tests.services.http.calling import County, receipts
from tests.services.http.test_findings import RAISING

ROWS = ("收入合计", "支出合计", "期末结余")


async def test_a_report_says_what_came_in_what_was_found_and_what_is_asked(county: County) -> None:
    audit = await opened(county)
    member = await county.member()
    paid = receipts(member, amount_fen=2615) | {"occurred_on": "2026-01-31"}
    assert (await county.unit.post(f"{county.union}/dues/receipts", paid)).status_code == 201
    body = RAISING | {"engagement_id": audit.engagement_id, "officer_id": audit.chair}
    raised = await county.unit.post(
        f"{county.union}/findings", body | {"occurred_on": audit.day, "rule": None}
    )
    assert raised.status_code == 201, raised.text
    path = f"{audit.path}/report"
    asked = {"as_of": "2026-12-31"}
    report = (await county.unit.get(path, **asked)).json()
    assert report["money"]["income_fen"] == 2615
    assert report["money"]["balance_fen"] - report["money"]["opening_fen"] == 2615
    assert [line["fen"] for line in report["money"]["income"]] == [2615]
    assert report["findings"][0]["summary"] == "仲小妮两次领取"
    assert report["sheet"]["收入合计"] == "26.15"
    text = (await county.unit.get(path, format="text", **asked)).text
    for heading in ("一、", "二、", "三、", "四、"):
        assert heading in text
    assert "收入合计 26.15" in text
    sheet = (await county.unit.get(path, format="csv", **asked)).text
    assert all(row in sheet for row in ROWS)
    theirs = f"{county.federation}/units/{county.union_id}/engagements/{audit.engagement_id}/report"
    seen = await county.county.get(theirs, **asked)
    assert seen.status_code == 200, seen.text
    assert "仲小妮" not in seen.text
    nobody = f"{county.union}/engagements/{county.union_id}/report"
    assert (await county.unit.get(nobody)).json()["code"] == "engagement.unknown"


async def test_the_register_names_the_audit_and_an_audit_without_findings(county: County) -> None:
    audit = await opened(county)
    body = RAISING | {"engagement_id": audit.engagement_id, "officer_id": audit.chair}
    year = int(audit.day[:4])
    register = f"{county.union}/ledgers/L32"
    (row,) = (await county.unit.get(register, year=year)).json()["rows"]
    assert row[1:5] == [str(year), "2026-01-01 至 2026-12-31", "审查", ""]
    await county.unit.post(f"{county.union}/findings", body | {"occurred_on": audit.day})
    (row,) = (await county.unit.get(register, year=year)).json()["rows"]
    assert row[3] == "审查"
    assert row[4].startswith("化整为零")
