"""预算决算: the years, one year line by line against the books, its papers and what they wait for."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from services.auth import may
from services.http.budgets import BudgetView
from services.pages.accounts import chart_of, named
from services.pages.lists import Column, by_cursor, table_of
from services.pages.page import Reply, Shown, page
from services.pages.signers import names_of
from services.pages.visit import Visit
from services.reads.budgets import BudgetStepRow, BudgetYearRow, ChargeRow
from services.words.forms import choice_text

BUDGETS: Final = "/unions/{union_id}/budgets"
BUDGET: Final = f"{BUDGETS}/{{year}}"
SECTION: Final = "budget"
_WAY: Final = ("drafted", "passed", "reviewed", "approved", "filed")
_UNDER_WAY: Final = ("drafted", "passed", "reviewed")
_NEXT: Final = {
    "drafted": ("passPaper", "pass"),
    "passed": ("reviewPaper", "review"),
    "reviewed": ("approvePaper", "approve"),
    "approved": ("filePaper", "file"),
}


class Proposed(NamedTuple):
    """A line of a draft: what is planned, by how much it changes, or what was taken in and spent."""

    account: str
    name: str
    fen: int
    last_year_fen: int | None
    note_code: str | None


@page("GET", BUDGETS, "budgets", policy=may("books.read"), section=SECTION)
async def budgets(visit: Visit) -> Reply:
    """The years there is a budget of, and how far each has come."""
    seen = await visit.read("listBudgets")
    columns: list[Column[BudgetYearRow]] = [
        Column(
            name="year",
            title="年度",
            get=lambda row: str(row.year),
            fixed=True,
            href=lambda row: visit.at(f"/budgets/{row.year}"),
        ),
        Column(
            name="paper",
            title="最近办理",
            get=lambda row: choice_text("paper", row.paper) if row.paper else None,
        ),
        Column(
            name="step",
            title="到了哪一步",
            get=lambda row: choice_text("step", row.step, "BudgetYearRow"),
        ),
        Column(name="occurred_on", title="日期", get=lambda row: row.occurred_on),
    ]
    table = table_of(
        visit,
        "各年预算",
        columns,
        sorted(seen.rows, key=lambda row: -row.year),
        empty="还没有编制预算。",
        position=seen.position,
        as_of=seen.as_of,
    )
    year = visit.parts.today().year
    known = {row.year for row in seen.rows}
    values = {"table": table, "years": [one for one in (year, year + 1) if one not in known]}
    return Shown(template="books/budgets.html", values=values)


@page("GET", BUDGET, "budget", policy=may("books.read"), section=SECTION)
async def budget(visit: Visit) -> Reply:
    """A year: plan, adjustment, what is held and booked, what is left, and the papers."""
    year = visit.ids["year"]
    view: BudgetView = await visit.read("readBudget", known_at=visit.query.get("known_at"))
    latest = _latest(view.steps)
    called = named(await chart_of(visit)) if visit.engagement_id is None else {}
    values = {
        "view": view,
        "year": year,
        "groups": [
            (title, [row for row in view.lines if row.kind == kind])
            for title, kind in (("收入", "income"), ("支出", "expense"))
        ],
        "papers": latest,
        "bar": {paper: bar_of(step) for paper, step in latest.items()},
        "offers": _offers(latest),
        "proposed": {
            paper: proposed_lines(view.steps, paper, called)
            for paper, one in latest.items()
            if _stands(one) in _UNDER_WAY
        },
        "names": await names_of(visit),
        "approved": any(one.step == "approved" for one in view.steps if one.paper == "budget"),
        "settled": any(
            one.step == "approved" for one in view.steps if one.paper == "final_accounts"
        ),
    }
    return Shown(template="books/budget.html", values=values)


@page("GET", f"{BUDGET}/charges", "budget_charges", policy=may("books.read"), section=SECTION)
async def budget_charges(visit: Visit) -> Reply:
    """What was set against the lines of a year, voucher by voucher."""
    answer = await visit.ask(
        "listBudgetCharges", cursor=visit.query.get("cursor"), limit=100, count="exact"
    )
    columns: list[Column[ChargeRow]] = [
        Column(name="occurred_on", title="日期", get=lambda row: row.occurred_on),
        Column(name="account", title="科目", get=lambda row: row.account),
        Column(name="line", title="占用的预算项目", get=lambda row: row.line),
        Column(name="amount_fen", title="金额（元）", get=lambda row: row.amount_fen),
        Column(name="over_fen", title="超预算（元）", get=lambda row: row.over_fen),
        Column(
            name="source",
            title="来源",
            get=lambda row: f"第 {row.position} 号记录",
            fixed=True,
            href=lambda row: visit.at(f"/events/{row.position}"),
        ),
    ]
    title = f"{visit.ids['year']} 年预算占用明细"
    table = table_of(
        visit,
        title,
        columns,
        answer.body.rows,
        mark=lambda row: "negative" if row.amount_fen < 0 else "",
        turning=by_cursor(visit, answer),
        position=answer.body.position,
        as_of=answer.body.as_of,
    )
    note = "审批凭证时占用预算，退回、作废、冲销时释放（负数）。"
    values = {"table": table, "title": title, "note": note}
    return Shown(template="books/balances.html", values=values)


def _latest(steps: list[BudgetStepRow]) -> dict[str, BudgetStepRow]:
    """Return the last step of each paper, in the order the papers began."""
    return {one.paper: one for one in steps if one.paper is not None}


def proposed_lines(
    steps: Sequence[BudgetStepRow], paper: str, called: Mapping[str, str]
) -> list[Proposed]:
    """Return what the last draft of a paper proposes: until it is approved it holds nowhere else."""
    drafts = [one for one in steps if one.paper == paper and one.lines is not None]
    if not drafts or drafts[-1].lines is None:
        return []
    return [
        Proposed(
            account=line["account"],
            name=called.get(line["account"], ""),
            fen=line.get("amount_fen", line.get("change_fen", line.get("actual_fen"))),
            last_year_fen=line.get("last_year_fen"),
            note_code=line.get("note_code"),
        )
        for line in msgspec.json.decode(drafts[-1].lines)
    ]


def bar_of(step: BudgetStepRow) -> list[tuple[str, str]]:
    """Return how far a paper has come."""
    titles = ("编制", "委员会通过", "经审会审查", "批准", "报备案")
    done = _WAY.index(_stands(step)) + 1 if _stands(step) in _WAY else 0
    states = ["done"] * done + ["now"] + ["later"] * len(titles)
    return list(zip(titles, states, strict=False))


def _offers(latest: dict[str, BudgetStepRow]) -> list[tuple[str, str, str]]:
    """Return what the papers wait for: paper, operation, the last part of its address."""
    found: list[tuple[str, str, str]] = []
    for paper, one in latest.items():
        if (stands := _stands(one)) in _NEXT:
            found.append((paper, *_NEXT[stands]))
        if stands in _UNDER_WAY:
            found.append((paper, "abandonPaper", "abandon"))
    return found


def _stands(step: BudgetStepRow) -> str:
    """Where a paper stands: rejected by the 经审会 it is a draft again."""
    return "drafted" if step.opinion == "rejected" else step.step
