"""The steps of a year's budget, its adjustments and its final accounts."""

from typing import Any, Final

from services.http.budgets import BudgetView
from services.pages.accounts import account_choices, chart_of
from services.pages.budgets import BUDGET, SECTION, proposed_lines
from services.pages.forms import Choices, flat
from services.pages.signers import own_signature, preferred, signers
from services.pages.steps import Prepare, Prepared, step
from services.pages.visit import Visit
from services.words.forms import choice_text

_AUDITORS: Final = ("audit_committee_chair", "audit_committee_member")


async def _drafting(visit: Visit) -> Prepared:
    """Income and expense are planned; what was planned before stands in the form."""
    drafters = await own_signature(visit)
    chart = await chart_of(visit)
    view: BudgetView = await visit.read("readBudget")
    planned = [
        {
            "account": row.account,
            "amount_fen": row.planned_fen,
            "last_year_fen": row.last_year_fen,
            "note_code": row.note_code,
        }
        for row in view.lines
        if row.planned
    ]
    if not planned:
        planned = [
            {
                "account": line.account,
                "amount_fen": line.fen,
                "last_year_fen": line.last_year_fen,
                "note_code": line.note_code,
            }
            for line in proposed_lines(view.steps, "budget", {})
        ]
    texts = {"drafted_by": preferred(drafters), **flat({"planned": planned})}
    return Prepared(
        choices={"drafted_by": drafters, "account": account_choices(chart, "income", "expense")},
        texts=texts,
        values={
            "note": f"{visit.ids['year']} 年。每个科目一行，列到下级的不再列上级；动用上年结余的写在结余一栏。"
        },
    )


async def _adjusting(visit: Visit) -> Prepared:
    drafters = await own_signature(visit)
    chart = await chart_of(visit)
    return Prepared(
        choices={"drafted_by": drafters, "account": account_choices(chart, "income", "expense")},
        texts={"drafted_by": preferred(drafters)},
        values={"note": "增加填正数，减少填负数。调整与预算走同样的程序。"},
    )


def _signed(field: str, note: str = "") -> Prepare:
    """Return what has the visitor sign."""

    async def prepare(visit: Visit) -> Prepared:
        offered = await own_signature(visit)
        texts = {field: preferred(offered)}
        return Prepared(choices={field: offered}, texts=texts, values={"note": note})

    return prepare


async def _who_signs(visit: Visit, field: str) -> Choices:
    """What the audit committee (经审会) found on paper is put down for it; everything else one signs oneself."""
    return await (signers(visit, _AUDITORS) if field == "auditor_id" else own_signature(visit))


def _about_paper(field: str | None) -> Prepare:
    """Return what says which paper the step is about: the address names it, else the one under way."""

    async def prepare(visit: Visit) -> Prepared:
        view: BudgetView = await visit.read("readBudget")
        papers = [one.paper for one in view.steps if one.paper is not None]
        paper = visit.query.get("paper") or (papers[-1] if papers else "budget")
        given: dict[str, Any] = {"choices": {}, "texts": {}}
        if field is not None:
            offered = await _who_signs(visit, field)
            given["choices"] = {field: offered}
            given["texts"] = {field: preferred(offered)}
        note = f"{visit.ids['year']} 年{choice_text('paper', paper)}"
        return Prepared(
            fixed={"paper": paper},
            about=view,
            version=view.version,
            position=view.position,
            values={"note": note},
            **given,
        )

    return prepare


def _step(path: str, operation_id: str, prepare: Prepare, *, about: str | None = None) -> None:
    step(
        f"{BUDGET}/{path}",
        operation_id,
        leads="/budgets/{year}",
        section=SECTION,
        about=about,
        prepare=prepare,
        template="books/noted_step.html",
    )


_step("draft", "draftBudget", _drafting)
_step("adjustment", "draftBudgetAdjustment", _adjusting)
_step(
    "final-accounts",
    "draftFinalAccounts",
    _signed("drafted_by", "各科目决算数取自账面，不必填写。"),
)
_step("pass", "passPaper", _about_paper("signed_by"), about="readBudget")
_step("review", "reviewPaper", _about_paper("auditor_id"), about="readBudget")
_step("approve", "approvePaper", _about_paper("approved_by"), about="readBudget")
_step("abandon", "abandonPaper", _about_paper("abandoned_by"), about="readBudget")
_step("file", "filePaper", _about_paper(None), about="readBudget")
_step(
    "execution-reports",
    "reportExecution",
    _signed("reported_by", "收入和支出的累计数取自账面，不必填写。"),
)
_step("disclose", "discloseFinalAccounts", _signed("disclosed_by"), about="readBudget")
