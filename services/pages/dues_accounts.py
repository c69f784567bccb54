"""A member's dues account: why each month is what it is, what came in, and what may be put right."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

from domain.dues.aggregate import HANDLING
from domain.officers import APPROVING
from services.auth import may
from services.http.dues import DuesAccount
from services.http.dues_corrections import MonthAssessed
from services.pages.asked import signing
from services.pages.dues import year_asked
from services.pages.dues_sheet import percent
from services.pages.page import Reply, Shown, page
from services.pages.reading_forms import yuan_typed
from services.pages.signers import names_of
from services.pages.steps import Prepare, Prepared, step
from services.pages.visit import Visit
from services.reads.rows import ReceiptRow

_MEMBER: Final = "/unions/{union_id}/members/{member_id}"
_ACCOUNT: Final = f"{_MEMBER}/dues"
_RECEIPT: Final = f"{_MEMBER}/receipts/{{version}}"
_LEADS: Final = "/members/{member_id}/dues"
_SECTION: Final = "dues"
_STEP: Final = "dues/account_step.html"
_OFFERS: Final = (
    ("declareWageBase", "/wage-bases"),
    ("sendDuesReminder", "/reminders"),
    ("waiveDues", "/waivers"),
    ("refundDues", "/refunds"),
)


class Explained(NamedTuple):
    """One month, and the tail of the wage that the rule drops."""

    row: MonthAssessed
    rate: str
    dropped_fen: int


@page("GET", _ACCOUNT, "dues_account", policy=may("dues.read"), section=_SECTION)
async def account(visit: Visit) -> Reply:
    """Every month of a year explained, and everything that was entered."""
    year = year_asked(visit)
    assessed = await visit.read("readAssessments", year=year)
    seen: DuesAccount = await visit.read("readDuesAccount")
    member = visit.ids["member_id"]
    values = {
        "year": year,
        "name": await _name(visit),
        "account": seen,
        "months": [_explained(row) for row in assessed.months],
        "owed_fen": sum(row.arrears_fen for row in assessed.months),
        "assessed": assessed,
        "offers": [(one, f"/members/{member}{path}") for one, path in _OFFERS],
        "history_rows": (await visit.read("readDuesHistory", limit=100)).rows,
    }
    return Shown(template="dues/account.html", values=values)


def _explained(row: MonthAssessed) -> Explained:
    assessment = row.assessment
    if row.wage_fen is None or row.base_fen is None or not assessment.rate_denominator:
        return Explained(row, "", 0)
    rate = percent(assessment.rate_numerator or 0, assessment.rate_denominator)
    return Explained(row, rate, row.wage_fen - row.base_fen)


async def _name(visit: Visit) -> str:
    """The masked name, for whoever may read the roster."""
    if not visit.can("readMember"):
        return ""
    return (await visit.read("readMember")).member.person.name or ""


@page("GET", _RECEIPT, "dues_receipt", policy=may("dues.read"), section=_SECTION)
async def receipt(visit: Visit) -> Reply:
    """One receipt, as it may be handed to the member."""
    return Shown(template="dues/receipt.html", values={"view": await visit.read("readDuesReceipt")})


def _about_entry(rows_of: Callable[[DuesAccount], list[Any]]) -> Prepare:
    """What is taken back is shown above the form, and the account's version goes with it."""

    async def prepare(visit: Visit) -> Prepared:
        seen: DuesAccount = await visit.read("readDuesAccount")
        entry = next(
            (row for row in rows_of(seen) if str(row.version) == visit.ids["version"]), None
        )
        return Prepared(
            about=seen,
            version=seen.version,
            position=seen.position,
            values=await _values(visit, entry),
        )

    return prepare


async def _values(visit: Visit, entry: Any = None) -> dict[str, Any]:  # noqa: ANN401 # a row
    return {"name": await _name(visit), "entry": entry, "names": await names_of(visit)}


def _of_account(prepare: Callable[[Visit, DuesAccount], Awaitable[Prepared]]) -> Prepare:
    async def prepared(visit: Visit) -> Prepared:
        return await prepare(visit, await visit.read("readDuesAccount"))

    return prepared


async def _plain(visit: Visit, seen: DuesAccount) -> Prepared:
    return Prepared(
        about=seen, version=seen.version, position=seen.position, values=await _values(visit)
    )


async def _refunding(visit: Visit, seen: DuesAccount) -> Prepared:
    """What came in for the month asked for; two officers sign, neither the member."""
    month = visit.query.get("dues_month", "")
    paid = sum(_kept_fen(row) for row in seen.receipts if row.dues_month == month)
    return await signing(
        visit,
        {"handler_id": HANDLING, "approver_id": sorted(APPROVING)},
        texts={"amount_fen": [yuan_typed(paid)]} if paid > 0 else {},
        about=seen,
        version=seen.version,
        position=seen.position,
        values=await _values(visit),
    )


def _kept_fen(row: ReceiptRow) -> int:
    return 0 if row.reversed_on else row.amount_fen


for _operation_id, _path, _prepare in (
    ("declareWageBase", "wage-bases", _of_account(_plain)),
    ("sendDuesReminder", "reminders", _of_account(_plain)),
    ("waiveDues", "waivers", _of_account(_plain)),
    ("refundDues", "refunds", _of_account(_refunding)),
    ("reverseDuesReceipt", "receipts/{version}/reverse", _about_entry(lambda seen: seen.receipts)),
    ("reverseDuesRefund", "refunds/{version}/reverse", _about_entry(lambda seen: seen.receipts)),
    ("reverseDuesWaiver", "waivers/{version}/reverse", _about_entry(lambda seen: seen.waivers)),
):
    step(
        f"{_MEMBER}/{_path}",
        _operation_id,
        leads=_LEADS,
        section=_SECTION,
        prepare=_prepare,
        about="readDuesAccount",
        template=_STEP,
    )
