"""会费: wage bases, receipts and their reversal, and the ledgers of a year."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from domain.command import Command
from domain.dues.commands import DeclareWageBase, ReceiveDues, ReverseDuesReceipt
from domain.dues_batch import aggregate as dues_batch
from domain.dues_batch.commands import CloseDuesBatch
from domain.dues_batch.events import DifferenceReason
from domain.ids import BranchId, DuesBatchId, MemberId, dues_stream
from domain.money import Fen, PositiveFen
from domain.refusal import Refused
from services.auth import may
from services.http.asking import Answer, Asking, strong, weak
from services.http.fields import INT4_MAX, Answered, Body, Month, Reason, Year
from services.http.operation import operation
from services.http.paging import ListQuery, ReadQuery, Rows, listed, paged, scope_of, whole
from services.http.people import seals
from services.http.problems import Fault, Problem
from services.http.writing import Written, WrittenTogether, carry_out, store
from services.reads.dues import ReminderRow, WaiverRow, WarningRow
from services.reads.rows import DuesMonthRow, DuesRow, ReceiptRow, WageBaseRow

_UNION = "/v1/unions/{union_id}"
_MEMBER = f"{_UNION}/members/{{member_id}}"
_RECEIPTS_MOST = 2_000


class DuesWritten(Written, frozen=True, kw_only=True):
    member_id: UUID


class ReceiptWritten(Answered, frozen=True, kw_only=True):
    """Where one receipt stands: the member's dues account and the version that names the receipt."""

    member_id: UUID
    dues_month: str
    stream_id: UUID
    version: int


class ReceiptsWritten(WrittenTogether, frozen=True, kw_only=True):
    """`batch_id` names the collection, where one was declared."""

    receipts: list[ReceiptWritten]
    batch_id: UUID | None = None


class WageBase(Body, frozen=True, kw_only=True):
    """A month's wage from a month on; it decides what is owed and is kept sealed."""

    occurred_on: date
    from_month: Month
    wage_fen: Fen


class Receipt(Body, frozen=True, kw_only=True):
    """`seen_version`: the dues account as whoever typed this saw it; where it went on since, nothing is written."""

    member_id: UUID
    dues_month: Month
    amount_fen: PositiveFen
    seen_version: Annotated[int, Meta(ge=0, le=INT4_MAX)] | None = None


class Declared(Body, frozen=True, kw_only=True):
    """What stands on the list handed over: heads and total. Where the receipts come to something else, why."""

    declared_heads: Annotated[int, Meta(ge=1, le=_RECEIPTS_MOST)]
    declared_fen: PositiveFen
    difference_reason: DifferenceReason | None = None
    first_month: Month | None = None
    last_month: Month | None = None
    branch_id: UUID | None = None


class Receipts(Body, frozen=True, kw_only=True):
    """Receipts of one day, all or none. One receipt is an array of one. `batch`: they are one collection."""

    occurred_on: date
    receipts: Annotated[list[Receipt], Meta(min_length=1, max_length=_RECEIPTS_MOST)]
    batch: Declared | None = None


class ReceiptReversal(Body, frozen=True, kw_only=True):
    occurred_on: date
    reason: Reason


class YearQuery(ReadQuery, frozen=True, kw_only=True):
    year: Year


class YearListQuery(ListQuery, frozen=True, kw_only=True):
    year: Year


class DuesAccount(Answered, frozen=True, kw_only=True):
    """One member's dues account; `version` is what If-Match asks for, 0 before the first entry.

    A refund stands among the receipts with a negative amount.
    """

    member_id: UUID
    position: int
    version: int
    wage_bases: list[WageBaseRow]
    receipts: list[ReceiptRow]
    waivers: list[WaiverRow]
    reminders: list[ReminderRow]
    warnings: list[WarningRow]


