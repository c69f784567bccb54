"""Decides about a year's budget: three steps of consent for each paper, and no spending beside or above a line.

Sources: 工会法 art. 45, 工会预算管理办法 总工发〔2009〕38号, 皖工发〔2025〕18号; domain.md 4.4 and rule 16.
"""

from datetime import date
from typing import assert_never
from uuid import UUID

import msgspec

from domain.budget import papers, spending
from domain.budget.commands import (
    AbandonPaper,
    ApprovePaper,
    BudgetCommand,
    CommitBudget,
    DiscloseFinalAccounts,
    DraftBudget,
    DraftBudgetAdjustment,
    DraftFinalAccounts,
    FilePaper,
    PassPaper,
    ReleaseBudget,
    ReportExecution,
    ReviewPaper,
)
from domain.budget.events import (
    BudgetAdjusted,
    BudgetAdjustmentDrafted,
    BudgetApproved,
    BudgetCommitted,
    BudgetDrafted,
    BudgetEvent,
    BudgetReleased,
    ExecutionReported,
    FinalAccountsApproved,
    FinalAccountsDisclosed,
    FinalAccountsDrafted,
    Paper,
    PaperAbandoned,
    PaperFiled,
    PaperPassed,
    PaperReviewed,
)
from domain.budget.state import Context, Draft, Pending, State
from domain.budget_lines import adjusted, amounts_of
from domain.event import Fact
from domain.refusal import Refused

__all__ = ["Context", "State", "decide", "evolve"]


def evolve(state: State, fact: Fact) -> State:
    event: BudgetEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case BudgetDrafted():
            return _under_way(state, "budget", event, fact)
        case BudgetAdjustmentDrafted():
            return _under_way(state, "adjustment", event, fact)
        case FinalAccountsDrafted():
            return _under_way(state, "final_accounts", event, fact)
        case PaperPassed():
            return _signed(state, fact, stage="passed", signed_by=event.signed_by)
        case PaperReviewed():
            stage = "drafted" if event.opinion == "rejected" else "reviewed"
            return _signed(state, fact, stage=stage, auditor_id=event.auditor_id)
        case BudgetApproved():
            planned = amounts_of(event.planned)
            state = msgspec.structs.replace(
                state, planned=planned, carried_over_fen=event.carried_over_fen
            )
            return _approved(state, "budget", event.year)
        case BudgetAdjusted():
            planned = adjusted(state.planned, event.changes)
            state = msgspec.structs.replace(state, planned=planned)
            return _approved(state, "adjustment", event.year)
        case FinalAccountsApproved():
            return _approved(state, "final_accounts", event.year)
        case PaperAbandoned():
            return msgspec.structs.replace(state, pending=None)
        case PaperFiled():
            return msgspec.structs.replace(state, filed=_once_more(state.filed, event.paper))
        case ExecutionReported() | FinalAccountsDisclosed():
            return state
        case BudgetCommitted():
            return _spent(state, event.source_id, event.account, event.amount_fen)
        case BudgetReleased():
            return _spent(state, event.source_id, event.account, -event.amount_fen)
        case _:
            assert_never(event)


def _under_way(state: State, paper: Paper, draft: Draft, fact: Fact) -> State:
    pending = Pending(paper, draft, fact.occurred_on)
    return msgspec.structs.replace(state, year=draft.year, pending=pending)


def _signed(state: State, fact: Fact, **signed: object) -> State:
    if state.pending is None:
        return state
    pending = msgspec.structs.replace(state.pending, last_on=fact.occurred_on, **signed)
    return msgspec.structs.replace(state, pending=pending)


def _approved(state: State, paper: Paper, year: int) -> State:
    approved = _once_more(state.approved, paper)
    return msgspec.structs.replace(state, year=year, pending=None, approved=approved)


def _once_more(counted: dict[Paper, int], paper: Paper) -> dict[Paper, int]:
    return {**counted, paper: counted.get(paper, 0) + 1}


def _spent(state: State, source_id: UUID, account: str, fen: int) -> State:
    of_source = (source_id, account)
    return msgspec.structs.replace(
        state,
        committed={**state.committed, of_source: state.committed.get(of_source, 0) + fen},
        spent={**state.spent, account: state.spent.get(account, 0) + fen},
    )


def decide(state: State, command: BudgetCommand, context: Context) -> list[BudgetEvent] | Refused:
    if not date.min.year <= command.year <= date.max.year:
        return Refused("budget.year_malformed", "year")
    if state.year not in (0, command.year):
        return Refused("budget.other_year", "year")
    match command:
        case DraftBudget():
            return papers.draft_budget(state, command, context)
        case DraftBudgetAdjustment():
            return papers.draft_adjustment(state, command, context)
        case DraftFinalAccounts():
            return papers.draft_final_accounts(state, command, context)
        case PassPaper():
            return papers.pass_paper(state, command, context)
        case ReviewPaper():
            return papers.review_paper(state, command, context)
        case ApprovePaper():
            return papers.approve_paper(state, command, context)
        case AbandonPaper():
            return papers.abandon_paper(state, command, context)
        case FilePaper():
            return papers.file_paper(state, command)
        case ReportExecution():
            return papers.report_execution(state, command, context)
        case DiscloseFinalAccounts():
            return papers.disclose_final_accounts(state, command, context)
        case CommitBudget():
            return spending.commit(state, command, context)
        case ReleaseBudget():
            return spending.release(state, command)
        case _:
            assert_never(command)
