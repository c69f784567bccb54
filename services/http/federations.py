"""A county federation: founding it, and its units."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID, uuid5

from msgspec import Meta

from domain.command import Command
from domain.encoding import decode
from domain.federation.commands import EnrolUnit, RegisterFederation
from domain.federation.events import FederationRegistered
from domain.ids import UnionId
from domain.refusal import Refused
from domain.union import aggregate as union
from domain.union.commands import AdoptPolicy, RegisterUnion
from domain.union.events import ParentEdge
from services.auth import may
from services.commands.adopting import Adopter
from services.commands.founding import (
    CHARTER_FEDERATION,
    CHARTER_UNION,
    federation_id_of,
    unit_id_of,
)
from services.http.asking import Answer, Asking, strong
from services.http.fields import (
    Answered,
    Body,
    Code,
    Count,
    CreditCode,
    Title,
)
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.http.problems import Problem, of_refusal
from services.http.writing import Stored, Written, store
from services.policies import presets
from services.reads.rows import UnitRow

_FEDERATION = "/v1/federations/{federation_id}"


class FederationWritten(Written, frozen=True, kw_only=True):
    federation_id: UUID


class UnitWritten(Written, frozen=True, kw_only=True):
    """The receipt of the unit's own log, and that of the federation's log for the same fact."""

    unit_id: UUID
    federation: Written


class Founding(Body, frozen=True, kw_only=True):
    occurred_on: date
    code: Code
    name: Title
    credit_code: CreditCode | None = None


class UnitRegistration(Body, frozen=True, kw_only=True):
    """`parent_id` is a unit of the federation, or absent for the federation itself."""

    occurred_on: date
    code: Code
    name: Title
    parent_id: UUID | None = None
    edge: Literal["territorial", "industrial", "zone"] = "territorial"
    legal_person: bool = True
    credit_code: CreditCode | None = None
    employer_kind: Annotated[str, Meta(min_length=1, max_length=50)] | None = None
    employee_count: Count | None = None
    founded_on: date | None = None


class FederationView(Answered, frozen=True, kw_only=True):
    federation_id: UUID
    code: str
    name: str
    credit_code: str | None
    registered_on: date
    position: int
    version: int
    recorded_at: datetime


@operation(
    "POST",
    "/v1/federations",
    "foundFederation",
    tag="federations",
    policy=may("platform.found"),
    answer=FederationWritten,
    writes=True,
    status=201,
    refusals=("federation.already_registered",),
    example={"occurred_on": "2026-01-01", "code": "QZ", "name": "青峙县总工会"},
)
async def found_federation(asking: Asking, body: Founding) -> Answer:
    """Begin the log of a federation and register it."""
    federation_id = federation_id_of(body.code)
    await asking.parts.desk.found(federation_id, CHARTER_FEDERATION)
    command = RegisterFederation(
        occurred_on=body.occurred_on,
        code=body.code,
        name=body.name,
        credit_code=body.credit_code,
    )
    stored = await store(
        asking, [[command]], expected={}, fields=_fields(body), union_id=federation_id
    )
    answered = FederationWritten(
        **stored.of(federation_id),  # type: ignore[arg-type] # one dict, many types
        federation_id=federation_id,
    )
    return Answer(body=answered, headers=stored.headers | strong(answered.version))


@operation(
    "GET",
    _FEDERATION,
    "readFederation",
    tag="federations",
    policy=may("county.read"),
    answer=FederationView,
)
async def read_federation(asking: Asking) -> Answer:
    """The federation's own page."""
    registered_on, event = await registered(asking)
    head = await asking.parts.log.head(asking.tenant_id)
    version = await asking.version_of(asking.tenant_id)
    view = FederationView(
        federation_id=asking.tenant_id,
        code=event.code,
        name=event.name,
        credit_code=event.credit_code,
        registered_on=registered_on,
        position=head.position,
        version=version,
        recorded_at=head.recorded_at,
    )
    return Answer(body=view, headers=strong(version))


async def registered(asking: Asking) -> tuple[date, FederationRegistered]:
    """A federation's log begins with its registration; any other log is no federation's."""
    first = await asking.parts.log.read_after(asking.tenant_id, 0, 1)
    if first and first[0].topic == FederationRegistered.TOPIC:
        event = decode(first[0].topic, first[0].schema_version, first[0].body)
        if isinstance(event, FederationRegistered):
            return first[0].occurred_on, event
    raise Problem("federation.unknown")


