"""预算, 预算调整 and 决算 of a year: drafted; their further steps stand in `budget_steps.py`."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.budget.commands import (
    BudgetCommand,
    DraftBudget,
    DraftBudgetAdjustment,
    DraftFinalAccounts,
)
from domain.budget.events import AdjustmentReason
from domain.budget_lines import ActualLine, BudgetChange, BudgetLine
from domain.ids import OfficerId, UnionId, budget_stream
from domain.money import FEN_MAX, Fen
from domain.period import MONTHS_PER_YEAR, last_day, month_text
from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.fields import AccountCode, Answered, Body, Code
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of, whole
from services.http.vouchers import SOMEBODY
from services.http.writing import Written, carry_out
from services.reads import Scope
from services.reads.budgets import BudgetLineRow, BudgetStepRow, BudgetYearRow, ChargeRow

BUDGETS = "/v1/unions/{union_id}/budgets"
BUDGET = f"{BUDGETS}/{{year}}"
_LINES_MOST = 200

FAULTS_OF_DRAFTS = (
    "budget.other_paper_pending",
    "budget.office_not_held",
    "budget.no_chart_in_force",
    "budget.no_policy_in_force",
    "budget.no_lines",
    "budget.not_income_or_expense",
    "budget.lines_overlap",
    "budget.deficit",
)


class PlannedLine(Body, frozen=True, kw_only=True):
    """A line of the budget: it covers its account and all accounts below it."""

    account: AccountCode
    amount_fen: Fen
    last_year_fen: Fen | None = None
    note_code: Code | None = None


class ChangedLine(Body, frozen=True, kw_only=True):
    account: AccountCode
    change_fen: Annotated[int, Meta(ge=-FEN_MAX, le=FEN_MAX)]


class BudgetPlan(Body, frozen=True, kw_only=True):
    """`carried_over_fen`: what of earlier years is used (动用上年结余)."""

    occurred_on: date
    planned: Annotated[tuple[PlannedLine, ...], Meta(min_length=1, max_length=_LINES_MOST)]
    drafted_by: UUID
    carried_over_fen: Fen = 0


class Adjustment(Body, frozen=True, kw_only=True):
    occurred_on: date
    changes: Annotated[tuple[ChangedLine, ...], Meta(min_length=1, max_length=_LINES_MOST)]
    drafted_by: UUID
    reason: AdjustmentReason


class FinalAccounts(Body, frozen=True, kw_only=True):
    """What was taken in and spent is taken from the books of the year."""

    occurred_on: date
    drafted_by: UUID


class BudgetView(Answered, frozen=True, kw_only=True):
    """A year's budget line by line, and the steps of its papers; `version` is what If-Match asks for."""

    position: int
    version: int
    year: int
    lines: list[BudgetLineRow]
    steps: list[BudgetStepRow]


@operation(
    "GET",
    BUDGETS,
    "listBudgets",
    tag="budgets",
    policy=may("books.read"),
    answer=Rows[BudgetYearRow],
)
async def list_budgets(asking: Asking, query: ReadQuery) -> Answer:
    """The years there is a budget of, each with its last step."""
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.budget_years(scope))


@operation("GET", BUDGET, "readBudget", tag="budgets", policy=may("books.read"), answer=BudgetView)
async def read_budget(asking: Asking, year: int, query: ReadQuery) -> Answer:
    """预算执行情况: each line with plan, adjustment, charges and what the books say."""
    scope = await scope_of(asking, query)
    lines = await asking.parts.ledgers.budget_lines(scope, year)
    steps = await asking.parts.ledgers.budget_steps(scope, year)
    version = await asking.version_of(budget_stream(UnionId(asking.tenant_id), year))
    view = BudgetView(
        position=lines.position,
        version=version,
        year=year,
        lines=lines.rows,
        steps=steps.rows,
    )
    return Answer(body=view, headers=strong(version))


