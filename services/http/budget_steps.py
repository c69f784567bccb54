"""The steps of a year's papers: passed by the committee, reviewed by the 经审会, approved; filed, disclosed."""

from datetime import date
from uuid import UUID

from domain.budget.commands import (
    AbandonPaper,
    ApprovePaper,
    BudgetCommand,
    DiscloseFinalAccounts,
    FilePaper,
    PassPaper,
    ReportExecution,
    ReviewPaper,
)
from domain.budget.events import DisclosurePlace, Opinion
from domain.budget.events import Paper as PaperKind
from domain.ids import OfficerId, UnionId, budget_stream
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.budgets import BUDGET, drafted, earned_fen
from services.http.fields import Body, DocumentNoNeeded, Month
from services.http.operation import operation
from services.http.vouchers import SOMEBODY
from services.http.writing import Written, carry_out

_FAULTS_OF_STEPS = (
    "budget.no_such_draft",
    "budget.step_out_of_order",
    "budget.before_last_step",
    "budget.office_not_held",
    "budget.duties_not_separated",
)


class Passing(Body, frozen=True, kw_only=True):
    """`decision_no` is that of the committee's meeting."""

    occurred_on: date
    paper: PaperKind
    signed_by: UUID
    decision_no: DocumentNoNeeded


class PaperReview(Body, frozen=True, kw_only=True):
    """`materials_on` is the day the 经审会 got the papers: some working days before it meets."""

    occurred_on: date
    paper: PaperKind
    auditor_id: UUID
    opinion: Opinion
    materials_on: date


class PaperApproval(Body, frozen=True, kw_only=True):
    occurred_on: date
    paper: PaperKind
    approved_by: UUID


class Abandonment(Body, frozen=True, kw_only=True):
    occurred_on: date
    paper: PaperKind
    abandoned_by: UUID


class Filing(Body, frozen=True, kw_only=True):
    occurred_on: date
    paper: PaperKind
    filing_no: DocumentNoNeeded


class ExecutionReport(Body, frozen=True, kw_only=True):
    """Income and expense through the month are taken from the books."""

    occurred_on: date
    through_month: Month
    reported_by: UUID


class Disclosure(Body, frozen=True, kw_only=True):
    occurred_on: date
    place: DisclosurePlace
    disclosed_by: UUID


