"""Disclosures, what each names, and the objections to it."""

from typing import get_args

from domain.disclosure.events import (
    DisclosureEnded,
    DisclosureEvent,
    DisclosurePublished,
    ObjectionNoted,
)
from domain.event import Recorded

from projections.projection import Applied, Memory, Projection, json_text, kept
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case DisclosurePublished() as event:
            return None, [_disclosure(recorded, event), *_findings(recorded, event)]
        case DisclosureEnded() as event:
            value = (recorded.occurred_on, event.reason)
            return None, [Write("end_disclosure", (event.disclosure_id,), value), _touch(recorded)]
        case ObjectionNoted() as event:
            return None, [_objection(recorded, event), _touch(recorded)]
        case _:
            return None, []


def _disclosure(recorded: Recorded, event: DisclosurePublished) -> Write:
    return Write(
        "put_disclosure",
        (event.disclosure_id,),
        (
            event.topic,
            event.channel,
            event.officer_id,
            event.document_sha256,
            recorded.occurred_on,
            event.shown_until,
            event.period_from,
            event.period_until,
            json_text(event.columns),
            json_text(event.statement_codes),
            json_text(event.finding_ids),
            event.engagement_id,
            event.report_no,
            recorded.version,
            recorded.position,
        ),
    )


def _findings(recorded: Recorded, event: DisclosurePublished) -> list[Write]:
    """Which findings were made public, and when: 公开日期 of L32."""
    return [
        Write(
            "put_disclosed_finding",
            (event.disclosure_id, finding_id),
            (recorded.occurred_on, recorded.position),
        )
        for finding_id in dict.fromkeys(event.finding_ids)
    ]


def _objection(recorded: Recorded, event: ObjectionNoted) -> Write:
    return Write(
        "put_disclosure_objection",
        (event.disclosure_id, recorded.version),
        (
            recorded.occurred_on,
            event.about,
            event.officer_id,
            kept(recorded, event.details),
            recorded.position,
        ),
    )


def _touch(recorded: Recorded) -> Write:
    return Write("touch_disclosure", (recorded.stream_id,), (recorded.version, recorded.position))


DISCLOSURE = Projection(
    name="disclosure",
    version=1,
    package="projections.disclosure",
    topics=frozenset(event.TOPIC for event in get_args(DisclosureEvent)),
    writes={
        "put_disclosure": WriteShape(
            (
                *("uuid", "text", "text", "uuid", "text", "date", "date", "date", "date"),
                *("jsonb", "jsonb", "jsonb", "uuid", "text", "int4", "int8"),
            )
        ),
        "put_disclosed_finding": WriteShape(("uuid", "uuid", "date", "int8")),
        "end_disclosure": WriteShape(("uuid", "date", "text")),
        "put_disclosure_objection": WriteShape(
            ("uuid", "int4", "date", "text", "uuid", "text", "int8")
        ),
        "touch_disclosure": WriteShape(("uuid", "int4", "int8")),
    },
    apply=_apply,
)
