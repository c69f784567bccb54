"""The county over its units: where a unit hangs, whether it may act, and the county's own officers."""

from datetime import date
from typing import Literal
from uuid import UUID

from domain.federation.commands import FreezeUnit, MoveUnit, RecordCountyOfficer, UnfreezeUnit
from domain.ids import OfficerId, UnionId
from domain.officers import Office
from domain.supervision import FreezeReason
from domain.union.commands import FreezeUnion, RecordApprovalByHigher, UnfreezeUnion
from services.auth import may
from services.http.asking import Answer, Asking, strong
from services.http.county import (
    UNIT_OF_COUNTY,
    WrittenInBoth,
    county_of,
    decide_in_both,
    decide_in_unit,
    in_unit,
)
from services.http.fields import Body, DocumentNoNeeded, PersonName
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.http.people import person_name, seals
from services.http.writing import Written, store
from services.reads.rows import OfficerRow

_FEDERATION = "/v1/federations/{federation_id}"


class CountyOfficerWritten(Written, frozen=True, kw_only=True):
    officer_id: UUID


class CountyOfficerRecord(Body, frozen=True, kw_only=True):
    """A person holds an office of the federation from the date on; `until` ends it."""

    occurred_on: date
    name: PersonName
    office: Office
    until: date | None = None


class Freezing(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: FreezeReason
    document_no: DocumentNoNeeded


class CountyDecision(Body, frozen=True, kw_only=True):
    occurred_on: date
    document_no: DocumentNoNeeded


class Moving(Body, frozen=True, kw_only=True):
    """`parent_id` is a unit of the federation, or absent for the federation itself."""

    occurred_on: date
    parent_id: UUID | None = None
    edge: Literal["territorial", "industrial", "zone"] = "territorial"
    document_no: DocumentNoNeeded


@operation(
    "POST",
    f"{_FEDERATION}/officers",
    "recordCountyOfficer",
    tag="county",
    policy=may("county.write"),
    answer=CountyOfficerWritten,
    writes=True,
    refusals=(
        "federation.officer_already_recorded",
        "federation.offices_not_separated",
        "federation.office_ends_before_it_begins",
        "person.name_missing",
        "person.name_malformed",
        "person.unsafe_text",
    ),
    example={"occurred_on": "2026-01-01", "name": "李主任", "office": "approver"},
)
async def record_county_officer(asking: Asking, body: CountyOfficerRecord) -> Answer:
    """Record that a person holds an office of the federation, or until when. The same name is the same officer."""
    await county_of(asking)
    name = person_name(body.name)
    officer_id = (await asking.parts.vault.enrol(asking.tenant_id, "officer", [name]))[name]
    to = await seals(asking, officer_id)
    command = RecordCountyOfficer(
        occurred_on=body.occurred_on,
        officer_id=OfficerId(officer_id),
        office=body.office,
        name=to.seal(officer_id, "books", "officer", {"name": name}),
        until=body.until,
    )
    fields = frozenset(body.__struct_fields__)
    stored = await store(asking, [[command]], expected={}, fields=fields)
    answered = CountyOfficerWritten(
        **stored.of(asking.tenant_id),  # type: ignore[arg-type] # one dict, many types
        officer_id=officer_id,
    )
    return Answer(body=answered, headers=stored.headers | strong(answered.version))


@operation(
    "GET",
    f"{_FEDERATION}/officers",
    "listCountyOfficers",
    tag="county",
    policy=may("county.read"),
    answer=Rows[OfficerRow],
)
async def list_county_officers(asking: Asking, query: ReadQuery) -> Answer:
    """Who holds which office of the federation on the date."""
    await county_of(asking)
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.officers(scope))


