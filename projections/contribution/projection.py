"""The employer's contribution by month: what was declared, received, shared, handed up and refunded."""

from domain.contribution.events import (
    ContributionEvent,
    ContributionReceived,
    ContributionReversed,
    EmployerDunned,
    LateFeeReceived,
    MoneyEvent,
    PayrollDeclared,
    RefundReceived,
    UpwardRemittancePaid,
)
from domain.event import Recorded

from projections.projection import Applied, Memory, Projection
from projections.write import Row, Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case PayrollDeclared() as event:
            return None, [_declaration(recorded, event)]
        case EmployerDunned() as event:
            value = (event.arrears_fen, event.document_no, recorded.occurred_on, recorded.position)
            return None, [Write("put_dunning", (event.month, recorded.version), value)]
        case ContributionReversed() as event:
            key = (event.month, event.reversed_version)
            return None, [Write("reverse_entry", key, (recorded.occurred_on, recorded.position))]
        case ContributionReceived() as event:
            split = (event.retained_fen, event.upward_fen, event.channel, event.receipt_no, None)
            return None, [_entry(recorded, event, "contribution", split)]
        case UpwardRemittancePaid() as event:
            paper = (0, 0, None, None, event.document_no)
            return None, [_entry(recorded, event, "remittance", paper)]
        case RefundReceived() as event:
            told: Row = (0, 0, event.kind, None, event.document_no)
            return None, [_entry(recorded, event, "refund", told)]
        case LateFeeReceived() as event:
            return None, [_entry(recorded, event, "late_fee", (0, 0, None, None, None))]
        case _:
            return None, []


def _declaration(recorded: Recorded, event: PayrollDeclared) -> Write:
    return Write(
        "put_declaration",
        (event.month, recorded.version),
        (
            recorded.stream_id,
            event.employees,
            event.payroll_fen,
            event.due_fen,
            event.due_on,
            event.policy_id,
            event.policy_version,
            recorded.occurred_on,
            recorded.position,
        ),
    )


def _entry(recorded: Recorded, event: MoneyEvent, entry: str, told: Row) -> Write:
    return Write(
        "put_entry",
        (event.month, recorded.version),
        (
            recorded.stream_id,
            entry,
            event.amount_fen,
            *told,
            recorded.occurred_on,
            recorded.position,
        ),
    )


CONTRIBUTION = Projection(
    name="contribution",
    version=1,
    package="projections.contribution",
    topics=frozenset(event.TOPIC for event in ContributionEvent.__args__),
    writes={
        "put_declaration": WriteShape(
            (
                "text",
                "int4",
                "uuid",
                "int4",
                "int8",
                "int8",
                "date",
                "text",
                "int4",
                "date",
                "int8",
            )
        ),
        "put_dunning": WriteShape(("text", "int4", "int8", "text", "date", "int8")),
        "put_entry": WriteShape(
            (
                "text",
                "int4",
                "uuid",
                "text",
                "int8",
                "int8",
                "int8",
                "text",
                "text",
                "text",
                "date",
                "int8",
            )
        ),
        "reverse_entry": WriteShape(("text", "int4", "date", "int8")),
    },
    apply=_apply,
)
