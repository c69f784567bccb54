"""Spending against the budget: 不得无预算、超预算支出 (rule 16 of domain.md)."""

from domain.budget.commands import CommitBudget, ReleaseBudget
from domain.budget.events import BudgetCommitted, BudgetEvent, BudgetReleased
from domain.budget.state import Context, State
from domain.budget_lines import over_fen, spent_under
from domain.money import FEN_MAX
from domain.refusal import Refused


def commit(state: State, command: CommitBudget, context: Context) -> list[BudgetEvent] | Refused:
    """不得无预算、超预算支出: refused or recorded as over, as the policy in force says."""
    policy, chart = context.policy, context.chart
    if command.occurred_on.year != command.year:
        return Refused("budget.spent_in_other_year", "occurred_on")
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("budget.amount_not_positive", "amount_fen")
    if "final_accounts" in state.approved:
        return Refused("budget.settled", "year")
    if policy is None:
        return Refused("budget.no_policy_in_force", "occurred_on")
    if chart is None:
        return Refused("budget.no_chart_in_force", "occurred_on")
    account = chart.find(command.account)
    if account is None or account.kind != "expense":
        return Refused("budget.not_an_expense", "account")
    line = chart.covering(command.account, state.planned)
    left_fen = 0 if line is None else state.planned[line] - spent_under(line, state.spent, chart)
    over = over_fen(left_fen, command.amount_fen)
    if over and policy.on_excess == "block":
        return Refused(_why_not(state, line), "amount_fen")
    return [
        BudgetCommitted(
            year=command.year,
            account=command.account,
            amount_fen=command.amount_fen,
            source_id=command.source_id,
            policy_id=policy.policy_id,
            policy_version=policy.version,
            line=line,
            over_fen=over,
        )
    ]


def _why_not(state: State, line: str | None) -> str:
    if "budget" not in state.approved:
        return "budget.none_approved"
    return "budget.line_missing" if line is None else "budget.line_exceeded"


def release(state: State, command: ReleaseBudget) -> list[BudgetEvent] | Refused:
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("budget.amount_not_positive", "amount_fen")
    held_fen = state.committed.get((command.source_id, command.account), 0)
    if command.amount_fen > held_fen:
        return Refused("budget.released_more_than_committed", "amount_fen")
    return [
        BudgetReleased(
            year=command.year,
            account=command.account,
            amount_fen=command.amount_fen,
            source_id=command.source_id,
        )
    ]
