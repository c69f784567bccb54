"""The server's own figures at a position, from a replay of the ledgers: what the verifier rebuilds and compares."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Any, Final, Protocol
from uuid import UUID

from projections.aid.projection import AID
from projections.condolence.projection import CONDOLENCE
from projections.dues.projection import DUES
from projections.general_ledger.projection import GENERAL_LEDGER
from projections.projection import Projection
from services.store.pool import Connection
from services.store.sql import queries

_AUDIT = queries("services.store", "audit.sql")
_BALANCES = queries("projections.general_ledger")["balances"]
_DUES = queries("projections.dues")["dues_by_month"]
_AID = queries("projections.aid")["payment_totals"]
_CONDOLENCES = queries("projections.condolence")["condolence_totals"]
_NEEDED: Final[tuple[Projection, ...]] = (DUES, AID, CONDOLENCE, GENERAL_LEDGER)
_FORMAT: Final = "gonghui.claims/1"
SOURCES: Final = {
    "trial_balances": "general_ledger.balances",
    "dues": "dues.dues_by_month",
    "aid": "aid.payment_totals",
    "condolences": "condolence.condolence_totals",
}
"""Which query of which projection each claim comes from."""

Claim = dict[str, Any]


class Shown(Protocol):
    """A connection whose search path leads to ledgers."""

    @property
    def connection(self) -> Connection: ...


class Shows(Protocol):
    """Whoever can show ledgers as known at a position; the projector does."""

    def ledgers(
        self,
        union_id: UUID,
        projections: Sequence[Projection],
        *,
        known_at: int | None = None,
    ) -> AbstractAsyncContextManager[Shown]: ...


def no_claims(position: int, reason: str) -> Claim:
    """Return what is said when the ledgers cannot be shown: nothing, and why."""
    return {
        "format": _FORMAT,
        "position": position,
        "sources": SOURCES,
        "not_made": reason,
        **{name: [] for name in SOURCES},
    }


async def claims_at(shows: Shows, union_id: UUID, position: int) -> Claim:
    """Return the figures of every year there is one for; raises what the replay raises."""
    claims = no_claims(position, "")
    async with shows.ledgers(union_id, _NEEDED, known_at=position) as shown:
        connection = shown.connection
        funds = [row["fund"] for row in await connection.fetch(_AUDIT["claimed_funds"], union_id)]
        for claim, year in await connection.fetch(_AUDIT["claimed_years"], union_id):
            claims[claim].append(await _CLAIMED[claim](connection, union_id, year, funds))
    return claims


async def _trial_balance(
    connection: Connection, union_id: UUID, year: int, funds: Sequence[str]
) -> Claim:
    """The year's 科目余额表 of each fund, to the last day of the year."""
    rows = []
    first, last = date(year, 1, 1), date(year, 12, 31)
    for fund in funds:
        for row in await connection.fetch(_BALANCES, union_id, first, last, fund):
            before, debit, credit = row["before_fen"], row["debit_fen"], row["credit_fen"]
            rows.append(
                {
                    "fund": fund,
                    "account": row["account"],
                    "before_fen": before,
                    "debit_fen": debit,
                    "credit_fen": credit,
                    "after_fen": before + debit - credit,
                }
            )
    return {"year": year, "from": first, "as_of": last, "rows": rows}


async def _dues(connection: Connection, union_id: UUID, year: int, _funds: Sequence[str]) -> Claim:
    """What was received for the months of a year, whenever it came in."""
    as_of = date(date.max.year, 12, 31)
    rows = await connection.fetch(_DUES, union_id, f"{year:04}-01", f"{year:04}-12", as_of)
    received = sum(row["received_fen"] for row in rows)
    return {"year": year, "as_of": as_of, "received_fen": received}


async def _aid(connection: Connection, union_id: UUID, year: int, _funds: Sequence[str]) -> Claim:
    return await _payments(connection, _AID, union_id, year)


async def _condolences(
    connection: Connection, union_id: UUID, year: int, _funds: Sequence[str]
) -> Claim:
    return await _payments(connection, _CONDOLENCES, union_id, year)


async def _payments(connection: Connection, query: str, union_id: UUID, year: int) -> Claim:
    """What was paid in a year, less what came back in it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    (row,) = await connection.fetch(query, union_id, first, last)
    return {
        "year": year,
        "as_of": last,
        "payments": row["payments"],
        "amount_fen": row["amount_fen"],
    }


_CLAIMED: Final = {
    "trial_balances": _trial_balance,
    "dues": _dues,
    "aid": _aid,
    "condolences": _condolences,
}
