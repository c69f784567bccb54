"""审计问题 through the API: 发现 → 整改 → 复核 → 销号, by the own committee and the county's; L32; 公开."""

from typing import Any

from tests.services.http.calling import Caller, County, Json, receipts

DAY, DUE = "2026-03-02", "2026-04-15"
PAPER = {"sha256": "ab" * 32, "byte_count": 10, "media_type": "application/pdf"}
RAISING = {
    "occurred_on": DAY,
    "kind": "split_payments",
    "severity": "high",
    "basis": "审计条例 23",
    "rule": "R04",
    "positions": [1, 2],
    "amount_fen": 198_000,
    "period_from": "2026-01-01",
    "period_until": "2026-02-28",
    "details": {"summary": "仲小妮两次领取"},
}


async def test_a_finding_goes_its_way_and_stands_in_the_register(county: County) -> None:
    auditor = await county.officer("甲经审", "audit_committee_chair")
    handler = await county.officer("乙经办", "handler")
    finding = await raised(county.unit, f"{county.union}/findings", auditor)
    path = f"{county.union}/findings/{finding['finding_id']}"
    asked = {"requirement": "recover_money", "due_on": DUE, "officer_id": auditor}
    assert (await taken(county.unit, f"{path}/require-rectification", 1, asked)) == 2
    assert await kinds(county, "2026-03-31") == {"finding_to_rectify"}
    assert await kinds(county, "2026-04-16") == {"finding_overdue"}
    answer = {"measure": "money_recovered", "recovered_fen": 198_000, "officer_id": handler}
    answer |= {
        "evidence": [PAPER],
        "details": {"summary": "已全部退回"},
        "occurred_on": "2026-04-10",
    }
    assert (await taken(county.unit, f"{path}/submit", 2, answer)) == 3
    late = {"occurred_on": "2026-04-12", "officer_id": auditor}
    assert (await taken(county.unit, f"{path}/accept", 3, late)) == 4
    assert (await taken(county.unit, f"{path}/close", 4, late)) == 5
    read = (await county.unit.get(path, as_of="2026-12-31")).json()
    assert read["details"] == {"summary": "仲小妮两次领取"}
    assert [one["step"]["step"] for one in read["steps"]] == [
        "raised",
        "required",
        "submitted",
        "accepted",
        "closed",
    ]
    assert read["finding"]["stage"] == "closed"
    assert read["finding"]["within_term"] is True
    shown = {"topic": "rectification", "channel": "notice_board", "officer_id": handler}
    shown |= {"occurred_on": "2026-05-04", "document_sha256": "ef" * 32}
    shown |= {"finding_ids": [finding["finding_id"]]}
    published = await county.unit.post(f"{county.union}/disclosures", shown)
    assert published.status_code == 201, published.text
    register = (await county.unit_auditor.get(f"{county.union}/ledgers/L32", year=2026)).json()
    (row,) = register["rows"]
    assert row[1:] == [
        *("2026", "2026-01-01 至 2026-02-28", "日常监督", "化整为零，规避审批限额(R04)"),
        *("审计条例 23", "1980.00", "追回资金", DUE),
        *("已销号；已追回资金；收回 1980.00 元", "2026-05-04", ""),
    ]
    assert register["totals_fen"] == {"金额": 198_000}


async def test_a_finding_stands_at_any_date_where_it_stood(county: County) -> None:
    auditor = await county.officer("甲经审", "audit_committee_chair")
    finding = await raised(county.unit, f"{county.union}/findings", auditor)
    path = f"{county.union}/findings/{finding['finding_id']}"
    position = await county.head()
    later = {"occurred_on": "2026-03-20", "reason": "wrong_facts", "officer_id": auditor}
    await taken(county.unit, f"{path}/withdraw", 1, later)
    assert (await county.unit.get(path, as_of="2026-03-10")).json()["finding"]["stage"] == "raised"
    then = (await county.unit.get(path, as_of="2026-12-31", known_at=position)).json()
    assert then["finding"]["stage"] == "raised"
    listed = (await county.unit.get(f"{county.union}/findings", state="open")).json()
    assert listed["rows"] == []


async def test_the_county_raises_over_its_unit_and_sees_its_list(county: County) -> None:
    auditor = await county_officer(county)
    unit = f"{county.federation}/units/{county.union_id}/findings"
    finding = await raised(county.county, unit, auditor)
    path = f"{unit}/{finding['finding_id']}"
    asked = {"requirement": "recover_money", "due_on": DUE, "officer_id": auditor}
    await taken(county.county, f"{path}/require-rectification", 1, asked)
    own = await county.officer("甲经审", "audit_committee_chair")
    theirs = f"{county.union}/findings/{finding['finding_id']}"
    refused = await county.unit.post(
        f"{theirs}/withdraw",
        {"occurred_on": DAY, "reason": "other", "officer_id": own},
        if_match=2,
    )
    assert refused.json()["code"] == "finding.raised_by_the_county"
    seen = (
        await county.county_auditor.get(
            f"{county.federation}/findings", state="open", as_of="2026-04-16"
        )
    ).json()
    assert (seen["count"], seen["overdue"], seen["amount_fen"]) == (1, 1, 198_000)
    assert seen["rows"][0]["unit_id"] == county.union_id
    one = await county.county.get(path, as_of="2026-04-16")
    assert one.json()["finding"]["overdue"] is True
    assert "仲小妮" not in one.text
    assert "仲小妮" in (await county.unit.get(theirs)).text
    stranger = await county.county.get(
        f"{county.federation}/findings", unit_id=county.federation_id
    )
    assert stranger.json()["code"] == "federation.unit_unknown"


