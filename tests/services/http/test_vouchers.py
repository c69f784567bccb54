"""A voucher through the API: on its way through all hands, in the books with its number, reversed."""

import pytest

from tests.services.http.bookkeeping import Bookkeeper, staffed
from tests.services.http.calling import County

SPENT = (("50102", 480000), ("102", -480000))


@pytest.fixture
async def keeper(county: County) -> Bookkeeper:
    return await staffed(county)


async def test_a_voucher_passes_four_hands_and_gets_its_number(keeper: Bookkeeper) -> None:
    first = await keeper.post("income", ("102", 900000), ("408", -900000), day="2026-03-02")
    second = await keeper.post("expense", *SPENT)
    view = await keeper.get(f"vouchers/{second}")
    assert view["voucher"]["step"] == "posted"
    assert view["voucher"]["details"] == {"summary": "expense摘要", "counterparty": "某商店"}
    taken = [step["step"] for step in view["steps"]]
    assert taken == ["drafted", "submitted", "reviewed", "approved", "posted"]
    assert [row["voucher_no"] for row in view["postings"]] == ["2026-03-0002"]
    listed = await keeper.get("vouchers", period="2026-03")
    assert [row["stream_id"] for row in listed["rows"]] == [first, second]
    assert listed["rows"][1]["summary"] == "expense摘要"
    assert listed["rows"][1]["lines"][0] == {
        "account": "50102",
        "fund": "own_funds",
        "debit_fen": 480000,
        "credit_fen": 0,
    }
    assert (await keeper.get("vouchers/pending"))["rows"] == []


async def test_whoever_took_a_step_takes_no_later_one(keeper: Bookkeeper) -> None:
    voucher_id = await keeper.draft("expense", *SPENT)
    assert (await keeper.step(voucher_id, "submit", 1)).status_code == 200
    body = {"occurred_on": "2026-03-16", "reviewer_id": keeper.officers["handler"]}
    refused = await keeper.ask(f"vouchers/{voucher_id}/review", body, 2)
    assert (refused.status_code, refused.json()["code"]) == (409, "voucher.office_not_held")
    assert refused.json()["errors"][0]["pointer"] == "#/reviewer_id"
    waiting = (await keeper.get("vouchers/pending"))["rows"]
    assert [(row["voucher_id"], row["step"]) for row in waiting] == [(voucher_id, "submitted")]


async def test_a_voucher_sent_back_is_written_anew(keeper: Bookkeeper) -> None:
    voucher_id = await keeper.draft("expense", *SPENT)
    await keeper.step(voucher_id, "submit", 1)
    back = {
        "occurred_on": "2026-03-17",
        "returned_by": keeper.officers["reviewer"],
        "reason": "amount_wrong",
    }
    await keeper.do(f"vouchers/{voucher_id}/return", back, 2)
    revised = keeper.draft_of("expense", ("50102", 5), ("102", -5), day="2026-03-17", by="handler")
    del revised["kind"]
    assert (await keeper.do(f"vouchers/{voucher_id}/revise", revised, 3))["version"] == 4
    view = await keeper.get(f"vouchers/{voucher_id}")
    assert [line["fen"] for line in view["voucher"]["proposed"]] == [5, -5]
    given_up = {
        "occurred_on": "2026-03-18",
        "discarded_by": keeper.officers["handler"],
        "reason": "not_needed",
    }
    await keeper.do(f"vouchers/{voucher_id}/discard", given_up, 4)
    assert (await keeper.get("vouchers/pending"))["rows"] == []


async def test_what_waits_is_told_to_the_office_that_may_do_it(keeper: Bookkeeper) -> None:
    voucher_id = await keeper.draft("expense", *SPENT)
    await keeper.step(voucher_id, "submit", 1)
    for officer, kinds in (("reviewer", ["voucher_review"]), ("cashier", [])):
        tasks = await keeper.get("tasks", officer_id=keeper.officers[officer])
        assert [row["kind"] for row in tasks["rows"]] == kinds
    await keeper.step(voucher_id, "review", 2)
    await keeper.step(voucher_id, "approve", 3)
    tasks = await keeper.get("tasks", officer_id=keeper.officers["cashier"])
    assert [row["link"] for row in tasks["rows"]] == [f"{keeper.union}/vouchers/{voucher_id}"]
    assert keeper.officers["approver"] in tasks["rows"][0]["not_for"]


