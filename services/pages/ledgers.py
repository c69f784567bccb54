"""台账报表: the centre of all ledgers, and one of them as printed, with both dates, totals, footer, signatures."""

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from services.auth import may
from services.exporters.ledgers.registry import LEDGER_NUMBERS
from services.http.ledgers import LedgerDocument
from services.pages.accounts import account_choices, chart_of
from services.pages.forms import Choices
from services.pages.lists import Turning, by_number
from services.pages.page import Reply, Shown, page
from services.pages.reading_forms import count_of, day_of, month_of
from services.pages.visit import Visit
from services.words.ledgers import LEDGER_WORDS

_LEDGERS: Final = "/unions/{union_id}/ledgers"
SECTION: Final = "ledgers"
_GROUPS: Final = (
    ("会员", ("L1", "L2")),
    ("会费经费", ("L3", "L4", "L5", "L6")),
    ("账簿报表", ("L7", "L8", "L9", "L10", "L11")),
    ("帮扶慰问", ("L12", "L13", "L14", "L15", "L16", "L17", "L18")),
    ("审计", ("L32",)),
)
_BY_MONTH: Final = frozenset(
    {"L2", "L4", "L6", "L7", "L8", "L9", "L10", "L12", "L15", "L16", "L17"}
)
_JOURNALS: Final = frozenset({"L7", "L8"})
_AMOUNT: Final = re.compile(r"(借|贷|平)?\s?-?[0-9,]+\.[0-9]{2}")
_NARROW: Final = 8
_PAGE: Final = 200


class Ledger(NamedTuple):
    """A ledger of the centre."""

    number: str
    title: str


@page("GET", _LEDGERS, "ledgers", policy=may("books.read"), section=SECTION)
async def ledgers(visit: Visit) -> Reply:
    """Every ledger and statement, by what it is about."""
    today = visit.parts.today()
    year = visit.query.get("year", "")
    month = month_of(visit.query.get("month", ""))
    known = set(LEDGER_NUMBERS)
    values = {
        "groups": [
            (title, [Ledger(one, LEDGER_WORDS[one].title) for one in numbers if one in known])
            for title, numbers in _GROUPS
        ],
        "year": year if count_of(year) else str(today.year),
        "month": month,
        "by_month": _BY_MONTH,
    }
    return Shown(template="books/ledgers.html", values=values)


@page("GET", f"{_LEDGERS}/{{ledger}}", "ledger", policy=may("books.read"), section=SECTION)
async def ledger(visit: Visit) -> Reply:
    """A ledger of a year or month, as of one date, as known at one position."""
    asked = asked_for(visit)
    document: LedgerDocument = await visit.read("printLedger", **asked)
    turning, rows = _shown_rows(visit, document)
    values = {
        "ledger": visit.ids["ledger"],
        "document": document,
        "rows": rows,
        "turning": turning,
        "money": money_columns(document),
        "is_wide": len(document.columns) > _NARROW,
        "asked": asked,
        "accounts": await _accounts(visit),
        "months": [f"{asked['year']}-{month:02d}" for month in range(1, 13)],
        "has_months": visit.ids["ledger"] in _BY_MONTH,
        "issue": {**asked, "ledger": visit.ids["ledger"], "known_at": document.position},
        "is_whole": visit.query.get("all") == "1",
    }
    return Shown(template="books/ledger.html", values=values)


def asked_for(visit: Visit) -> dict[str, Any]:
    """Return which part of a ledger the address asks for; this year where it names none."""
    year = visit.query.get("year", "")
    month = month_of(visit.query.get("month", ""))
    if month and not year:
        year = month[:4]
    asked = {
        "year": year if count_of(year) else str(visit.parts.today().year),
        "month": month if month[:4] == (year or month[:4]) else "",
        "account": visit.query.get("account", ""),
        "pay_batch_id": visit.query.get("pay_batch_id", ""),
        "as_of": day_of(visit.query.get("as_of", "")),
        "known_at": visit.query.get("known_at", ""),
    }
    return {name: text for name, text in asked.items() if text}


def money_columns(document: LedgerDocument) -> list[bool]:
    """Tell of every column whether it holds amounts: all that stands in it are amounts."""
    every = [*document.rows, *([document.totals] if document.totals else [])]
    return [_is_money(place, every) for place in range(len(document.columns))]


def _is_money(place: int, rows: Sequence[Sequence[str]]) -> bool:
    given = [row[place] for row in rows if row[place]]
    return bool(given) and all(_AMOUNT.fullmatch(text) for text in given)


def _shown_rows(
    visit: Visit, document: LedgerDocument
) -> tuple[Turning | None, Sequence[Sequence[str]]]:
    """Return a page of rows; all of them for print, or where they are few."""
    total = len(document.rows)
    if total <= _PAGE or visit.query.get("all") == "1":
        return None, document.rows
    pages = (total - 1) // _PAGE + 1
    asked = visit.query.get("page", "1")
    number = min(max(count_of(asked) or 1, 1), pages)
    turning = by_number(visit, page=number, pages=pages, total=total, size=_PAGE)
    return turning, document.rows[(number - 1) * _PAGE : number * _PAGE]


async def _accounts(visit: Visit) -> Choices:
    number = visit.ids["ledger"]
    if number not in _JOURNALS:
        return ()
    chart = await chart_of(visit)
    return account_choices(chart, money=True) if number == "L7" else account_choices(chart)
