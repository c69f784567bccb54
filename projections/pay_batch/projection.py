"""Pay lists: every version that was drawn up, who signed when, and which lines were not paid after all."""

from typing import get_args
from uuid import UUID

from domain.event import Recorded
from domain.pay_batch.events import (
    PayBatchEvent,
    PaymentBatchApproved,
    PaymentBatchDiscarded,
    PaymentBatchDrafted,
    PaymentBatchPaid,
    PaymentBatchReviewed,
    PaymentBatchSentBack,
    PaymentItemFailed,
    PaymentItemReturned,
)

from projections.projection import Applied, Memory, Projection, kept
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case PaymentBatchDrafted() as event:
            return None, [
                _batch(recorded, event),
                *_items(recorded, event),
                _stage(recorded, "drafted", event.handler_id),
            ]
        case PaymentBatchReviewed() as event:
            return None, [_stage(recorded, "reviewed", event.reviewer_id)]
        case PaymentBatchSentBack() as event:
            return None, [_stage(recorded, "sent_back", event.officer_id, event.reason)]
        case PaymentBatchApproved() as event:
            return None, [_stage(recorded, "approved", event.approver_id)]
        case PaymentBatchPaid() as event:
            return None, [_stage(recorded, "paid", event.cashier_id)]
        case PaymentBatchDiscarded() as event:
            return None, [_stage(recorded, "discarded", event.officer_id)]
        case PaymentItemFailed() as event:
            return None, [_return(recorded, event, "failed")]
        case PaymentItemReturned() as event:
            return None, [_return(recorded, event, "returned")]
        case _:
            return None, []


def _batch(recorded: Recorded, event: PaymentBatchDrafted) -> Write:
    return Write(
        "put_pay_batch",
        (event.pay_batch_id, recorded.version),
        (
            event.batch_no,
            event.category,
            event.fund_source,
            event.method,
            event.item_count,
            event.total_fen,
            recorded.occurred_on,
            recorded.position,
        ),
    )


def _items(recorded: Recorded, event: PaymentBatchDrafted) -> list[Write]:
    return [
        Write(
            "put_pay_batch_item",
            (event.pay_batch_id, recorded.version, place),
            (
                item.aid_case_id,
                item.household_id,
                item.recipient_id,
                item.amount_fen,
                kept(recorded, item.payee),
                item.exception_document_no,
                recorded.position,
            ),
        )
        for place, item in enumerate(event.items, start=1)
    ]


def _stage(recorded: Recorded, stage: str, officer_id: UUID, reason: str | None = None) -> Write:
    key = (recorded.stream_id, recorded.version)
    value = (stage, recorded.occurred_on, officer_id, reason, recorded.position)
    return Write("put_pay_batch_stage", key, value)


def _return(recorded: Recorded, event: PaymentItemFailed | PaymentItemReturned, kind: str) -> Write:
    key = (event.pay_batch_id, event.aid_case_id)
    value = (kind, event.reason, recorded.occurred_on, recorded.version, recorded.position)
    return Write("put_pay_batch_return", key, value)


PAY_BATCH = Projection(
    name="pay_batch",
    version=1,
    package="projections.pay_batch",
    topics=frozenset(event.TOPIC for event in get_args(PayBatchEvent)),
    writes={
        "put_pay_batch": WriteShape(
            ("uuid", "int4", "text", "text", "text", "text", "int4", "int8", "date", "int8")
        ),
        "put_pay_batch_item": WriteShape(
            ("uuid", "int4", "int4", "uuid", "uuid", "uuid", "int8", "text", "text", "int8")
        ),
        "put_pay_batch_stage": WriteShape(("uuid", "int4", "text", "date", "uuid", "text", "int8")),
        "put_pay_batch_return": WriteShape(
            ("uuid", "uuid", "text", "text", "date", "int4", "int8")
        ),
    },
    apply=_apply,
)
