"""A year's budget through the API: three steps of consent, spending against it, adjustment, final accounts, L11."""

import pytest

from tests.services.http.bookkeeping import Bookkeeper, staffed
from tests.services.http.calling import County, Json

PLANNED = [
    {"account": "408", "amount_fen": 600_000},
    {"account": "50102", "amount_fen": 500_000, "last_year_fen": 480_000},
]


@pytest.fixture
async def keeper(county: County) -> Bookkeeper:
    """A unit whose budget binds, with an approved one."""
    made = await staffed(county)
    await made.adopt("budget_control.anhui_2025")
    draft = {
        "occurred_on": "2025-12-20",
        "planned": PLANNED,
        "drafted_by": made.officers["accountant"],
    }
    await made.do("budgets/2026/draft", draft)
    await consented(made, "budget", 1)
    return made


async def consented(keeper: Bookkeeper, paper: str, version: int, year: int = 2025) -> int:
    """Take a paper through committee, 经审会 and approval; return the version it ends at."""
    steps: tuple[tuple[str, Json], ...] = (
        ("pass", {"signed_by": keeper.officers["chairperson"], "decision_no": "委〔2025〕9号"}),
        (
            "review",
            {
                "auditor_id": keeper.officers["audit_committee_chair"],
                "opinion": "agreed",
                "materials_on": f"{year}-12-22",
            },
        ),
        ("approve", {"approved_by": keeper.officers["chairperson"]}),
    )
    for number, (step, signed) in enumerate(steps):
        body = {"occurred_on": f"{year}-12-30", "paper": paper, **signed}
        await keeper.do(f"budgets/2026/{step}", body, version + number)
    return version + len(steps)


async def line_of(keeper: Bookkeeper, account: str) -> Json:
    lines = (await keeper.get("budgets/2026"))["lines"]
    found: Json = next(line for line in lines if line["account"] == account)
    return found


async def approved(keeper: Bookkeeper, fen: int) -> tuple[str, int, Json]:
    voucher_id = await keeper.draft("expense", ("50102", fen), ("102", -fen))
    await keeper.step(voucher_id, "submit", 1)
    await keeper.step(voucher_id, "review", 2)
    answer = await keeper.step(voucher_id, "approve", 3)
    return voucher_id, answer.status_code, answer.json()


async def test_approved_spending_is_set_against_its_line(keeper: Bookkeeper) -> None:
    voucher_id, status, _ = await approved(keeper, 200_000)
    assert status == 200
    line = await line_of(keeper, "50102")
    assert (line["planned_fen"], line["charged_fen"], line["actual_fen"]) == (500_000, 200_000, 0)
    charges = (await keeper.get("budgets/2026/charges"))["rows"]
    assert [(row["source_id"], row["amount_fen"]) for row in charges] == [(voucher_id, 200_000)]
    assert (await keeper.step(voucher_id, "post", 4)).status_code == 200
    line = await line_of(keeper, "50102")
    assert (line["charged_fen"], line["actual_fen"]) == (200_000, 200_000)


async def test_nothing_above_the_line_is_approved_and_nothing_is_recorded(
    keeper: Bookkeeper,
) -> None:
    before = (await approved(keeper, 400_000))[0]
    head = await keeper.county.head()
    _, status, told = await approved(keeper, 100_001)
    assert (status, told["code"]) == (409, "budget.line_exceeded")
    assert await keeper.county.head() == head + 3
    back = {
        "occurred_on": "2026-03-17",
        "returned_by": keeper.officers["approver"],
        "reason": "not_budgeted",
    }
    await keeper.do(f"vouchers/{before}/return", back, 4)
    assert (await line_of(keeper, "50102"))["charged_fen"] == 0
    assert (await approved(keeper, 500_000))[1] == 200


async def test_a_reversal_frees_what_was_charged(keeper: Bookkeeper) -> None:
    voucher_id, _, _ = await approved(keeper, 500_000)
    await keeper.step(voucher_id, "post", 4)
    body = {
        "occurred_on": "2026-03-16",
        "requested_by": keeper.officers["handler"],
        "approved_by": keeper.officers["approver"],
        "reason": "entered_twice",
    }
    await keeper.do(f"vouchers/{voucher_id}/reverse", body, 5)
    line = await line_of(keeper, "50102")
    assert (line["charged_fen"], line["actual_fen"]) == (0, 0)


