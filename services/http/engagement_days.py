"""Which days of the books a read under an engagement is about, and what holds where it names none.

A read may ask for days of the engagement's books only (`domain.engagement.access`): its date, both dates of a
comparison, the first day of its year or month, the ends of its span; where no date bounds a year or month, its last
day as well. What was not named is put inside: a date becomes the day of the books nearest to today (in a ledger: to
the year's end), a list begins with the books. A year that began before them is refused, not cut: a sum of nine
months looks like one of twelve. One thing by its id is shown as it stood on such a day, whenever it began.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from msgspec import structs

from domain.engagement.state import Scope
from domain.period import MONTHS_PER_YEAR, first_day, last_day, month_of, month_text
from services.http.operation import Operation

Given = Mapping[str, Any]

_BEGINNING: Final = date(1900, 1, 1)
"""What `since` means in a list where nobody says it."""
_BOUNDS: Final = ("as_of", "until")
_ENDS: Final = (*_BOUNDS, "to_as_of")
_BEGINS: Final = ("since", "first")
_MONTHS: Final = ("period", "month")
NAMES_OF_DAYS: Final = frozenset({*_ENDS, *_BEGINS, *_MONTHS, "year"})
"""Everything a read is told of days, in its address or in its query."""

_OF_ITS_OWN_DAYS: Final = frozenset({"readAuditReport"})
"""What shows the days of its engagement and no others, whatever date it is asked for."""
_SAID_BY_PAPER: Final = frozenset({"checkStatementCode"})
"""What is held against a paper: with a date the paper does not name it would be another."""
_ALWAYS_A_YEAR: Final = frozenset({"L3", "L11"})
"""Ledgers that show their year whatever month of it is asked for."""


class Days(NamedTuple):
    """The first and the last day of the books a read is about; None for one that is of no day."""

    first: date | None = None
    last: date | None = None


def put_inside(operation: Operation, given: Given, scope: Scope, today: date) -> dict[str, Any]:
    """Return what was given, naming a day of the books wherever it would mean another by saying nothing."""
    told, query = _told(given), given.get("query")
    if query is None or operation.operation_id in _OF_ITS_OWN_DAYS | _SAID_BY_PAPER:
        return dict(given)
    put: dict[str, date] = {}
    usual = _usual_end(operation, told, today)
    inside = min(max(usual, scope.books_from), scope.books_until)
    if inside != usual:
        put |= {name: inside for name in _ENDS if name in told and told[name] is None}
    if _new_year(_end({**told, **put}, inside)) < scope.books_from:
        put |= {name: scope.books_from for name in _BEGINS if name in told and told[name] is None}
    if scope.books_from > _BEGINNING:
        put |= {name: scope.books_from for name in _BEGINS if told.get(name) == _BEGINNING}
    return {**given, "query": structs.replace(query, **put)}


def days_asked(operation: Operation, given: Given, today: date) -> Days:
    """Return the days a read is about, as they were told or as they are usual."""
    told = _told(given)
    if not told or operation.operation_id in _OF_ITS_OWN_DAYS:
        return Days()
    usual = _usual_end(operation, told, today)
    end = _end(told, usual)
    days = [told[name] or usual for name in _ENDS if name in told]
    days += [told[name] or _new_year(end) for name in _BEGINS if name in told]
    is_bounded = any(name in told for name in _BOUNDS)
    for first, last in _periods(told, end, given.get("ledger")):
        days += [first] if is_bounded else [first, last]
    return Days(min(days), max(days))


def _told(given: Given) -> dict[str, Any]:
    """Return everything of days the read could be told, None where it was not."""
    query = given.get("query")
    asked = {} if query is None else structs.asdict(query)
    return {name: value for name, value in {**asked, **given}.items() if name in NAMES_OF_DAYS}


def _periods(told: Given, end: date, ledger: object) -> Iterator[tuple[date, date]]:
    """Yield first and last day of the months and the year it is about; unsaid, they are those of the end."""
    months = [told[name] for name in _MONTHS if told.get(name) is not None]
    if "period" in told and "since" not in told and not months:
        months = [month_of(end)]
    yield from ((first_day(month), last_day(month)) for month in months)
    if "year" not in told:
        return
    year = told["year"] or end.year
    january, december = month_text(year, 1), month_text(year, MONTHS_PER_YEAR)
    if not months or ledger in _ALWAYS_A_YEAR or not january <= months[0] <= december:
        yield first_day(january), last_day(december)


def _usual_end(operation: Operation, told: Given, today: date) -> date:
    """Return the date a read is of when it names none: today's, for a ledger the end of its year."""
    year = told.get("year")
    return date(year, 12, 31) if operation.tag == "ledgers" and year is not None else today


def _end(told: Given, usual: date) -> date:
    return next((told[name] for name in _BOUNDS if told.get(name) is not None), usual)


def _new_year(day: date) -> date:
    return date(day.year, 1, 1)
