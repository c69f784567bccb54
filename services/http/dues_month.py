"""The grid of a dues month: one row for each member, and what the whole month adds up to; and who is in arrears."""

from datetime import date
from typing import Final, Literal
from uuid import UUID

from msgspec.structs import replace

from domain.ids import MemberId, dues_stream
from domain.period import month_text
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered
from services.http.operation import operation
from services.http.paging import ListQuery, Rows, listed, paged
from services.reads.dues_months import ArrearsRow, DuesCell, MonthTotals, Settled

_SETTLED: Final[dict[str, Settled | None]] = {"all": None, "unpaid": "unpaid", "paid": "paid"}


class DuesMonthQuery(ListQuery, frozen=True, kw_only=True):
    """`place_id`: of one branch or group only. `only`: those who still owe for the month, or owe nothing more.

    `totals=left_out`: without the totals, for whoever turns pages and has them from the first.
    """

    place_id: UUID | None = None
    totals: Literal["shown", "left_out"] = "shown"
    only: Literal["all", "unpaid", "paid"] = "all"


class ArrearsQuery(ListQuery, frozen=True, kw_only=True):
    """`place_id`: of one branch or group only."""

    place_id: UUID | None = None


class DuesMonthView(Answered, frozen=True, kw_only=True):
    """A page of the month; `totals` are those of the month and place, whichever rows are shown, unless left out."""

    position: int
    as_of: date
    month: str
    totals: MonthTotals | None
    rows: list[DuesCell]
    next: str | None
    total: int | None


@operation(
    "GET",
    "/v1/unions/{union_id}/dues/months/{period}",
    "readDuesMonth",
    tag="dues",
    policy=may("dues.read"),
    answer=DuesMonthView,
    refusals=("request.cursor_invalid",),
)
async def read_dues_month(asking: Asking, period: str, query: DuesMonthQuery) -> Answer:
    """会费收缴 of one month: for each member what the rule says, what was paid, and what is owed."""
    scope, after = await listed(asking, query)
    ledgers = asking.parts.ledgers
    async with ledgers.at_once(scope) as at_once:
        page = await at_once.dues_cells(
            scope,
            period,
            limit=query.limit,
            after=after,
            place_id=query.place_id,
            settled=_SETTLED[query.only],
        )
        totals = None
        if query.totals == "shown":
            totals = await at_once.dues_month_totals(scope, period, place_id=query.place_id)
    answer = await paged(asking, query, scope, page)
    view = DuesMonthView(
        position=page.position,
        as_of=scope.as_of,
        month=period,
        totals=totals,
        rows=await _with_versions(asking, page.rows),
        next=answer.body.next,
        total=answer.body.total,
    )
    return replace(answer, body=view)


@operation(
    "GET",
    "/v1/unions/{union_id}/dues/arrears",
    "listArrears",
    tag="dues",
    policy=may("dues.read"),
    answer=Rows[ArrearsRow],
    refusals=("request.cursor_invalid",),
)
async def list_arrears(asking: Asking, query: ArrearsQuery) -> Answer:
    """欠缴名单: who owes for months that are over on the date, month by month."""
    scope, after = await listed(asking, query)
    async with asking.parts.ledgers.at_once(scope) as at_once:
        page = await at_once.arrears(
            scope,
            month_text(scope.as_of.year, scope.as_of.month),
            limit=query.limit,
            after=after,
            place_id=query.place_id,
        )
    return await paged(asking, query, scope, page)


async def _with_versions(asking: Asking, rows: list[DuesCell]) -> list[DuesCell]:
    """The versions come from the log: what If-Match is held against."""
    streams = {row.member_id: dues_stream(MemberId(row.member_id)) for row in rows}
    versions = await asking.parts.log.stream_versions(asking.tenant_id, list(streams.values()))
    return [replace(row, version=versions.get(streams[row.member_id], 0)) for row in rows]
