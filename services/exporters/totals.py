"""Totals of a year in the structure of the samples' `expected.json`, and the same sums taken from the ledgers.

The roll-up adds contributions, the ledgers add rows: two ways to one figure, so each checks the other.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.membership import JOINS, LEAVES
from services.exporters.ledgers.table import every
from services.reads import Ledgers, Scope
from services.reads.directory import UnitListed
from services.reads.rollup import Totals, YearOfUnits

_PAGE_ROWS = 1_000


class LedgerTotals(msgspec.Struct, frozen=True, kw_only=True):
    """What one unit's ledgers add up to at the end of a year."""

    active: int
    retained: int
    joins: int
    leaves: int
    due_fen: int
    received_fen: int
    aid_payments: int
    aid_fen: int
    condolence_payments: int
    condolence_fen: int

    def agrees_with(self, totals: Totals, year: int) -> bool:
        """Tell whether the roll-up says the same."""
        at_end = totals.members[f"{year}-12-31"]
        return self == LedgerTotals(
            active=at_end.active,
            retained=at_end.retained,
            joins=sum(totals.joins_by_month),
            leaves=sum(totals.leaves_by_month),
            due_fen=sum(totals.dues.due_fen_by_month),
            received_fen=sum(totals.dues.received_fen_by_month),
            aid_payments=totals.aid.payments,
            aid_fen=totals.aid.amount_fen,
            condolence_payments=totals.condolence.payments,
            condolence_fen=totals.condolence.amount_fen,
        )


async def ledger_totals(ledgers: Ledgers, union_id: UUID, year: int) -> LedgerTotals:
    """Add up the rows of a unit's ledgers for a year."""
    scope = Scope(union_id=union_id, as_of=date(year, 12, 31))
    since = date(year, 1, 1)
    memberships = [
        row.membership
        async for rows, _ in every(
            lambda after: ledgers.members(scope, limit=_PAGE_ROWS, after=after)
        )
        for row in rows
    ]
    changes = [
        row.change
        async for rows, _ in every(
            lambda after: ledgers.changes(scope, since=since, limit=_PAGE_ROWS, after=after)
        )
        for row in rows
    ]
    months = (await ledgers.dues_by_month(_whenever_paid(union_id), year=year)).rows
    paid = await ledgers.payment_totals(scope, since=since)
    given = await ledgers.condolence_totals(scope, since=since)
    return LedgerTotals(
        active=memberships.count("active"),
        retained=memberships.count("retained"),
        joins=sum(change in JOINS for change in changes),
        leaves=sum(change in LEAVES for change in changes),
        due_fen=sum(month.due_fen for month in months),
        received_fen=sum(month.received_fen for month in months),
        aid_payments=paid.payments,
        aid_fen=paid.amount_fen,
        condolence_payments=given.payments,
        condolence_fen=given.amount_fen,
    )


def _whenever_paid(union_id: UUID) -> Scope:
    """Dues count for the month they are for, so those paid after the year's end are dues of the year."""
    return Scope(union_id=union_id, as_of=date.max)


def totals_document(year: YearOfUnits, units: Sequence[UnitListed]) -> dict[str, Any]:
    """Return `county` and `units` as plain values; a code used by two federations carries its unit id."""
    codes = [unit.code for unit in units]
    return {
        "county": _plain(year.county),
        "units": {
            (unit.code if codes.count(unit.code) == 1 else f"{unit.code}@{unit.unit_id}"): {
                "name": unit.name
            }
            | _plain(year.units[unit.unit_id])
            for unit in units
        },
    }


def _plain(totals: Totals) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(totals)
    del document["members_by_month"]
    return document
