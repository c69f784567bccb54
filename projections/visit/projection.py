"""The register of visits."""

from typing import get_args

from domain.event import Recorded
from domain.visit.events import VisitEvent, VisitFollowUpRecorded, VisitRecorded, VisitReversed

from projections.projection import Applied, Memory, Projection, json_text, kept
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    place = (recorded.version, recorded.position)
    match recorded.event:
        case VisitRecorded() as event:
            return None, [_visit(recorded, event)]
        case VisitFollowUpRecorded() as event:
            value = (recorded.occurred_on, event.result, kept(recorded, event.details), *place)
            return None, [Write("follow_up_visit", (event.visit_id,), value)]
        case VisitReversed() as event:
            return None, [Write("reverse_visit", (event.visit_id,), (recorded.occurred_on, *place))]
        case _:
            return None, []


def _visit(recorded: Recorded, event: VisitRecorded) -> Write:
    return Write(
        "put_visit",
        (event.visit_id,),
        (
            event.member_id,
            event.occasion,
            event.happened_on,
            event.reported_on,
            recorded.occurred_on,
            event.days_to_report,
            event.days_to_visit,
            event.within_term,
            json_text(event.visitor_ids),
            kept(recorded, event.details),
            event.policy_id,
            event.policy_version,
            event.household_id,
            event.pairing_id,
            recorded.version,
            recorded.position,
        ),
    )


VISIT = Projection(
    name="visit",
    version=1,
    package="projections.visit",
    topics=frozenset(event.TOPIC for event in get_args(VisitEvent)),
    writes={
        "put_visit": WriteShape(
            (
                *("uuid", "uuid", "text", "date", "date", "date", "int4", "int4", "bool"),
                *("jsonb", "text", "text", "int4", "uuid", "uuid", "int4", "int8"),
            )
        ),
        "follow_up_visit": WriteShape(("uuid", "date", "text", "text", "int4", "int8")),
        "reverse_visit": WriteShape(("uuid", "date", "int4", "int8")),
    },
    apply=_apply,
)
