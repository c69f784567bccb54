"""走访(五必访)记录 (L17)."""

from datetime import date
from uuid import UUID

import msgspec

from services.reads.ledger_pages import After, LedgerPages, Raw, dated_place
from services.reads.people import Fields, Opened, Person
from services.reads.rows import Page
from services.reads.scope import Scope

_NEEDS = ("roster", "visit")


class VisitRow(msgspec.Struct, frozen=True, kw_only=True):
    """A visit; the days are counted from what befell to the report and to the visit."""

    visit_id: UUID
    version: int
    member_id: UUID
    person: Person
    occasion: str
    happened_on: date
    reported_on: date
    visited_on: date
    days_to_report: int
    days_to_visit: int
    within_term: bool | None
    visitors: list[UUID]
    details: Fields
    policy_id: str
    policy_version: int
    household_id: UUID | None
    pairing_id: UUID | None
    result: str | None
    follow_up: Fields


class VisitLedgers(LedgerPages):
    """Visits."""

    async def visits(
        self,
        scope: Scope,
        *,
        since: date,
        limit: int,
        after: After = None,
        visit_id: UUID | None = None,
    ) -> Page[VisitRow]:
        """Visits between two dates."""
        place = dated_place(after, 1)
        return await self._page(
            scope,
            "visit",
            "visits",
            (since, scope.as_of, visit_id, *place),
            limit,
            sealed=("identity", "details", "follow_up"),
            row=_visit,
            needs=_NEEDS,
            key=lambda raw: (raw["visited_on"], raw["visit_id"]),
        )


def _visit(raw: Raw, open_: Opened) -> VisitRow:
    return VisitRow(
        visit_id=raw["visit_id"],
        version=raw["version"],
        member_id=raw["member_id"],
        person=open_.person(raw["identity"]),
        occasion=raw["occasion"],
        happened_on=raw["happened_on"],
        reported_on=raw["reported_on"],
        visited_on=raw["visited_on"],
        days_to_report=raw["days_to_report"],
        days_to_visit=raw["days_to_visit"],
        within_term=raw["within_term"],
        visitors=msgspec.json.decode(raw["visitors"], type=list[UUID]),
        details=open_.fields(raw["details"], "details"),
        policy_id=raw["policy_id"],
        policy_version=raw["policy_version"],
        household_id=raw["household_id"],
        pairing_id=raw["pairing_id"],
        result=raw["result"],
        follow_up=open_.fields(raw["follow_up"], "details"),
    )