async def test_a_finding_is_about_events_there_are(county: County) -> None:
    auditor = await county.officer("甲经审", "audit_committee_chair")
    body = RAISING | {"officer_id": auditor, "positions": [10_000]}
    refused = await county.unit.post(f"{county.union}/findings", body)
    assert refused.json()["code"] == "finding.positions_not_in_the_log"
    ahead = RAISING | {"officer_id": auditor, "known_at": 10_000}
    refused = await county.unit.post(f"{county.union}/findings", ahead)
    assert refused.json()["code"] == "request.known_at_ahead"


async def test_disclosures_are_kept_with_their_objections(county: County) -> None:
    handler = await county.officer("乙经办", "handler")
    body: Json = {
        "occurred_on": DAY,
        "topic": "finance",
        "channel": "assembly",
        "officer_id": handler,
        "document_sha256": "ef" * 32,
        "period_from": "2025-01-01",
        "period_until": "2025-12-31",
        "columns": ["name", "amount"],
    }
    too_much = body | {"columns": ["name", "id_number"]}
    refused = await county.unit.post(f"{county.union}/disclosures", too_much)
    assert refused.json()["code"] == "disclosure.tells_too_much"
    published = await county.unit.post(f"{county.union}/disclosures", body)
    path = f"{county.union}/disclosures/{published.json()['disclosure_id']}"
    objection = {"occurred_on": DAY, "about": "amount", "officer_id": handler}
    objection["details"] = {"summary": "请核对第三项", "said_by": "仲小妮"}
    noted = await county.unit.post(f"{path}/objections", objection, if_match=1)
    assert noted.status_code == 200, noted.text
    end = {"occurred_on": DUE, "reason": "term_over", "officer_id": handler}
    assert (await county.unit.post(f"{path}/end", end, if_match=2)).status_code == 200
    read = (await county.unit.get(path, as_of="2026-12-31")).json()
    assert read["disclosure"]["ended_on"] == DUE
    assert read["objections"][0]["details"] == {"summary": "请核对第三项", "said_by": "仲*妮"}
    listed = (await county.unit.get(f"{county.union}/disclosures", topic="finance")).json()
    assert listed["rows"][0]["objections"] == 1


async def test_accounts_not_shown_for_a_year_are_a_task(county: County) -> None:
    handler = await county.officer("乙经办", "handler")
    paid = receipts(await county.member()) | {"occurred_on": "2026-01-31"}
    assert (await county.unit.post(f"{county.union}/dues/receipts", paid)).status_code == 201
    assert await disclosures_due(county, "2027-01-30") == []
    assert await disclosures_due(county, "2027-01-31") == ["2027-01-31"]
    body = {"occurred_on": "2026-06-01", "topic": "finance", "channel": "assembly"}
    body |= {"officer_id": handler, "document_sha256": "ef" * 32}
    body |= {"period_from": "2026-01-01", "period_until": "2026-05-31"}
    shown = await county.unit.post(f"{county.union}/disclosures", body)
    assert shown.status_code == 201, shown.text
    assert await disclosures_due(county, "2027-01-31") == []
    assert await disclosures_due(county, "2027-06-01") == ["2027-06-01"]


async def disclosures_due(county: County, as_of: str) -> list[str]:
    rows = (await county.unit.get(f"{county.union}/tasks", as_of=as_of)).json()["rows"]
    return [row["due_on"] for row in rows if row["kind"] == "accounts_to_disclose"]


async def raised(caller: Caller, path: str, officer_id: str) -> Json:
    answer = await caller.post(path, RAISING | {"officer_id": officer_id})
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def taken(caller: Caller, path: str, version: int, body: Json) -> int:
    answer = await caller.post(path, {"occurred_on": DAY} | body, if_match=version)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["version"])


async def kinds(county: County, as_of: str) -> set[str]:
    rows = (await county.unit.get(f"{county.union}/tasks", as_of=as_of)).json()["rows"]
    return {row["kind"] for row in rows if row["kind"].startswith("finding")}


async def county_officer(county: County) -> str:
    body: Any = {"occurred_on": "2026-01-01", "name": "丙经审", "office": "audit_committee_chair"}
    answer = await county.county.post(f"{county.federation}/officers", body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["officer_id"])
