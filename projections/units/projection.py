"""The units of a federation, each under its typed edge."""

from domain.event import Recorded
from domain.federation.events import FederationRegistered, UnitEnrolled

from projections.projection import Applied, Memory, Projection
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case FederationRegistered() as event:
            return None, [Write("put_federation", (), (event.code, event.name, recorded.version))]
        case UnitEnrolled() as event:
            return None, [_unit(recorded, event)]
        case _:
            return None, []


def _unit(recorded: Recorded, event: UnitEnrolled) -> Write:
    return Write(
        "put_unit",
        (event.unit_id,),
        (
            event.code,
            event.name,
            event.parent_id,
            event.edge,
            event.legal_person,
            recorded.occurred_on,
            recorded.position,
        ),
    )


UNITS = Projection(
    name="units",
    version=1,
    package="projections.units",
    topics=frozenset({FederationRegistered.TOPIC, UnitEnrolled.TOPIC}),
    writes={
        "put_federation": WriteShape(("text", "text", "int4")),
        "put_unit": WriteShape(("uuid", "text", "text", "uuid", "text", "bool", "date", "int8")),
    },
    apply=_apply,
)
