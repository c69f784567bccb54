"""The lines of a budget (预算科目) and their arithmetic: sums, adjustments, what is spent under a line.

Source: domain.md 4.4 and L11 of 6.1. A line covers its account and all accounts below it.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations

import msgspec

from domain.accounts import Chart
from domain.money import Fen, SignedFen


class BudgetLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is planned for one account; `note_code` says why, in the words of the union's own list."""

    account: str
    amount_fen: Fen
    last_year_fen: Fen | None = None
    note_code: str | None = None


class BudgetChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By how much a line changes (调整数); an account without line gets one."""

    account: str
    change_fen: SignedFen


class ActualLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the books say was taken in or spent under one account (决算数)."""

    account: str
    actual_fen: SignedFen


Amounts = Mapping[str, int]
"""Amounts in fen by account code."""


def amounts_of(lines: Iterable[BudgetLine]) -> dict[str, int]:
    """Return what is planned by account."""
    return {line.account: line.amount_fen for line in lines}


def adjusted(planned: Amounts, changes: Iterable[BudgetChange]) -> dict[str, int]:
    """Return what is planned after some changes (调整后预算数)."""
    after = dict(planned)
    for change in changes:
        after[change.account] = after.get(change.account, 0) + change.change_fen
    return after


def surplus_fen(planned: Amounts, carried_over_fen: int, chart: Chart) -> int:
    """Return income and what was carried over, less expense: below zero it is a deficit (赤字)."""
    surplus = carried_over_fen
    for code, amount_fen in planned.items():
        account = chart.find(code)
        if account is not None and account.kind == "income":
            surplus += amount_fen
        elif account is not None and account.kind == "expense":
            surplus -= amount_fen
    return surplus


def overlap(accounts: Iterable[str], chart: Chart) -> bool:
    """Tell whether one of some accounts lies below another: its money would be planned twice."""
    return any(
        chart.is_within(one, other) or chart.is_within(other, one)
        for one, other in combinations(set(accounts), 2)
    )


def spent_under(line: str, spent: Amounts, chart: Chart) -> int:
    """Return what is spent on the accounts a line covers."""
    return sum(fen for account, fen in spent.items() if chart.is_within(account, line))


def over_fen(left_fen: int, amount_fen: int) -> int:
    """Return the part of an amount for which a line has nothing left."""
    return max(0, amount_fen - max(0, left_fen))
