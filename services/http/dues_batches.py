"""会费收据: the receipt of one person or of a whole collection, with its place in the log and the hash there."""

from datetime import date
from uuid import UUID

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.problems import Problem
from services.reads import Scope
from services.reads.dues import BatchRow
from services.reads.people import Person
from services.reads.rows import ReceiptRow

_UNION = "/v1/unions/{union_id}"
_BATCHES = f"{_UNION}/dues/batches"
_BEGINNING = date(1900, 1, 1)


class BatchesQuery(ListQuery, frozen=True, kw_only=True):
    since: date = _BEGINNING


class Evidence(Answered, frozen=True, kw_only=True):
    """Where it stands in the union's log, and the chain's hash there: whoever has both can prove it."""

    union_id: UUID
    union: str
    position: int
    hash: str


class ReceiptView(Evidence, frozen=True, kw_only=True):
    """The receipt of one payment of one member; a refund has a negative amount."""

    member_id: UUID
    person: Person
    receipt: ReceiptRow


class BatchView(Evidence, frozen=True, kw_only=True):
    """The receipt of a collection: declared and counted."""

    batch: BatchRow


@operation(
    "GET",
    f"{_UNION}/members/{{member_id}}/receipts/{{version}}",
    "readDuesReceipt",
    tag="dues",
    policy=may("dues.read"),
    answer=ReceiptView,
    refusals=("member.unknown", "dues.no_such_receipt"),
)
async def read_dues_receipt(
    asking: Asking, member_id: UUID, version: int, query: ReadQuery
) -> Answer:
    """会费收据 of one payment, masked, as it may be handed to the member."""
    scope = await scope_of(asking, query)
    member = await asking.parts.ledgers.member(scope, member_id)
    if member is None:
        raise Problem("member.unknown")
    receipts = (await asking.parts.ledgers.receipts(scope, member_id, version=version)).rows
    if not receipts:
        raise Problem("dues.no_such_receipt")
    union, hashed = await _evidence(asking, scope, receipts[0].position)
    view = ReceiptView(
        union_id=asking.tenant_id,
        union=union,
        position=receipts[0].position,
        hash=hashed,
        member_id=member_id,
        person=member.person,
        receipt=receipts[0],
    )
    return Answer(body=view)


@operation(
    "GET",
    _BATCHES,
    "listDuesBatches",
    tag="dues",
    policy=may("dues.read"),
    answer=Rows[BatchRow],
    refusals=("request.cursor_invalid",),
)
async def list_dues_batches(asking: Asking, query: BatchesQuery) -> Answer:
    """Collections of dues (批次) between two dates, each as declared and as counted."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.batches(
        scope, since=query.since, limit=query.limit, after=after
    )
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    f"{_BATCHES}/{{batch_id}}",
    "readDuesBatch",
    tag="dues",
    policy=may("dues.read"),
    answer=BatchView,
    refusals=("dues_batch.unknown",),
)
async def read_dues_batch(asking: Asking, batch_id: UUID, query: ReadQuery) -> Answer:
    """The receipt of a collection."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.batches(scope, since=_BEGINNING, limit=1, batch_id=batch_id)
    if not page.rows:
        raise Problem("dues_batch.unknown")
    batch = page.rows[0]
    union, hashed = await _evidence(asking, scope, batch.position)
    view = BatchView(
        union_id=asking.tenant_id,
        union=union,
        position=batch.position,
        hash=hashed,
        batch=batch,
    )
    return Answer(body=view)


async def _evidence(asking: Asking, scope: Scope, position: int) -> tuple[str, str]:
    """Return the union's name and the chain's hash at a position."""
    union = await asking.parts.ledgers.union(scope)
    events = await asking.parts.log.read_after(asking.tenant_id, position - 1, 1, position)
    return "" if union is None else union.name, events[0].hash.hex()
