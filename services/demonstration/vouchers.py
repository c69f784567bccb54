"""Takes a voucher of the story from draft to posting, each step by somebody else."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from domain.attachment import Attachment
from domain.budget.commands import CommitBudget
from domain.command import Command
from domain.ids import VoucherId
from domain.money import PostingLine, PostingLines
from domain.voucher.commands import (
    ApproveVoucher,
    DraftVoucher,
    PostVoucher,
    ReviewVoucher,
    SubmitVoucher,
)
from domain.voucher_kind import VoucherKind
from services.demonstration.script import VoucherItem
from services.demonstration.telling import Seal, Storyteller
from services.words.books import SUMMARIES

OWN_FUNDS = "own_funds"
Steps = Callable[[Seal, UUID], Iterable[Command]]


async def post(unit: Storyteller, name: str, item: VoucherItem) -> None:
    """Post a voucher of the script: drawn up four days before it is paid."""
    voucher_id = VoucherId(unit.id_of("voucher", name))
    lines = own_lines((item.debit, item.fen), (item.credit, -item.fen))
    signing = unit.officers

    def steps(seal: Seal, subject: UUID) -> Iterable[Command]:
        yield DraftVoucher(
            occurred_on=item.on - timedelta(4),
            voucher_id=voucher_id,
            kind=item.kind,
            proposed=lines,
            details=seal(subject, "books", "details", {"summary": item.summary}),
            handler_id=signing["handler"],
            attachments=(paper(item.summary),),
        )
        yield SubmitVoucher(
            occurred_on=item.on - timedelta(4),
            voucher_id=voucher_id,
            handler_id=signing["handler"],
        )
        yield ReviewVoucher(
            occurred_on=item.on - timedelta(2),
            voucher_id=voucher_id,
            reviewer_id=signing["reviewer"],
        )
        yield ApproveVoucher(
            occurred_on=item.on - timedelta(1),
            voucher_id=voucher_id,
            approver_id=signing["approver"],
        )
        if item.kind == "expense":
            yield CommitBudget(
                occurred_on=item.on - timedelta(1),
                year=item.on.year,
                account=item.debit,
                amount_fen=item.fen,
                source_id=voucher_id,
            )
        yield PostVoucher(
            occurred_on=item.on,
            voucher_id=voucher_id,
            posted_by=signing["cashier"],
            method=item.method,
        )

    await _tell(unit, name, voucher_id, steps)


async def post_of_the_accountant(
    unit: Storyteller,
    voucher_id: VoucherId,
    kind: VoucherKind,
    day: date,
    lines: PostingLines,
    *,
    step: str | None = None,
    summary: str | None = None,
) -> None:
    """Post a voucher in which no money moves: opening balances, the year-end transfer, a correction."""
    signing = unit.officers

    def steps(seal: Seal, subject: UUID) -> Iterable[Command]:
        yield DraftVoucher(
            occurred_on=day,
            voucher_id=voucher_id,
            kind=kind,
            proposed=lines,
            details=seal(subject, "books", "details", {"summary": summary or SUMMARIES[kind]}),
            handler_id=signing["accountant"],
        )
        yield SubmitVoucher(
            occurred_on=day, voucher_id=voucher_id, handler_id=signing["accountant"]
        )
        if kind != "opening":
            yield ReviewVoucher(
                occurred_on=day, voucher_id=voucher_id, reviewer_id=signing["reviewer"]
            )
        yield ApproveVoucher(
            occurred_on=day, voucher_id=voucher_id, approver_id=signing["approver"]
        )
        yield PostVoucher(occurred_on=day, voucher_id=voucher_id, posted_by=signing["accountant"])

    await _tell(unit, step or kind, voucher_id, steps)


def paper(text: str) -> Attachment:
    """Return the attachment of a paper of the story: a plain text."""
    content = text.encode()
    return Attachment(
        sha256=sha256(content).hexdigest(), byte_count=len(content), media_type="text/plain"
    )


def own_lines(*amounts: tuple[str, int]) -> PostingLines:
    """Return lines in the union's own funds; accounts without an amount are left out."""
    return tuple(
        PostingLine(account=account, fund=OWN_FUNDS, fen=fen) for account, fen in amounts if fen
    )


async def _tell(unit: Storyteller, step: str, voucher_id: VoucherId, steps: Steps) -> None:
    named = str(voucher_id)
    subject = (await unit.meet("voucher", [named]))[named]
    await unit.tell(step, lambda seal: steps(seal, subject), about=[subject])