@operation(
    "POST",
    f"{UNIT_OF_COUNTY}/freeze",
    "freezeUnit",
    tag="county",
    policy=may("county.write"),
    answer=WrittenInBoth,
    writes=True,
    refusals=(
        "federation.unit_unknown",
        "federation.unit_ended",
        "federation.unit_already_frozen",
        "union.frozen",
        "union.dissolved",
    ),
    example={
        "occurred_on": "2026-06-01",
        "reason": "books_missing",
        "document_no": "县总工〔2026〕12号",
    },
)
async def freeze_unit(asking: Asking, unit_id: UUID, body: Freezing) -> Answer:
    """Stop a unit from acting; its books stay readable, and what the county decides still reaches it."""
    return await decide_in_both(
        asking,
        unit_id,
        FreezeUnit(
            occurred_on=body.occurred_on,
            unit_id=UnionId(unit_id),
            reason=body.reason,
            document_no=body.document_no,
        ),
        FreezeUnion(occurred_on=body.occurred_on, reason=body.reason, document_no=body.document_no),
        fields=frozenset(body.__struct_fields__),
    )


@operation(
    "POST",
    f"{UNIT_OF_COUNTY}/unfreeze",
    "unfreezeUnit",
    tag="county",
    policy=may("county.write"),
    answer=WrittenInBoth,
    writes=True,
    refusals=(
        "federation.unit_unknown",
        "federation.unit_ended",
        "federation.unit_not_frozen",
        "union.not_frozen",
        "union.dissolved",
    ),
    example={"occurred_on": "2026-07-01", "document_no": "县总工〔2026〕15号"},
)
async def unfreeze_unit(asking: Asking, unit_id: UUID, body: CountyDecision) -> Answer:
    """Let a unit act again."""
    return await decide_in_both(
        asking,
        unit_id,
        UnfreezeUnit(
            occurred_on=body.occurred_on, unit_id=UnionId(unit_id), document_no=body.document_no
        ),
        UnfreezeUnion(occurred_on=body.occurred_on, document_no=body.document_no),
        fields=frozenset(body.__struct_fields__),
    )


@operation(
    "POST",
    f"{UNIT_OF_COUNTY}/move",
    "moveUnit",
    tag="county",
    policy=may("county.write"),
    answer=Written,
    writes=True,
    refusals=(
        "federation.unit_unknown",
        "federation.unit_ended",
        "federation.parent_unknown",
        "federation.parent_ended",
        "federation.place_unchanged",
        "federation.unit_below_itself",
    ),
    example={"occurred_on": "2026-05-01", "edge": "zone", "document_no": "县总工〔2026〕9号"},
)
async def move_unit(asking: Asking, unit_id: UUID, body: Moving) -> Answer:
    """Hang a unit under another parent or edge from the date on; where it hung before stays known."""
    await in_unit(asking, unit_id)
    command = MoveUnit(
        occurred_on=body.occurred_on,
        unit_id=UnionId(unit_id),
        parent_id=UnionId(body.parent_id or asking.tenant_id),
        edge=body.edge,
        document_no=body.document_no,
    )
    fields = frozenset(body.__struct_fields__)
    stored = await store(asking, [[command]], expected={}, fields=fields)
    answered = Written(**stored.of(asking.tenant_id))  # type: ignore[arg-type] # one dict, many types
    return Answer(body=answered, headers=stored.headers | strong(answered.version))


@operation(
    "POST",
    f"{UNIT_OF_COUNTY}/approval",
    "approveFounding",
    tag="county",
    policy=may("county.write"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=("federation.unit_unknown", "union.frozen", "union.dissolved"),
    example={"occurred_on": "2026-01-10", "document_no": "县总工〔2026〕1号"},
)
async def approve_founding(asking: Asking, unit_id: UUID, body: CountyDecision) -> Answer:
    """Approve the founding of a unit (工会法 art. 12): a fact of the unit's log, with the county's key."""
    command = RecordApprovalByHigher(occurred_on=body.occurred_on, document_no=body.document_no)
    return await decide_in_unit(
        asking, unit_id, [command], unit_id, fields=frozenset(body.__struct_fields__)
    )
