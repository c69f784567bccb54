"""The books: chart, balances, entries of journals and ledgers, vouchers with their numbers (L7 to L10)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from domain.accounts import AccountKind, Chart, Side
from domain.money import PostingLine, PostingLines
from domain.policy.in_force import Adopted, Policy
from services.policies.charts import chart_in_force, kept_account
from services.reads import presenting as present
from services.reads.ledger_pages import After, LedgerPages, Raw
from services.reads.people import Opened
from services.reads.rows import Page
from services.reads.scope import Scope
from services.words.books import SUMMARIES

_NEEDS = ("general_ledger", "voucher")


class AccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """An account of the chart in force."""

    code: str
    name: str
    kind: AccountKind
    side: Side
    parent: str | None
    posts: bool
    money: bool


class BalanceRow(msgspec.Struct, frozen=True, kw_only=True):
    """An account over a period, in fen. Balances are debit positive, `earned_fen` is credit positive.

    Opening balances (期初余额) count as what stood before. What was earned leaves out year-end transfers and
    what came from or went to other unions.
    """

    account: str
    name: str
    kind: AccountKind
    side: Side
    before_fen: int
    debit_fen: int
    credit_fen: int
    after_fen: int
    year_start_fen: int
    year_debit_fen: int
    year_credit_fen: int
    earned_fen: int
    year_earned_fen: int


class FundBalanceRow(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on an account in a fund, debit positive."""

    account: str
    fund: str
    balance_fen: int


class EntryRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a voucher in a journal or ledger; `running_fen` is what the entries so far sum to."""

    period: str
    number: int
    voucher_no: str
    occurred_on: date
    account: str
    fund: str
    summary: str
    others: list[str]
    debit_fen: int
    credit_fen: int
    running_fen: int
    topic: str
    entries: int
    stream_id: UUID
    version: int
    position: int


class VoucherLine(msgspec.Struct, frozen=True, kw_only=True):
    account: str
    fund: str
    debit_fen: int
    credit_fen: int


class VoucherRow(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher in the books. Its number is its place among the vouchers of its month: it has no gaps.

    `stream_id` and `version` lead to the event it comes from; for a collective voucher, to the last of them.
    """

    period: str
    number: int
    voucher_no: str
    occurred_on: date
    topic: str
    summary: str
    entries: int
    amount_fen: int
    lines: list[VoucherLine]
    stream_id: UUID
    version: int
    position: int


class Standing(NamedTuple):
    """Balances, and the chart that names their accounts."""

    chart: Chart | None
    balances: Page[BalanceRow]


