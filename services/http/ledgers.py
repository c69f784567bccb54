"""The ledgers as they are printed (domain.md 6.1)."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from services.auth import may
from services.exporters.ledgers import (
    LedgerAsked,
    LedgerTable,
    UnknownLedger,
    csv_text,
    json_document,
    ledger_table,
)
from services.http.asking import Answer, Asking, weak
from services.http.fields import Answered, Month, Year
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.problems import Problem
from services.reads import Scope

_UNION = "/v1/unions/{union_id}"
_CSV = "text/csv; charset=utf-8"


class LedgerPart(ReadQuery, frozen=True, kw_only=True):
    """A year, or one month of it; `account` is for the journals, `pay_batch_id` for L13.

    Default date: the end of the year.
    """

    year: Year
    month: Month | None = None
    account: Annotated[str, Meta(pattern=r"\A[0-9]{3,9}\Z")] | None = None
    pay_batch_id: UUID | None = None


class LedgerQuery(LedgerPart, frozen=True, kw_only=True):
    """A part of a ledger, as a document or for a spreadsheet."""

    format: Literal["json", "csv"] = "json"


class LedgerDocument(Answered, frozen=True, kw_only=True):
    """A ledger of domain.md 6.1: every cell as printed, amounts of the totals also in fen."""

    ledger: str
    title: str
    columns: list[str]
    rows: list[list[str]]
    totals: list[str] | None
    totals_fen: dict[str, int]
    signatures: list[str]
    footer: dict[str, str]
    as_of: date
    position: int


@operation(
    "GET",
    f"{_UNION}/ledgers/{{ledger}}",
    "printLedger",
    tag="ledgers",
    policy=may("books.read"),
    answer=LedgerDocument,
    refusals=("request.path_unknown",),
)
async def print_ledger(asking: Asking, ledger: str, query: LedgerQuery) -> Answer:
    """台账: a ledger with its headings, totals, signatures and footer, as JSON or as CSV.

    Under an engagement's key L32 holds that audit alone, and bears no code.
    """
    table = await table_asked(asking, ledger, query)
    headers = weak(table.footer.position)
    if query.format == "csv":
        return Answer(body=csv_text(table).encode(), headers=headers, media_type=_CSV)
    document: dict[str, Any] = json_document(table)
    return Answer(body=msgspec.convert(document, LedgerDocument), headers=headers)


async def table_asked(asking: Asking, ledger: str, query: LedgerPart) -> LedgerTable:
    """Return a part of a ledger; 404 where no ledger has this number."""
    asked = LedgerAsked(
        scope=await _scope(asking, query),
        year=query.year,
        month=query.month,
        account=query.account,
        pay_batch_id=query.pay_batch_id,
        engagement_id=asking.login.engagement_id,
    )
    try:
        return await ledger_table(
            asking.parts.ledgers, asking.parts.log, asked, ledger, printed_at=asking.parts.here()
        )
    except UnknownLedger:
        raise Problem("request.path_unknown") from None


async def _scope(asking: Asking, query: LedgerPart) -> Scope:
    scope = await scope_of(asking, query)
    if query.as_of is not None:
        return scope
    return msgspec.structs.replace(scope, as_of=date(query.year, 12, 31))
