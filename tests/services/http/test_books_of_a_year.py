"""The books of a year through the API: opening, journals, statements, comparison with the bank, close, lock."""

import pytest

from tests.services.http.bookkeeping import Bookkeeper, staffed
from tests.services.http.calling import County, Json

OPENING = (("102", 1_000_000), ("221", -200_000), ("331", -800_000))
WITHOUT_PAYROLL = {"payroll_declared": "本单位不拨缴经费"}


@pytest.fixture
async def keeper(county: County) -> Bookkeeper:
    """Books with an opening balance, an income and an expense."""
    made = await staffed(county)
    await made.post("opening", *OPENING, day="2026-01-01", by="accountant", money=False)
    await made.post("income", ("102", 300_000), ("408", -300_000), day="2026-01-10")
    await made.post("expense", ("50102", 120_000), ("102", -120_000), day="2026-02-11")
    return made


def by_account(rows: list[Json], field: str) -> dict[str, int]:
    return {row["account"]: row[field] for row in rows if row["account"]}


async def test_opening_balances_stand_before_and_moved_nothing(keeper: Bookkeeper) -> None:
    rows = (await keeper.get("trial-balance", period="2026-01"))["rows"]
    assert by_account(rows, "before_fen") == {
        "102": 1_000_000,
        "221": -200_000,
        "331": -800_000,
        "408": 0,
    }
    assert by_account(rows, "debit_fen")["102"] == 300_000
    february = (await keeper.get("trial-balance", period="2026-02"))["rows"]
    assert by_account(february, "before_fen")["102"] == 1_300_000
    assert sum(by_account(february, "after_fen").values()) == 0
    funds = (await keeper.get("fund-balances"))["rows"]
    assert {row["fund"] for row in funds} == {"own_funds"}


async def test_the_statements_agree_with_the_postings(keeper: Bookkeeper) -> None:
    sheet = await keeper.get("balance-sheet", period="2026-02")
    assert sheet["balanced"]
    ends = {(row["group"], row["account"]): row["end_fen"] for row in sheet["rows"]}
    assert ends["asset", None] == 1_180_000
    assert ends["liability", "221"] == 200_000
    assert ends["surplus", None] == 180_000
    starts = {(row["group"], row["account"]): row["year_start_fen"] for row in sheet["rows"]}
    assert (starts["asset", None], starts["net_assets", None]) == (1_000_000, 800_000)
    earned = (await keeper.get("income-statement", period="2026-02"))["rows"]
    told = {(row["group"], row["account"]): (row["period_fen"], row["year_fen"]) for row in earned}
    assert told["income", "408"] == (0, 300_000)
    assert told["expense", "501"] == told["expense", "50102"] == (120_000, 120_000)
    assert told["surplus", None] == (-120_000, 180_000)


async def test_the_bank_journal_runs_from_its_opening_balance(keeper: Bookkeeper) -> None:
    entries = (await keeper.get("entries", account="102", since="2026-01-01"))["rows"]
    assert [row["running_fen"] for row in entries] == [300_000, 180_000]
    assert [row["others"] for row in entries] == [["408"], ["50102"]]
    ledger = await keeper.get("ledgers/L7", year=2026)
    assert ledger["columns"][1:-1] == [
        "日期",
        "凭证字号",
        "摘要",
        "对方科目",
        "借方",
        "贷方",
        "余额",
    ]
    balances = [row[7] for row in ledger["rows"]]
    assert balances == ["10000.00", "13000.00", "13000.00", "11800.00", "11800.00"]
    assert ledger["totals"][-2] == "11800.00"
    assert ledger["rows"][1][4] == "其他收入"


async def test_every_ledger_of_the_books_is_printed(keeper: Bookkeeper) -> None:
    subsidiary = await keeper.get("ledgers/L8", year=2026, month="2026-02")
    assert [row[4] for row in subsidiary["rows"] if row[1] == "2026-02-11"] == ["expense摘要"]
    balances = await keeper.get("ledgers/L9", year=2026, month="2026-02")
    bank = next(row for row in balances["rows"] if row[1] == "102")
    assert bank[3:] == [
        "借 13000.00", "0.00", "1200.00", "3000.00", "1200.00", "借 11800.00", ""
    ]  # fmt: skip
    statements = await keeper.get("ledgers/L10", year=2026, month="2026-02")
    printed = {row[1]: row[2:6] for row in statements["rows"]}
    assert printed["资产总计"][2:] == printed["负债、净资产和收支差额总计"][2:]
    assert printed["本年收支差额"][:2] == ["-1200.00", "1800.00"]
    csv = await keeper.county.unit.get(f"{keeper.union}/ledgers/L10", year=2026, format="csv")
    assert "收入支出表(工会02表)" in csv.text


async def test_the_books_are_compared_at_the_position_they_were_read(keeper: Bookkeeper) -> None:
    body = {
        "occurred_on": "2026-02-28",
        "account": "102",
        "bank_fen": 1_229_000,
        "asserted_by": keeper.officers["accountant"],
        "outstanding": [{"kind": "paid_not_at_bank", "fen": 49_000, "noted_on": "2026-02-27"}],
    }
    await keeper.do("bank-statements", body)
    row = (await keeper.get("bank-statements"))["rows"][0]
    assert (row["books_fen"], row["difference_fen"]) == (1_180_000, 0)
    known = await keeper.get(
        "trial-balance", since="2026-01-01", as_of="2026-02-28", known_at=row["books_position"]
    )
    assert by_account(known["rows"], "after_fen")["102"] == row["books_fen"]
    await keeper.post("income", ("102", 5), ("408", -5), day="2026-02-20")
    row = (await keeper.get("bank-statements"))["rows"][0]
    assert (row["books_fen"], row["books_now_fen"]) == (1_180_000, 1_180_005)
    by_cashier = body | {"occurred_on": "2026-02-27", "asserted_by": keeper.officers["cashier"]}
    refused = await keeper.ask("bank-statements", by_cashier)
    assert refused.json()["code"] == "bank_statement.office_not_held"
    withdrawal = {
        "occurred_on": "2026-03-02",
        "account": "102",
        "withdrawn_version": 1,
        "withdrawn_by": keeper.officers["accountant"],
        "reason": "books_changed",
    }
    await keeper.do("bank-statements/withdraw", withdrawal, 1)
    assert (await keeper.get("bank-statements"))["rows"][0]["withdrawn_on"] == "2026-03-02"


