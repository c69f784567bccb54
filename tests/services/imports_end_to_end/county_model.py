"""Adds a story up, month by month and row by row, into the structure of `expected.json`. Deliberately naive."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tests.services.imports_end_to_end.county_story import (
    JOINS,
    LEAVES,
    County,
    Person,
    Unit,
    owed_fen,
)

MONTHS = range(1, 13)
Document = dict[str, Any]


def totals_of(county: County) -> Document:
    """Return `county` and `units`, without whoever's ID number was spoilt."""
    units = {
        unit.code: {"name": unit.name} | unit_totals(unit, county.year) for unit in county.units
    }
    return {"county": _sum_of([unit_totals(u, county.year) for u in county.units]), "units": units}


def unit_totals(unit: Unit, year: int) -> Document:
    people = [person for person in unit.people if not person.spoilt]
    due = [sum(owed_fen(person, year, month) for person in people) for month in MONTHS]
    received = [sum(person.received_fen.get(month, 0) for person in people) for month in MONTHS]
    return {
        "members": {
            f"{year}-06-30": _members(people, date(year, 6, 30)),
            f"{year}-12-31": _members(people, date(year, 12, 31)),
        },
        "joins_by_month": _changes(people, year, JOINS),
        "leaves_by_month": _changes(people, year, LEAVES),
        "dues": {
            "due_fen_by_month": due,
            "received_fen_by_month": received,
            "arrears_fen": sum(due) - sum(received),
        },
        "aid": _aid(unit),
        "condolence": _condolence(unit),
    }


def _members(people: Iterable[Person], day: date) -> Document:
    states = [person.on(day) for person in people]
    return {"active": states.count("active"), "retained": states.count("retained")}


def _changes(people: Iterable[Person], year: int, kinds: tuple[str, ...]) -> list[int]:
    counted = [0] * 12
    for person in people:
        for change in person.changes:
            if change.kind in kinds and change.on.year == year:
                counted[change.on.month - 1] += 1
    return counted


def _aid(unit: Unit) -> Document:
    cases = [case for case in unit.cases if not case.householder.spoilt]
    paid = [(case, payment) for case in cases for payment in case.payments]
    return {
        "households": len({case.file_number for case, _ in paid}),
        "payments": len(paid),
        "amount_fen": sum(payment.amount_fen for _, payment in paid),
        "by_category": _by(paid, lambda pair: pair[0].category, lambda pair: pair[1].amount_fen),
        "by_fund_source": _by(
            paid, lambda pair: pair[0].fund_source, lambda pair: pair[1].amount_fen
        ),
    }


def _condolence(unit: Unit) -> Document:
    given = [one for one in unit.condolences if not one.person.spoilt]
    return {
        "payments": len(given),
        "amount_fen": sum(one.amount_fen for one in given),
        "by_kind": _by(given, lambda one: one.occasion, lambda one: one.amount_fen),
    }


def _by(
    rows: Iterable[Any], kind: Callable[[Any], str], amount: Callable[[Any], int]
) -> dict[str, Document]:
    found: dict[str, Document] = {}
    for row in rows:
        entry = found.setdefault(kind(row), {"payments": 0, "amount_fen": 0})
        entry["payments"] += 1
        entry["amount_fen"] += amount(row)
    return found


def _sum_of(documents: list[Document]) -> Any:  # noqa: ANN401 # numbers, lists and tables of them
    """Add documents of one shape, leaf by leaf."""
    first = documents[0]
    if isinstance(first, int):
        return sum(documents)  # type: ignore[arg-type]
    if isinstance(first, list):
        return [_sum_of(list(column)) for column in zip(*documents, strict=True)]
    keys = sorted({key for document in documents for key in document})
    return {key: _sum_of([d[key] for d in documents if key in d]) for key in keys}
