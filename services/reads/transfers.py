"""Transfers between the unions of a county, put together from both logs, and expulsions filed with the county.

Read under the county's role: nothing personal is in it. Two logs share nothing, so a transfer is whole only
here: what the old union says, what the new union says, and whether the two agree (domain.md 2.2).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Literal, NamedTuple
from uuid import UUID

import msgspec

from projections.transfers.projection import TRANSFERS
from projections.units.projection import UNITS
from services.reads.scope import Shows
from services.store.sql import queries

_QUERIES = queries("projections.transfers")
_UNITS = queries("projections.units")

TransferState = Literal[
    "started", "accepted", "completed", "cancelled", "one_sided", "contradictory"
]
IN_FLIGHT: frozenset[TransferState] = frozenset({"started", "accepted", "contradictory"})


class TransferRow(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer as both unions tell it.

    `accepted`: the new union took the member in, the old one has not closed its books on it yet. `one_sided`: only
    one union of this county tells of it; the other keeps its books elsewhere. `contradictory`: accepted here and
    cancelled there, which the two unions have to put right.
    """

    transfer_id: UUID
    state: TransferState
    old_union_id: UUID | None
    new_union_id: UUID | None
    other_union: str
    last_dues_month: str | None
    started_on: date | None
    accepted_on: date | None
    completed_on: date | None
    cancelled_on: date | None
    cancelled_by: str | None
    reason: str | None


class ExpulsionRow(msgspec.Struct, frozen=True, kw_only=True):
    """An expulsion a unit decided; `filed_on` when the county took it on file (章程 art. 7).

    `version` of the member's record, which If-Match asks for, where it is not filed yet.
    """

    unit_id: UUID
    member_id: UUID
    decided_on: date
    decision_no: str
    filed_on: date | None
    filing_no: str | None
    version: int | None = None


class TransferBoard:
    """Questions about what concerns several units of one federation."""

    def __init__(self, shows: Shows) -> None:
        self._shows = shows

    async def transfers(
        self, federation_id: UUID, as_of: date, *, transfer_id: UUID | None = None
    ) -> list[TransferRow]:
        """Return the transfers that units of a federation tell of, oldest first; or the one of an id."""
        rows = await self._fetch(federation_id, "steps_of_units", as_of, transfer_id)
        told = [
            _transfer(transfer, list(steps))
            for transfer, steps in groupby(rows, key=lambda row: row["transfer_id"])
        ]
        return sorted(told, key=_beginning)

    async def of_union(self, federation_id: UUID, union_id: UUID, as_of: date) -> list[TransferRow]:
        """Return the transfers in flight from or to one union."""
        found = await self.transfers(federation_id, as_of)
        return [
            row
            for row in found
            if row.state in IN_FLIGHT and union_id in (row.old_union_id, row.new_union_id)
        ]

    async def expulsions(self, federation_id: UUID, as_of: date) -> list[ExpulsionRow]:
        """Return the expulsions that units decided, oldest first."""
        rows = await self._fetch(federation_id, "expulsions_of_units", as_of)
        return [
            ExpulsionRow(
                unit_id=row["union_id"],
                member_id=row["member_id"],
                decided_on=row["decided_on"],
                decision_no=row["decision_no"],
                filed_on=row["filed_on"],
                filing_no=row["filing_no"],
            )
            for row in rows
        ]

    async def _fetch(
        self, federation_id: UUID, query: str, as_of: date, *values: UUID | None
    ) -> Sequence[Any]:
        async with self._shows.rollup([UNITS, TRANSFERS]) as connection:
            listed = await connection.fetch(_UNITS["units"], federation_id, date.max)
            units = [row["unit_id"] for row in listed]
            return await connection.fetch(_QUERIES[query], units, as_of, *values)


class Waiting(NamedTuple):
    """What a transfer in flight asks of a union, since when, and of whom in it."""

    kind: str
    since: date
    offices: tuple[str, ...] = ("chairperson", "vice_chairperson", "approver")


def waiting_for(row: TransferRow, union_id: UUID) -> Waiting | None:
    """Return what a transfer asks of one of its two unions, None where the other one is to act."""
    is_new = row.new_union_id == union_id
    match row:
        case TransferRow(state="started", started_on=date() as since) if is_new:
            return Waiting("transfer_in_waits", since)
        case TransferRow(state="accepted", accepted_on=date() as since) if not is_new:
            return Waiting("transfer_to_complete", since)
        case TransferRow(state="contradictory", cancelled_on=date() as since):
            return Waiting("transfer_contradictory", since)
        case _:
            return None


def _transfer(transfer_id: UUID, steps: Sequence[Any]) -> TransferRow:
    """Put the steps of one transfer together; of several of one kind the last counts."""
    last = {row["step"]: row for row in steps}
    started, accepted = last.get("started"), last.get("accepted")
    completed, cancelled = last.get("completed"), last.get("cancelled")
    outgoing = started or completed or cancelled
    target = None if started is None else started["other_union_id"]
    return TransferRow(
        transfer_id=transfer_id,
        state=_state(last.keys()),
        old_union_id=None if outgoing is None else outgoing["union_id"],
        new_union_id=target if accepted is None else accepted["union_id"],
        other_union=_first(row["other_union"] for row in (started, completed, accepted) if row),
        last_dues_month=None if started is None else started["last_dues_month"],
        started_on=_day(started),
        accepted_on=_day(accepted),
        completed_on=_day(completed),
        cancelled_on=_day(cancelled),
        cancelled_by=None if cancelled is None else cancelled["ended_by"],
        reason=None if cancelled is None else cancelled["reason"],
    )


def _state(steps: Iterable[str]) -> TransferState:
    told = {*steps}
    if {"accepted", "cancelled"} <= told:
        return "contradictory"
    if {"accepted", "completed"} <= told:
        return "completed"
    if {"accepted", "started"} <= told:
        return "accepted"
    if "cancelled" in told:
        return "cancelled"
    return "started" if told == {"started"} else "one_sided"


def _day(row: Any) -> date | None:  # noqa: ANN401 # a row as the database gives it
    return None if row is None else row["stepped_on"]


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _beginning(row: TransferRow) -> tuple[date, UUID]:
    days = (row.started_on, row.accepted_on, row.completed_on, row.cancelled_on)
    return min((day for day in days if day is not None), default=date.max), row.transfer_id