async def test_no_line_no_spending(keeper: Bookkeeper) -> None:
    voucher_id = await keeper.draft("expense", ("50301", 5), ("102", -5))
    await keeper.step(voucher_id, "submit", 1)
    await keeper.step(voucher_id, "review", 2)
    answer = await keeper.step(voucher_id, "approve", 3)
    assert answer.json()["code"] == "budget.line_missing"


async def test_the_audit_committee_has_its_working_days(county: County) -> None:
    """The New Year's holiday is not worked: 31 December to 4 January are two working days, not three."""
    keeper = await staffed(county)
    await keeper.adopt("budget_control.anhui_2025")
    by = keeper.officers
    draft = {"occurred_on": "2025-12-29", "planned": PLANNED, "drafted_by": by["accountant"]}
    await keeper.do("budgets/2026/draft", draft)
    passing = {
        "occurred_on": "2025-12-30",
        "paper": "budget",
        "signed_by": by["chairperson"],
        "decision_no": "委〔2025〕9号",
    }
    await keeper.do("budgets/2026/pass", passing, 1)
    review = {
        "occurred_on": "2026-01-04",
        "paper": "budget",
        "auditor_id": by["audit_committee_chair"],
        "opinion": "agreed",
        "materials_on": "2025-12-30",
    }
    refused = await keeper.ask("budgets/2026/review", review, 2)
    assert refused.json()["code"] == "budget.materials_too_late"
    await keeper.do("budgets/2026/review", review | {"occurred_on": "2026-01-05"}, 2)
    tasks = (await keeper.get("tasks", as_of="2026-01-06"))["rows"]
    assert [task["kind"] for task in tasks if task["kind"].startswith("budget")] == [
        "budget_approve"
    ]


async def test_an_adjustment_takes_the_same_consent_and_is_printed(keeper: Bookkeeper) -> None:
    by = keeper.officers
    adjustment = {
        "occurred_on": "2026-07-01",
        "changes": [{"account": "50102", "change_fen": 100_000}],
        "drafted_by": by["accountant"],
        "reason": "task_added",
    }
    await keeper.do("budgets/2026/adjustment", adjustment)
    version = await consented(keeper, "adjustment", 5, 2026)
    await keeper.post("income", ("102", 300_000), ("408", -300_000))
    filing = {"occurred_on": "2026-12-31", "paper": "adjustment", "filing_no": "备〔2026〕1号"}
    await keeper.do("budgets/2026/file", filing, version)
    report = {
        "occurred_on": "2026-07-10",
        "through_month": "2026-06",
        "reported_by": by["accountant"],
    }
    await keeper.do("budgets/2026/execution-reports", report)
    steps = (await keeper.get("budgets/2026", as_of="2027-01-31"))["steps"]
    assert (steps[-1]["step"], steps[-1]["income_fen"]) == ("execution_reported", 300_000)
    ledger = await keeper.get("ledgers/L11", year=2026)
    rows = {row[1]: row[3:9] for row in ledger["rows"] if row[1]}
    assert rows["408"] == ["", "6000.00", "0.00", "6000.00", "3000.00", "50.0%"]
    assert rows["50102"] == ["4800.00", "5000.00", "1000.00", "6000.00", "0.00", "0.0%"]


async def test_final_accounts_are_what_the_books_say(keeper: Bookkeeper) -> None:
    await keeper.post("income", ("102", 300_000), ("408", -300_000))
    draft = {"occurred_on": "2027-01-20", "drafted_by": keeper.officers["accountant"]}
    early = draft | {"occurred_on": "2026-12-20"}
    refused = await keeper.ask("budgets/2026/final-accounts", early)
    assert refused.json()["code"] == "budget.year_not_over"
    await keeper.do("budgets/2026/final-accounts", draft)
    steps = (await keeper.get("budgets/2026", as_of="2027-02-01"))["steps"]
    assert steps[-1]["lines"] == [{"account": "408", "actual_fen": 300_000}]
