"""Papers of the books as PDF: ledgers, issued statements, vouchers, and which papers there are."""

from datetime import date
from typing import Final
from uuid import UUID

from services.auth import may
from services.clock import CHINA
from services.exporters.ledgers import LedgerTable
from services.exporters.prints.ledger_paper import ledger_paper
from services.exporters.prints.voucher_paper import Hands, vouchers_paper
from services.exporters.statements import recheck
from services.http.asking import Answer, Asking
from services.http.fields import Answered, Month
from services.http.ledgers import LedgerPart, table_asked
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.printed_statements import issued_under, statement_of
from services.http.printing import FAULTS, NOTHING, PDF, PRINTS, printed, stand_of, union_named
from services.http.problems import Problem
from services.http.voucher_lists import VouchersQuery, span
from services.reads import Scope
from services.reads.books import VoucherRow
from services.reads.vouchers import VoucherStepRow
from services.words import prints as words

_BEGINNING: Final = date(1900, 1, 1)
_MOST: Final = 500
"""Vouchers in one paper: a month of a union that has more is printed in parts."""


class PaperOffered(Answered, frozen=True, kw_only=True):
    """A paper that can be printed: what it is called and where."""

    form: str
    title: str
    href: str


class PapersOffered(Answered, frozen=True, kw_only=True):
    forms: list[PaperOffered]


class VouchersAsked(ReadQuery, frozen=True, kw_only=True):
    """The vouchers of a month, whatever they come from; `first` is the number to begin with."""

    period: Month
    first: int = 1


_WHERE: Final = {
    "ledger": "ledgers/{ledger}",
    "statement": "statements/{code}",
    "dues_receipts": "dues-receipts",
    "vouchers": "vouchers",
    "pay_list": "ledgers/L13?pay_batch_id={pay_batch_id}",
    "payment_notice": "pay-batches/{pay_batch_id}/notice",
    "household": "households/{household_id}/form",
    "household_notice": "households/{household_id}/notice",
    "member": "members/{member_id}/form",
    "transfer": "transfers/{transfer_id}",
}


@operation(
    "GET",
    PRINTS,
    "listPrints",
    tag="unions",
    policy=may("union.read"),
    answer=PapersOffered,
)
async def list_prints(asking: Asking) -> Answer:
    """打印: every paper there is, and the address it is printed at."""
    own = PRINTS.replace("{union_id}", str(asking.tenant_id))
    forms = [
        PaperOffered(form=form, title=title, href=f"{own}/{_WHERE[form]}")
        for form, title in words.FORMS.items()
    ]
    return Answer(body=PapersOffered(forms=forms))


@operation(
    "GET",
    f"{PRINTS}/ledgers/{{ledger}}",
    "typesetLedger",
    tag="ledgers",
    policy=may("books.read"),
    answer=bytes,
    media_type=PDF,
    refusals=("request.path_unknown", *FAULTS),
)
async def typeset_ledger(asking: Asking, ledger: str, query: LedgerPart) -> Answer:
    """台账打印: a ledger on A4 with totals, footer, signatures, code and QR; the same books give the same bytes."""
    table = await table_asked(asking, ledger, query)
    about = f"{ledger} {table.footer.period} {table.footer.as_of}"
    return await _ledger(asking, table, about)


@operation(
    "GET",
    f"{PRINTS}/statements/{{code}}",
    "typesetStatement",
    tag="ledgers",
    policy=may("books.read"),
    answer=bytes,
    media_type=PDF,
    refusals=("statement.unknown", "request.path_unknown", *FAULTS),
)
async def typeset_statement(asking: Asking, code: str) -> Answer:
    """打印件重印: an issued statement made again at its own position; where it differs the paper says so."""
    recorded = await issued_under(asking, code)
    issued = statement_of(recorded)
    parts = asking.parts
    made = await recheck(
        parts.ledgers,
        parts.log,
        asking.tenant_id,
        issued,
        printed_at=recorded.recorded_at.astimezone(CHINA),
    )
    if made.table is None:
        raise Problem("request.path_unknown")
    about = f"{issued.ledger} {issued.code}"
    return await _ledger(asking, made.table, about, "" if made.same else words.DIFFERS)


async def _ledger(asking: Asking, table: LedgerTable, about: str, remark: str = "") -> Answer:
    stand = await stand_of(asking, table.footer.position)
    paper = ledger_paper(table, asking.tenant_id, stand, remark=remark)
    name = (table.footer.union, table.title, table.footer.period)
    return await printed(asking, paper, stand, about=about, name=name)


@operation(
    "GET",
    f"{PRINTS}/vouchers",
    "typesetVouchers",
    tag="vouchers",
    policy=may("books.read"),
    answer=bytes,
    media_type=PDF,
    refusals=(NOTHING, *FAULTS),
)
async def typeset_vouchers(asking: Asking, query: VouchersAsked) -> Answer:
    """记账凭证打印: the vouchers of a month in the order of their numbers, up to 500 in a paper."""
    scope = await scope_of(asking, query)
    since, scope = span(scope, VouchersQuery(period=query.period, as_of=query.as_of))
    after = (query.period, str(query.first - 1))
    page = await asking.parts.ledgers.vouchers(scope, since=since, limit=_MOST, after=after)
    return await _vouchers(asking, scope, page.rows, page.position, query.period)


@operation(
    "GET",
    f"{PRINTS}/vouchers/{{voucher_id}}",
    "typesetVoucher",
    tag="vouchers",
    policy=may("books.read"),
    answer=bytes,
    media_type=PDF,
    refusals=("voucher.unknown", NOTHING, *FAULTS),
)
async def typeset_voucher(asking: Asking, voucher_id: UUID, query: ReadQuery) -> Answer:
    """记账凭证打印: what one voucher posted, a reversal on a voucher of its own; nothing before it is booked."""
    scope = await scope_of(asking, query)
    page = await asking.parts.ledgers.vouchers(
        scope, since=_BEGINNING, limit=_MOST, stream_id=voucher_id
    )
    return await _vouchers(asking, scope, page.rows, page.position, str(voucher_id))


async def _vouchers(
    asking: Asking, scope: Scope, rows: list[VoucherRow], position: int, about: str
) -> Answer:
    if not rows:
        raise Problem(NOTHING)
    ledgers = asking.parts.ledgers
    union = await union_named(asking, scope)
    stand = await stand_of(asking, position)
    paper = vouchers_paper(
        rows, union, await ledgers.chart(scope), await _hands(asking, scope, rows), stand
    )
    name = (union, words.VOUCHER_TITLE, rows[0].period)
    return await printed(asking, paper, stand, about=f"vouchers {about}", name=name)


async def _hands(asking: Asking, scope: Scope, rows: list[VoucherRow]) -> Hands:
    """Return who drew up and signed the vouchers that were drawn up as such."""
    ledgers = asking.parts.ledgers
    steps: dict[UUID, list[VoucherStepRow]] = {}
    papers: dict[UUID, int] = {}
    for stream_id in {row.stream_id for row in rows if row.topic.startswith("voucher.")}:
        found = await ledgers.vouchers_in_work(scope, limit=1, voucher_id=stream_id)
        steps[stream_id] = (await ledgers.voucher_steps(scope, stream_id)).rows
        papers[stream_id] = sum(len(one.attachments) for one in found.rows)
    return Hands(steps=steps, papers=papers, names=await ledgers.officer_names(scope))
