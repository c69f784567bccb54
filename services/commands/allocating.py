"""Follows money from a federation's fund into a unit's books: two facts in two logs under one allocation's id.

The unit records the subsidy, the federation confirms it from the unit's own log. A crash in between is mended
by whoever asks again, or by the county looking after its allocations.
"""

from datetime import date
from uuid import UUID, uuid5

import msgspec

from domain.actor import Actor
from domain.federation import aggregate as federation
from domain.federation.commands import ConfirmFundAllocation
from domain.federation.events import FundAllocated
from domain.ids import AllocationId, SubsidyId
from domain.subsidy import aggregate as subsidy
from domain.subsidy.commands import ReceiveSubsidy
from services.commands.deciding import IfNew
from services.commands.desk import Asked, Desk


def subsidy_id_of(allocation_id: UUID) -> SubsidyId:
    """Return the id of the subsidy an allocation becomes: it is received once."""
    return SubsidyId(uuid5(allocation_id, "subsidy"))


def receipt_of(allocated: FundAllocated, day: date) -> ReceiveSubsidy:
    """Return what the unit records when the money has come: the allocation says how much and what for."""
    return ReceiveSubsidy(
        occurred_on=day,
        subsidy_id=subsidy_id_of(allocated.allocation_id),
        kind=allocated.kind,
        amount_fen=allocated.amount_fen,
        document_no=allocated.document_no,
        fund=allocated.fund,
        allocation_id=allocated.allocation_id,
    )


class Confirmed(msgspec.Struct, frozen=True, kw_only=True):
    """The allocations that were confirmed now, and those whose money no unit has received yet."""

    confirmed: list[UUID]
    waiting: list[UUID]


class Allocator:
    """Looks into units' logs for the money a federation allocated."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def allocated_to(
        self, federation_id: UUID, allocation_id: UUID, unit_id: UUID
    ) -> FundAllocated | None:
        """Return an allocation to a unit that stands; None when there is none or it was cancelled."""
        state = await self._federation(federation_id)
        allocated = state.allocations.get(AllocationId(allocation_id))
        if allocated is None or allocated.unit_id != unit_id:
            return None
        return None if allocated.allocation_id in state.cancelled else allocated

    async def confirm(self, federation_id: UUID, allocation_id: UUID, *, actor: Actor) -> bool:
        """Confirm an allocation if the unit's log has its subsidy; tell whether it is confirmed now."""
        state = await self._federation(federation_id)
        allocated = state.allocations.get(AllocationId(allocation_id))
        if allocated is None or allocation_id in state.cancelled:
            return False
        return allocation_id in state.confirmed or await self._confirm(
            federation_id, allocated, actor
        )

    async def confirm_all(self, federation_id: UUID, *, actor: Actor) -> Confirmed:
        """Confirm every allocation whose money has come; the others wait for their units."""
        state = await self._federation(federation_id)
        confirmed: list[UUID] = []
        waiting: list[UUID] = []
        for allocation_id, allocated in state.allocations.items():
            if allocation_id in state.confirmed | state.cancelled:
                continue
            done = await self._confirm(federation_id, allocated, actor)
            (confirmed if done else waiting).append(allocation_id)
        return Confirmed(confirmed=confirmed, waiting=waiting)

    async def _confirm(self, federation_id: UUID, allocated: FundAllocated, actor: Actor) -> bool:
        stream = subsidy_id_of(allocated.allocation_id)
        states = await self._desk.read_states(allocated.unit_id, [stream])
        found = states.of(stream, subsidy.State)
        if found.received is None or found.received_on is None or found.is_reversed:
            return False
        command = ConfirmFundAllocation(
            occurred_on=found.received_on,
            allocation_id=allocated.allocation_id,
            fund=found.received.fund,
            amount_fen=found.received.amount_fen,
            received_on=found.received_on,
        )
        outcome = await self._desk.carry_out(
            Asked(
                union_id=federation_id,
                command_id=uuid5(allocated.allocation_id, "confirm"),
                actor=actor,
                request=f"confirm:{allocated.allocation_id}".encode(),
                groups=[[IfNew(command, unless="federation.allocation_confirmed")]],
            )
        )
        return not outcome.refused

    async def _federation(self, federation_id: UUID) -> federation.State:
        states = await self._desk.read_states(federation_id, [federation_id])
        return states.of(federation_id, federation.State)