@operation(
    "POST",
    f"{_MEMBER}/wage-bases",
    "declareWageBase",
    tag="dues",
    policy=may("dues.write"),
    answer=DuesWritten,
    writes=True,
    matches=True,
    status=201,
    refusals=("member.unknown", "dues.member_unknown", "dues.no_policy_in_force"),
    example={"occurred_on": "2026-01-05", "from_month": "2026-01", "wage_fen": 523860},
)
async def declare_wage_base(asking: Asking, member_id: UUID, body: WageBase) -> Answer:
    """Declare a member's wage from a month on; the monthly due follows by the policy in force."""
    account = dues_stream(MemberId(member_id))
    expected = asking.matching(account)
    to = await seals(asking, member_id)
    command = DeclareWageBase(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        from_month=body.from_month,
        wage_fen=body.wage_fen,
        wage=to.seal(member_id, "file", "wage", {"wage_fen": str(body.wage_fen)}),
    )
    return await carry_out(
        asking,
        [command],
        account,
        expected=expected,
        fields=frozenset(body.__struct_fields__),
        ids={"member_id": member_id},
        kind=DuesWritten,
    )


@operation(
    "POST",
    f"{_UNION}/dues/receipts",
    "receiveDues",
    tag="dues",
    policy=may("dues.receive"),
    answer=ReceiptsWritten,
    writes=True,
    status=201,
    refusals=(
        "dues.member_unknown",
        "dues.not_member_in_month",
        "dues.no_posting_map_in_force",
        "dues.operation_not_posted",
        "dues_batch.difference_without_reason",
        "dues_batch.reason_without_difference",
        "dues_batch.month_malformed",
        "dues_batch.months_reversed",
        "branch.unknown",
        "request.elements_refused",
        "store.version_moved",
    ),
    example={
        "occurred_on": "2026-01-31",
        "receipts": [
            {
                "member_id": "01959000-0000-7000-8000-000000000002",
                "dues_month": "2026-01",
                "amount_fen": 2615,
            }
        ],
        "batch": {"declared_heads": 1, "declared_fen": 2615},
    },
)
async def receive_dues(asking: Asking, body: Receipts) -> Answer:
    """Record dues received on one day, all or none; a refusal names every element at fault.

    With what was declared they are a collection, closed in the same breath.
    """
    batch_id = None
    closing: list[list[Command]] = []
    if body.batch is not None:
        batch_id = DuesBatchId(uuid5(asking.command_id, "dues_batch"))
        closing = [[await _closing(asking, batch_id, body, body.batch)]]
    groups: list[list[Command]] = [
        [
            ReceiveDues(
                occurred_on=body.occurred_on,
                member_id=MemberId(one.member_id),
                dues_month=one.dues_month,
                amount_fen=one.amount_fen,
                batch_id=batch_id,
            )
        ]
        for one in body.receipts
    ]
    expected: dict[UUID, int] = {
        dues_stream(MemberId(one.member_id)): one.seen_version
        for one in body.receipts
        if one.seen_version is not None
    }
    stored = await store(asking, groups + closing, expected=expected, elements="receipts")
    answered = ReceiptsWritten(
        **stored.place(),  # type: ignore[arg-type] # one dict, many types
        receipts=_placed(body.receipts, stored.streams),
        batch_id=batch_id,
    )
    return Answer(body=answered, headers=stored.headers | weak(answered.position))


async def _closing(
    asking: Asking, batch_id: DuesBatchId, body: Receipts, declared: Declared
) -> CloseDuesBatch:
    """Return the close of a new collection, counted from its receipts; raises what speaks against it."""
    if declared.branch_id is not None:
        scope = await scope_of(asking, ReadQuery(as_of=body.occurred_on))
        found = await asking.parts.ledgers.branches(scope, branch_id=declared.branch_id)
        if not found.rows:
            raise Problem("branch.unknown", faults=[Fault("#/batch/branch_id", "branch.unknown")])
    command = CloseDuesBatch(
        occurred_on=body.occurred_on,
        batch_id=batch_id,
        declared_heads=declared.declared_heads,
        declared_fen=declared.declared_fen,
        heads=len({one.member_id for one in body.receipts}),
        amount_fen=sum(one.amount_fen for one in body.receipts),
        difference_reason=declared.difference_reason,
        first_month=declared.first_month,
        last_month=declared.last_month,
        branch_id=None if declared.branch_id is None else BranchId(declared.branch_id),
    )
    decided = dues_batch.decide(dues_batch.State(), command)
    if isinstance(decided, Refused):
        raise Problem(decided.code, faults=[Fault(f"#/batch/{decided.field}", decided.code)])
    return command