@operation(
    "POST",
    f"{_FEDERATION}/units",
    "registerUnit",
    tag="federations",
    policy=may("county.write"),
    answer=UnitWritten,
    writes=True,
    status=201,
    refusals=(
        "federation.unit_code_taken",
        "federation.unit_already_enrolled",
        "federation.parent_unknown",
        "union.already_registered",
        "union.credit_code_without_legal_person",
    ),
    example={
        "occurred_on": "2026-01-01",
        "code": "QZ010",
        "name": "青石公路项目部工会",
        "edge": "industrial",
        "legal_person": False,
    },
)
async def register_unit(asking: Asking, body: UnitRegistration) -> Answer:
    """Register a union as a unit: a fact in the federation's log and the beginning of the union's own.

    Two logs cannot be written at once. The federation decides first; whoever repeats the request after
    a crash in between has the rest done, and nothing twice. The unit also adopts what the county adopted for
    all its units.
    """
    await registered(asking)
    unit_id = unit_id_of(asking.tenant_id, body.code)
    parent_id = body.parent_id or asking.tenant_id
    beginning = _beginning(asking, body, UnionId(parent_id))
    _refuse_impossible(beginning[0], body)
    enrol = EnrolUnit(
        occurred_on=body.occurred_on,
        unit_id=unit_id,
        code=body.code,
        name=body.name,
        parent_id=UnionId(parent_id),
        edge=body.edge,
        legal_person=body.legal_person,
    )
    enrolled = await store(asking, [[enrol]], expected={}, fields=_fields(body))
    await asking.parts.desk.found(unit_id, CHARTER_UNION)
    begun = await store(
        asking,
        [beginning],
        expected={},
        union_id=unit_id,
        command_id=uuid5(asking.command_id, "union"),
    )
    await Adopter(asking.parts.desk).carry_out_for(
        asking.tenant_id, unit_id, actor=asking.login.actor, day=body.occurred_on
    )
    return _unit_answer(asking, unit_id, enrolled, begun)


def _beginning(asking: Asking, body: UnitRegistration, parent_id: UnionId) -> list[Command]:
    """The first facts of a union's log: its registration, and the rules it begins with."""
    register = RegisterUnion(
        occurred_on=body.occurred_on,
        code=body.code,
        name=body.name,
        federation_id=UnionId(asking.tenant_id),
        parent=ParentEdge(parent_id=parent_id, edge=body.edge),
        legal_person=body.legal_person,
        credit_code=body.credit_code,
        employer_kind=body.employer_kind,
        employee_count=body.employee_count,
        founded_on=body.founded_on,
    )
    adopt = [
        AdoptPolicy(
            occurred_on=body.occurred_on,
            policy=preset.policy,
            valid_from=preset.valid_from,
            document_no=preset.document_no,
        )
        for preset in presets()
    ]
    return [register, *adopt]


def _refuse_impossible(register: Command, body: UnitRegistration) -> None:
    """What the union's log would refuse must not stand in the federation's."""
    if isinstance(register, RegisterUnion):
        decided = union.decide(union.State(), register)
        if isinstance(decided, Refused):
            raise of_refusal(decided, _fields(body))


def _unit_answer(asking: Asking, unit_id: UUID, enrolled: Stored, begun: Stored) -> Answer:
    of_federation = Written(**enrolled.of(asking.tenant_id))  # type: ignore[arg-type] # one dict, many types
    answered = UnitWritten(
        **begun.of(unit_id),  # type: ignore[arg-type] # one dict, many types
        unit_id=unit_id,
        federation=of_federation,
    )
    headers = enrolled.headers | begun.headers | strong(answered.version)
    if "Idempotency-Hit" not in begun.headers:
        headers.pop("Idempotency-Hit", None)
    return Answer(body=answered, headers=headers)


@operation(
    "GET",
    f"{_FEDERATION}/units",
    "listUnits",
    tag="federations",
    policy=may("county.read"),
    answer=Rows[UnitRow],
)
async def list_units(asking: Asking, query: ReadQuery) -> Answer:
    """The units of the federation, each under its typed edge."""
    await registered(asking)
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.units(scope))


def _fields(body: Body) -> frozenset[str]:
    return frozenset(body.__struct_fields__)