async def test_a_month_is_closed_after_the_books_went_through_its_checklist(
    keeper: Bookkeeper,
) -> None:
    asked = await keeper.get("periods/2026-01/checklist")
    passed = {item["item"]: item["passed"] for item in asked["items"]}
    assert passed == {
        "vouchers_posted": True,
        "trial_balance_zero": True,
        "bank_reconciled": False,
        "cash_counted": True,
        "payroll_declared": True,
        "contribution_shared": True,
        "dues_batches_closed": None,
    }
    closing = {"occurred_on": "2026-02-03", "closed_by": keeper.officers["accountant"]}
    refused = await keeper.ask("periods/2026-01/close", closing, await keeper.version())
    assert refused.json()["code"] == "union.failed_item_without_reason"
    await keeper.do(
        "bank-statements",
        {
            "occurred_on": "2026-01-31",
            "account": "102",
            "bank_fen": 1_300_000,
            "asserted_by": keeper.officers["accountant"],
        },
    )
    confirmed = closing | {"confirmed": ["dues_batches_closed"]}
    await keeper.do("periods/2026-01/close", confirmed, await keeper.version())
    january, february = (await keeper.get("periods", year=2026))["rows"][:2]
    assert (january["closed"], january["vouchers"], february["closed"]) == (True, 2, False)
    assert january["steps"][0]["unchecked"] == []
    assert {item["passed"] for item in january["steps"][0]["checklist"]} == {True}


async def test_a_draft_of_the_month_stands_in_the_way(keeper: Bookkeeper) -> None:
    await keeper.draft("expense", ("50102", 5), ("102", -5), day="2026-01-20")
    items = (await keeper.get("periods/2026-01/checklist"))["items"]
    waiting = next(item for item in items if item["item"] == "vouchers_posted")
    assert (waiting["passed"], waiting["found"]) == (False, 1)


async def test_two_people_open_a_month_again_and_a_locked_year_stays_shut(
    keeper: Bookkeeper,
) -> None:
    reasons = {"bank_reconciled": "银行对账单未到", "year_end_transferred": "待结转"}
    closing = {"occurred_on": "2027-01-05", "reasons": reasons}
    await keeper.do("periods/2026-12/close", closing, await keeper.version())
    reopening = {
        "occurred_on": "2027-01-06",
        "reason": "漏记一笔",
        "requested_by": keeper.officers["accountant"],
        "approved_by": keeper.officers["chairperson"],
    }
    await keeper.do("periods/2026-12/reopen", reopening, await keeper.version())
    months = (await keeper.get("periods", year=2026, as_of="2027-02-01"))["rows"]
    assert [row["closed"] for row in months[-2:]] == [True, False]
    await keeper.do("periods/2026-12/close", closing, await keeper.version())
    locking = {"occurred_on": "2027-03-01", "locked_by": keeper.officers["accountant"]}
    await keeper.do("years/2026/lock", locking, await keeper.version())
    refused = await keeper.ask("periods/2026-12/reopen", reopening, await keeper.version())
    assert refused.json()["code"] == "union.year_locked"
    assert (await keeper.get("periods", year=2026, as_of="2027-04-01"))["rows"][0]["locked"]


async def test_the_year_end_transfer_empties_income_and_expense_but_not_the_statement(
    keeper: Bookkeeper,
) -> None:
    body = {
        "handler_id": keeper.officers["accountant"],
        "surplus_account": "331",
        "details": {"summary": "2026年收支结转"},
    }
    voucher_id = (await keeper.do("years/2026/transfer", body))["voucher_id"]
    for version, step in enumerate(("submit", "review", "approve", "post"), start=1):
        answer = await keeper.step(
            voucher_id, step, version, day="2026-12-31", by="accountant", money=False
        )
        assert answer.status_code == 200, answer.text
    at_end = {"period": "2026-12", "as_of": "2026-12-31"}
    balances = (await keeper.get("trial-balance", **at_end))["rows"]
    after = by_account(balances, "after_fen")
    assert (after["408"], after["50102"], after["331"]) == (0, 0, -980_000)
    earned = (await keeper.get("income-statement", **at_end))["rows"]
    assert next(row for row in earned if row["group"] == "surplus")["year_fen"] == 180_000
    sheet = await keeper.get("balance-sheet", **at_end)
    assert sheet["balanced"]
    assert next(row for row in sheet["rows"] if row["group"] == "surplus")["end_fen"] == 0
    items = (await keeper.get("periods/2026-12/checklist"))["items"]
    assert next(i for i in items if i["item"] == "year_end_transferred")["passed"] is True


async def test_the_oldest_open_month_waits_for_its_close(keeper: Bookkeeper) -> None:
    tasks = (await keeper.get("tasks", as_of="2026-03-05"))["rows"]
    (waiting,) = [task for task in tasks if task["kind"] == "period_close"]
    assert (waiting["since"], waiting["offices"]) == ("2026-02-01", ["accountant", "chairperson"])
