"""The condolence ledger, and the requests that lead to it."""

from typing import Any, NamedTuple, get_args

from domain.condolence.events import (
    CondolenceApproved,
    CondolenceEvent,
    CondolenceRecorded,
    CondolenceRejected,
    CondolenceRequested,
    CondolenceReversed,
)
from domain.event import Recorded

from projections.projection import Applied, Memory, Projection, json_text, kept
from projections.write import Write, WriteShape


class Request(NamedTuple):
    """The columns of a request; what is None leaves what stands there."""

    member_id: Any = None
    occasion: str | None = None
    amount_fen: int | None = None
    details: str | None = None
    form: str | None = None
    relation: str | None = None
    festival: str | None = None
    requested_on: Any = None
    handler_id: Any = None
    approved_fen: int | None = None
    approved_on: Any = None
    approver_id: Any = None
    decision_no: str | None = None
    rejected_on: Any = None
    rejection: str | None = None
    delivered_on: Any = None


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case CondolenceRecorded() as event:
            given = [_condolence(recorded, event)]
            if event.requested_version is not None:
                given.append(_request(recorded, Request(delivered_on=recorded.occurred_on)))
            return None, given
        case CondolenceReversed() as event:
            value = (recorded.occurred_on, recorded.version, recorded.position)
            return None, [Write("reverse_condolence", (event.condolence_id,), value)]
        case CondolenceRequested() as event:
            return None, [_request(recorded, _requested(recorded, event))]
        case CondolenceApproved() as event:
            approved = Request(
                approved_fen=event.amount_fen,
                approved_on=recorded.occurred_on,
                approver_id=event.approver_id,
                decision_no=event.decision_no,
            )
            return None, [_request(recorded, approved)]
        case CondolenceRejected() as event:
            rejected = Request(
                approver_id=event.approver_id,
                rejected_on=recorded.occurred_on,
                rejection=event.reason,
            )
            return None, [_request(recorded, rejected)]
        case _:
            return None, []


def _request(recorded: Recorded, told: Request) -> Write:
    value = (*told, recorded.version, recorded.position)
    return Write("put_request", (recorded.stream_id,), value)


def _requested(recorded: Recorded, event: CondolenceRequested) -> Request:
    return Request(
        member_id=event.member_id,
        occasion=event.occasion,
        amount_fen=event.amount_fen,
        details=kept(recorded, event.details),
        form=event.form,
        relation=event.relation,
        festival=event.festival,
        requested_on=recorded.occurred_on,
        handler_id=event.handler_id,
    )


def _condolence(recorded: Recorded, event: CondolenceRecorded) -> Write:
    return Write(
        "put_condolence",
        (event.condolence_id,),
        (
            event.member_id,
            event.occasion,
            event.amount_fen,
            kept(recorded, event.details),
            event.form,
            event.relation,
            event.festival,
            json_text(event.goods) if event.goods else "[]",
            event.deliverer_id,
            event.benefit_id,
            event.benefit_version,
            json_text(event.warnings) if event.warnings else "[]",
            recorded.occurred_on,
            recorded.version,
            recorded.position,
        ),
    )


CONDOLENCE = Projection(
    name="condolence",
    version=2,
    package="projections.condolence",
    topics=frozenset(event.TOPIC for event in get_args(CondolenceEvent)),
    writes={
        "put_condolence": WriteShape(
            (
                *("uuid", "uuid", "text", "int8", "text", "text", "text", "text", "jsonb"),
                *("uuid", "text", "int4", "jsonb", "date", "int4", "int8"),
            )
        ),
        "put_request": WriteShape(
            (
                *("uuid", "uuid", "text", "int8", "text", "text", "text", "text", "date"),
                *("uuid", "int8", "date", "uuid", "text", "date", "text", "date", "int4", "int8"),
            ),
            "merge",
        ),
        "reverse_condolence": WriteShape(("uuid", "date", "int4", "int8")),
    },
    apply=_apply,
)
