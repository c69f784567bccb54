"""Aid and condolences through the API."""

import uuid

from tests.services.http.calling import County, Json


def file_of(member_id: str) -> Json:
    return {
        "occurred_on": "2026-02-01",
        "file_no": "KN-1",
        "householder_id": member_id,
        "hardship_class": "deep",
        "circumstances": {"cause": "大病", "family_size": 3, "monthly_income_fen": 80000},
    }


def case_of(member_id: str, household_id: str, **changed: str) -> Json:
    body = {
        "occurred_on": "2026-02-10",
        "case_no": "BF-1",
        "household_id": household_id,
        "beneficiary_id": member_id,
        "category": "medical_aid",
        "fund_source": "central_fiscal",
        "amount_fen": 300000,
    }
    return body | changed


def payment_to(member_id: str, **changed: object) -> Json:
    body = {
        "occurred_on": "2026-02-20",
        "recipient_id": member_id,
        "amount_fen": 300000,
        "method": "transfer",
        "payee": {"bank_name": "中国工商银行", "bank_account": "6222020000001234"},
    }
    return body | changed


async def approved(county: County) -> tuple[str, str]:
    """Return a member and the address of an approved case."""
    member_id = await county.member()
    opened = await county.unit.post(f"{county.union}/households", file_of(member_id))
    household_id = opened.json()["household_id"]
    case = await county.unit.post(f"{county.union}/aid-cases", case_of(member_id, household_id))
    assert case.status_code == 201, case.text
    return member_id, f"{county.union}/aid-cases/{case.json()['aid_case_id']}"


async def test_aid_is_approved_paid_returned_and_listed(county: County) -> None:
    member_id, case = await approved(county)
    paid = await county.unit.post(f"{case}/payments", payment_to(member_id), if_match=1)
    assert (paid.status_code, paid.json()["version"]) == (201, 2)
    read = await county.unit.get(case)
    assert read.headers["ETag"] == '"2"'
    assert read.json()["payments"][0]["payee"]["bank_account"].endswith("1234")
    assert "6222" not in read.text
    assert len((await county.unit.get(f"{county.union}/households")).json()["rows"]) == 1
    assert len((await county.unit.get(f"{county.union}/payments")).json()["rows"]) == 1
    back = {"occurred_on": "2026-02-25", "reason": "退汇"}
    returned = await county.unit.post(f"{case}/payments/2/return", back, if_match=2)
    assert returned.status_code == 200
    assert (await county.unit.get(f"{county.union}/aid-cases")).json()["rows"][0]["paid_fen"] == 0


async def test_aid_keeps_its_rules(county: County) -> None:
    member_id, case = await approved(county)
    cash = await county.unit.post(
        f"{case}/payments", payment_to(member_id, method="cash"), if_match=1
    )
    assert (cash.status_code, cash.json()["code"]) == (422, "aid_case.cash_for_fiscal_funds")
    over = await county.unit.post(
        f"{case}/payments", payment_to(member_id, amount_fen=300001), if_match=1
    )
    assert (over.status_code, over.json()["code"]) == (409, "aid_case.over_approved")
    assert over.json()["errors"][0]["pointer"] == "#/amount_fen"


async def test_aid_needs_a_file_first(county: County) -> None:
    member_id = await county.member()
    body = case_of(member_id, str(uuid.uuid4()))
    answer = await county.unit.post(f"{county.union}/aid-cases", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "aid_case.no_household_file")
    absent = await county.unit.get(f"{county.union}/aid-cases/{uuid.uuid4()}")
    assert absent.status_code == 404


async def test_duties_are_separated(county: County) -> None:
    member_id = await county.member()
    opened = await county.unit.post(f"{county.union}/households", file_of(member_id))
    officer = str(uuid.uuid4())
    body = case_of(
        member_id, opened.json()["household_id"], handler_id=officer, approver_id=officer
    )
    answer = await county.unit.post(f"{county.union}/aid-cases", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "aid_case.duties_not_separated")


async def test_a_condolence_is_recorded_listed_and_reversed_once(county: County) -> None:
    body = {
        "occurred_on": "2026-03-08",
        "member_id": await county.member(),
        "occasion": "illness",
        "amount_fen": 50000,
        "details": {"evidence": "住院证明"},
    }
    key = str(uuid.uuid4())
    path = f"{county.union}/condolences"
    recorded = await county.unit.post(path, body, key=key)
    again = await county.unit.post(path, body, key=key)
    assert recorded.status_code == 201
    assert recorded.content == again.content
    listed = await county.unit.get(path)
    assert listed.json()["rows"][0]["details"] == {"evidence": "住院证明"}
    reverse = f"{path}/{recorded.json()['condolence_id']}/reverse"
    mistaken = {"occurred_on": "2026-03-09", "reason": "重复"}
    assert (await county.unit.post(reverse, mistaken, if_match=1)).status_code == 200
    twice = await county.unit.post(reverse, mistaken, if_match=2)
    assert (twice.status_code, twice.json()["code"]) == (409, "condolence.already_reversed")