def _placed(receipts: Sequence[Receipt], streams: Mapping[UUID, int]) -> list[ReceiptWritten]:
    """Number the receipts: the last of an account has the account's version, those before it less."""
    left = dict(streams)
    placed = []
    for one in reversed(receipts):
        account = dues_stream(MemberId(one.member_id))
        placed.append(
            ReceiptWritten(
                member_id=one.member_id,
                dues_month=one.dues_month,
                stream_id=account,
                version=left[account],
            )
        )
        left[account] -= 1
    return placed[::-1]


@operation(
    "POST",
    f"{_MEMBER}/receipts/{{version}}/reverse",
    "reverseDuesReceipt",
    tag="dues",
    policy=may("dues.write"),
    answer=DuesWritten,
    writes=True,
    matches=True,
    refusals=(
        "dues.member_unknown",
        "dues.no_such_receipt",
        "dues.receipt_already_reversed",
        "dues.reversed_before_received",
        "dues.receipt_refunded",
    ),
    example={"occurred_on": "2026-02-03", "reason": "重复登记"},
)
async def reverse_dues_receipt(
    asking: Asking, member_id: UUID, version: int, body: ReceiptReversal
) -> Answer:
    """Take back a receipt that was entered by mistake (冲销); both stay on record."""
    account = dues_stream(MemberId(member_id))
    command = ReverseDuesReceipt(
        occurred_on=body.occurred_on,
        member_id=MemberId(member_id),
        reversed_version=version,
        reason=body.reason,
    )
    return await carry_out(
        asking,
        [command],
        account,
        expected=asking.matching(account),
        fields=frozenset(body.__struct_fields__),
        ids={"member_id": member_id},
        kind=DuesWritten,
    )


@operation(
    "GET",
    f"{_UNION}/dues",
    "listDues",
    tag="dues",
    policy=may("dues.read"),
    answer=Rows[DuesRow],
    refusals=("request.cursor_invalid",),
)
async def list_dues(asking: Asking, query: YearListQuery) -> Answer:
    """会费收缴明细表: every member's dues of a year, by month."""
    scope, after = await listed(asking, query)
    page = await asking.parts.ledgers.dues_by_member(
        scope, year=query.year, limit=query.limit, after=after
    )
    return await paged(asking, query, scope, page)


@operation(
    "GET",
    f"{_UNION}/dues/months",
    "listDuesMonths",
    tag="dues",
    policy=may("dues.read"),
    answer=Rows[DuesMonthRow],
)
async def list_dues_months(asking: Asking, query: YearQuery) -> Answer:
    """What was due and received for each month of a year."""
    scope = await scope_of(asking, query)
    return whole(scope, await asking.parts.ledgers.dues_by_month(scope, year=query.year))


@operation(
    "GET",
    f"{_MEMBER}/dues",
    "readDuesAccount",
    tag="dues",
    policy=may("dues.read"),
    answer=DuesAccount,
    refusals=("member.unknown",),
)
async def read_dues_account(asking: Asking, member_id: UUID, query: ReadQuery) -> Answer:
    """One member's wage bases, receipts, waivers, reminders and warnings, reversed ones included."""
    scope = await scope_of(asking, query)
    ledgers = asking.parts.ledgers
    if await ledgers.member(scope, member_id) is None:
        raise Problem("member.unknown")
    wage_bases = await ledgers.wage_bases(scope, member_id)
    receipts = await ledgers.receipts(scope, member_id)
    waivers = await ledgers.waivers(scope, member_id)
    reminders = await ledgers.reminders(scope, since=date.min, member_id=member_id)
    warnings = await ledgers.warnings(scope, since=date.min, member_id=member_id)
    version = await asking.version_of(dues_stream(MemberId(member_id)))
    account = DuesAccount(
        member_id=member_id,
        position=min(wage_bases.position, receipts.position, warnings.position),
        version=version,
        wage_bases=wage_bases.rows,
        receipts=receipts.rows,
        waivers=waivers.rows,
        reminders=reminders.rows,
        warnings=warnings.rows,
    )
    return Answer(body=account, headers=strong(version))
