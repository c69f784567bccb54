"""The dues subsidiary ledger: what each member owed and paid for each month, collections, waivers and reminders.

A refund stands among the receipts with a negative amount: what was received is what did not go back.
"""

from collections.abc import Sequence

from domain.dues.events import (
    DuesReceiptReversed,
    DuesReceived,
    DuesRefunded,
    DuesRefundReversed,
    DuesReminderSent,
    DuesWaived,
    DuesWaiverReversed,
    WageBaseDeclared,
    WageBaseReversed,
)
from domain.dues_batch.events import DuesBatchClosed
from domain.event import Recorded
from domain.member.events import ArrearsCleared, ArrearsWarningIssued

from projections.projection import Applied, Projection, json_text, kept
from projections.standing import (
    MEMBER_TOPICS,
    STANDING_TOPICS,
    Standing,
    after,
    due_spans,
    member_id_of,
)
from projections.write import Columns, Gathered, Write, WriteShape

_MONEY = frozenset(
    event.TOPIC for event in (DuesReceived, DuesReceiptReversed, DuesRefunded, DuesRefundReversed)
)


def _apply(recorded: Recorded, standing: Standing | None) -> Applied:
    match recorded.event:
        case DuesReceived() as event:
            return None, [_receipt(recorded, event)]
        case DuesRefunded() as event:
            return None, [_refund(recorded, event)]
        case DuesReceiptReversed() | DuesRefundReversed() as event:
            key = (event.member_id, event.reversed_version)
            return None, [Write("reverse_receipt", key, (recorded.occurred_on, recorded.position))]
        case DuesReminderSent() as event:
            return None, [_reminder(recorded, event)]
        case DuesBatchClosed() as event:
            return None, [_batch(recorded, event)]
        case _:
            now = after(standing or Standing(), recorded)
            return now, [_account(recorded, now), *_entered(recorded)]


def _receipt(recorded: Recorded, event: DuesReceived) -> Write:
    return Write(
        "put_receipt",
        (event.member_id, recorded.version),
        (
            event.dues_month,
            event.amount_fen,
            recorded.occurred_on,
            event.batch_id,
            recorded.position,
        ),
    )


def _gather(receipts: Sequence[Recorded]) -> Gathered:
    """Lay receipts out as `_receipt` would, column by column."""
    events: list[DuesReceived] = [each.event for each in receipts]  # type: ignore[misc] # only these are gathered
    columns: Columns = (
        [event.member_id for event in events],
        [recorded.version for recorded in receipts],
        [event.dues_month for event in events],
        [event.amount_fen for event in events],
        [recorded.occurred_on for recorded in receipts],
        [event.batch_id for event in events],
        [recorded.position for recorded in receipts],
    )
    return Gathered([], {"put_receipt": columns})


def _refund(recorded: Recorded, event: DuesRefunded) -> Write:
    return Write(
        "put_receipt",
        (event.member_id, recorded.version),
        (event.dues_month, -event.amount_fen, recorded.occurred_on, None, recorded.position),
    )


def _account(recorded: Recorded, standing: Standing) -> Write:
    member_id = member_id_of(recorded)
    return Write("put_account", (member_id,), (json_text(due_spans(standing)), recorded.position))


def _entered(recorded: Recorded) -> list[Write]:
    """Return the rows of what changes somebody's standing or is known of the arrears."""
    on, position = recorded.occurred_on, recorded.position
    match recorded.event:
        case WageBaseDeclared() as event:
            return [_wage(recorded, event)]
        case WageBaseReversed() as event:
            key = (event.member_id, event.reversed_version)
            return [Write("reverse_wage_base", key, (position,))]
        case DuesWaived() as event:
            waived = (event.dues_month, event.amount_fen, event.reason, event.decision_no, on)
            key = (event.member_id, recorded.version)
            return [Write("put_waiver", key, (*waived, position))]
        case DuesWaiverReversed() as event:
            key = (event.member_id, event.reversed_version)
            return [Write("reverse_waiver", key, (on, position))]
        case ArrearsWarningIssued() as event:
            told = (on, event.months_unpaid, None, kept(recorded, event.details), position)
            return [Write("put_warning", (recorded.stream_id, recorded.version), told)]
        case ArrearsCleared() as event:
            cleared = (on, None, event.reason, kept(recorded, event.details), position)
            return [Write("put_warning", (recorded.stream_id, recorded.version), cleared)]
        case _:
            return []


def _wage(recorded: Recorded, event: WageBaseDeclared) -> Write:
    return Write(
        "put_wage_base",
        (event.member_id, recorded.version),
        (
            event.from_month,
            event.due_fen,
            kept(recorded, event.wage),
            event.policy_id,
            event.policy_version,
            recorded.occurred_on,
            recorded.position,
        ),
    )


def _reminder(recorded: Recorded, event: DuesReminderSent) -> Write:
    return Write(
        "put_reminder",
        (event.member_id, recorded.version),
        (
            recorded.occurred_on,
            event.through_month,
            event.months,
            event.amount_fen,
            event.channel,
            kept(recorded, event.details),
            recorded.position,
        ),
    )


def _batch(recorded: Recorded, event: DuesBatchClosed) -> Write:
    return Write(
        "put_batch",
        (recorded.stream_id,),
        (
            recorded.version,
            recorded.occurred_on,
            event.declared_heads,
            event.declared_fen,
            event.heads,
            event.amount_fen,
            event.difference_reason,
            event.first_month,
            event.last_month,
            event.branch_id,
            recorded.position,
        ),
    )


DUES = Projection(
    name="dues",
    version=3,
    package="projections.dues",
    topics=MEMBER_TOPICS
    | STANDING_TOPICS
    | _MONEY
    | {DuesReminderSent.TOPIC, DuesBatchClosed.TOPIC},
    writes={
        "put_account": WriteShape(("uuid", "jsonb", "int8")),
        "put_wage_base": WriteShape(
            ("uuid", "int4", "text", "int8", "text", "text", "int4", "date", "int8")
        ),
        "reverse_wage_base": WriteShape(("uuid", "int4", "int8")),
        "put_receipt": WriteShape(("uuid", "int4", "text", "int8", "date", "uuid", "int8"), "each"),
        "reverse_receipt": WriteShape(("uuid", "int4", "date", "int8")),
        "put_waiver": WriteShape(("uuid", "int4", "text", "int8", "text", "text", "date", "int8")),
        "reverse_waiver": WriteShape(("uuid", "int4", "date", "int8")),
        "put_warning": WriteShape(("uuid", "int4", "date", "int4", "text", "text", "int8")),
        "put_reminder": WriteShape(
            ("uuid", "int4", "date", "text", "int4", "int8", "text", "text", "int8")
        ),
        "put_batch": WriteShape(
            (
                *("uuid", "int4", "date", "int4", "int8", "int4", "int8"),
                *("text", "text", "text", "uuid", "int8"),
            )
        ),
    },
    apply=_apply,
    gather=_gather,
    gathered_topics=frozenset({DuesReceived.TOPIC}),
    memory=Standing,
    memory_topics=STANDING_TOPICS,
    memory_key=member_id_of,
)