class BooksLedgers(LedgerPages):
    """Balances, entries and vouchers."""

    async def chart(self, scope: Scope) -> Chart | None:
        """The chart of accounts the union keeps its books by on the date."""
        page = await self._page(
            scope,
            "organisation",
            "policies",
            (scope.as_of,),
            None,
            row=lambda raw, _: Adopted(raw["valid_from"], _policy.decode(raw["policy"])),
        )
        return chart_in_force(tuple(page.rows), scope.as_of)

    async def balances(
        self, scope: Scope, *, since: date, fund: str | None = None
    ) -> Page[BalanceRow]:
        """科目余额表: every account that ever moved, from a day to the date of the scope."""
        return (await self.standing(scope, since=since, fund=fund)).balances

    async def standing(self, scope: Scope, *, since: date, fund: str | None = None) -> Standing:
        """The chart in force and the balances by it."""
        chart = await self.chart(scope)

        def row(raw: Raw, _: Opened) -> BalanceRow:
            account = kept_account(chart, raw["account"])
            after_fen = raw["before_fen"] + raw["debit_fen"] - raw["credit_fen"]
            return BalanceRow(
                **dict(raw),
                name=account.name,
                kind=account.kind,
                side=account.side,
                after_fen=after_fen,
            )

        values = (since, scope.as_of, fund)
        page = await self._page(scope, "general_ledger", "balances", values, None, row=row)
        return Standing(chart, page)

    async def fund_balances(self, scope: Scope) -> Page[FundBalanceRow]:
        """What stands on every account in every fund at the end of the date: the trial balance by fund."""
        return await self._page(
            scope,
            "general_ledger",
            "balances_by_fund",
            (scope.as_of,),
            None,
            row=present.plain(FundBalanceRow),
        )

    async def entries(
        self,
        scope: Scope,
        *,
        since: date,
        limit: int,
        after: After = None,
        account: str | None = None,
    ) -> Page[EntryRow]:
        """The journal of an account with its sub-accounts; or, without one, ledger after ledger."""
        return await self._page(
            scope,
            "general_ledger",
            "entries",
            (since, scope.as_of, account, *_entry_before(after)),
            limit,
            sealed=("details",),
            row=_entry,
            key=lambda raw: tuple(
                raw[column] for column in ("ledger", "period", "number", "account", "fund")
            ),
            needs=_NEEDS,
        )

    async def vouchers(
        self,
        scope: Scope,
        *,
        since: date,
        limit: int,
        after: After = None,
        stream_id: UUID | None = None,
    ) -> Page[VoucherRow]:
        """凭证 from a day to the date of the scope, in the order of their numbers."""
        place: tuple[Any, ...] = (None, None) if after is None else (after[0], int(after[1]))
        return await self._page(
            scope,
            "general_ledger",
            "vouchers",
            (since, scope.as_of, stream_id, *place),
            limit,
            sealed=("details",),
            row=_voucher,
            key=lambda raw: (raw["period"], raw["number"]),
            needs=_NEEDS,
        )

    async def transfer_lines(self, scope: Scope, *, surplus_account: str) -> PostingLines:
        """Return the lines that take income and expense of every fund into what is left over (年终结转)."""
        chart = await self.chart(scope)
        earned = [
            row
            for row in (await self.fund_balances(scope)).rows
            if kept_account(chart, row.account).kind in ("income", "expense")
        ]
        sums: dict[str, int] = {}
        for row in earned:
            sums[row.fund] = sums.get(row.fund, 0) + row.balance_fen
        return (
            *(
                PostingLine(account=row.account, fund=row.fund, fen=-row.balance_fen)
                for row in earned
            ),
            *(
                PostingLine(account=surplus_account, fund=fund, fen=fen)
                for fund, fen in sums.items()
                if fen
            ),
        )


_policy: msgspec.json.Decoder[Policy] = msgspec.json.Decoder(Policy)
_lines = msgspec.json.Decoder(list[VoucherLine])


def voucher_no(period: str, number: int) -> str:
    """Return a voucher's number as paper shows it: 2026-03-0017."""
    return f"{period}-{number:04d}"


def _entry_before(after: After) -> Sequence[Any]:
    if after is None:
        return (None,) * 5
    ledger, period, number, account, fund = after
    return (ledger, period, int(number), account, fund)


def _entry(raw: Raw, open_: Opened) -> EntryRow:
    return EntryRow(
        period=raw["period"],
        number=raw["number"],
        voucher_no=voucher_no(raw["period"], raw["number"]),
        occurred_on=raw["occurred_on"],
        account=raw["account"],
        fund=raw["fund"],
        summary=_summary(raw, open_),
        others=(raw["others"] or "").split(),
        debit_fen=raw["debit_fen"],
        credit_fen=raw["credit_fen"],
        running_fen=raw["running_fen"],
        topic=raw["topic"],
        entries=raw["entries"],
        stream_id=raw["stream_id"],
        version=raw["version"],
        position=raw["position"],
    )


def _voucher(raw: Raw, open_: Opened) -> VoucherRow:
    return VoucherRow(
        period=raw["period"],
        number=raw["number"],
        voucher_no=voucher_no(raw["period"], raw["number"]),
        occurred_on=raw["occurred_on"],
        topic=raw["topic"],
        summary=_summary(raw, open_),
        entries=raw["entries"],
        amount_fen=raw["debit_fen"],
        lines=_lines.decode(raw["lines"]),
        stream_id=raw["stream_id"],
        version=raw["version"],
        position=raw["position"],
    )


def _summary(raw: Raw, open_: Opened) -> str:
    """Return 摘要: what a clerk wrote, or what the event is called."""
    written = open_.fields(raw["details"], "details").get("summary", "")
    called = SUMMARIES.get(raw["mark"] or raw["topic"], raw["topic"])
    if raw["topic"] == "voucher.reversed":
        called = SUMMARIES[raw["topic"]]
        return f"{called} {written}".rstrip()
    return written or called
