"""The kinds of vouchers (凭证种类): what their lines may do, when, and which offices sign them.

Sources: 会计法 art. 25 and 35 (记账, 审批, 经办, 保管 separated; 出纳 keeps no accounts), domain.md 4.3 and 5.4.
"""

from datetime import date
from typing import Literal

from domain.accounts import BALANCE_SHEET, AccountKind, Chart
from domain.money import PostingLines
from domain.officers import Office
from domain.period import MONTHS_PER_YEAR, last_day, month_text

VoucherKind = Literal["expense", "income", "transfer", "adjustment", "opening", "year_end"]
"""付款, 收款, 划转 (between own bank and cash), 转账 (no money moves), 期初余额, 年终结转."""

BOOKKEEPING: frozenset[VoucherKind] = frozenset({"adjustment", "opening", "year_end"})
"""Entries the accountant draws up and books: no money moves, so there is no 经办人 outside the books."""

_TRANSFERRED: frozenset[AccountKind] = frozenset({"income", "expense", "net_assets"})
"""What the year-end transfer moves: income and expense of the year into what is left over (结余)."""

REVIEWERS: tuple[Office, ...] = ("reviewer", "accountant", "vice_chairperson")
APPROVERS: tuple[Office, ...] = ("approver", "chairperson", "vice_chairperson")
_HANDLERS: tuple[Office, ...] = (
    "handler",
    "group_leader",
    "women_committee_chair",
    "vice_chairperson",
)
_BOOKKEEPERS: tuple[Office, ...] = ("accountant",)
_PAYERS: tuple[Office, ...] = ("cashier", "accountant")
SIGNING: tuple[Office, ...] = (*_HANDLERS, *REVIEWERS, *APPROVERS, *_PAYERS)
"""Every office that signs at some step."""


def handling_offices(kind: VoucherKind) -> tuple[Office, ...]:
    """Return the offices that may draw up a voucher of a kind."""
    return (*_HANDLERS, *_BOOKKEEPERS) if kind in BOOKKEEPING else _HANDLERS


def posting_offices(kind: VoucherKind) -> tuple[Office, ...]:
    """Return the offices that may post a voucher of a kind: where money moves, the cashier as well."""
    return _BOOKKEEPERS if kind in BOOKKEEPING else _PAYERS


def are_of_kind(kind: VoucherKind, lines: PostingLines, chart: Chart) -> bool:
    """Tell whether lines do what the kind says, so that spending cannot pass for something else."""
    booked = [(line, chart.find(line.account)) for line in lines]
    accounts = [account for _, account in booked if account is not None]
    taken_fen = sum(line.fen for line, account in booked if account is not None and account.money)
    match kind:
        case "expense":
            return taken_fen < 0
        case "income":
            return taken_fen > 0
        case "transfer":
            return all(account.money for account in accounts)
        case "adjustment":
            return not any(account.money for account in accounts)
        case "opening":
            return all(account.kind in BALANCE_SHEET for account in accounts)
        case "year_end":
            kinds = {account.kind for account in accounts}
            return "net_assets" in kinds and kinds <= _TRANSFERRED and kinds != {"net_assets"}


def is_day_of_kind(kind: VoucherKind, day: date) -> bool:
    """Tell whether a voucher of a kind may be posted on a day: 年终结转 closes a calendar year (会计法 art. 11)."""
    return kind != "year_end" or day == last_day(month_text(day.year, MONTHS_PER_YEAR))
