"""Rules the county adopts for its units: one decision, carried out in every unit's own log."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta

from domain.federation.commands import AdoptPolicyForUnits
from domain.ids import UnionId
from services.auth import may
from services.commands.adopting import Adopter, CarriedOut
from services.http.asking import Answer, Asking, strong
from services.http.county import county_of
from services.http.fields import Answered, Body
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.http.policies import RuleChosen, rule_of
from services.http.problems import Problem
from services.http.writing import Written, store
from services.reads.county import AdoptionRow

_FEDERATION = "/v1/federations/{federation_id}"
_UNITS_MOST = 2_000


class CountyAdoption(RuleChosen, frozen=True, kw_only=True):
    """`units` empty: for all units, also those founded later."""

    units: Annotated[tuple[UUID, ...], Meta(max_length=_UNITS_MOST)] = ()


class AdoptionWritten(Written, frozen=True, kw_only=True):
    """The receipt of the federation's log. Which units have the rule: `GET …/adoptions/{adoption_id}`."""

    adoption_id: UUID


class CarryingOut(Body, frozen=True, kw_only=True):
    occurred_on: date


class AdoptionStanding(Answered, frozen=True, kw_only=True):
    """Units whose own logs have the rule; the others with why they do not have it yet, by code."""

    adoption_id: UUID
    done: list[UUID]
    waiting: dict[UUID, str]


@operation(
    "POST",
    f"{_FEDERATION}/adoptions",
    "adoptForUnits",
    tag="county",
    policy=may("county.write"),
    answer=AdoptionWritten,
    writes=True,
    status=201,
    refusals=(
        "policy.unknown",
        "policy.invalid",
        "federation.policy_not_sound",
        "federation.unit_unknown",
    ),
    example={
        "occurred_on": "2026-01-10",
        "preset_id": "sharing.beijing",
        "valid_from": "2026-01-01",
        "document_no": "县总工〔2026〕2号",
    },
)
async def adopt_for_units(asking: Asking, body: CountyAdoption) -> Answer:
    """Adopt a rule that holds in units from a date, and have every unit's log carry it out.

    The decision stands whatever a single unit answers; repeated, the request goes on where it stopped.
    """
    await county_of(asking)
    rule = rule_of(body)
    adoption_id = uuid5(asking.command_id, "adoption")
    command = AdoptPolicyForUnits(
        occurred_on=body.occurred_on,
        adoption_id=adoption_id,
        policy=rule.policy,
        valid_from=rule.valid_from,
        document_no=rule.document_no,
        units=tuple(UnionId(unit_id) for unit_id in body.units),
    )
    fields = frozenset(body.__struct_fields__)
    stored = await store(asking, [[command]], expected={}, fields=fields)
    await Adopter(asking.parts.desk).carry_out(
        asking.tenant_id, adoption_id, actor=asking.login.actor, day=body.occurred_on
    )
    answered = AdoptionWritten(
        **stored.of(asking.tenant_id),  # type: ignore[arg-type] # one dict, many types
        adoption_id=adoption_id,
    )
    return Answer(body=answered, headers=stored.headers | strong(answered.version))


@operation(
    "GET",
    f"{_FEDERATION}/adoptions",
    "listAdoptions",
    tag="county",
    policy=may("county.read"),
    answer=Rows[AdoptionRow],
)
async def list_adoptions(asking: Asking, query: ReadQuery) -> Answer:
    """The rules adopted for units, each with its document."""
    await county_of(asking)
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.adoptions(scope))


@operation(
    "GET",
    f"{_FEDERATION}/adoptions/{{adoption_id}}",
    "readAdoption",
    tag="county",
    policy=may("county.read"),
    answer=AdoptionStanding,
    refusals=("policy.adoption_unknown",),
)
async def read_adoption(asking: Asking, adoption_id: UUID) -> Answer:
    """In which units' logs a rule stands, and where not yet."""
    await county_of(asking)
    found = await Adopter(asking.parts.desk).standing(asking.tenant_id, adoption_id)
    if found is None:
        raise Problem("policy.adoption_unknown")
    return Answer(body=_standing(adoption_id, found))


@operation(
    "POST",
    f"{_FEDERATION}/adoptions/{{adoption_id}}/carry-out",
    "carryOutAdoption",
    tag="county",
    policy=may("county.write"),
    answer=AdoptionStanding,
    writes=True,
    refusals=("policy.adoption_unknown",),
    example={"occurred_on": "2026-02-01"},
)
async def carry_out_adoption(asking: Asking, adoption_id: UUID, body: CarryingOut) -> Answer:
    """Have the units that do not have a rule yet carry it out, dated as given."""
    if adoption_id not in (await county_of(asking)).adoptions:
        raise Problem("policy.adoption_unknown")
    found = await Adopter(asking.parts.desk).carry_out(
        asking.tenant_id, adoption_id, actor=asking.login.actor, day=body.occurred_on
    )
    return Answer(body=_standing(adoption_id, found))


def _standing(adoption_id: UUID, found: CarriedOut) -> AdoptionStanding:
    return AdoptionStanding(adoption_id=adoption_id, **msgspec.structs.asdict(found))
