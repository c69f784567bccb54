"""Unions a member may be sent to: those of the same county, by name."""

from datetime import date
from uuid import UUID

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered, Query
from services.http.operation import operation
from services.http.paging import Rows
from services.reads import Scope


class TransferPartner(Answered, frozen=True, kw_only=True):
    """A union that keeps its books here too; `ended_on`: it takes nobody in any more."""

    union_id: UUID
    code: str
    name: str
    ended_on: date | None


class PartnersQuery(Query, frozen=True, kw_only=True):
    as_of: date | None = None


@operation(
    "GET",
    "/v1/unions/{union_id}/transfer-partners",
    "listTransferPartners",
    tag="transfers",
    policy=may("members.read"),
    answer=Rows[TransferPartner],
)
async def list_transfer_partners(asking: Asking, query: PartnersQuery) -> Answer:
    """The other unions of the county: what the ids of a transfer mean, and where one may lead."""
    as_of = query.as_of or asking.parts.today()
    federation_id = (await asking.parts.desk.read_union(asking.tenant_id)).federation_id
    rows: list[TransferPartner] = []
    if federation_id is not None:
        county = Scope(union_id=federation_id, as_of=as_of)
        units = (await asking.parts.ledgers.units(county)).rows
        rows = [
            TransferPartner(
                union_id=unit.unit_id, code=unit.code, name=unit.name, ended_on=unit.ended_on
            )
            for unit in units
            if unit.unit_id != asking.tenant_id
        ]
    head = await asking.parts.log.head(asking.tenant_id)
    return Answer(body=Rows(position=head.position, as_of=as_of, rows=rows))