async def test_lines_that_do_not_balance_are_refused_where_they_stand(keeper: Bookkeeper) -> None:
    body = keeper.draft_of("expense", ("50102", 5), ("102", -4), day="2026-03-16", by="handler")
    answer = await keeper.ask("vouchers", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "voucher.lines_not_balanced")
    assert answer.json()["errors"][0]["pointer"] == "#/proposed"


async def test_a_voucher_nobody_drew_up_is_unknown(keeper: Bookkeeper) -> None:
    nobody = "01959000-0000-7000-8000-0000000000ff"
    assert (await keeper.county.unit.get(f"{keeper.union}/vouchers/{nobody}")).status_code == 404
    answer = await keeper.step(nobody, "submit", 0)
    assert (answer.status_code, answer.json()["code"]) == (404, "voucher.unknown")


async def test_a_reversal_shows_its_effect_before_it_is_posted(keeper: Bookkeeper) -> None:
    voucher_id = await keeper.post("expense", *SPENT)
    body = {
        "occurred_on": "2026-03-20",
        "requested_by": keeper.officers["handler"],
        "approved_by": keeper.officers["approver"],
        "reason": "account_wrong",
    }
    before = await keeper.county.head()
    preview = await keeper.do(f"vouchers/{voucher_id}/reverse/preview", body)
    assert await keeper.county.head() == before
    assert [month["period"] for month in preview["months"]] == ["2026-03"]
    bank = next(one for one in preview["months"][0]["accounts"] if one["account"] == "102")
    assert (bank["before_fen"], bank["change_fen"], bank["after_fen"]) == (-480000, 480000, 0)
    await keeper.do(f"vouchers/{voucher_id}/reverse", body, 5)
    balances = (await keeper.get("trial-balance", period="2026-03"))["rows"]
    assert {row["account"]: row["after_fen"] for row in balances} == {"102": 0, "50102": 0}
    assert {row["debit_fen"] for row in balances} == {0}
    numbers = [row["voucher_no"] for row in (await keeper.get("vouchers"))["rows"]]
    assert numbers == ["2026-03-0001", "2026-03-0002"]
    again = await keeper.ask(f"vouchers/{voucher_id}/reverse/preview", body)
    assert (again.status_code, again.json()["code"]) == (409, "voucher.already_reversed")


async def test_a_reversal_after_the_close_leaves_the_closed_month_alone(keeper: Bookkeeper) -> None:
    voucher_id = await keeper.post("expense", *SPENT, day="2026-01-15")
    reasons = {"bank_reconciled": "银行对账单未到"}
    closing = {"occurred_on": "2026-02-03", "reasons": reasons}
    await keeper.do("periods/2026-01/close", closing, await keeper.version())
    today = keeper.county.parts.today().isoformat()
    body = {
        "occurred_on": today,
        "requested_by": keeper.officers["handler"],
        "approved_by": keeper.officers["approver"],
        "reason": "amount_wrong",
    }
    preview = await keeper.do(f"vouchers/{voucher_id}/reverse/preview", body)
    first, last = preview["months"]
    assert (first["period"], first["closed"]) == ("2026-01", True)
    assert {one["change_fen"] for one in first["accounts"]} == {0}
    assert {one["after_fen"] for one in last["accounts"]} == {0}
    assert preview["fitting_on"] == today
    in_january = body | {"occurred_on": "2026-01-20"}
    refused = await keeper.ask(f"vouchers/{voucher_id}/reverse", in_january, 5)
    assert refused.json()["code"] == "voucher.reversed_in_wrong_period"


async def test_the_same_draft_twice_is_one_voucher(keeper: Bookkeeper) -> None:
    body = keeper.draft_of("expense", *SPENT, day="2026-03-16", by="handler")
    path = f"{keeper.union}/vouchers"
    first = await keeper.county.unit.post(path, body, key="k-1")
    again = await keeper.county.unit.post(path, body, key="k-1")
    assert again.content == first.content
    assert again.headers["Idempotency-Hit"] == "true"
