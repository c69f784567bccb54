"""Joins spending to the budget: what a voucher costs is set against its lines in the same append (rule 16).

A budget is charged when a voucher is approved, for nothing may be paid that it does not cover; what is sent
back or discarded is free again, and so is what is reversed in its year; what is paid in another year than it
was approved in is charged to the year it is paid in.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from domain.budget import aggregate as budget
from domain.budget.commands import CommitBudget, ReleaseBudget
from domain.command import Command
from domain.ids import UnionId, VoucherId, budget_stream
from domain.policy.budget_control import BudgetControl
from domain.policy.in_force import policy_in_force
from domain.union import aggregate as union
from domain.voucher import aggregate as voucher
from domain.voucher.commands import (
    ApproveVoucher,
    DiscardVoucher,
    PostVoucher,
    ReturnVoucher,
    ReverseVoucher,
    VoucherCommand,
)
from services.commands.desk import Desk
from services.commands.states import States
from services.policies.charts import chart_in_force

_CHARGING = (ApproveVoucher, PostVoucher)
_FREEING = (ReturnVoucher, DiscardVoucher, ReverseVoucher)
_SPENDING_NOTHING = frozenset({"opening", "year_end"})
Charged = Mapping[tuple[int, str], int]
"""Fen by year and account."""


async def with_budget(desk: Desk, union_id: UUID, command: VoucherCommand) -> Sequence[Command]:
    """Return what is to be carried out together, so that budget and voucher never disagree."""
    if not isinstance(command, (*_CHARGING, *_FREEING)):
        return [command]
    tenant = UnionId(union_id)
    states = await desk.read_states(union_id, [tenant, command.voucher_id])
    known = states.of(command.voucher_id, voucher.State)
    if known.kind in _SPENDING_NOTHING:
        return [command]
    held = await _held(desk, tenant, known, command.voucher_id)
    wanted = _wanted(states, tenant, known, command, held)
    freed = [key for key in held if key not in wanted]
    charged = [key for key in wanted if key not in held]
    return [
        command,
        *(
            ReleaseBudget(
                occurred_on=command.occurred_on,
                year=year,
                account=account,
                amount_fen=held[year, account],
                source_id=command.voucher_id,
            )
            for year, account in freed
        ),
        *(
            CommitBudget(
                occurred_on=command.occurred_on,
                year=year,
                account=account,
                amount_fen=wanted[year, account],
                source_id=command.voucher_id,
            )
            for year, account in charged
        ),
    ]


async def _held(desk: Desk, tenant: UnionId, known: voucher.State, own: VoucherId) -> Charged:
    """Return what the voucher holds: in the year of its last step, in which it was charged."""
    if known.stage not in ("approved", "posted"):
        return {}
    year = known.last_step_on.year
    stream = budget_stream(tenant, year)
    charged = (await desk.read_states(tenant, [stream])).of(stream, budget.State)
    return {
        (year, account): fen
        for (source, account), fen in charged.committed.items()
        if source == own and fen > 0
    }


def _wanted(
    states: States,
    tenant: UnionId,
    known: voucher.State,
    command: VoucherCommand,
    held: Charged,
) -> Charged:
    """Return what the voucher must hold once the command is carried out."""
    year = command.occurred_on.year
    if isinstance(command, ReverseVoucher) and year != known.posted_on.year:
        return held  # the other year keeps its expense; the red letters lessen this one's
    if not isinstance(command, _CHARGING):
        return {}
    policies = states.of(tenant, union.State).policies
    chart = chart_in_force(policies, command.occurred_on)
    control = policy_in_force(policies, BudgetControl, command.occurred_on)
    if chart is None or control is None:
        return held
    spent: dict[tuple[int, str], int] = {}
    for line in known.proposed:
        account = chart.find(line.account)
        if account is not None and account.kind == "expense":
            spent[year, line.account] = spent.get((year, line.account), 0) + line.fen
    return {key: fen for key, fen in spent.items() if fen > 0}
