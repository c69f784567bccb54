"""Aid asked for, approved and paid by list, what comes back, and the ledgers that say so."""

import pytest

from tests.services.http.calling import County, Json
from tests.services.http.hardship import Signing, approved_case, filed, request_of, signing

ACCOUNT = {
    "bank_name": "中国工商银行",
    "bank_account": "6222020000001234",
    "account_name": "王小明",
}


@pytest.fixture
async def signs(county: County) -> Signing:
    return await signing(county)


def draft(signs: Signing, *cases: str, **changed: object) -> Json:
    body = {
        "occurred_on": "2026-03-05",
        "batch_no": "FF-1",
        "category": "medical_aid",
        "fund_source": "hardship_earmarked",
        "method": "transfer",
        "items": [{"aid_case_id": case, "payee": ACCOUNT} for case in cases],
        "handler_id": signs.handler,
    }
    return body | changed


async def approved_list(signs: Signing, *cases: str) -> str:
    batch_id = (await signs.post("/pay-batches", draft(signs, *cases)))["pay_batch_id"]
    batch = f"/pay-batches/{batch_id}"
    review = {"occurred_on": "2026-03-06", "reviewer_id": signs.reviewer}
    await signs.post(f"{batch}/review", review, if_match=1)
    approve = {"occurred_on": "2026-03-07", "approver_id": signs.approver}
    await signs.post(f"{batch}/approve", approve, if_match=2)
    return str(batch_id)


async def test_a_list_is_paid_with_its_cases_and_a_returned_line_is_paid_again(
    signs: Signing,
) -> None:
    member_id = await signs.county.member()
    case = await approved_case(signs, await filed(signs, member_id), member_id)
    batch_id = await approved_list(signs, case)
    batch = f"/pay-batches/{batch_id}"
    bank = await signs.post(f"{batch}/bank-file", {"purpose": "交银行代发"})
    assert "王小明,6222020000001234,中国工商银行,3000.00,FF-1" in bank["csv"]
    pay = {
        "occurred_on": "2026-03-08",
        "cashier_id": signs.cashier,
        "bank_file": bank["sha256"],
    }
    paid = await signs.post(f"{batch}/pay", pay, if_match=3)
    assert paid["version"] == 4
    payments = (await signs.get("/payments", as_of="2026-03-31"))["rows"]
    assert [(row["amount_fen"], row["pay_batch_id"]) for row in payments] == [(300_000, batch_id)]
    assert payments[0]["payee"]["bank_account"] == "************1234"
    back = {"occurred_on": "2026-03-10", "reason": "account_closed"}
    await signs.post(f"{batch}/items/{case}/returned", back, if_match=4)
    seen = await signs.get(batch, as_of="2026-03-31")
    assert seen["pay_batch"]["returned_fen"] == 300_000
    assert seen["items"][0]["unpaid"] == "returned"
    waiting = (await signs.get("/tasks", as_of="2026-03-31", officer_id=signs.cashier))["rows"]
    assert [task["kind"] for task in waiting] == ["aid_payment_returned"]
    assert (await signs.get("/payments", as_of="2026-03-31"))["rows"] == []


async def test_a_list_is_paid_whole_or_not_at_all(signs: Signing) -> None:
    member_id = await signs.county.member()
    case = await approved_case(signs, await filed(signs, member_id), member_id)
    batch_id = await approved_list(signs, case)
    alone = {
        "occurred_on": "2026-03-07",
        "recipient_id": member_id,
        "amount_fen": 1,
        "method": "transfer",
        "cashier_id": signs.cashier,
        "payee": ACCOUNT,
    }
    await signs.post(f"/aid-cases/{case}/payments", alone, if_match=3)
    before = await signs.county.head()
    pay = {"occurred_on": "2026-03-08", "cashier_id": signs.cashier, "bank_file": "c" * 64}
    path = f"{signs.county.union}/pay-batches/{batch_id}/pay"
    refused = await signs.county.unit.post(path, pay, if_match=3)
    assert (refused.status_code, refused.json()["code"]) == (409, "aid_case.over_approved")
    assert await signs.county.head() == before


async def test_the_same_payment_asked_twice_is_made_once(signs: Signing) -> None:
    member_id = await signs.county.member()
    case = await approved_case(signs, await filed(signs, member_id), member_id)
    path = f"{signs.county.union}/pay-batches/{await approved_list(signs, case)}/pay"
    pay = {"occurred_on": "2026-03-08", "cashier_id": signs.cashier, "bank_file": "c" * 64}
    first = await signs.county.unit.post(path, pay, if_match=3, key="once")
    again = await signs.county.unit.post(path, pay, if_match=3, key="once")
    assert first.status_code == 200, first.text
    assert again.content == first.content


