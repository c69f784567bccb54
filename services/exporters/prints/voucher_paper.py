"""记账凭证 on paper: what stands in the books under each number, and who drew it up, checked and booked it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from domain.accounts import Chart
from domain.money import yuan_text
from services.exporters.ledgers.table import word
from services.exporters.prints.document import Vouchers, VoucherSlip
from services.exporters.prints.receipts import paper_day
from services.exporters.prints.stand import Stand
from services.policies.charts import kept_account
from services.reads.books import VoucherLine, VoucherRow
from services.reads.vouchers import VoucherStepRow
from services.words import prints as words
from services.words.capitals import capitals


class Hands(msgspec.Struct, frozen=True, kw_only=True):
    """Who did what, of vouchers that were drawn up as such, by stream; other events of the books have none.

    `papers`: how many attachments each has. `names`: of officers, masked.
    """

    steps: Mapping[UUID, Sequence[VoucherStepRow]]
    papers: Mapping[UUID, int]
    names: Mapping[UUID, str]


def vouchers_paper(
    rows: Sequence[VoucherRow],
    union: str,
    chart: Chart | None,
    hands: Hands,
    stand: Stand,
) -> Vouchers:
    """Return vouchers in the order of their numbers."""
    return Vouchers(
        title=words.VOUCHER_TITLE,
        columns=list(words.VOUCHER_COLUMNS),
        vouchers=[_voucher(row, union, chart, hands) for row in rows],
        mark=stand.mark,
    )


def _voucher(row: VoucherRow, union: str, chart: Chart | None, hands: Hands) -> VoucherSlip:
    debit = sum(line.debit_fen for line in row.lines)
    credit = sum(line.credit_fen for line in row.lines)
    count = hands.papers.get(row.stream_id)
    steps = hands.steps.get(row.stream_id, ())
    return VoucherSlip(
        number=words.VOUCHER_NUMBER.format(number=row.voucher_no),
        union=words.UNION.format(union=union),
        dated=paper_day(row.occurred_on),
        attachments=words.VOUCHER_NO_PAPERS
        if count is None
        else words.VOUCHER_ATTACHMENTS.format(count=count),
        lines=[_line(line, row.summary, chart) for line in row.lines],
        totals=[words.VOUCHER_TOTAL, yuan_text(debit), yuan_text(credit)],
        capitals=capitals(debit),
        signed=[
            (label, _who(step, steps, hands.names)) for step, label in words.VOUCHER_SIGNED.items()
        ],
    )


def _line(line: VoucherLine, summary: str, chart: Chart | None) -> list[str]:
    return [
        summary,
        line.account,
        kept_account(chart, line.account).name,
        word(line.fund),
        _amount(line.debit_fen),
        _amount(line.credit_fen),
    ]


def _amount(fen: int) -> str:
    return yuan_text(fen) if fen else ""


def _who(step: str, steps: Sequence[VoucherStepRow], names: Mapping[UUID, str]) -> str:
    """Return who took a step last, masked; nothing where it was not taken: that line is signed by hand."""
    taken = [one for one in steps if one.step == step]
    return names.get(taken[-1].officer_id, "") if taken else ""
