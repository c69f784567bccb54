"""The dues subsidiary ledger: what each member owed and paid for each month, and the month's sums."""

from domain.dues.events import DuesReceiptReversed, DuesReceived, WageBaseDeclared
from domain.event import Recorded

from projections.projection import Applied, Projection, json_text, kept
from projections.standing import (
    MEMBER_TOPICS,
    STANDING_TOPICS,
    Standing,
    after,
    due_spans,
    member_id_of,
)
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, standing: Standing | None) -> Applied:
    event = recorded.event
    if isinstance(event, DuesReceived):
        return None, [_receipt(recorded, event)]
    if isinstance(event, DuesReceiptReversed):
        key = (event.member_id, event.reversed_version)
        return None, [Write("reverse_receipt", key, (recorded.occurred_on, recorded.position))]
    now = after(standing or Standing(), recorded)
    return now, [_account(recorded, now), *_wage(recorded)]


def _receipt(recorded: Recorded, event: DuesReceived) -> Write:
    return Write(
        "put_receipt",
        (event.member_id, recorded.version),
        (event.dues_month, event.amount_fen, recorded.occurred_on, recorded.position),
    )


def _account(recorded: Recorded, standing: Standing) -> Write:
    member_id = member_id_of(recorded)
    return Write("put_account", (member_id,), (json_text(due_spans(standing)), recorded.position))


def _wage(recorded: Recorded) -> list[Write]:
    event = recorded.event
    if not isinstance(event, WageBaseDeclared):
        return []
    return [
        Write(
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
    ]


DUES = Projection(
    name="dues",
    version=1,
    package="projections.dues",
    topics=MEMBER_TOPICS | {WageBaseDeclared.TOPIC, DuesReceived.TOPIC, DuesReceiptReversed.TOPIC},
    writes={
        "put_account": WriteShape(("uuid", "jsonb", "int8")),
        "put_wage_base": WriteShape(
            ("uuid", "int4", "text", "int8", "text", "text", "int4", "date", "int8")
        ),
        "put_receipt": WriteShape(("uuid", "int4", "text", "int8", "date", "int8")),
        "reverse_receipt": WriteShape(("uuid", "int4", "date", "int8")),
    },
    apply=_apply,
    memory=Standing,
    memory_topics=STANDING_TOPICS,
    memory_key=member_id_of,
)
