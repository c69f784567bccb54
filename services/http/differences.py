"""The difference between two states of a ledger, down to the events that moved each line."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from services.auth import may
from services.exporters.difference import (
    DifferenceTooWide,
    LedgerDifference,
    Moment,
    ledger_difference,
)
from services.exporters.ledgers import LedgerAsked, UnknownLedger
from services.http.asking import Answer, Asking, weak
from services.http.fields import Moment as MomentText
from services.http.fields import Month, Year
from services.http.operation import operation
from services.http.paging import ReadQuery, known_position
from services.http.problems import Problem
from services.reads import Scope


class DifferenceQuery(ReadQuery, frozen=True, kw_only=True):
    """`as_of` and `known_at` are the one state, `to_as_of` and `to_known_at` the other.

    A date that is not given is the end of the year, a position that is not given is now.
    """

    year: Year
    month: Month | None = None
    account: Annotated[str, Meta(pattern=r"\A[0-9]{3,9}\Z")] | None = None
    pay_batch_id: UUID | None = None
    to_as_of: date | None = None
    to_known_at: MomentText | None = None


@operation(
    "GET",
    "/v1/unions/{union_id}/ledgers/{ledger}/difference",
    "compareLedger",
    tag="ledgers",
    policy=may("books.read"),
    answer=LedgerDifference,
    refusals=("request.path_unknown", "ledgers.difference_too_wide"),
)
async def compare_ledger(asking: Asking, ledger: str, query: DifferenceQuery) -> Answer:
    """台账差异: what differs between two states of a ledger, with the events that moved each line."""
    first = await _moment(asking, query.year, query.as_of, query.known_at)
    second = await _moment(asking, query.year, query.to_as_of, query.to_known_at)
    asked = LedgerAsked(
        scope=Scope(union_id=asking.tenant_id, as_of=first.as_of, known_at=first.position),
        year=query.year,
        month=query.month,
        account=query.account,
        pay_batch_id=query.pay_batch_id,
        engagement_id=asking.login.engagement_id,
    )
    try:
        found = await ledger_difference(
            asking.parts.ledgers, asking.parts.log, asked, ledger, first=first, second=second
        )
    except UnknownLedger:
        raise Problem("request.path_unknown") from None
    except DifferenceTooWide:
        raise Problem("ledgers.difference_too_wide") from None
    return Answer(body=found, headers=weak(max(first.position, second.position)))


async def _moment(asking: Asking, year: int, as_of: date | None, known_at: str | None) -> Moment:
    position = await known_position(asking, known_at)
    if position is None:
        position = (await asking.parts.log.head(asking.tenant_id)).position
    return Moment(as_of=as_of or date(year, 12, 31), position=position)
