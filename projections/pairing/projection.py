"""Pairings, each with its reviews."""

from typing import get_args

from domain.event import Recorded
from domain.pairing.events import PairingEnded, PairingEvent, PairingReviewed, PairingStarted

from projections.projection import Applied, Memory, Projection, kept
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case PairingStarted() as event:
            return None, [_pairing(recorded, event)]
        case PairingReviewed() as event:
            return None, [_review(recorded, event), _touch(recorded)]
        case PairingEnded() as event:
            value = (recorded.occurred_on, event.outcome)
            return None, [Write("end_pairing", (event.pairing_id,), value), _touch(recorded)]
        case _:
            return None, []


def _pairing(recorded: Recorded, event: PairingStarted) -> Write:
    return Write(
        "put_pairing",
        (event.pairing_id,),
        (
            event.household_id,
            event.cadre_id,
            kept(recorded, event.target),
            recorded.occurred_on,
            event.due_on,
            recorded.version,
            recorded.position,
        ),
    )


def _review(recorded: Recorded, event: PairingReviewed) -> Write:
    return Write(
        "put_pairing_review",
        (event.pairing_id, recorded.version),
        (
            recorded.occurred_on,
            event.progress,
            event.reviewer_id,
            event.due_on,
            kept(recorded, event.details),
            recorded.position,
        ),
    )


def _touch(recorded: Recorded) -> Write:
    return Write("touch_pairing", (recorded.stream_id,), (recorded.version, recorded.position))


PAIRING = Projection(
    name="pairing",
    version=1,
    package="projections.pairing",
    topics=frozenset(event.TOPIC for event in get_args(PairingEvent)),
    writes={
        "put_pairing": WriteShape(("uuid", "uuid", "uuid", "text", "date", "date", "int4", "int8")),
        "put_pairing_review": WriteShape(
            ("uuid", "int4", "date", "text", "uuid", "date", "text", "int8")
        ),
        "end_pairing": WriteShape(("uuid", "date", "text")),
        "touch_pairing": WriteShape(("uuid", "int4", "int8")),
    },
    apply=_apply,
)
