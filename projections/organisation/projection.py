"""What a union is: profile, officers, adopted policies, closed periods."""

from domain.event import Recorded
from domain.union.events import (
    OfficerRecorded,
    PeriodClosed,
    PolicyAdopted,
    UnionDissolved,
    UnionEvent,
    UnionRegistered,
    UnionRenamed,
)

from projections.projection import Applied, Memory, Projection, json_text, kept
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    position = recorded.position
    match recorded.event:
        case UnionRegistered() as event:
            return None, [_profile(recorded, event)]
        case UnionRenamed() as event:
            return None, [Write("rename", (), (event.name, recorded.version, position))]
        case OfficerRecorded() as event:
            return None, [_officer(recorded, event)]
        case PolicyAdopted() as event:
            return None, [_policy(recorded, event)]
        case PeriodClosed() as event:
            return None, [Write("close_period", (), (event.period, recorded.version, position))]
        case UnionDissolved():
            value = (recorded.occurred_on, recorded.version, position)
            return None, [Write("dissolve", (), value)]
        case _:
            return None, []


def _profile(recorded: Recorded, event: UnionRegistered) -> Write:
    parent = event.parent
    return Write(
        "put_profile",
        (),
        (
            event.code,
            event.name,
            event.federation_id,
            None if parent is None else parent.parent_id,
            None if parent is None else parent.edge,
            event.legal_person,
            event.credit_code,
            event.employer_kind,
            event.employee_count,
            event.founded_on,
            recorded.version,
            recorded.position,
        ),
    )


def _officer(recorded: Recorded, event: OfficerRecorded) -> Write:
    return Write(
        "put_officer",
        (event.officer_id, event.office, recorded.version),
        (kept(recorded, event.name), recorded.occurred_on, event.until, recorded.position),
    )


def _policy(recorded: Recorded, event: PolicyAdopted) -> Write:
    return Write(
        "put_policy",
        (recorded.version,),
        (
            event.policy.policy_id,
            event.policy.version,
            event.valid_from,
            event.document_no,
            json_text(event.policy),
            recorded.position,
        ),
    )


ORGANISATION = Projection(
    name="organisation",
    version=1,
    package="projections.organisation",
    topics=frozenset(event.TOPIC for event in UnionEvent.__args__),
    writes={
        "put_profile": WriteShape(
            (
                "text",
                "text",
                "uuid",
                "uuid",
                "text",
                "bool",
                "text",
                "text",
                "int4",
                "date",
                "int4",
                "int8",
            )
        ),
        "rename": WriteShape(("text", "int4", "int8")),
        "put_officer": WriteShape(("uuid", "text", "int4", "text", "date", "date", "int8")),
        "put_policy": WriteShape(("int4", "text", "int4", "date", "text", "jsonb", "int8")),
        "close_period": WriteShape(("text", "int4", "int8")),
        "dissolve": WriteShape(("date", "int4", "int8")),
    },
    apply=_apply,
)
