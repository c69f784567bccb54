"""The county's money for its units: provided, allocated, and followed until the unit has received it."""

from datetime import date
from uuid import UUID, uuid5

from domain.federation.commands import (
    AllocateFund,
    CancelFundAllocation,
    ProvideFund,
    ReverseFundProvision,
)
from domain.funds import SubsidyKind, fund_of
from domain.ids import AllocationId, OfficerId, UnionId
from domain.money import PositiveFen
from services.auth import may
from services.commands.allocating import Allocator
from services.http.asking import Answer, Asking, strong
from services.http.county import county_of
from services.http.fields import Answered, Body, Code, DocumentNoNeeded, Reason, Version
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.http.problems import Problem
from services.http.writing import Written, store
from services.reads.county import AllocationRow, FundRow, ProvisionRow

_FEDERATION = "/v1/federations/{federation_id}"


class AllocationWritten(Written, frozen=True, kw_only=True):
    allocation_id: UUID


class Provision(Body, frozen=True, kw_only=True):
    occurred_on: date
    fund: Code
    amount_fen: PositiveFen
    document_no: DocumentNoNeeded


class ProvisionReversal(Body, frozen=True, kw_only=True):
    """`version` names the provision."""

    occurred_on: date
    version: Version
    reason: Reason


class Allocation(Body, frozen=True, kw_only=True):
    """`fund` absent: the one that belongs to the kind. Who handles does not approve."""

    occurred_on: date
    unit_id: UUID
    kind: SubsidyKind
    amount_fen: PositiveFen
    document_no: DocumentNoNeeded
    handler_id: UUID
    approver_id: UUID
    fund: Code | None = None


class Cancellation(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: Reason


class Followed(Answered, frozen=True, kw_only=True):
    """Allocations whose money units have received now, and those still under way."""

    confirmed: list[UUID]
    waiting: list[UUID]


class UnitQuery(ReadQuery, frozen=True, kw_only=True):
    unit_id: UUID | None = None


@operation(
    "GET",
    f"{_FEDERATION}/funds",
    "listFunds",
    tag="county",
    policy=may("county.read"),
    answer=Rows[FundRow],
)
async def list_funds(asking: Asking, query: ReadQuery) -> Answer:
    """The county's funds: provided, promised to units, received by them, and still to be had."""
    await county_of(asking)
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.funds(scope))


@operation(
    "GET",
    f"{_FEDERATION}/fund-provisions",
    "listProvisions",
    tag="county",
    policy=may("county.read"),
    answer=Rows[ProvisionRow],
)
async def list_provisions(asking: Asking, query: ReadQuery) -> Answer:
    """Money that was provided for units, reversed provisions included."""
    await county_of(asking)
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.provisions(scope))


@operation(
    "POST",
    f"{_FEDERATION}/fund-provisions",
    "provideFund",
    tag="county",
    policy=may("county.write"),
    answer=Written,
    writes=True,
    status=201,
    refusals=("federation.fund_unnamed", "federation.amount_not_positive"),
    example={
        "occurred_on": "2026-01-05",
        "fund": "winter_warmth_earmarked",
        "amount_fen": 50_000_000,
        "document_no": "市总工〔2026〕1号",
    },
)
async def provide_fund(asking: Asking, body: Provision) -> Answer:
    """Record that money stands ready for units, in the fund of its purpose."""
    await county_of(asking)
    command = ProvideFund(
        occurred_on=body.occurred_on,
        fund=body.fund,
        amount_fen=body.amount_fen,
        document_no=body.document_no,
    )
    stored = await store(asking, [[command]], expected={}, fields=frozenset(body.__struct_fields__))
    answered = Written(**stored.of(asking.tenant_id))  # type: ignore[arg-type] # one dict, many types
    return Answer(body=answered, headers=stored.headers | strong(answered.version))


@operation(
    "POST",
    f"{_FEDERATION}/fund-provisions/reverse",
    "reverseProvision",
    tag="county",
    policy=may("county.write"),
    answer=Written,
    writes=True,
    refusals=(
        "federation.no_such_provision",
        "federation.provision_already_reversed",
        "federation.provision_allocated",
    ),
    example={"occurred_on": "2026-01-06", "version": 7, "reason": "重复登记"},
)
async def reverse_provision(asking: Asking, body: ProvisionReversal) -> Answer:
    """Take back a provision entered by mistake, as far as units were not promised its money."""
    await county_of(asking)
    command = ReverseFundProvision(
        occurred_on=body.occurred_on, reversed_version=body.version, reason=body.reason
    )
    stored = await store(asking, [[command]], expected={}, fields=frozenset(body.__struct_fields__))
    answered = Written(**stored.of(asking.tenant_id))  # type: ignore[arg-type] # one dict, many types
    return Answer(body=answered, headers=stored.headers | strong(answered.version))


