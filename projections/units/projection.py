"""The units of a federation: each under its typed edge, frozen or not, until it is merged or closed."""

from domain.event import Recorded
from domain.federation.events import (
    FederationRegistered,
    UnitClosed,
    UnitEnrolled,
    UnitFrozen,
    UnitMerged,
    UnitMoved,
    UnitUnfrozen,
)
from domain.ids import UnionId

from projections.projection import Applied, Memory, Projection
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case FederationRegistered() as event:
            return None, [Write("put_federation", (), (event.code, event.name, recorded.version))]
        case UnitEnrolled() as event:
            return None, [_unit(recorded, event), _place(recorded, event)]
        case UnitMoved() as event:
            return None, [_place(recorded, event)]
        case UnitFrozen() as event:
            return None, [_freeze(recorded, event, event.reason)]
        case UnitUnfrozen() as event:
            return None, [_freeze(recorded, event, None)]
        case UnitMerged() as event:
            return None, [_end(recorded, event.unit_id, event.into_id)]
        case UnitClosed() as event:
            return None, [_end(recorded, event.unit_id, None)]
        case _:
            return None, []


def _unit(recorded: Recorded, event: UnitEnrolled) -> Write:
    return Write(
        "put_unit",
        (event.unit_id,),
        (event.code, event.name, event.legal_person, recorded.occurred_on, recorded.position),
    )


def _place(recorded: Recorded, event: UnitEnrolled | UnitMoved) -> Write:
    value = (event.parent_id, event.edge, recorded.occurred_on, recorded.position)
    return Write("put_place", (event.unit_id, recorded.version), value)


def _freeze(recorded: Recorded, event: UnitFrozen | UnitUnfrozen, reason: str | None) -> Write:
    value = (reason, recorded.occurred_on, recorded.position)
    return Write("put_freeze", (event.unit_id, recorded.version), value)


def _end(recorded: Recorded, unit_id: UnionId, merged_into: UnionId | None) -> Write:
    return Write("end_unit", (unit_id,), (recorded.occurred_on, merged_into, recorded.position))


UNITS = Projection(
    name="units",
    version=2,
    package="projections.units",
    topics=frozenset(
        event.TOPIC
        for event in (
            FederationRegistered,
            UnitEnrolled,
            UnitMoved,
            UnitFrozen,
            UnitUnfrozen,
            UnitMerged,
            UnitClosed,
        )
    ),
    writes={
        "put_federation": WriteShape(("text", "text", "int4")),
        "put_unit": WriteShape(("uuid", "text", "text", "bool", "date", "int8")),
        "put_place": WriteShape(("uuid", "int4", "uuid", "text", "date", "int8")),
        "put_freeze": WriteShape(("uuid", "int4", "text", "date", "int8")),
        "end_unit": WriteShape(("uuid", "date", "uuid", "int8")),
    },
    apply=_apply,
)
