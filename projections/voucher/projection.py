"""Vouchers in work: each draft whole, and each step with its date, its officer and its reason.

What is posted stands in the general ledger; here stands how it came about. Nothing is changed once written: the
stage of a voucher on a date is its last step by then.
"""

from typing import assert_never

from domain.event import Recorded
from domain.ids import OfficerId
from domain.voucher.events import (
    VoucherApproved,
    VoucherDiscarded,
    VoucherDrafted,
    VoucherEvent,
    VoucherPosted,
    VoucherReturned,
    VoucherReversed,
    VoucherReviewed,
    VoucherRevised,
    VoucherSubmitted,
)

from projections.projection import Applied, Memory, Projection, json_text, kept
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    event: VoucherEvent = recorded.event  # type: ignore[assignment] # only these topics come here
    match event:
        case VoucherDrafted():
            return None, [
                _content(recorded, event, event.kind),
                _step(recorded, "drafted", event.handler_id),
            ]
        case VoucherRevised():
            return None, [
                _content(recorded, event, None),
                _step(recorded, "revised", event.handler_id),
            ]
        case VoucherSubmitted():
            return None, [_step(recorded, "submitted", event.handler_id)]
        case VoucherReturned():
            return None, [_step(recorded, "returned", event.returned_by, reason=event.reason)]
        case VoucherReviewed():
            return None, [_step(recorded, "reviewed", event.reviewer_id)]
        case VoucherApproved():
            return None, [
                _step(recorded, "approved", event.approver_id, decision_no=event.decision_no)
            ]
        case VoucherPosted():
            return None, [
                _step(
                    recorded,
                    "posted",
                    event.posted_by,
                    method=event.method,
                    reference=event.reference,
                )
            ]
        case VoucherDiscarded():
            return None, [_step(recorded, "discarded", event.discarded_by, reason=event.reason)]
        case VoucherReversed():
            return None, [
                _step(
                    recorded,
                    "reversed",
                    event.requested_by,
                    second=event.approved_by,
                    reason=event.reason,
                )
            ]
        case _:
            assert_never(event)


def _content(recorded: Recorded, event: VoucherDrafted | VoucherRevised, kind: str | None) -> Write:
    return Write(
        "put_content",
        (event.voucher_id, recorded.version),
        (
            kind,
            json_text(event.proposed),
            kept(recorded, event.details),
            event.handler_id,
            json_text(event.attachments),
            recorded.occurred_on,
            recorded.position,
        ),
    )


def _step(
    recorded: Recorded,
    step: str,
    officer_id: OfficerId,
    *,
    second: OfficerId | None = None,
    reason: str | None = None,
    decision_no: str | None = None,
    method: str | None = None,
    reference: str | None = None,
) -> Write:
    return Write(
        "put_step",
        (recorded.stream_id, recorded.version),
        (
            step,
            recorded.occurred_on,
            officer_id,
            second,
            reason,
            decision_no,
            method,
            reference,
            recorded.position,
        ),
    )


VOUCHER = Projection(
    name="voucher",
    version=1,
    package="projections.voucher",
    topics=frozenset(event.TOPIC for event in VoucherEvent.__args__),
    writes={
        "put_content": WriteShape(
            ("uuid", "int4", "text", "jsonb", "text", "uuid", "jsonb", "date", "int8")
        ),
        "put_step": WriteShape(
            (
                "uuid",
                "int4",
                "text",
                "date",
                "uuid",
                "uuid",
                "text",
                "text",
                "text",
                "text",
                "int8",
            )
        ),
    },
    apply=_apply,
)
