"""The roster as a workbook that may be edited and imported again."""

import asyncio
from uuid import UUID

from domain.membership import Membership
from services.auth import may
from services.http.asking import Answer, Asking, weak
from services.http.exporting import record_export
from services.http.fields import Query
from services.http.operation import operation
from services.importers.roster_workbook import RosterAsked, roster_pages, roster_workbook
from services.reads import Scope
from services.words.sheets import ROSTER_TITLE
from services.workbooks.names import attachment, file_name
from services.workbooks.writing import MEDIA_TYPE


class RosterQuery(Query, frozen=True, kw_only=True):
    """The filters of the screen. Only the roster of today can be edited; of any other day there is L1."""

    membership: Membership | None = None
    place_id: UUID | None = None


@operation(
    "GET",
    "/v1/unions/{union_id}/members/workbook",
    "exportRoster",
    tag="members",
    policy=may("members.read"),
    answer=bytes,
    media_type=MEDIA_TYPE,
)
async def export_roster(asking: Asking, query: RosterQuery) -> Answer:
    """会员花名册导出: every row with its key and version; edited, it is imported again as `kind=roster`.

    Names, ID numbers and telephones are masked; whatever is left masked stays what it was.
    """
    ledgers = asking.parts.ledgers
    scope = Scope(union_id=asking.tenant_id, as_of=asking.parts.today())
    async with ledgers.at_once(scope) as shown:
        union = await shown.union(scope)
        asked = RosterAsked(
            scope=scope,
            union="" if union is None else union.name,
            membership=query.membership,
            place_id=query.place_id,
        )
        rows, position = await roster_pages(shown, asked)
    made = await asyncio.to_thread(roster_workbook, rows, asked, position)
    await record_export(asking, "workbook", f"members {scope.as_of}", people=made.people)
    name = file_name(asked.union, ROSTER_TITLE, str(scope.as_of), at=asking.parts.here())
    headers = weak(made.position) | attachment(name)
    return Answer(body=made.content, headers=headers, media_type=MEDIA_TYPE)
