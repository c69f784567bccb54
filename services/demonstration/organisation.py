"""Who holds which office in a unit of the demo county, and what the county decides for its units."""

from collections.abc import Sequence
from uuid import UUID

from domain.federation.commands import (
    AdoptPolicyForUnits,
    AllocateFund,
    ProvideFund,
    RecordCountyOfficer,
)
from domain.ids import AllocationId, OfficerId, UnionId
from domain.union.commands import RecordOfficer
from services.commands.adopting import Adopter
from services.commands.allocating import Allocator, receipt_of
from services.demonstration.script import Allocation, Script
from services.demonstration.telling import ACTOR, Storyteller
from services.policies import local_presets
from services.reads.directory import UnitListed


async def appoint(unit: Storyteller, script: Script) -> None:
    """Let people with made-up names hold the offices of a unit."""
    known = await unit.meet("officer", script.officers.values())
    unit.officers = {office: OfficerId(known[name]) for office, name in script.officers.items()}
    await unit.tell(
        "officers",
        lambda seal: [
            RecordOfficer(
                occurred_on=script.in_office_since,
                officer_id=unit.officers[office],
                office=office,
                name=seal(unit.officers[office], "books", "officer", {"name": name}),
            )
            for office, name in script.officers.items()
        ],
        about=unit.officers.values(),
    )


async def appoint_county(county: Storyteller, script: Script) -> None:
    """Let people with made-up names hold the offices of the county."""
    known = await county.meet("officer", script.county_officers.values())
    county.officers = {
        office: OfficerId(known[name]) for office, name in script.county_officers.items()
    }
    await county.tell(
        "officers",
        lambda seal: [
            RecordCountyOfficer(
                occurred_on=script.in_office_since,
                officer_id=county.officers[office],
                office=office,
                name=seal(county.officers[office], "books", "officer", {"name": name}),
            )
            for office, name in script.county_officers.items()
        ],
        about=county.officers.values(),
    )


async def adopt(county: Storyteller, script: Script) -> None:
    """Let the county adopt rules for its units, and carry them into the units' logs."""
    adopter = Adopter(county.books.desk)
    for name in script.policies:
        preset = local_presets()[name]
        adoption_id = county.id_of("adoption", name)
        decision = AdoptPolicyForUnits(
            occurred_on=script.in_office_since,
            adoption_id=adoption_id,
            policy=preset.policy,
            valid_from=preset.valid_from,
            document_no=preset.document_no,
        )
        await county.tell(f"adopt {name}", [decision])
        await adopter.carry_out(
            county.union_id, adoption_id, actor=ACTOR, day=script.in_office_since
        )


async def allocate(
    county: Storyteller,
    units: Sequence[UnitListed],
    members: dict[UUID, int],
    allocation: Allocation,
) -> None:
    """Provide a fund, give every unit its part, and let the units receive it."""
    amounts = {unit.unit_id: members[unit.unit_id] * allocation.per_member_fen for unit in units}
    provided = ProvideFund(
        occurred_on=allocation.on,
        fund=allocation.fund,
        amount_fen=sum(amounts.values()),
        document_no=allocation.document_no,
    )
    await county.tell(f"provide {allocation.fund}", [provided])
    await county.tell(
        f"allocate {allocation.fund}",
        [
            AllocateFund(
                occurred_on=allocation.on,
                allocation_id=_allocation_id(county, allocation, unit),
                unit_id=UnionId(unit.unit_id),
                kind=allocation.kind,  # type: ignore[arg-type] # the aggregate's own words stand in the script
                fund=allocation.fund,
                amount_fen=amounts[unit.unit_id],
                document_no=allocation.document_no,
                handler_id=county.officers["handler"],
                approver_id=county.officers["approver"],
            )
            for unit in units
            if amounts[unit.unit_id]
        ],
    )


async def receive(
    county: Storyteller, unit: Storyteller, listed: UnitListed, allocation: Allocation
) -> None:
    """Let a unit receive what was allocated to it."""
    allocator = Allocator(county.books.desk)
    allocation_id = _allocation_id(county, allocation, listed)
    allocated = await allocator.allocated_to(county.union_id, allocation_id, listed.unit_id)
    if allocated is not None:
        await unit.tell(f"receive {allocation.fund}", [receipt_of(allocated, allocation.on)])
        await allocator.confirm(county.union_id, allocation_id, actor=ACTOR)


def _allocation_id(county: Storyteller, allocation: Allocation, unit: UnitListed) -> AllocationId:
    return AllocationId(county.id_of("allocation", f"{allocation.fund} {unit.code}"))
