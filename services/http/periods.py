"""会计期间: months closed after their checklist (结账), opened again (反结账); years transferred and locked."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, field

from domain.command import Command
from domain.ids import OfficerId
from domain.period import MONTHS_PER_YEAR, last_day, month_text
from domain.union.commands import ClosePeriod, LockYear, ReopenPeriod
from domain.voucher.commands import DraftVoucher
from services.auth import may
from services.http.asking import Answer, Asking
from services.http.closing import CheckedItem, Checklist, checklist
from services.http.fields import AccountCode, Answered, Body, Reason, Year
from services.http.operation import operation
from services.http.paging import ReadQuery, Rows, scope_of, whole
from services.http.vouchers import (
    FAULTS_OF_LINES,
    SOMEBODY,
    VoucherText,
    VoucherWritten,
    new_voucher_id,
    sealed_text,
    written,
)
from services.http.writing import Written, carry_out
from services.reads import Scope
from services.reads.periods import PeriodRow

_UNION = "/v1/unions/{union_id}"
_PERIOD = f"{_UNION}/periods/{{period}}"
_YEAR = f"{_UNION}/years/{{year}}"
_ITEMS_MOST = 50

_Item = Annotated[str, Meta(pattern=r"\A[a-z_]{1,50}\Z")]


class YearQuery(ReadQuery, frozen=True, kw_only=True):
    """A year; without one, that of `as_of`."""

    year: Year | None = None


class Closing(Body, frozen=True, kw_only=True):
    """`occurred_on` is the day of closing; it lies after the month.

    `reasons`: why an item that failed does not stand in the way; they name no people. `confirmed`: items that
    only people can see, looked at and found in order.
    """

    occurred_on: date
    closed_by: UUID | None = None
    reasons: Annotated[dict[_Item, Reason], Meta(max_length=_ITEMS_MOST)] = field(
        default_factory=dict
    )
    confirmed: Annotated[tuple[_Item, ...], Meta(max_length=_ITEMS_MOST)] = ()


class Reopening(Body, frozen=True, kw_only=True):
    """The month of the path is the first to be open again. `reason` names no people."""

    occurred_on: date
    reason: Reason
    requested_by: UUID
    approved_by: UUID


class Locking(Body, frozen=True, kw_only=True):
    occurred_on: date
    locked_by: UUID


class Transfer(Body, frozen=True, kw_only=True):
    """`surplus_account` is the account of net assets that takes what is left over, of every fund."""

    handler_id: UUID
    surplus_account: AccountCode
    details: VoucherText


class ChecklistView(Answered, frozen=True, kw_only=True):
    """The checklist of a month as the books stand now."""

    position: int
    period: str
    items: list[CheckedItem]


@operation(
    "GET",
    f"{_UNION}/periods",
    "listPeriods",
    tag="books",
    policy=may("books.read"),
    answer=Rows[PeriodRow],
)
async def list_periods(asking: Asking, query: YearQuery) -> Answer:
    """The months of a year: what was posted, what is closed or locked, by whom and after which checklist."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.periods(scope, year=query.year or scope.as_of.year)
    return whole(scope, page)


@operation(
    "GET",
    f"{_PERIOD}/checklist",
    "readChecklist",
    tag="books",
    policy=may("books.read"),
    answer=ChecklistView,
    refusals=("ledgers.not_yet_shown",),
)
async def read_checklist(asking: Asking, period: str) -> Answer:
    """What the books say to each item of the month's checklist."""
    gone_through = await _checklist(asking, period)
    view = ChecklistView(position=gone_through.position, period=period, items=gone_through.items)
    return Answer(body=view)


