"""The checklist of a period close (结账检查), gone through by the books themselves as far as they can tell.

What only people can see (a count of the cash box without a comparison, papers in a drawer) they confirm.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

import msgspec

from domain.accounts import Account
from domain.contribution import aggregate as contribution
from domain.ids import UnionId, contribution_stream
from domain.period import MONTHS_PER_YEAR, first_day, last_day, previous_month
from domain.policy.closing import Checked, ClosingPolicy
from domain.policy.in_force import policy_in_force
from domain.union.aggregate import State as UnionState
from services.commands import Desk
from services.policies.charts import chart_in_force
from services.reads import Ledgers, Scope
from services.reads.banking import AssertionRow
from services.reads.books import BalanceRow

_COUNTED_MOST = 10_000


class CheckedItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item: `passed` by the books, or None where only people can tell. `found` counts what is in the way."""

    item: str
    required: bool
    passed: bool | None
    found: int = 0


class Checklist(msgspec.Struct, frozen=True, kw_only=True):
    """The items of a month as the books stand at `position`."""

    period: str
    position: int
    items: list[CheckedItem]

    def signed(self, reasons: Mapping[str, str], confirmed: Iterable[str]) -> tuple[Checked, ...]:
        """Return the checklist as it is recorded: with the reasons given and what people confirmed."""
        seen = set(confirmed)
        by_books = [
            Checked(
                item=one.item,
                passed=one.passed,
                reason="" if one.passed else reasons.get(one.item, ""),
            )
            for one in self.items
            if one.passed is not None
        ]
        by_people = [
            Checked(item=one.item, passed=one.item in seen, reason=reasons.get(one.item, ""))
            for one in self.items
            if one.passed is None and (one.item in seen or one.item in reasons)
        ]
        return (*by_books, *by_people)


async def checklist(
    desk: Desk, ledgers: Ledgers, union_id: UUID, period: str, position: int
) -> Checklist:
    """Go through a month's books as they stand at a position of the log, or later."""
    tenant = UnionId(union_id)
    union = await desk.read_union(union_id)
    scope = Scope(union_id=union_id, as_of=last_day(period), min_position=position)
    balances = (await ledgers.balances(scope, since=first_day(period))).rows
    found = {
        "vouchers_posted": await _waiting(ledgers, scope),
        "trial_balance_zero": await _unbalanced(ledgers, scope),
        **await _uncompared(ledgers, scope, balances, union, period),
        **await _contributions(desk, tenant, period, union),
    }
    if int(period[5:]) == MONTHS_PER_YEAR:
        found["year_end_transferred"] = sum(
            bool(row.after_fen) for row in balances if row.kind in ("income", "expense")
        )
    policy = policy_in_force(union.policies, ClosingPolicy, last_day(period))
    required = () if policy is None else policy.required
    by_books = [
        CheckedItem(item=item, required=item in required, passed=not count, found=count)
        for item, count in found.items()
    ]
    by_people = [
        CheckedItem(item=item, required=True, passed=None) for item in required if item not in found
    ]
    return Checklist(period=period, position=position, items=[*by_books, *by_people])


async def _waiting(ledgers: Ledgers, scope: Scope) -> int:
    """Count the vouchers that could still be posted into the month: none of their steps lies after it."""
    ever = msgspec.structs.replace(scope, as_of=date.max)
    found = await ledgers.vouchers_in_work(ever, limit=_COUNTED_MOST)
    return sum(row.since <= scope.as_of for row in found.rows)


async def _unbalanced(ledgers: Ledgers, scope: Scope) -> int:
    sums: dict[str, int] = {}
    for row in (await ledgers.fund_balances(scope)).rows:
        sums[row.fund] = sums.get(row.fund, 0) + row.balance_fen
    return sum(bool(fen) for fen in sums.values())


async def _uncompared(
    ledgers: Ledgers,
    scope: Scope,
    balances: Iterable[BalanceRow],
    union: UnionState,
    period: str,
) -> dict[str, int]:
    """Count the money accounts in use that nobody compared with bank or cash box on the month's last day."""
    chart = chart_in_force(union.policies, scope.as_of)
    asserted = (await ledgers.assertions(scope, since=last_day(period))).rows
    missing = {"bank_reconciled": 0, "cash_counted": 0}
    for row in balances:
        account = None if chart is None else chart.find(row.account)
        in_use = row.before_fen or row.debit_fen or row.credit_fen
        if account is None or not account.money or not in_use:
            continue
        missing[_item_of(account)] += not _is_compared(row, asserted)
    return missing


def _item_of(account: Account) -> str:
    return "cash_counted" if account.cash else "bank_reconciled"


def _is_compared(row: BalanceRow, asserted: Iterable[AssertionRow]) -> bool:
    return any(one.account == row.account and one.holds for one in asserted)


async def _contributions(
    desk: Desk, tenant: UnionId, period: str, union: UnionState
) -> dict[str, int]:
    """Whether the month's payroll is declared where it must be, and what came in is shared.

    A legal person owes the levels above their part of the 2 %; a union that declared the month before goes on.
    """
    own, before = (
        contribution_stream(tenant, period),
        contribution_stream(tenant, previous_month(period)),
    )
    states = await desk.read_states(tenant, [own, before])
    now = states.of(own, contribution.State)
    is_due = union.legal_person or states.of(before, contribution.State).declared is not None
    return {
        "payroll_declared": int(is_due and now.declared is None),
        "contribution_shared": int(now.owed_upward_fen() < 0),
    }
