"""补助: money that came in for a purpose, from the federation or from elsewhere."""

from datetime import date
from uuid import UUID, uuid5

from domain.funds import SubsidyKind
from domain.ids import SubsidyId
from domain.money import PositiveFen
from domain.subsidy.commands import ReceiveSubsidy, ReverseSubsidy
from services.auth import may
from services.commands.allocating import Allocator, receipt_of, subsidy_id_of
from services.http.aid import SinceQuery
from services.http.asking import Answer, Asking, strong
from services.http.fields import (
    Body,
    Code,
    DocumentNoNeeded,
    Reason,
)
from services.http.operation import operation
from services.http.paging import Rows, listed, paged
from services.http.problems import Problem
from services.http.writing import Written, carry_out, store
from services.reads.county import AllocationRow
from services.reads.funds import SubsidyRow

_UNION = "/v1/unions/{union_id}"
_CUSTODIAL = f"{_UNION}/custodial-funds"
_STOPPED = ("union.frozen", "union.dissolved")


class SubsidyWritten(Written, frozen=True, kw_only=True):
    subsidy_id: UUID


class Subsidy(Body, frozen=True, kw_only=True):
    """`fund` absent: the one that belongs to the kind."""

    occurred_on: date
    kind: SubsidyKind
    amount_fen: PositiveFen
    document_no: DocumentNoNeeded
    fund: Code | None = None


class Arrival(Body, frozen=True, kw_only=True):
    """The day the money came in; how much and what for the allocation says."""

    occurred_on: date


class Undoing(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: Reason


@operation(
    "POST",
    f"{_UNION}/subsidies",
    "receiveSubsidy",
    tag="funds",
    policy=may("books.write"),
    answer=SubsidyWritten,
    writes=True,
    status=201,
    refusals=(
        "subsidy.fund_of_another_purpose",
        "subsidy.no_posting_map_in_force",
        "subsidy.operation_not_posted",
        *_STOPPED,
    ),
    example={
        "occurred_on": "2026-01-20",
        "kind": "winter_warmth",
        "amount_fen": 3_000_000,
        "document_no": "市总工〔2026〕2号",
    },
)
async def receive_subsidy(asking: Asking, body: Subsidy) -> Answer:
    """Book a subsidy (上级补助, 政府补助, 行政补助) into the fund of its purpose."""
    subsidy_id = uuid5(asking.command_id, "subsidy")
    command = ReceiveSubsidy(
        occurred_on=body.occurred_on,
        subsidy_id=SubsidyId(subsidy_id),
        kind=body.kind,
        amount_fen=body.amount_fen,
        document_no=body.document_no,
        fund=body.fund,
    )
    return await carry_out(
        asking,
        [command],
        subsidy_id,
        expected={},
        fields=frozenset(body.__struct_fields__),
        ids={"subsidy_id": subsidy_id},
        kind=SubsidyWritten,
    )


@operation(
    "GET",
    f"{_UNION}/subsidies",
    "listSubsidies",
    tag="funds",
    policy=may("books.read"),
    answer=Rows[SubsidyRow],
    refusals=("request.cursor_invalid",),
)
async def list_subsidies(asking: Asking, query: SinceQuery) -> Answer:
    """Subsidies received, reversed ones included, each with its event."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.subsidies(
        scope, since=query.since, limit=query.limit, after=after
    )
    return await paged(asking, query, scope, page)


@operation(
    "POST",
    f"{_UNION}/subsidies/{{subsidy_id}}/reverse",
    "reverseSubsidy",
    tag="funds",
    policy=may("books.write"),
    answer=SubsidyWritten,
    writes=True,
    matches=True,
    refusals=(
        "subsidy.not_received",
        "subsidy.already_reversed",
        "subsidy.reversed_before_received",
        *_STOPPED,
    ),
    example={"occurred_on": "2026-01-21", "reason": "重复登记"},
)
async def reverse_subsidy(asking: Asking, subsidy_id: UUID, body: Undoing) -> Answer:
    """Take back a subsidy entered by mistake (冲销); both stay on record."""
    command = ReverseSubsidy(
        occurred_on=body.occurred_on, subsidy_id=SubsidyId(subsidy_id), reason=body.reason
    )
    return await carry_out(
        asking,
        [command],
        subsidy_id,
        expected=asking.matching(subsidy_id),
        fields=frozenset(body.__struct_fields__),
        ids={"subsidy_id": subsidy_id},
        kind=SubsidyWritten,
    )


@operation(
    "GET",
    f"{_UNION}/allocations",
    "listOwnAllocations",
    tag="funds",
    policy=may("books.read"),
    answer=list[AllocationRow],
)
async def list_own_allocations(asking: Asking) -> Answer:
    """Money the federation allocated to this union: under way, received, cancelled."""
    federation_id = await _federation_of(asking)
    rows = await asking.parts.county.allocations_of_unit(
        federation_id, asking.tenant_id, asking.parts.today()
    )
    return Answer(body=rows)


@operation(
    "POST",
    f"{_UNION}/allocations/{{allocation_id}}/receive",
    "receiveAllocation",
    tag="funds",
    policy=may("books.write"),
    answer=SubsidyWritten,
    writes=True,
    status=201,
    refusals=(
        "federation.no_such_allocation",
        "subsidy.already_received",
        "subsidy.no_posting_map_in_force",
        "subsidy.operation_not_posted",
        *_STOPPED,
    ),
    example={"occurred_on": "2026-02-03"},
)
async def receive_allocation(asking: Asking, allocation_id: UUID, body: Arrival) -> Answer:
    """Book the federation's money when it has come; the federation's log learns of it at once."""
    federation_id = await _federation_of(asking)
    allocator = Allocator(asking.parts.desk)
    allocated = await allocator.allocated_to(federation_id, allocation_id, asking.tenant_id)
    if allocated is None:
        raise Problem("federation.no_such_allocation")
    subsidy_id = subsidy_id_of(allocated.allocation_id)
    stored = await store(
        asking,
        [[receipt_of(allocated, body.occurred_on)]],
        expected={},
        fields=frozenset(body.__struct_fields__),
    )
    await allocator.confirm(federation_id, allocation_id, actor=asking.login.actor)
    answered = SubsidyWritten(**stored.of(subsidy_id), subsidy_id=subsidy_id)  # type: ignore[arg-type] # one dict, many types
    return Answer(body=answered, headers=stored.headers | strong(answered.version))


async def _federation_of(asking: Asking) -> UUID:
    federation_id = (await asking.parts.desk.read_union(asking.tenant_id)).federation_id
    if federation_id is None:
        raise Problem("federation.no_such_allocation")
    return federation_id
