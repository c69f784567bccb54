"""记账凭证 to look at: in the books with numbers, on the way there, one with its history; a reversal's effect."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from domain.money import PostingLine, PostingLines, negated
from domain.period import first_day, last_day, month_of
from domain.reversal import reversal_day
from domain.voucher import aggregate as voucher
from services.auth import may
from services.commands import Asked
from services.commands.spending import with_budget
from services.http.asking import Answer, Asking, strong
from services.http.fields import Answered, Month
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of
from services.http.problems import Problem, of_refusal
from services.http.voucher_steps import FAULTS_OF_REVERSAL, Reversal, reversal
from services.http.vouchers import SOMEBODY, VOUCHER, VOUCHERS
from services.identifiers import new_id
from services.reads import Scope
from services.reads.books import VoucherRow
from services.reads.vouchers import VoucherInWorkRow, VoucherStepRow

_BEGINNING = date(1900, 1, 1)
_ONE = 1
_POSTINGS_SHOWN = 200


class VouchersQuery(ListQuery, frozen=True, kw_only=True):
    """The vouchers of a month (`period`), or from a date to `as_of`."""

    period: Month | None = None
    since: date = _BEGINNING


class VoucherView(Answered, frozen=True, kw_only=True):
    """One voucher: what is proposed, every step, and what of it stands in the books under which number.

    `version` is what If-Match asks for.
    """

    position: int
    version: int
    voucher: VoucherInWorkRow
    steps: list[VoucherStepRow]
    postings: list[VoucherRow]


class AccountEffect(Answered, frozen=True, kw_only=True):
    """An account at the end of a month, debit positive, without and with the reversal."""

    account: str
    name: str
    before_fen: int
    change_fen: int
    after_fen: int


class MonthEffect(Answered, frozen=True, kw_only=True):
    """What a reversal does to a month; a closed one stays what it is."""

    period: str
    closed: bool
    accounts: list[AccountEffect]


class ReversalPreview(Answered, frozen=True, kw_only=True):
    """What a reversal would post, and what that does to the month of the posting and to its own.

    `fitting_on` is the day the rules would take: the posting's while its month is open, else today.
    """

    position: int
    voucher_id: UUID
    posted_on: date
    fitting_on: date
    reversed_on: date
    lines: list[PostingLine]
    months: list[MonthEffect]


@operation(
    "GET",
    VOUCHERS,
    "listVouchers",
    tag="vouchers",
    policy=may("books.read"),
    answer=Rows[VoucherRow],
    refusals=("request.cursor_invalid",),
)
async def list_vouchers(asking: Asking, query: VouchersQuery) -> Answer:
    """凭证 in the books with their numbers, whatever they come from: gapless in every month."""
    scope, after = await listed(asking, query)
    since, scope = span(scope, query)
    page = await asking.parts.ledgers.vouchers(scope, since=since, limit=query.limit, after=after)
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    f"{VOUCHERS}/pending",
    "listVouchersInWork",
    tag="vouchers",
    policy=may("books.read"),
    answer=Rows[VoucherInWorkRow],
    refusals=("request.cursor_invalid",),
)
async def list_vouchers_in_work(asking: Asking, query: ListQuery) -> Answer:
    """凭证 not yet posted and not given up, the one that waits longest first."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.vouchers_in_work(scope, limit=query.limit, after=after)
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    VOUCHER,
    "readVoucher",
    tag="vouchers",
    policy=may("books.read"),
    answer=VoucherView,
    refusals=("voucher.unknown",),
)
async def read_voucher(asking: Asking, voucher_id: UUID, query: ReadQuery) -> Answer:
    """One voucher, its history, and its places in the books."""
    scope = await scope_of(asking, query)
    ledgers = asking.parts.ledgers
    found = await ledgers.vouchers_in_work(scope, limit=_ONE, voucher_id=voucher_id)
    if not found.rows:
        raise Problem("voucher.unknown")
    steps = await ledgers.voucher_steps(scope, voucher_id)
    posted = await ledgers.vouchers(
        scope, since=_BEGINNING, limit=_POSTINGS_SHOWN, stream_id=voucher_id
    )
    version = await asking.version_of(voucher_id)
    view = VoucherView(
        position=posted.position,
        version=version,
        voucher=found.rows[0],
        steps=steps.rows,
        postings=posted.rows,
    )
    return Answer(body=view, headers=strong(version))


