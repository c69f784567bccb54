"""一帮一结对台账 (L18)."""

from datetime import date
from uuid import UUID

import msgspec

from services.reads.ledger_pages import After, LedgerPages, Raw
from services.reads.people import Fields, Opened, Person
from services.reads.rows import Page
from services.reads.scope import Scope

_NEEDS = ("roster", "household", "pairing", "visit")


class PairingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A cadre and a household: target, term, and how far it is; `person` is the householder."""

    pairing_id: UUID
    version: int
    household_id: UUID
    file_no: str | None
    person: Person
    cause: str | None
    cadre_id: UUID
    target: Fields
    started_on: date
    due_on: date
    progress: str | None
    reviewed_on: date | None
    review: Fields
    visits: int
    ended_on: date | None
    outcome: str | None


class PairingLedgers(LedgerPages):
    """Pairings."""

    async def pairings(
        self,
        scope: Scope,
        *,
        limit: int,
        after: After = None,
        pairing_id: UUID | None = None,
        open_since: date | None = None,
    ) -> Page[PairingRow]:
        """Pairings; with `open_since` without those that had ended before."""
        place = UUID(after[0]) if after else None
        return await self._page(
            scope,
            "pairing",
            "pairings",
            (scope.as_of, place, pairing_id, open_since),
            limit,
            sealed=("identity", "circumstances", "target", "review"),
            row=_pairing,
            needs=_NEEDS,
            key=lambda raw: (raw["pairing_id"],),
        )

    async def paired_cadres(self, scope: Scope) -> dict[UUID, UUID]:
        """Who stands by which household."""

        def row(raw: Raw, _: Opened) -> tuple[UUID, UUID]:
            return raw["household_id"], raw["cadre_id"]

        page = await self._page(scope, "pairing", "paired_cadres", (scope.as_of,), None, row=row)
        return dict(page.rows)


def _pairing(raw: Raw, open_: Opened) -> PairingRow:
    return PairingRow(
        pairing_id=raw["pairing_id"],
        version=raw["version"],
        household_id=raw["household_id"],
        file_no=raw["file_no"],
        person=open_.person(raw["identity"]),
        cause=open_.fields(raw["circumstances"], "circumstances").get("cause"),
        cadre_id=raw["cadre_id"],
        target=open_.fields(raw["target"], "target"),
        started_on=raw["started_on"],
        due_on=raw["due_on"],
        progress=raw["progress"],
        reviewed_on=raw["reviewed_on"],
        review=open_.fields(raw["review"], "details"),
        visits=raw["visits"],
        ended_on=raw["ended_on"],
        outcome=raw["outcome"],
    )