async def test_another_persons_account_needs_its_paper(signs: Signing) -> None:
    member_id = await signs.county.member()
    household_id = await filed(signs, member_id)
    own = await approved_case(signs, household_id, member_id, fund_source="own_funds")
    other = ACCOUNT | {"account_name": "李某某"}
    line = {"aid_case_id": own, "payee": other}
    wish = draft(signs, own, fund_source="own_funds", items=[line])
    refused = await signs.county.unit.post(f"{signs.county.union}/pay-batches", wish)
    assert (refused.status_code, refused.json()["code"]) == (422, "aid_case.payee_not_recipient")
    papered = draft(
        signs,
        own,
        fund_source="own_funds",
        items=[line | {"exception_document_no": "监护公证〔2026〕5号"}],
    )
    await signs.post("/pay-batches", papered)


async def test_the_county_approves_what_the_tiers_reserve_for_it(signs: Signing) -> None:
    member_id = await signs.county.member()
    household_id = await filed(signs, member_id)
    wish = request_of(signs, household_id, member_id)
    case = (await signs.post("/aid-requests", wish))["aid_case_id"]
    review = {"occurred_on": "2026-03-02", "outcome": "supported", "reviewer_id": signs.reviewer}
    await signs.post(f"/aid-cases/{case}/review", review, if_match=1)
    decision = {
        "occurred_on": "2026-03-03",
        "approver_id": signs.county_approver,
        "amount_fen": 200_000,
        "decision_no": "青工帮〔2026〕5号",
    }
    await signs.decide(f"/aid-cases/{case}/approve", decision, if_match=2)
    row = (await signs.get(f"/aid-cases/{case}", as_of="2026-03-31"))["aid_case"]
    assert (row["tier"], row["approved_fen"]) == ("county", 200_000)


async def test_limits_of_a_year_count_what_other_cases_brought(signs: Signing) -> None:
    """A city of 2015: 6,000 yuan a year; the year's other cases are found, and the append guards them."""
    await signs.adopt("aid-limits-city-2015")
    member_id = await signs.county.member()
    household_id = await filed(signs, member_id)
    for case_no, amount_fen, code in (
        ("BF-9", 500_000, None),
        ("BF-10", 100_001, "aid_case.over_year_limit"),
    ):
        wish = request_of(signs, household_id, member_id, case_no=case_no, amount_fen=amount_fen)
        case = f"/aid-cases/{(await signs.post('/aid-requests', wish))['aid_case_id']}"
        review = {
            "occurred_on": "2026-03-02",
            "outcome": "supported",
            "reviewer_id": signs.reviewer,
        }
        await signs.post(f"{case}/review", review, if_match=1)
        decision = {
            "occurred_on": "2026-03-03",
            "approver_id": signs.county_approver,
            "decision_no": "青工帮〔2026〕5号",
        }
        county = signs.county
        path = f"{county.federation}/units/{county.union_id}{case}/approve"
        answer = await county.county.post(path, decision, if_match=2)
        assert answer.json().get("code") == code, answer.text


async def test_the_pay_list_spells_its_total_and_the_notice_says_little(signs: Signing) -> None:
    member_id = await signs.county.member()
    case = await approved_case(signs, await filed(signs, member_id), member_id)
    batch_id = await approved_list(signs, case)
    ledger = await signs.get("/ledgers/L13", year=2026, pay_batch_id=batch_id)
    assert ledger["totals"][1] == "合计(大写) 人民币叁仟元整"
    assert ledger["rows"][0][6] == "3000.00"
    sheet = (await signs.get(f"/pay-batches/{batch_id}/notice", as_of="2026-03-31"))["lines"]
    assert sheet == [
        {
            "name": "王*明",
            "unit": "青石公路项目部工会",
            "department": None,
            "hardship_class": "deep",
            "category": "medical_aid",
            "amount_fen": 300_000,
        }
    ]
    hardship = await signs.get("/ledgers/L12", year=2026)
    assert hardship["rows"][0][9:12] == ["医疗救助", "帮扶资金(上级补助)", "0.00"]
    assert hardship["rows"][0][15] == "审**丁" or hardship["rows"][0][15] == "审*丁"
