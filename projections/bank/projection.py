"""Comparisons of the books with the bank, and with the cash box."""

from domain.bank_statement.events import AssertionWithdrawn, BalanceAsserted
from domain.event import Recorded

from projections.projection import Applied, Memory, Projection, json_text
from projections.write import Write, WriteShape


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    match recorded.event:
        case BalanceAsserted() as event:
            return None, [_asserted(recorded, event)]
        case AssertionWithdrawn() as event:
            return None, [_withdrawn(recorded, event)]
        case _:
            return None, []


def _asserted(recorded: Recorded, event: BalanceAsserted) -> Write:
    return Write(
        "put_assertion",
        (event.account, recorded.version),
        (
            recorded.occurred_on,
            event.bank_fen,
            event.books_fen,
            event.books_position,
            event.difference_fen,
            event.difference_reason,
            json_text(event.outstanding),
            None if event.statement is None else json_text(event.statement),
            event.asserted_by,
            recorded.position,
        ),
    )


def _withdrawn(recorded: Recorded, event: AssertionWithdrawn) -> Write:
    return Write(
        "put_withdrawal",
        (event.account, event.withdrawn_version),
        (recorded.occurred_on, event.withdrawn_by, event.reason, recorded.position),
    )


BANK = Projection(
    name="bank",
    version=1,
    package="projections.bank",
    topics=frozenset({BalanceAsserted.TOPIC, AssertionWithdrawn.TOPIC}),
    writes={
        "put_assertion": WriteShape(
            (
                "text",
                "int4",
                "date",
                "int8",
                "int8",
                "int8",
                "int8",
                "text",
                "jsonb",
                "jsonb",
                "uuid",
                "int8",
            )
        ),
        "put_withdrawal": WriteShape(("text", "int4", "date", "uuid", "text", "int8")),
    },
    apply=_apply,
)
