"""Engagements, each with its plans, accesses, reads, samples, verifications and reports."""

from typing import get_args

from domain.engagement.events import (
    AccessGranted,
    AccessRevoked,
    BooksRead,
    BooksVerified,
    EngagementClosed,
    EngagementEvent,
    EngagementOpened,
    EngagementPlanChanged,
    ReportIssued,
    SampleDrawn,
)
from domain.event import Recorded

from projections.projection import Applied, Memory, Projection, json_text
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case EngagementOpened() as event:
            return None, [_engagement(recorded, event), _plan(recorded, event, None)]
        case EngagementPlanChanged() as event:
            return None, [_plan(recorded, event, event.document_no), _touch(recorded)]
        case AccessGranted() as event:
            return None, [_access(recorded, event), _touch(recorded)]
        case AccessRevoked() as event:
            key = (event.engagement_id, event.access_id)
            by = (recorded.occurred_on, event.officer_id)
            return None, [Write("revoke_access", key, by), _touch(recorded)]
        case BooksRead() as event:
            return None, [_read(recorded, event)]
        case SampleDrawn() as event:
            return None, [_sample(recorded, event), _touch(recorded)]
        case BooksVerified() as event:
            return None, [_verification(recorded, event), _touch(recorded)]
        case ReportIssued() as event:
            return None, [_report(recorded, event), _touch(recorded)]
        case EngagementClosed() as event:
            value = (recorded.occurred_on, event.outcome)
            return None, [Write("end_engagement", (event.engagement_id,), value), _touch(recorded)]
        case _:
            return None, []


def _engagement(recorded: Recorded, event: EngagementOpened) -> Write:
    return Write(
        "put_engagement",
        (event.engagement_id,),
        (
            event.kind,
            event.ordered_by,
            event.officer_id,
            event.basis_no,
            recorded.occurred_on,
            recorded.version,
            recorded.position,
        ),
    )


def _plan(
    recorded: Recorded, event: EngagementOpened | EngagementPlanChanged, document_no: str | None
) -> Write:
    return Write(
        "put_plan",
        (event.engagement_id, recorded.version),
        (
            recorded.occurred_on,
            event.books_from,
            event.books_until,
            json_text(event.topics),
            event.access_until,
            document_no,
            event.officer_id,
            recorded.position,
        ),
    )


def _access(recorded: Recorded, event: AccessGranted) -> Write:
    return Write(
        "put_access",
        (event.engagement_id, event.access_id),
        (event.holder, recorded.occurred_on, event.until, event.officer_id, recorded.position),
    )


def _read(recorded: Recorded, event: BooksRead) -> Write:
    return Write(
        "put_read",
        (event.engagement_id, recorded.position),
        (
            recorded.occurred_on,
            recorded.recorded_at,
            event.access_id,
            event.operation_id,
            event.topic,
            json_text(event.about),
            event.as_of,
            event.known_at,
            event.to_as_of,
            event.to_known_at,
        ),
    )


def _sample(recorded: Recorded, event: SampleDrawn) -> Write:
    return Write(
        "put_sample",
        (event.engagement_id, event.sample_no),
        (recorded.occurred_on, json_text(event), recorded.position),
    )


def _verification(recorded: Recorded, event: BooksVerified) -> Write:
    return Write(
        "put_verification",
        (event.engagement_id, recorded.version),
        (
            recorded.occurred_on,
            event.position,
            event.hash,
            event.checkpoint_size,
            event.covered,
            event.not_covered,
            event.failed,
            event.verified_with,
            event.officer_id,
            recorded.position,
        ),
    )


def _report(recorded: Recorded, event: ReportIssued) -> Write:
    return Write(
        "put_report",
        (event.engagement_id, recorded.version),
        (
            recorded.occurred_on,
            event.document_no,
            event.report.sha256,
            event.opinion,
            event.reported_from,
            event.reported_until,
            event.income_fen,
            event.expense_fen,
            event.balance_fen,
            json_text(event.finding_ids),
            event.officer_id,
            recorded.position,
        ),
    )


def _touch(recorded: Recorded) -> Write:
    place = (recorded.version, recorded.position)
    return Write("touch_engagement", (recorded.stream_id,), place)


_FIGURES = ("int8", "int8", "int8")
_TEXTS = ("text", "text", "text")

ENGAGEMENT = Projection(
    name="engagement",
    version=3,
    package="projections.engagement",
    topics=frozenset(event.TOPIC for event in get_args(EngagementEvent)),
    writes={
        "put_engagement": WriteShape(
            ("uuid", "text", "text", "uuid", "text", "date", "int4", "int8")
        ),
        "put_plan": WriteShape(
            ("uuid", "int4", *("date", "date", "date"), *("text", "date", "text", "uuid", "int8"))
        ),
        "put_access": WriteShape(("uuid", "text", "text", "date", "date", "uuid", "int8")),
        "revoke_access": WriteShape(("uuid", "text", "date", "uuid")),
        "put_read": WriteShape(
            (
                *("uuid", "int8", "date", "timestamptz", *_TEXTS, "text"),
                *("date", "int8", "date", "int8"),
            ),
            "each",
        ),
        "put_sample": WriteShape(("uuid", "int4", "date", "text", "int8")),
        "put_verification": WriteShape(
            ("uuid", "int4", "date", "int8", "text", "int8", *_FIGURES, "text", "uuid", "int8")
        ),
        "put_report": WriteShape(
            ("uuid", "int4", "date", *_TEXTS, "date", "date", *_FIGURES, "text", "uuid", "int8")
        ),
        "end_engagement": WriteShape(("uuid", "date", "text")),
        "touch_engagement": WriteShape(("uuid", "int4", "int8")),
    },
    apply=_apply,
)
