"""What officers are called, masked: for the columns of ledgers that name who handled and who approved."""

from uuid import UUID

from services.reads.ledger_pages import LedgerPages, Raw
from services.reads.people import Opened
from services.reads.scope import Scope


class OfficerNames(LedgerPages):
    """Names of officers."""

    async def officer_names(self, scope: Scope) -> dict[UUID, str]:
        """Return the masked name of everybody who ever held an office by the date."""

        def row(raw: Raw, open_: Opened) -> tuple[UUID, str]:
            return raw["officer_id"], open_.fields(raw["name"], "officer").get("name", "")

        page = await self._page(
            scope,
            "organisation",
            "officer_names",
            (scope.as_of,),
            None,
            sealed=("name",),
            row=row,
        )
        return dict(page.rows)
