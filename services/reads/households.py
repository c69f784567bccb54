"""困难职工档案: households, the steps of their files."""

from datetime import date
from uuid import UUID

import msgspec

from services.reads.ledger_pages import After, LedgerPages, Raw
from services.reads.people import Fields, Opened, Person
from services.reads.rows import Page
from services.reads.scope import Scope

_NEEDS = ("roster", "household")


class HouseholdRow(msgspec.Struct, frozen=True, kw_only=True):
    """A household as of a date: `stage` is the last step of the life cycle; no file before `opened_on`."""

    household_id: UUID
    version: int
    file_no: str | None
    householder_id: UUID | None
    person: Person
    hardship_class: str | None
    circumstances: Fields
    applied_on: date | None
    opened_on: date | None
    stage: str
    stage_on: date


class HouseholdStepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A step and who signed it; `outcome` is a code of the step, `details` what was found."""

    version: int
    taken_on: date
    step: str
    stage: str | None
    hardship_class: str | None
    officers: list[UUID]
    outcome: str | None
    document_no: str | None
    objection_id: UUID | None
    working_days: int | None
    details: Fields


class HouseholdLedgers(LedgerPages):
    """困难职工档案."""

    async def households(
        self,
        scope: Scope,
        *,
        limit: int,
        after: After = None,
        household_id: UUID | None = None,
        stage: str | None = None,
        hardship_class: str | None = None,
    ) -> Page[HouseholdRow]:
        """Every household with a file or on the way to one."""
        place = UUID(after[0]) if after else None
        return await self._page(
            scope,
            "household",
            "households",
            (scope.as_of, place, household_id, stage, hardship_class),
            limit,
            sealed=("identity", "circumstances"),
            row=_household,
            needs=_NEEDS,
            key=lambda raw: (raw["household_id"],),
        )

    async def household_steps(self, scope: Scope, household_id: UUID) -> Page[HouseholdStepRow]:
        """Everything that happened to a file, in order."""
        return await self._page(
            scope,
            "household",
            "household_steps",
            (scope.as_of, household_id),
            None,
            sealed=("details",),
            row=_step,
            needs=("household",),
        )


def _household(raw: Raw, open_: Opened) -> HouseholdRow:
    return HouseholdRow(
        household_id=raw["household_id"],
        version=raw["version"],
        file_no=raw["file_no"],
        householder_id=raw["householder_id"],
        person=open_.person(raw["identity"]),
        hardship_class=raw["hardship_class"],
        circumstances=open_.fields(raw["circumstances"], "circumstances"),
        applied_on=raw["applied_on"],
        opened_on=raw["opened_on"],
        stage=raw["stage"],
        stage_on=raw["stage_on"],
    )


_SEALED_AS = {
    "home_visited": "findings",
    "economic_check": "findings",
    "reviewed": "findings",
    "relapsed": "findings",
    "approved": "differs_because",
    "reclassified": "differs_because",
}
"""The field under which a step's findings were sealed; others are `details`."""


def _step(raw: Raw, open_: Opened) -> HouseholdStepRow:
    sealed_as = _SEALED_AS.get(raw["step"], "details")
    return HouseholdStepRow(
        version=raw["version"],
        taken_on=raw["taken_on"],
        step=raw["step"],
        stage=raw["stage"],
        hardship_class=raw["hardship_class"],
        officers=msgspec.json.decode(raw["officers"], type=list[UUID]),
        outcome=raw["outcome"],
        document_no=raw["document_no"],
        objection_id=raw["objection_id"],
        working_days=raw["working_days"],
        details=open_.fields(raw["details"], sealed_as),
    )
