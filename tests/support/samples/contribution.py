"""Samples of the events of the employer's contribution."""

from datetime import date

from domain.contribution.events import (
    ContributionReceived,
    ContributionReversed,
    EmployerDunned,
    LateFeeReceived,
    PayrollDeclared,
    RefundReceived,
    UpwardRemittancePaid,
)
from domain.event import Event
from domain.money import PostingLine
from tests.domain.values import APPROVER, HANDLER, lines

_IN = PostingLine(account="102", fund="own_funds", fen=600_000)
_RETAINED = PostingLine(account="402", fund="own_funds", fen=-360_000)
_UPWARD = PostingLine(account="221", fund="own_funds", fen=-240_000)

COMPLETE: tuple[Event, ...] = (
    PayrollDeclared(
        month="2026-03",
        employees=62,
        payroll_fen=31_000_000,
        due_fen=620_000,
        due_on=date(2026, 4, 15),
        policy_id="sharing-county",
        policy_version=1,
    ),
    EmployerDunned(month="2026-03", arrears_fen=20_000, document_no="青工催〔2026〕3号"),
    ContributionReceived(
        month="2026-03",
        amount_fen=600_000,
        retained_fen=360_000,
        upward_fen=240_000,
        channel="tax_authority",
        policy_id="sharing-county",
        policy_version=1,
        posting_map="posting-2021",
        lines=(_IN, _RETAINED, _UPWARD),
        receipt_no="0031877",
    ),
    UpwardRemittancePaid(
        month="2026-03",
        amount_fen=240_000,
        posting_map="posting-2021",
        lines=lines("221", "102", "own_funds", 240_000),
        document_no="解2026-03",
        approver_id=APPROVER,
        cashier_id=HANDLER,
    ),
    RefundReceived(
        month="2026-03",
        amount_fen=240_000,
        kind="small_payer",
        document_no="青工〔2026〕40号",
        posting_map="posting-2021",
        lines=lines("102", "40301", "own_funds", 240_000),
    ),
    LateFeeReceived(
        month="2026-03",
        amount_fen=1_000,
        policy_id="sharing-county",
        policy_version=3,
        posting_map="posting-2021",
        lines=lines("102", "408", "own_funds", 1_000),
    ),
    ContributionReversed(
        month="2026-03",
        entry="contribution",
        amount_fen=240_000,
        reversed_version=2,
        reason="重复入账",
        lines=lines("102", "402", "own_funds", -240_000),
        retained_fen=144_000,
        upward_fen=96_000,
    ),
)
MINIMAL: tuple[Event, ...] = (
    ContributionReceived(
        month="2026-03",
        amount_fen=1,
        retained_fen=0,
        upward_fen=1,
        channel="union",
        policy_id="sharing-county",
        policy_version=1,
        posting_map="posting-2021",
        lines=lines("102", "221", "own_funds", 1),
    ),
    UpwardRemittancePaid(
        month="2026-03",
        amount_fen=1,
        posting_map="posting-2021",
        lines=lines("221", "102", "own_funds", 1),
    ),
    ContributionReversed(
        month="2026-03",
        entry="remittance",
        amount_fen=1,
        reversed_version=3,
        reason="重复入账",
        lines=lines("221", "102", "own_funds", -1),
    ),
)
VARIANTS: dict[str, Event] = {}
