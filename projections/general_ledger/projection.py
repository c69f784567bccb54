"""The general ledger: posting lines gathered into vouchers (记账凭证), by account and fund.

An event that moves money carries its lines, so it is a voucher (DECISIONS 2). What one command receives in
dues on one day is one collective voucher (汇总凭证) of many entries; every other event is a voucher of its
own. A voucher's number is its rank in the log among the vouchers of its month: gapless by construction and
never changed by what comes later (domain.md 7.4 R13).

A reversal is posted in red (红字冲销): on the same sides as the original, with negative amounts, so that the
turnover of an account is what really moved.

Opening balances (期初余额) moved nothing, and the year-end transfer (年终结转) earned and spent nothing: such
vouchers, and their reversals, are marked, for statements read them otherwise.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from domain.catalogue import CATALOGUE
from domain.event import Recorded
from domain.money import PostingLines
from domain.period import month_of
from domain.voucher.events import VoucherPosted, VoucherReversed

from projections.projection import Applied, Memory, Projection
from projections.write import Gathered, Write, WriteShape

POSTING_TOPICS: frozenset[str] = frozenset(
    topic for topic, event in CATALOGUE.items() if "lines" in event.__struct_fields__
)
"""Every topic whose events may carry posting lines."""

COLLECTIVE_TOPICS: frozenset[str] = frozenset(
    {"dues.received", "dues.receipt_reversed", "dues.refunded"}
)
"""Many small entries of one command and day make one voucher."""

RED_LETTER_TOPICS: frozenset[str] = frozenset(
    topic
    for topic in POSTING_TOPICS
    if topic.endswith(("_reversed", ".reversed", "_returned", ".refunded"))
) - {"dues.refund_reversed"}
"""Events that take back what others posted; what takes back a red entry is black again."""

_MARKED = frozenset({"opening", "year_end"})

Voucher = tuple[str, date, str, UUID]
"""Month, day, topic, and what gathers the entries: the command of a collective voucher, else the position."""


def _voucher_of(recorded: Recorded) -> Voucher:
    day = recorded.occurred_on
    topic = recorded.event.TOPIC
    collective = topic in COLLECTIVE_TOPICS
    return (
        month_of(day),
        day,
        topic,
        recorded.command_id if collective else UUID(int=recorded.position),
    )


def _gather(events: Sequence[Recorded]) -> Gathered:
    """Add up debits, credits and entries by voucher, account and fund; of the rest the last stands."""
    vouchers: dict[
        tuple[UUID, date, str] | int, tuple[Voucher, dict[tuple[str, str], list[Any]]]
    ] = {}
    marks: list[Write] = []
    for recorded in events:
        event = recorded.event
        lines: PostingLines = event.lines or ()  # type: ignore[attr-defined] # POSTING_TOPICS have lines
        if not lines:
            continue
        topic = event.TOPIC
        key = (
            (recorded.command_id, recorded.occurred_on, topic)
            if topic in COLLECTIVE_TOPICS
            else recorded.position
        )
        found = vouchers.get(key)
        if found is None:
            found = vouchers[key] = (_voucher_of(recorded), {})
            if isinstance(event, VoucherPosted | VoucherReversed) and event.kind in _MARKED:
                marks.append(Write("mark", (found[0][3],), (event.kind, recorded.position)))
        accounts = found[1]
        red = topic in RED_LETTER_TOPICS
        for line in lines:
            fen = line.fen
            place = (line.account, line.fund)
            row = accounts.get(place)
            if row is None:
                row = accounts[place] = [0, 0, 0, recorded]
            if (fen > 0) is not red:
                row[0] += fen
            else:
                row[1] -= fen
            row[2] += 1
            row[3] = recorded
    posted = [
        Write("post", (*voucher, *place), _value(*row))
        for voucher, accounts in vouchers.values()
        for place, row in accounts.items()
    ]
    return Gathered([*posted, *marks])


def _value(debit_fen: int, credit_fen: int, entries: int, last: Recorded) -> tuple[Any, ...]:
    return debit_fen, credit_fen, entries, last.stream_id, last.version, last.position


def _apply(recorded: Recorded, _: Memory | None) -> Applied:
    return None, _gather([recorded]).writes


GENERAL_LEDGER = Projection(
    name="general_ledger",
    version=1,
    package="projections.general_ledger",
    topics=POSTING_TOPICS,
    writes={
        "post": WriteShape(
            (
                "text",
                "date",
                "text",
                "uuid",
                "text",
                "text",
                "int8",
                "int8",
                "int4",
                "uuid",
                "int4",
                "int8",
            ),
            "sum",
            summed=3,
        ),
        "mark": WriteShape(("uuid", "text", "int8")),
    },
    apply=_apply,
    gather=_gather,
    gathered_topics=POSTING_TOPICS,
)
