"""X01 to X04: what auditors look for besides the catalogue (users.md 3.3, step 5). These rules are ours, no law's.

Round sums, entries on days on which nobody works, late reversals, gaps in numbers. Each alone is harmless.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from domain.aid_case.events import AidApproved, AidPaid
from domain.custodial.events import CustodialFundPaid
from domain.event import Event, Recorded
from domain.irregularity.books import UNDOING, Books, Entry, debits_fen, original_of
from domain.irregularity.hit import Hit, Looked, without_parameters
from domain.pay_batch.events import PaymentBatchDrafted, PaymentBatchPaid
from domain.voucher.events import VoucherPosted

_ENDS_IN_NUMBER = re.compile(r"(?P<series>.*?)(?P<number>[0-9]{1,12})")
_SERIES_LEAST = 3
"""Fewer numbers are no series."""


def round_sums(books: Books) -> Looked:
    """X01 整数金额: expenses that are a multiple of a large unit; real invoices seldom are."""
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    spent = [each for each in books.asked(VoucherPosted) if each.event.kind == "expense"]
    hits = [
        Hit(
            kind="round_sum",
            on=each.at.occurred_on,
            positions=(each.at.position,),
            amount_fen=fen,
            voucher_id=each.event.voucher_id,
            measures={"unit_fen": parameters.round_unit_fen},
        )
        for each in spent
        if (fen := debits_fen(each.event.lines)) and fen % parameters.round_unit_fen == 0
    ]
    return Looked(hits=hits, examined=len(spent))


def on_rest_days(books: Books) -> Looked:
    """X02 非工作日付款: money that moved on a weekend or holiday, by the calendar of working days."""
    moved: list[tuple[Recorded, int]] = [
        *((each.at, each.event.amount_fen) for each in books.asked(AidPaid)),
        *((each.at, each.event.amount_fen) for each in books.asked(CustodialFundPaid)),
        *((each.at, each.event.total_fen) for each in books.asked(PaymentBatchPaid)),
        *(
            (each.at, debits_fen(each.event.lines))
            for each in books.asked(VoucherPosted)
            if each.event.method is not None
        ),
    ]
    hits = [
        Hit(kind="rest_day", on=at.occurred_on, positions=(at.position,), amount_fen=fen)
        for at, fen in moved
        if at.occurred_on in books.rest_days
    ]
    return Looked(hits=hits, examined=len(moved))


def late_reversals(books: Books) -> Looked:
    """X03 迟延冲销: what was undone long after it was entered."""
    parameters = books.parameters()
    if parameters is None:
        return without_parameters()
    hits: list[Hit] = []
    examined = 0
    for kind in UNDOING:
        for at, _ in books.asked(kind):
            original = original_of(books, at)
            if original is None:
                continue
            examined += 1
            days = (at.occurred_on - original.occurred_on).days
            if days > parameters.late_reversal_days:
                hits.append(
                    Hit(
                        kind="late_reversal",
                        on=at.occurred_on,
                        positions=(original.position, at.position),
                        amount_fen=_amount_of(at.event),
                        measures={"days_after": days},
                    )
                )
    return Looked(hits=hits, examined=examined)


def _amount_of(event: Event) -> int:
    lines = getattr(event, "lines", ())
    return sum(-line.fen for line in lines if line.fen < 0) or getattr(event, "amount_fen", 0)


class _Numbered(NamedTuple):
    """A number of a series, and the event that bears it."""

    number: int
    at: Recorded


def gaps_in_numbers(books: Books) -> Looked:
    """X04 编号不连续: numbers of aid cases and pay lists that are missing inside their series.

    A series is what is written before the last digits; one that misses more numbers than it has is not this
    union's alone (a county may number for all its units).
    """
    series: dict[tuple[str, str], dict[int, Recorded]] = {}
    examined = 0
    for kind, text, at in _numbers(books):
        written = _ENDS_IN_NUMBER.fullmatch(text)
        if written is None:
            continue
        examined += 1
        series.setdefault((kind, written["series"]), {})[int(written["number"])] = at
    hits = [hit for numbered in series.values() for hit in _missing(books, numbered)]
    return Looked(hits=hits, examined=examined)


def _numbers(books: Books) -> Iterator[tuple[str, str, Recorded]]:
    cases: list[Entry[AidApproved]] = list(books.every(AidApproved))
    yield from (("case", each.event.case_no, each.at) for each in cases)
    lists: list[Entry[PaymentBatchDrafted]] = list(books.every(PaymentBatchDrafted))
    yield from (("list", each.event.batch_no, each.at) for each in lists)


def _missing(books: Books, numbered: dict[int, Recorded]) -> Iterator[Hit]:
    ordered = [_Numbered(number, numbered[number]) for number in sorted(numbered)]
    spread = ordered[-1].number - ordered[0].number + 1
    if len(ordered) < _SERIES_LEAST or spread - len(ordered) > len(ordered):
        return
    for lower, upper in pairwise(ordered):
        missing = upper.number - lower.number - 1
        if missing and books.is_asked(upper.at.occurred_on):
            yield Hit(
                kind="number_gap",
                on=upper.at.occurred_on,
                positions=(lower.at.position, upper.at.position),
                measures={"missing": missing, "after_number": lower.number},
            )