@operation(
    "POST",
    f"{VOUCHER}/reverse/preview",
    "previewReversal",
    tag="vouchers",
    policy=may("books.preview"),
    answer=ReversalPreview,
    refusals=FAULTS_OF_REVERSAL,
    example={
        "occurred_on": "2026-03-20",
        "requested_by": SOMEBODY,
        "approved_by": "01959000-0000-7000-8000-000000000012",
        "reason": "account_wrong",
    },
)
async def preview_reversal(asking: Asking, voucher_id: UUID, body: Reversal) -> Answer:
    """Decide a reversal without recording it, and show what it does to both months."""
    parts = asking.parts
    command = reversal(asking, voucher_id, body)
    states = await parts.desk.read_states(asking.tenant_id, [voucher_id])
    known = states.of(voucher_id, voucher.State)
    asked = Asked(
        union_id=asking.tenant_id,
        command_id=new_id(),
        actor=asking.login.actor,
        request=asking.fingerprint,
        groups=[await with_budget(parts.desk, asking.tenant_id, command)],
        dry_run=True,
    )
    outcome = await parts.desk.carry_out(asked)
    if outcome.refused:
        raise of_refusal(outcome.refused[0].refused, frozenset(body.__struct_fields__))
    closed_through = (await parts.desk.read_union(asking.tenant_id)).closed_through
    lines = negated(known.lines)
    months = sorted({month_of(known.posted_on), month_of(body.occurred_on)})
    return Answer(
        body=ReversalPreview(
            position=(await parts.log.head(asking.tenant_id)).position,
            voucher_id=voucher_id,
            posted_on=known.posted_on,
            fitting_on=reversal_day(known.posted_on, closed_through, parts.today()),
            reversed_on=body.occurred_on,
            lines=list(lines),
            months=[
                await _effect(
                    asking,
                    month,
                    _since(lines, month, body.occurred_on),
                    closed=month <= closed_through,
                )
                for month in months
            ],
        )
    )


def _since(lines: PostingLines, month: str, day: date) -> PostingLines:
    """Return what the lines add to a month: nothing where they come later."""
    if month >= month_of(day):
        return lines
    return tuple(PostingLine(account=line.account, fund=line.fund, fen=0) for line in lines)


async def _effect(
    asking: Asking, month: str, lines: Sequence[PostingLine], *, closed: bool
) -> MonthEffect:
    scope = Scope(union_id=asking.tenant_id, as_of=last_day(month))
    balances = await asking.parts.ledgers.balances(scope, since=first_day(month))
    changes = _changes(lines)
    return MonthEffect(
        period=month,
        closed=closed,
        accounts=[
            AccountEffect(
                account=row.account,
                name=row.name,
                before_fen=row.after_fen,
                change_fen=changes[row.account],
                after_fen=row.after_fen + changes[row.account],
            )
            for row in balances.rows
            if row.account in changes
        ],
    )


def _changes(lines: Iterable[PostingLine]) -> dict[str, int]:
    changes: dict[str, int] = {}
    for line in lines:
        changes[line.account] = changes.get(line.account, 0) + line.fen
    return changes


def span(scope: Scope, query: VouchersQuery) -> tuple[date, Scope]:
    """Return the first day asked for, and the scope up to the last."""
    if query.period is None:
        return query.since, scope
    until = min(scope.as_of, last_day(query.period))
    return first_day(query.period), Scope(
        union_id=scope.union_id,
        as_of=until,
        known_at=scope.known_at,
        min_position=scope.min_position,
    )
