"""The chart of accounts (会计科目表): the accounts of one accounting standard, as data.

Source: 《工会会计制度》 财会〔2009〕7号 and 财会〔2021〕7号, domain.md 4.3 and rule 10. Codes stand in files with a
`standard_version`, never in code.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

AccountKind = Literal["asset", "liability", "net_assets", "income", "expense"]
Side = Literal["debit", "credit"]
BALANCE_SHEET: frozenset[AccountKind] = frozenset({"asset", "liability", "net_assets"})
"""The kinds that carry a balance from year to year: classes 1 to 3 of the chart."""


class Account(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A ledger account (科目). `side` is where its balance grows.

    `parent` is the code of the account it details. One that has details does not post itself. `money`
    marks cash, bank and treasury quota: what 出纳 keeps and a bank statement can confirm; `cash` what of it is
    counted in the box instead.
    """

    code: str
    name: str
    kind: AccountKind
    side: Side
    parent: str | None = None
    posts: bool = True
    money: bool = False
    cash: bool = False


class Chart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All accounts of one standard by code, in the order of the standard."""

    standard_version: str
    version: int
    accounts: dict[str, Account]

    def find(self, code: str) -> Account | None:
        """Return the account with this code, None when the standard has none."""
        return self.accounts.get(code)

    def posting(self, code: str) -> Account | None:
        """Return the account with this code if a line may be posted to it, else None."""
        account = self.accounts.get(code)
        return account if account is not None and account.posts else None

    def lineage(self, code: str) -> Iterator[str]:
        """Yield a code and those of the accounts above it, nearest first."""
        seen: set[str] = set()
        account = self.accounts.get(code)
        while account is not None and account.code not in seen:
            seen.add(account.code)
            yield account.code
            account = self.accounts.get(account.parent) if account.parent is not None else None

    def is_within(self, code: str, covering: str) -> bool:
        """Tell whether an account is another one or lies below it."""
        return code == covering or covering in self.lineage(code)

    def covering(self, code: str, among: Iterable[str]) -> str | None:
        """Return the nearest of some accounts that an account is or lies below, None if there is none."""
        wanted = frozenset(among)
        return next((above for above in self.lineage(code) if above in wanted), None)

    def with_details(self, details: Iterable[Account]) -> "Chart":
        """Return the chart with detail accounts added; the accounts above them post no more.

        A detail whose account above is not in the chart, or whose code is taken, is left out.
        """
        accounts = dict(self.accounts)
        for detail in details:
            above = accounts.get(detail.parent) if detail.parent is not None else None
            if above is None or detail.code in accounts:
                continue
            accounts[above.code] = msgspec.structs.replace(above, posts=False)
            accounts[detail.code] = detail
        return msgspec.structs.replace(self, accounts=accounts)


def chart_of(standard_version: str, version: int, accounts: Iterable[Account]) -> Chart:
    """Return the chart of these accounts; raises ValueError for a code that is listed twice."""
    by_code: dict[str, Account] = {}
    for account in accounts:
        if account.code in by_code:
            raise ValueError(f"account listed twice: {account.code}")
        by_code[account.code] = account
    return Chart(standard_version=standard_version, version=version, accounts=by_code)