@operation(
    "GET",
    f"{_FEDERATION}/allocations",
    "listAllocations",
    tag="county",
    policy=may("county.read"),
    answer=Rows[AllocationRow],
)
async def list_allocations(asking: Asking, query: UnitQuery) -> Answer:
    """Money given to units, and whether it has arrived there."""
    await county_of(asking)
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.allocations(scope, unit_id=query.unit_id))


@operation(
    "POST",
    f"{_FEDERATION}/allocations",
    "allocateFund",
    tag="county",
    policy=may("county.write"),
    answer=AllocationWritten,
    writes=True,
    status=201,
    refusals=(
        "federation.unit_unknown",
        "federation.unit_ended",
        "federation.unit_frozen",
        "federation.fund_of_another_purpose",
        "federation.fund_not_enough",
        "federation.duties_not_separated",
        "federation.office_not_held",
    ),
    example={
        "occurred_on": "2026-01-15",
        "unit_id": "01959000-0000-7000-8000-000000000002",
        "kind": "winter_warmth",
        "amount_fen": 3_000_000,
        "document_no": "县总工〔2026〕3号",
        "handler_id": "01959000-0000-7000-8000-000000000004",
        "approver_id": "01959000-0000-7000-8000-000000000005",
    },
)
async def allocate_fund(asking: Asking, body: Allocation) -> Answer:
    """Allocate money of a fund to a unit, signed by two people; the unit books it when it has come."""
    await county_of(asking)
    allocation_id = uuid5(asking.command_id, "allocation")
    command = AllocateFund(
        occurred_on=body.occurred_on,
        allocation_id=AllocationId(allocation_id),
        unit_id=UnionId(body.unit_id),
        kind=body.kind,
        fund=body.fund or fund_of(body.kind),
        amount_fen=body.amount_fen,
        document_no=body.document_no,
        handler_id=OfficerId(body.handler_id),
        approver_id=OfficerId(body.approver_id),
    )
    stored = await store(asking, [[command]], expected={}, fields=frozenset(body.__struct_fields__))
    answered = AllocationWritten(
        **stored.of(asking.tenant_id),  # type: ignore[arg-type] # one dict, many types
        allocation_id=allocation_id,
    )
    return Answer(body=answered, headers=stored.headers | strong(answered.version))


@operation(
    "POST",
    f"{_FEDERATION}/allocations/{{allocation_id}}/cancel",
    "cancelAllocation",
    tag="county",
    policy=may("county.write"),
    answer=AllocationWritten,
    writes=True,
    refusals=("federation.no_such_allocation", "federation.allocation_confirmed"),
    example={"occurred_on": "2026-01-18", "reason": "单位已撤销"},
)
async def cancel_allocation(asking: Asking, allocation_id: UUID, body: Cancellation) -> Answer:
    """Cancel an allocation; not once the unit's own log has the money."""
    await county_of(asking)
    allocator = Allocator(asking.parts.desk)
    if await allocator.confirm(asking.tenant_id, allocation_id, actor=asking.login.actor):
        raise Problem("federation.allocation_confirmed")
    command = CancelFundAllocation(
        occurred_on=body.occurred_on,
        allocation_id=AllocationId(allocation_id),
        reason=body.reason,
    )
    stored = await store(asking, [[command]], expected={}, fields=frozenset(body.__struct_fields__))
    answered = AllocationWritten(
        **stored.of(asking.tenant_id),  # type: ignore[arg-type] # one dict, many types
        allocation_id=allocation_id,
    )
    return Answer(body=answered, headers=stored.headers | strong(answered.version))


@operation(
    "POST",
    f"{_FEDERATION}/allocations/follow",
    "followAllocations",
    tag="county",
    policy=may("county.write"),
    answer=Followed,
    writes=True,
)
async def follow_allocations(asking: Asking) -> Answer:
    """Look into the units' logs for allocated money: what arrived is confirmed, the rest is named."""
    await county_of(asking)
    found = await Allocator(asking.parts.desk).confirm_all(
        asking.tenant_id, actor=asking.login.actor
    )
    return Answer(body=Followed(confirmed=found.confirmed, waiting=found.waiting))