@operation(
    "GET",
    f"{BUDGET}/charges",
    "listBudgetCharges",
    tag="budgets",
    policy=may("books.read"),
    answer=Rows[ChargeRow],
    refusals=("request.cursor_invalid",),
)
async def list_budget_charges(asking: Asking, year: int, query: ListQuery) -> Answer:
    """What was set against the lines of a year, and what was freed again."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.budget_charges(scope, year, limit=query.limit, after=after)
    return await paged(asking, query, scope, page)


@operation(
    "POST",
    f"{BUDGET}/draft",
    "draftBudget",
    tag="budgets",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    status=201,
    refusals=("budget.already_approved", *FAULTS_OF_DRAFTS),
    example={
        "occurred_on": "2025-12-20",
        "planned": [
            {"account": "401", "amount_fen": 600000},
            {"account": "50102", "amount_fen": 500000, "last_year_fen": 480000},
        ],
        "drafted_by": SOMEBODY,
    },
)
async def draft_budget(asking: Asking, year: int, body: BudgetPlan) -> Answer:
    """Draft a year's budget (编制预算), or draft it anew while it is not approved."""
    command = DraftBudget(
        occurred_on=body.occurred_on,
        year=year,
        planned=tuple(
            BudgetLine(
                account=line.account,
                amount_fen=line.amount_fen,
                last_year_fen=line.last_year_fen,
                note_code=line.note_code,
            )
            for line in body.planned
        ),
        drafted_by=OfficerId(body.drafted_by),
        carried_over_fen=body.carried_over_fen,
    )
    return await drafted(asking, command, body)


@operation(
    "POST",
    f"{BUDGET}/adjustment",
    "draftBudgetAdjustment",
    tag="budgets",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    status=201,
    refusals=(
        "budget.none_approved",
        "budget.settled",
        "budget.adjusted_too_often",
        "budget.line_out_of_range",
        "budget.line_below_spent",
        *FAULTS_OF_DRAFTS,
    ),
    example={
        "occurred_on": "2026-07-01",
        "changes": [{"account": "50102", "change_fen": 100000}],
        "drafted_by": SOMEBODY,
        "reason": "task_added",
    },
)
async def draft_budget_adjustment(asking: Asking, year: int, body: Adjustment) -> Answer:
    """Draft an adjustment (预算调整): it takes the same consent as the budget."""
    command = DraftBudgetAdjustment(
        occurred_on=body.occurred_on,
        year=year,
        changes=tuple(
            BudgetChange(account=line.account, change_fen=line.change_fen) for line in body.changes
        ),
        drafted_by=OfficerId(body.drafted_by),
        reason=body.reason,
    )
    return await drafted(asking, command, body)


@operation(
    "POST",
    f"{BUDGET}/final-accounts",
    "draftFinalAccounts",
    tag="budgets",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    status=201,
    refusals=(
        "budget.none_approved",
        "budget.settled",
        "budget.year_not_over",
        "budget.amount_out_of_range",
        "ledgers.not_yet_shown",
        *FAULTS_OF_DRAFTS,
    ),
    example={"occurred_on": "2027-01-20", "drafted_by": SOMEBODY},
)
async def draft_final_accounts(asking: Asking, year: int, body: FinalAccounts) -> Answer:
    """Draft the final accounts (决算): account by account what the books say of the year."""
    position = (await asking.parts.log.head(asking.tenant_id)).position
    earned = await earned_fen(asking, year, MONTHS_PER_YEAR, position)
    command = DraftFinalAccounts(
        occurred_on=body.occurred_on,
        year=year,
        actual=tuple(ActualLine(account=code, actual_fen=fen) for code, fen in earned.items()),
        drafted_by=OfficerId(body.drafted_by),
    )
    return await drafted(asking, command, body, counted_at=position)


async def earned_fen(
    asking: Asking, year: int, through: int, position: int, kind: str | None = None
) -> dict[str, int]:
    """Return what was taken in and spent by account, from the books of a year through one of its months."""
    until = last_day(month_text(year, through))
    scope = Scope(union_id=asking.tenant_id, as_of=until, min_position=position)
    page = await asking.parts.ledgers.balances(scope, since=date(year, 1, 1))
    return {
        row.account: row.year_earned_fen if row.kind == "income" else -row.year_earned_fen
        for row in page.rows
        if row.kind in ((kind,) if kind else ("income", "expense")) and row.year_earned_fen
    }


async def drafted(
    asking: Asking, command: BudgetCommand, body: Body, *, counted_at: int | None = None
) -> Answer:
    """Carry out a command that needs no version named."""
    own = budget_stream(UnionId(asking.tenant_id), command.year)
    return await carry_out(
        asking,
        [command],
        own,
        expected=asking.if_named(own),
        fields=frozenset(body.__struct_fields__),
        counted_at=counted_at,
    )