@operation(
    "POST",
    f"{_PERIOD}/close",
    "closePeriod",
    tag="books",
    policy=may("books.write"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=(
        "union.period_already_closed",
        "union.period_not_over",
        "union.failed_item_without_reason",
        "union.checklist_incomplete",
        "union.office_not_held",
        "union.frozen",
        "ledgers.not_yet_shown",
    ),
    example={
        "occurred_on": "2026-02-05",
        "closed_by": SOMEBODY,
        "reasons": {"payroll_declared": "单位尚未报送工资总额"},
        "confirmed": ["dues_batches_closed"],
    },
)
async def close_period(asking: Asking, period: str, body: Closing) -> Answer:
    """Close the books through a month (结账): nothing may be dated into it any more.

    The checklist is computed from the books at the very position at which they are closed.
    """
    gone_through = await _checklist(asking, period)
    command = ClosePeriod(
        occurred_on=body.occurred_on,
        period=period,
        checklist=gone_through.signed(body.reasons, body.confirmed),
        closed_by=None if body.closed_by is None else OfficerId(body.closed_by),
    )
    return await _changed(asking, command, body, counted_at=gone_through.position)


@operation(
    "POST",
    f"{_PERIOD}/reopen",
    "reopenPeriod",
    tag="books",
    policy=may("books.approve"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=(
        "union.period_not_closed",
        "union.year_locked",
        "union.reopened_without_reason",
        "union.duties_not_separated",
        "union.office_not_held",
        "union.frozen",
    ),
    example={
        "occurred_on": "2026-02-10",
        "reason": "一月漏记一笔拨缴经费",
        "requested_by": SOMEBODY,
        "approved_by": "01959000-0000-7000-8000-000000000012",
    },
)
async def reopen_period(asking: Asking, period: str, body: Reopening) -> Answer:
    """Open the books again from a month on (反结账): one officer wishes it, another one approves."""
    command = ReopenPeriod(
        occurred_on=body.occurred_on,
        period=period,
        reason=body.reason,
        requested_by=OfficerId(body.requested_by),
        approved_by=OfficerId(body.approved_by),
    )
    return await _changed(asking, command, body)


@operation(
    "POST",
    f"{_YEAR}/lock",
    "lockYear",
    tag="books",
    policy=may("books.approve"),
    answer=Written,
    writes=True,
    matches=True,
    refusals=(
        "union.year_already_locked",
        "union.year_not_closed",
        "union.office_not_held",
        "union.frozen",
    ),
    example={"occurred_on": "2027-04-01", "locked_by": SOMEBODY},
)
async def lock_year(asking: Asking, year: int, body: Locking) -> Answer:
    """Make a year final: none of its months is ever opened again."""
    command = LockYear(occurred_on=body.occurred_on, year=year, locked_by=OfficerId(body.locked_by))
    return await _changed(asking, command, body)


@operation(
    "POST",
    f"{_YEAR}/transfer",
    "draftYearEndTransfer",
    tag="books",
    policy=may("books.write"),
    answer=VoucherWritten,
    writes=True,
    status=201,
    refusals=("voucher.office_not_held", "ledgers.not_yet_shown", *FAULTS_OF_LINES),
    example={
        "handler_id": SOMEBODY,
        "surplus_account": "331",
        "details": {"summary": "2026年收支结转"},
    },
)
async def draft_year_end_transfer(asking: Asking, year: int, body: Transfer) -> Answer:
    """Draw up the year-end transfer (年终结转) from the books: it is reviewed and posted like any voucher."""
    own = new_voucher_id(asking)
    end = last_day(month_text(year, MONTHS_PER_YEAR))
    position = (await asking.parts.log.head(asking.tenant_id)).position
    scope = Scope(union_id=asking.tenant_id, as_of=end, min_position=position)
    command = DraftVoucher(
        occurred_on=end,
        voucher_id=own,
        kind="year_end",
        proposed=await asking.parts.ledgers.transfer_lines(
            scope, surplus_account=body.surplus_account
        ),
        details=await sealed_text(asking, own, body.details),
        handler_id=OfficerId(body.handler_id),
    )
    return await written(asking, command, body, expected={own: 0}, counted_at=position)


async def _checklist(asking: Asking, period: str) -> Checklist:
    parts = asking.parts
    position = (await parts.log.head(asking.tenant_id)).position
    return await checklist(parts.desk, parts.ledgers, asking.tenant_id, period, position)


async def _changed(
    asking: Asking, command: Command, body: Body, *, counted_at: int | None = None
) -> Answer:
    return await carry_out(
        asking,
        [command],
        asking.tenant_id,
        expected=asking.matching(asking.tenant_id),
        fields=frozenset(body.__struct_fields__),
        counted_at=counted_at,
    )
