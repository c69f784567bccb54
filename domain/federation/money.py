"""Decides about money a federation gives to its units: never more than stands ready, by two people.

Source: domain.md 4.2, 5.5 and rule 15. An allocation and the unit's subsidy are two facts in two logs that
share the allocation's id.
"""

from domain.federation.commands import (
    AllocateFund,
    CancelFundAllocation,
    ConfirmFundAllocation,
    ProvideFund,
    ReverseFundProvision,
    TakeOverBalances,
)
from domain.federation.events import (
    BalancesTakenOver,
    FundAllocated,
    FundAllocationCancelled,
    FundAllocationConfirmed,
    FundProvided,
    FundProvisionReversed,
)
from domain.federation.state import Decided, State
from domain.funds import may_stand_in
from domain.ids import UnionId
from domain.money import FEN_MAX
from domain.officers import APPROVING, Office
from domain.refusal import Refused
from domain.reorganisation import is_movable

_HANDLING: tuple[Office, ...] = ("handler", "accountant")


def provide(command: ProvideFund) -> Decided:
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("federation.amount_not_positive", "amount_fen")
    if not command.fund:
        return Refused("federation.fund_unnamed", "fund")
    return [
        FundProvided(
            fund=command.fund, amount_fen=command.amount_fen, document_no=command.document_no
        )
    ]


def reverse_provision(state: State, command: ReverseFundProvision) -> Decided:
    """What units were promised already cannot be taken out of the fund."""
    provision = state.provisions.get(command.reversed_version)
    if provision is None:
        return Refused("federation.no_such_provision", "reversed_version")
    if command.reversed_version in state.reversed_provisions:
        return Refused("federation.provision_already_reversed", "reversed_version")
    if provision.amount_fen > state.available_fen(provision.fund):
        return Refused("federation.provision_allocated", "reversed_version")
    return [
        FundProvisionReversed(
            fund=provision.fund,
            amount_fen=provision.amount_fen,
            reversed_version=command.reversed_version,
            reason=command.reason,
        )
    ]


def allocate(state: State, command: AllocateFund) -> Decided:
    fault = _no_receiver(state, command.unit_id)
    if fault is not None:
        return fault
    if command.allocation_id in state.allocations:
        return Refused("federation.already_allocated", "allocation_id")
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("federation.amount_not_positive", "amount_fen")
    if not may_stand_in(command.kind, command.fund):
        return Refused("federation.fund_of_another_purpose", "fund")
    if command.amount_fen > state.available_fen(command.fund):
        return Refused("federation.fund_not_enough", "amount_fen")
    return _signed(state, command) or [
        FundAllocated(
            allocation_id=command.allocation_id,
            unit_id=command.unit_id,
            kind=command.kind,
            fund=command.fund,
            amount_fen=command.amount_fen,
            document_no=command.document_no,
            handler_id=command.handler_id,
            approver_id=command.approver_id,
        )
    ]


def cancel(state: State, command: CancelFundAllocation) -> Decided:
    allocation = state.allocations.get(command.allocation_id)
    if allocation is None or command.allocation_id in state.cancelled:
        return Refused("federation.no_such_allocation", "allocation_id")
    if command.allocation_id in state.confirmed:
        return Refused("federation.allocation_confirmed", "allocation_id")
    return [
        FundAllocationCancelled(
            allocation_id=command.allocation_id,
            unit_id=allocation.unit_id,
            fund=allocation.fund,
            amount_fen=allocation.amount_fen,
            reason=command.reason,
        )
    ]


def confirm(state: State, command: ConfirmFundAllocation) -> Decided:
    """The unit has received what was allocated: the same amount, in the same fund, once."""
    allocation = state.allocations.get(command.allocation_id)
    if allocation is None or command.allocation_id in state.cancelled:
        return Refused("federation.no_such_allocation", "allocation_id")
    if command.allocation_id in state.confirmed:
        return Refused("federation.allocation_confirmed", "allocation_id")
    if (command.amount_fen, command.fund) != (allocation.amount_fen, allocation.fund):
        return Refused("federation.received_otherwise", "amount_fen")
    return [
        FundAllocationConfirmed(
            allocation_id=command.allocation_id,
            unit_id=allocation.unit_id,
            fund=allocation.fund,
            amount_fen=allocation.amount_fen,
            received_on=command.received_on,
        )
    ]


def take_over(state: State, command: TakeOverBalances) -> Decided:
    if command.from_union_id not in state.units:
        return Refused("federation.unit_unknown", "from_union_id")
    if not command.lines or not is_movable(command.lines):
        return Refused("federation.lines_not_balanced", "lines")
    if command.transfer_id in state.transfers:
        return Refused("federation.transfer_already_recorded", "transfer_id")
    return [
        BalancesTakenOver(
            from_union_id=command.from_union_id,
            transfer_id=command.transfer_id,
            lines=command.lines,
        )
    ]


def _no_receiver(state: State, unit_id: UnionId) -> Refused | None:
    if unit_id not in state.units:
        return Refused("federation.unit_unknown", "unit_id")
    if unit_id in state.ended:
        return Refused("federation.unit_ended", "unit_id")
    if unit_id in state.frozen:
        return Refused("federation.unit_frozen", "unit_id")
    return None


def _signed(state: State, command: AllocateFund) -> Refused | None:
    """Whoever handles an allocation does not approve it, and each has the office for it."""
    day = command.occurred_on
    if not state.officers.are_different(command.handler_id, command.approver_id):
        return Refused("federation.duties_not_separated", "approver_id")
    if not state.officers.holds_any(command.handler_id, _HANDLING, day):
        return Refused("federation.office_not_held", "handler_id")
    if not state.officers.holds_any(command.approver_id, APPROVING, day):
        return Refused("federation.office_not_held", "approver_id")
    return None