@operation(
    "POST",
    f"{BUDGET}/pass",
    "passPaper",
    tag="budgets",
    policy=may("books.approve"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=("budget.decision_missing", *_FAULTS_OF_STEPS),
    example={
        "occurred_on": "2025-12-22",
        "paper": "budget",
        "signed_by": SOMEBODY,
        "decision_no": "委〔2025〕9号",
    },
)
async def pass_paper(asking: Asking, year: int, body: Passing) -> Answer:
    """The union committee passes a paper (工会委员会审议通过)."""
    command = PassPaper(
        occurred_on=body.occurred_on,
        year=year,
        paper=body.paper,
        signed_by=OfficerId(body.signed_by),
        decision_no=body.decision_no,
    )
    return await _step(asking, command, body)


@operation(
    "POST",
    f"{BUDGET}/review",
    "reviewPaper",
    tag="budgets",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=("budget.no_policy_in_force", "budget.materials_too_late", *_FAULTS_OF_STEPS),
    example={
        "occurred_on": "2025-12-30",
        "paper": "budget",
        "auditor_id": SOMEBODY,
        "opinion": "agreed",
        "materials_on": "2025-12-24",
    },
)
async def review_paper(asking: Asking, year: int, body: PaperReview) -> Answer:
    """The 经审会 gives its opinion (经审会审查); rejected, the paper is a draft again."""
    command = ReviewPaper(
        occurred_on=body.occurred_on,
        year=year,
        paper=body.paper,
        auditor_id=OfficerId(body.auditor_id),
        opinion=body.opinion,
        materials_on=body.materials_on,
    )
    return await _step(asking, command, body)


@operation(
    "POST",
    f"{BUDGET}/approve",
    "approvePaper",
    tag="budgets",
    policy=may("books.approve"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=(
        "budget.deficit",
        "budget.no_chart_in_force",
        "budget.no_policy_in_force",
        "budget.lines_overlap",
        "budget.line_out_of_range",
        "budget.line_below_spent",
        *_FAULTS_OF_STEPS,
    ),
    example={"occurred_on": "2025-12-31", "paper": "budget", "approved_by": SOMEBODY},
)
async def approve_paper(asking: Asking, year: int, body: PaperApproval) -> Answer:
    """Approve a paper (批准): from now on it holds."""
    command = ApprovePaper(
        occurred_on=body.occurred_on,
        year=year,
        paper=body.paper,
        approved_by=OfficerId(body.approved_by),
    )
    return await _step(asking, command, body)


@operation(
    "POST",
    f"{BUDGET}/abandon",
    "abandonPaper",
    tag="budgets",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=("budget.no_such_draft", "budget.office_not_held"),
    example={"occurred_on": "2025-12-23", "paper": "budget", "abandoned_by": SOMEBODY},
)
async def abandon_paper(asking: Asking, year: int, body: Abandonment) -> Answer:
    """Give up the draft under way."""
    command = AbandonPaper(
        occurred_on=body.occurred_on,
        year=year,
        paper=body.paper,
        abandoned_by=OfficerId(body.abandoned_by),
    )
    return await _step(asking, command, body)


@operation(
    "POST",
    f"{BUDGET}/file",
    "filePaper",
    tag="budgets",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=("budget.filing_no_missing", "budget.nothing_to_file"),
    example={"occurred_on": "2026-01-08", "paper": "budget", "filing_no": "工财备〔2026〕7号"},
)
async def file_paper(asking: Asking, year: int, body: Filing) -> Answer:
    """Hand an approved paper to the higher union (报上级工会备案)."""
    command = FilePaper(
        occurred_on=body.occurred_on, year=year, paper=body.paper, filing_no=body.filing_no
    )
    return await _step(asking, command, body)


@operation(
    "POST",
    f"{BUDGET}/execution-reports",
    "reportExecution",
    tag="budgets",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    status=201,
    refusals=(
        "budget.none_approved",
        "budget.month_not_of_year",
        "budget.amount_out_of_range",
        "budget.office_not_held",
        "ledgers.not_yet_shown",
    ),
    example={"occurred_on": "2026-07-10", "through_month": "2026-06", "reported_by": SOMEBODY},
)
async def report_execution(asking: Asking, year: int, body: ExecutionReport) -> Answer:
    """Report how far the budget was carried out by a month (预算执行情况报告), from the books."""
    position = (await asking.parts.log.head(asking.tenant_id)).position
    month = int(body.through_month[-2:])
    command = ReportExecution(
        occurred_on=body.occurred_on,
        year=year,
        through_month=body.through_month,
        income_fen=sum((await earned_fen(asking, year, month, position, "income")).values()),
        expense_fen=sum((await earned_fen(asking, year, month, position, "expense")).values()),
        reported_by=OfficerId(body.reported_by),
    )
    return await drafted(asking, command, body, counted_at=position)


@operation(
    "POST",
    f"{BUDGET}/disclose",
    "discloseFinalAccounts",
    tag="budgets",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=("budget.not_settled", "budget.office_not_held"),
    example={"occurred_on": "2027-03-01", "place": "notice_board", "disclosed_by": SOMEBODY},
)
async def disclose_final_accounts(asking: Asking, year: int, body: Disclosure) -> Answer:
    """Make the final accounts public (决算公开)."""
    command = DiscloseFinalAccounts(
        occurred_on=body.occurred_on,
        year=year,
        place=body.place,
        disclosed_by=OfficerId(body.disclosed_by),
    )
    return await _step(asking, command, body)


async def _step(asking: Asking, command: BudgetCommand, body: Body) -> Answer:
    own = budget_stream(UnionId(asking.tenant_id), command.year)
    return await carry_out(
        asking,
        [command],
        own,
        expected=asking.matching(own),
        fields=frozenset(body.__struct_fields__),
    )
