"""会费收据 as PDF, one slip for each receipt: of a month, a collection or a member."""

from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta

from services.auth import may
from services.exporters.prints.receipts import receipts_paper
from services.http.asking import Answer, Asking
from services.http.fields import INT8_MAX, Month
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.printing import FAULTS, NOTHING, PDF, PRINTS, printed, stand_of
from services.http.problems import Fault, Problem
from services.words import prints as words

_MOST: Final = 1_000


class ReceiptsAsked(ReadQuery, frozen=True, kw_only=True):
    """At least one of `month` (会费所属月份), `batch_id`, `member_id`.

    `after`: the position in the number of the last slip printed.
    """

    month: Month | None = None
    batch_id: UUID | None = None
    member_id: UUID | None = None
    after: Annotated[int, Meta(ge=0, le=INT8_MAX)] = 0


@operation(
    "GET",
    f"{PRINTS}/dues-receipts",
    "typesetDuesReceipts",
    tag="dues",
    policy=may("dues.read"),
    answer=bytes,
    media_type=PDF,
    refusals=(NOTHING, *FAULTS),
)
async def typeset_dues_receipts(asking: Asking, query: ReceiptsAsked) -> Answer:
    """会费收据打印: numbered by their place in the log, void ones among them; up to 1,000 in a paper."""
    if query.month is None and query.batch_id is None and query.member_id is None:
        raise Problem("request.query_invalid", faults=[Fault("#/month", "request.field_missing")])
    scope = await scope_of(asking, query)
    ledgers = asking.parts.ledgers
    page = await ledgers.paper_receipts(
        scope,
        month=query.month,
        limit=_MOST,
        batch_id=query.batch_id,
        member_id=query.member_id,
        after=(str(query.after),),
    )
    if not page.rows:
        raise Problem(NOTHING)
    union = await ledgers.union(scope)
    stand = await stand_of(asking, page.position)
    period = query.month or page.rows[0].dues_month
    told = [query.month, query.batch_id, query.member_id]
    about = " ".join(str(one) for one in told if one is not None)
    return await printed(
        asking,
        receipts_paper(page.rows, union, stand),
        stand,
        about=f"dues receipts {about}",
        name=("" if union is None else union.name, words.RECEIPT_TITLE, period),
    )
