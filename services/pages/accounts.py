"""Accounts (会计科目) typed by code or by name, and the funds money stands in."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from services.pages.forms import Choices
from services.pages.visit import Visit
from services.reads.books import AccountRow
from services.words.forms import choice_text

_CODE: Final = re.compile(r"([0-9]{3,9})(\s.*)?")
OWN: Final = "own_funds"


async def chart_of(visit: Visit, day: date | None = None) -> Sequence[AccountRow]:
    """Return the accounts in force on a day, by code."""
    rows: list[AccountRow] = (await visit.read("listAccounts", as_of=day)).rows
    return sorted(rows, key=lambda row: row.code)


def code_typed(text: str, chart: Sequence[AccountRow]) -> str:
    """Return the code of an account typed as code, as code with name, or as its name; else the text itself."""
    if found := _CODE.fullmatch(text):
        return found[1]
    named = [row.code for row in chart if row.name == text]
    holding = [row.code for row in chart if text and row.posts and text in row.name]
    fitting = named or holding
    return fitting[0] if len(fitting) == 1 else text


def named(chart: Sequence[AccountRow]) -> dict[str, str]:
    """Return what every account is called, by code."""
    return {row.code: row.name for row in chart}


def account_choices(chart: Sequence[AccountRow], *kinds: str, money: bool = False) -> Choices:
    """Return accounts to choose from: of some kinds, or those that hold money."""
    return [
        (row.code, f"{row.code} {row.name}")
        for row in chart
        if (not kinds or row.kind in kinds) and (row.money or not money)
    ]


async def fund_choices(visit: Visit) -> Choices:
    """Return the funds there is money in, the union's own first."""
    rows = (await visit.read("listFundBalances")).rows
    others = sorted({row.fund for row in rows} - {OWN})
    return [(code, choice_text("fund", code)) for code in (OWN, *others)]
