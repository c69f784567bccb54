"""What the county sees of its units' memberships: transfers between them, expulsions to be filed; nobody's name."""

from datetime import date
from typing import Literal

import msgspec

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.county import county_of
from services.http.fields import Query
from services.http.operation import operation
from services.http.paging import Rows
from services.reads.transfers import IN_FLIGHT, ExpulsionRow, TransferRow, TransferState

_FEDERATION = "/v1/federations/{federation_id}"


class TransfersQuery(Query, frozen=True, kw_only=True):
    """`state`: of one state; absent: in flight, that is not settled in both logs."""

    as_of: date | None = None
    state: TransferState | Literal["all"] | None = None


class ExpulsionsQuery(Query, frozen=True, kw_only=True):
    as_of: date | None = None


@operation(
    "GET",
    f"{_FEDERATION}/transfers",
    "listTransfersOfCounty",
    tag="transfers",
    policy=may("county.read"),
    answer=Rows[TransferRow],
    refusals=("request.query_invalid",),
)
async def list_transfers_of_county(asking: Asking, query: TransfersQuery) -> Answer:
    """Transfers between the units, put together from both logs; who moves is not told."""
    await county_of(asking)
    as_of = query.as_of or asking.parts.today()
    rows = [
        row
        for row in await asking.parts.transfers.transfers(asking.tenant_id, as_of)
        if _asked_for(row, query.state)
    ]
    head = await asking.parts.log.head(asking.tenant_id)
    return Answer(body=Rows(position=head.position, as_of=as_of, rows=rows))


def _asked_for(row: TransferRow, state: str | None) -> bool:
    if state is None:
        return row.state in IN_FLIGHT
    return state in ("all", row.state)


@operation(
    "GET",
    f"{_FEDERATION}/expulsions",
    "listExpulsions",
    tag="transfers",
    policy=may("county.read"),
    answer=Rows[ExpulsionRow],
)
async def list_expulsions(asking: Asking, query: ExpulsionsQuery) -> Answer:
    """Expulsions the units decided, with the filing where there is one (章程 art. 7)."""
    await county_of(asking)
    as_of = query.as_of or asking.parts.today()
    told = await asking.parts.transfers.expulsions(asking.tenant_id, as_of)
    rows = [await _to_file(asking, row) for row in told]
    head = await asking.parts.log.head(asking.tenant_id)
    return Answer(body=Rows(position=head.position, as_of=as_of, rows=rows))


async def _to_file(asking: Asking, row: ExpulsionRow) -> ExpulsionRow:
    """Add the version of the member's record to what the county has still to file."""
    if row.filed_on is not None:
        return row
    there = msgspec.structs.replace(asking, tenant_id=row.unit_id)
    return msgspec.structs.replace(row, version=await there.version_of(row.member_id))
