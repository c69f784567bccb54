"""Sets what is paid to members against the budget: aid and condolences, in the append that pays them (rule 16).

Only where a rule of budget control is in force: it says whether spending without or above a line is refused or
recorded with by how much it is over. What comes back, or is reversed, is free again in the year it was charged.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.aid_case import aggregate as aid_case
from domain.aid_case.commands import PayAid, ReturnAidPayment
from domain.budget import aggregate as budget
from domain.budget.commands import CommitBudget, ReleaseBudget
from domain.command import Command
from domain.condolence import aggregate as condolence
from domain.condolence.commands import RecordCondolence, ReverseCondolence
from domain.ids import UnionId, budget_stream
from domain.policy.budget_control import BudgetControl
from domain.policy.posting import PostingMap
from services.commands.desk import Desk
from services.commands.states import States

GOODS = "goods"


class _Spent(NamedTuple):
    """What one command spends, on which operation of the posting map."""

    source_id: UUID
    operation: str
    amount_fen: int
    day: date


async def charged(desk: Desk, union_id: UUID, commands: Sequence[Command]) -> Sequence[Command]:
    """Return the commands with what they charge to the budget and what they set free."""
    about = [_source(command) for command in commands]
    streams = [source for source in about if source is not None]
    if not streams:
        return commands
    tenant = UnionId(union_id)
    states = await desk.read_states(union_id, [tenant, *streams])
    together: list[Command] = list(commands)
    for command in commands:
        spent = _spent(states, command)
        if spent is not None:
            together += _commitment(states, tenant, spent)
        elif isinstance(command, ReturnAidPayment | ReverseCondolence):
            together += await _release(desk, states, tenant, command)
    return together


def _source(command: Command) -> UUID | None:
    match command:
        case PayAid() | ReturnAidPayment():
            return command.aid_case_id
        case RecordCondolence() | ReverseCondolence():
            return command.condolence_id
        case _:
            return None


def _spent(states: States, command: Command) -> _Spent | None:
    match command:
        case PayAid():
            approved = states.of(command.aid_case_id, aid_case.State).approved
            if approved is None:
                return None
            operation = f"aid.{approved.category}.{command.method}"
            return _Spent(command.aid_case_id, operation, command.amount_fen, command.occurred_on)
        case RecordCondolence():
            operation = "condolence.goods" if command.form == GOODS else "condolence.recorded"
            return _Spent(command.condolence_id, operation, command.amount_fen, command.occurred_on)
        case _:
            return None


def _commitment(states: States, tenant: UnionId, spent: _Spent) -> list[Command]:
    posting_map = states.policy(tenant, PostingMap, spent.day)
    rule = None if posting_map is None else posting_map.rules.get(spent.operation)
    if rule is None or states.policy(tenant, BudgetControl, spent.day) is None:
        return []
    return [
        CommitBudget(
            occurred_on=spent.day,
            year=spent.day.year,
            account=rule.debit,
            amount_fen=spent.amount_fen,
            source_id=spent.source_id,
        )
    ]


async def _release(
    desk: Desk, states: States, tenant: UnionId, command: ReturnAidPayment | ReverseCondolence
) -> list[Command]:
    undone = _undone(states, command)
    if undone is None:
        return []
    source_id, amount_fen, year = undone
    stream = budget_stream(tenant, year)
    held: Mapping[tuple[UUID, str], int] = (
        (await desk.read_states(tenant, [stream])).of(stream, budget.State).committed
    )
    return [
        ReleaseBudget(
            occurred_on=command.occurred_on,
            year=year,
            account=account,
            amount_fen=amount_fen,
            source_id=source_id,
        )
        for (source, account), fen in held.items()
        if source == source_id and fen >= amount_fen
    ]


def _undone(
    states: States, command: ReturnAidPayment | ReverseCondolence
) -> tuple[UUID, int, int] | None:
    """Return whose commitment is undone, how much of it, and the year it was charged in."""
    if isinstance(command, ReverseCondolence):
        given = states.of(command.condolence_id, condolence.State)
        if given.recorded is None or given.given_on is None:
            return None
        return command.condolence_id, given.recorded.amount_fen, given.given_on.year
    case = states.of(command.aid_case_id, aid_case.State)
    payment = case.payments.get(command.returned_version)
    paid_on = case.paid_on.get(command.returned_version)
    if payment is None or paid_on is None:
        return None
    return command.aid_case_id, payment.amount_fen, paid_on.year
