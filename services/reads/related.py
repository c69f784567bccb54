"""Which streams are about somebody: asked by decisions that a limit of a year bounds."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from services.reads.ledger_pages import LedgerPages
from services.reads.scope import Scope


class Sought(Protocol):
    """The people and households whose cases, condolences and files are looked for."""

    @property
    def cases_of(self) -> Collection[UUID]: ...
    @property
    def condolences_of(self) -> Collection[UUID]: ...
    @property
    def files_of(self) -> Collection[UUID]: ...


class RelatedStreams(LedgerPages):
    """Finds streams by whom they are about."""

    async def find(self, union_id: UUID, sought: Sought, position: int) -> Sequence[UUID]:
        """Return the streams as the ledgers show them at a position or later; raises NotYetShown."""
        scope = Scope(union_id=union_id, as_of=date.max, min_position=position)
        asked = (
            ("aid", "cases_about", sought.cases_of),
            ("condolence", "condolences_about", sought.condolences_of),
            ("household", "files_about", sought.files_of),
        )
        return [
            stream
            for package, query, ids in asked
            if ids
            for stream in await self._streams(scope, package, query, ids)
        ]

    async def _streams(
        self, scope: Scope, package: str, query: str, ids: Collection[UUID]
    ) -> Sequence[UUID]:
        page = await self._page(
            scope, package, query, ([*ids],), None, row=lambda raw, _: UUID(str(raw["stream_id"]))
        )
        return page.rows
