"""Dues through the API: wage bases, receipts alone and together, reversal, the ledgers of a year."""

import uuid

from tests.services.http.calling import County, receipts

WAGE = {"occurred_on": "2026-01-05", "from_month": "2026-01", "wage_fen": 523860}


async def test_a_wage_base_decides_the_due_and_a_receipt_pays_it(county: County) -> None:
    member = f"{county.union}/members/{await county.member()}"
    declared = await county.unit.post(f"{member}/wage-bases", WAGE, if_match=0)
    assert (declared.status_code, declared.json()["version"]) == (201, 1)
    received = await county.unit.post(
        f"{county.union}/dues/receipts", receipts(member.rpartition("/")[2])
    )
    assert received.json()["receipts"][0]["version"] == 2
    account = await county.unit.get(f"{member}/dues")
    assert account.headers["ETag"] == '"2"'
    assert account.json()["wage_bases"][0]["due_fen"] == 2615
    year = await county.unit.get(f"{county.union}/dues", year=2026)
    assert year.json()["rows"][0]["received_fen_by_month"] == {"2026-01": 2615}
    months = await county.unit.get(f"{county.union}/dues/months", year=2026)
    assert months.json()["rows"][0]["arrears_fen"] == 0


async def test_receipts_of_one_account_are_numbered_in_order(county: County) -> None:
    member_id, other = await county.member(1), await county.member(2)
    body = receipts(member_id, "2026-01", "2026-02")
    body["receipts"].insert(1, receipts(other)["receipts"][0])
    answer = await county.unit.post(f"{county.union}/dues/receipts", body)
    assert [one["version"] for one in answer.json()["receipts"]] == [1, 1, 2]


async def test_the_same_money_seen_by_two_is_booked_by_one(county: County) -> None:
    """Two clerks send the sheet of a month at once: whoever comes second sees what the first has entered."""
    body = receipts(await county.member())
    body["receipts"][0]["seen_version"] = 0
    path, named = f"{county.union}/dues/receipts", str(uuid.uuid4())
    first = await county.unit.post(path, body, key=named)
    second = await county.unit.post(path, body)
    again = await county.unit.post(path, body, key=named)
    assert (first.status_code, second.status_code, again.status_code) == (201, 412, 201)
    assert second.json()["code"] == "store.version_moved"


async def test_one_bad_receipt_refuses_all_and_every_fault_is_named(county: County) -> None:
    member_id = await county.member()
    before = await county.head()
    body = receipts(member_id, "2026-01", "2009-01", "2026-02", "2009-02")
    answer = await county.unit.post(f"{county.union}/dues/receipts", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "dues.not_member_in_month")
    pointers = [error["pointer"] for error in answer.json()["errors"]]
    assert pointers == ["#/receipts/1/dues_month", "#/receipts/3/dues_month"]
    assert await county.head() == before


async def test_faults_of_several_kinds_have_a_code_of_their_own(county: County) -> None:
    member_id = await county.member()
    body = receipts(member_id, "2009-01")
    body["receipts"] += receipts(str(uuid.uuid4()))["receipts"]
    answer = await county.unit.post(f"{county.union}/dues/receipts", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "request.elements_refused")
    codes = [error["code"] for error in answer.json()["errors"]]
    assert codes == ["dues.not_member_in_month", "dues.member_unknown"]


async def test_an_id_of_something_else_is_no_member(county: County) -> None:
    answer = await county.unit.post(f"{county.union}/dues/receipts", receipts(county.union_id))
    assert (answer.status_code, answer.json()["code"]) == (404, "request.id_of_another_kind")


async def test_a_receipt_is_reversed_once(county: County) -> None:
    member_id = await county.member()
    await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id))
    path = f"{county.union}/members/{member_id}/receipts/1/reverse"
    body = {"occurred_on": "2026-02-03", "reason": "重复登记"}
    assert (await county.unit.post(path, body, if_match=1)).json()["version"] == 2
    again = await county.unit.post(path, body, if_match=2)
    assert (again.status_code, again.json()["code"]) == (409, "dues.receipt_already_reversed")


async def test_nothing_is_dated_into_a_closed_period(county: County) -> None:
    member_id = await county.member()
    close = f"{county.union}/periods/2026-01/close"
    version = await county.version()
    closed = await county.unit.post(close, {"occurred_on": "2026-02-05"}, if_match=version)
    assert closed.status_code == 200
    answer = await county.unit.post(f"{county.union}/dues/receipts", receipts(member_id))
    assert (answer.status_code, answer.json()["code"]) == (409, "store.period_closed")
