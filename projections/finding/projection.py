"""Findings with their steps. What was said in words stays in the log, sealed: the county may read these tables."""

from datetime import date
from typing import get_args

from domain.event import Recorded
from domain.finding.events import (
    DeadlineExtended,
    FindingClosed,
    FindingEvent,
    FindingRaised,
    FindingWithdrawn,
    RectificationAccepted,
    RectificationRequired,
    RectificationReturned,
    RectificationSubmitted,
)

from projections.projection import Applied, Memory, Projection, json_text
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case FindingRaised() as event:
            return None, [
                _finding(recorded, event),
                *_step(recorded, event, "raised", event.severity),
            ]
        case RectificationRequired() as event:
            return None, _step(
                recorded, event, "required", event.requirement, event.due_on, event.document_no
            )
        case DeadlineExtended() as event:
            return None, _step(
                recorded, event, "extended", event.reason, event.due_on, event.document_no
            )
        case RectificationSubmitted() as event:
            return None, _submitted(recorded, event)
        case RectificationReturned() as event:
            return None, _step(recorded, event, "returned", event.reason, event.due_on)
        case RectificationAccepted() as event:
            return None, _step(recorded, event, "accepted", None, None, event.document_no)
        case FindingClosed() as event:
            return None, _step(recorded, event, "closed", None, None, event.document_no)
        case FindingWithdrawn() as event:
            return None, _step(recorded, event, "withdrawn", event.reason, None, event.document_no)
        case _:
            return None, []


def _finding(recorded: Recorded, event: FindingRaised) -> Write:
    return Write(
        "put_finding",
        (event.finding_id,),
        (
            event.kind,
            event.severity,
            event.by,
            event.officer_id,
            event.basis,
            event.rule,
            event.engagement_id,
            event.amount_fen,
            event.known_at,
            json_text(event.positions),
            event.period_from,
            event.period_until,
            event.document_no,
            recorded.occurred_on,
        ),
    )


def _submitted(recorded: Recorded, event: RectificationSubmitted) -> list[Write]:
    place = (recorded.version, recorded.position)
    value = (
        *(recorded.occurred_on, "submitted", "union", event.officer_id, event.measure, None),
        *(event.document_no, event.recovered_fen, event.within_term),
        *(json_text(event.corrected_positions), json_text(event.evidence), recorded.position),
    )
    return [
        Write("put_finding_step", (event.finding_id, recorded.version), value),
        Write("touch_finding", (event.finding_id,), place),
    ]


_OfAuditors = (
    FindingRaised
    | RectificationRequired
    | DeadlineExtended
    | RectificationReturned
    | RectificationAccepted
    | FindingClosed
    | FindingWithdrawn
)


def _step(  # noqa: PLR0917 # a row taken apart
    recorded: Recorded,
    event: _OfAuditors,
    step: str,
    what: str | None,
    due_on: date | None = None,
    document_no: str | None = None,
) -> list[Write]:
    value = (
        *(recorded.occurred_on, step, event.by, event.officer_id, what, due_on, document_no),
        *(None, None, json_text(()), json_text(()), recorded.position),
    )
    return [
        Write("put_finding_step", (event.finding_id, recorded.version), value),
        Write("touch_finding", (event.finding_id,), (recorded.version, recorded.position)),
    ]


FINDING = Projection(
    name="finding",
    version=1,
    package="projections.finding",
    topics=frozenset(event.TOPIC for event in get_args(FindingEvent)),
    writes={
        "put_finding": WriteShape(
            (
                *("uuid", "text", "text", "text", "uuid", "text", "text", "uuid", "int8", "int8"),
                *("jsonb", "date", "date", "text", "date"),
            )
        ),
        "put_finding_step": WriteShape(
            (
                *("uuid", "int4", "date", "text", "text", "uuid", "text", "date", "text", "int8"),
                *("bool", "jsonb", "jsonb", "int8"),
            )
        ),
        "touch_finding": WriteShape(("uuid", "int4", "int8")),
    },
    apply=_apply,
)
