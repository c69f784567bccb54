"""Printed statements as issued."""

from domain.event import Recorded
from domain.statement.events import StatementIssued

from projections.projection import Applied, Memory, Projection
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case StatementIssued() as event:
            return None, [_statement(recorded, event)]
        case _:
            return None, []


def _statement(recorded: Recorded, event: StatementIssued) -> Write:
    return Write(
        "put_statement",
        (event.code,),
        (
            event.ledger,
            event.year,
            event.month,
            event.account,
            event.pay_batch_id,
            event.as_of,
            event.known_at,
            event.document_sha256,
            event.row_count,
            recorded.occurred_on,
            recorded.position,
        ),
    )


STATEMENT = Projection(
    name="statement",
    version=1,
    package="projections.statement",
    topics=frozenset({StatementIssued.TOPIC}),
    writes={
        "put_statement": WriteShape(
            (
                *("text", "text", "int4", "text", "text", "uuid", "date", "int8", "text"),
                *("int4", "date", "int8"),
            )
        ),
    },
    apply=_apply,
)
