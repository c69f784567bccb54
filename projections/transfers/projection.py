"""Transfers between unions, each log telling its own half, and expulsions the county takes on file.

The county's role may read these tables, so nothing personal is in them: a step is named by an id that leads back
to nobody. An expulsion names the member's id, under which the county files it.
"""

from uuid import UUID, uuid5

import msgspec
from domain.event import Recorded
from domain.member.events import (
    ExpulsionDecided,
    ExpulsionFiled,
    MembershipChangeReversed,
    TransferInAccepted,
    TransferOutCancelled,
    TransferOutCompleted,
    TransferOutStarted,
)

from projections.projection import Applied, Projection
from projections.write import Write, WriteShape


class LastExpulsion(msgspec.Struct, frozen=True):
    """The version of the event that expelled a member last: the one a filing is of."""

    version: int = 0


def step_id(member_id: UUID, version: int) -> UUID:
    """Return the id of a step: the same for the same event, and nobody's."""
    return uuid5(member_id, f"transfer:{version}")


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What one log says of a transfer: started, accepted, completed or cancelled; the rest as far as it is said."""

    transfer_id: UUID
    step: str
    other_union_id: UUID | None = None
    other_union: str = ""
    last_dues_month: str | None = None
    ended_by: str | None = None
    reason: str | None = None


def _apply(recorded: Recorded, expulsion: LastExpulsion | None) -> Applied:
    match recorded.event:
        case MembershipChangeReversed() as event:
            return None, _reversed(recorded, event.reversed_version)
        case ExpulsionDecided() as event:
            key = (recorded.stream_id, recorded.version)
            decided = (recorded.occurred_on, event.decision_no, recorded.position)
            return LastExpulsion(recorded.version), [Write("put_expulsion", key, decided)]
        case ExpulsionFiled() as event:
            key = (recorded.stream_id, (expulsion or LastExpulsion()).version)
            filed = (recorded.occurred_on, event.filing_no, recorded.position)
            return None, [Write("file_expulsion", key, filed)]
        case _:
            step = _step_of(recorded)
            return None, [] if step is None else [_put(recorded, step)]


def _step_of(recorded: Recorded) -> Step | None:
    match recorded.event:
        case TransferOutStarted() as event:
            return Step(
                transfer_id=event.transfer_id,
                step="started",
                other_union_id=event.target_union_id,
                other_union=event.target_union,
                last_dues_month=event.last_dues_month,
            )
        case TransferOutCancelled() as event:
            return Step(
                transfer_id=event.transfer_id,
                step="cancelled",
                ended_by=event.by,
                reason=event.reason,
            )
        case TransferOutCompleted() as event:
            return Step(
                transfer_id=event.transfer_id, step="completed", other_union=event.other_union
            )
        case TransferInAccepted() as event:
            return Step(
                transfer_id=event.transfer_id, step="accepted", other_union=event.other_union
            )
        case _:
            return None


def _put(recorded: Recorded, step: Step) -> Write:
    return Write(
        "put_step",
        (step_id(recorded.stream_id, recorded.version),),
        (
            *(step.transfer_id, step.step, recorded.occurred_on),
            *(step.other_union_id, step.other_union, step.last_dues_month),
            *(step.ended_by, step.reason, recorded.position),
        ),
    )


def _reversed(recorded: Recorded, version: int) -> list[Write]:
    """Take back a step or an expulsion; of any other change there is no row here."""
    on = (recorded.occurred_on,)
    return [
        Write("reverse_step", (step_id(recorded.stream_id, version),), on),
        Write("reverse_expulsion", (recorded.stream_id, version), on),
    ]


TRANSFERS = Projection(
    name="transfers",
    version=1,
    package="projections.transfers",
    topics=frozenset(
        event.TOPIC
        for event in (
            TransferOutStarted,
            TransferOutCancelled,
            TransferOutCompleted,
            TransferInAccepted,
            MembershipChangeReversed,
            ExpulsionDecided,
            ExpulsionFiled,
        )
    ),
    writes={
        "put_step": WriteShape(
            ("uuid", "uuid", "text", "date", "uuid", "text", "text", "text", "text", "int8")
        ),
        "reverse_step": WriteShape(("uuid", "date")),
        "put_expulsion": WriteShape(("uuid", "int4", "date", "text", "int8")),
        "reverse_expulsion": WriteShape(("uuid", "int4", "date")),
        "file_expulsion": WriteShape(("uuid", "int4", "date", "text", "int8")),
    },
    apply=_apply,
    memory=LastExpulsion,
    memory_topics=frozenset({ExpulsionDecided.TOPIC, ExpulsionFiled.TOPIC}),
    memory_key=lambda recorded: recorded.stream_id,
)
