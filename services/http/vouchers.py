"""记账凭证: drawn up and written anew. The steps after that stand in `voucher_steps.py`."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from domain.attachment import Attachment, ByteCount, MediaType, Sha256
from domain.ids import OfficerId, UnionId, VoucherId, opening_voucher_id
from domain.money import FEN_MAX, PostingLine, PostingLines
from domain.sealed import Sealed
from domain.voucher.commands import DraftVoucher, ReviseVoucher, VoucherCommand
from domain.voucher_kind import VoucherKind
from services.auth import may
from services.commands.spending import with_budget
from services.http.asking import Answer, Asking
from services.http.fields import AccountCode, Body, Code, Text, Title
from services.http.operation import operation
from services.http.people import seals, texts_of
from services.http.writing import Written, carry_out

VOUCHERS = "/v1/unions/{union_id}/vouchers"
VOUCHER = f"{VOUCHERS}/{{voucher_id}}"
SOMEBODY = "01959000-0000-7000-8000-000000000011"
_LINES_MOST = 200
_PAPERS_MOST = 50

FAULTS_OF_LINES = (
    "voucher.no_chart_in_force",
    "voucher.lines_too_few",
    "voucher.line_out_of_range",
    "voucher.line_without_amount",
    "voucher.line_without_fund",
    "voucher.lines_not_balanced",
    "voucher.account_unknown",
    "voucher.account_has_details",
    "voucher.lines_not_of_kind",
)
FAULTS_OF_STEPS = (
    "voucher.unknown",
    "voucher.discarded",
    "voucher.already_posted",
    "voucher.before_last_step",
    "voucher.office_not_held",
)


class VoucherWritten(Written, frozen=True, kw_only=True):
    voucher_id: UUID


class Line(Body, frozen=True, kw_only=True):
    """A line (分录): debit is positive, credit negative; each fund balances by itself."""

    account: AccountCode
    fund: Code = "own_funds"
    fen: Annotated[int, Meta(ge=-FEN_MAX, le=FEN_MAX)]


class Paper(Body, frozen=True, kw_only=True):
    """A paper (原始凭证, 对账单): the SHA-256 of its bytes, their number, and what they are."""

    sha256: Sha256
    byte_count: ByteCount
    media_type: MediaType

    def attachment(self) -> Attachment:
        return Attachment(
            sha256=self.sha256, byte_count=self.byte_count, media_type=self.media_type
        )


class VoucherText(Body, frozen=True, kw_only=True):
    """摘要 and 对方单位; sealed, for they may name people."""

    summary: Text
    counterparty: Title | None = None


Lines = Annotated[tuple[Line, ...], Meta(min_length=1, max_length=_LINES_MOST)]
Papers = Annotated[tuple[Paper, ...], Meta(max_length=_PAPERS_MOST)]


class Draft(Body, frozen=True, kw_only=True):
    """`handler_id` is the officer who draws it up (经办人; for bookkeeping the accountant)."""

    occurred_on: date
    kind: VoucherKind
    proposed: Lines
    details: VoucherText
    handler_id: UUID
    attachments: Papers = ()


class Revision(Body, frozen=True, kw_only=True):
    """The draft written anew, whole."""

    occurred_on: date
    proposed: Lines
    details: VoucherText
    handler_id: UUID
    attachments: Papers = ()


@operation(
    "POST",
    VOUCHERS,
    "draftVoucher",
    tag="vouchers",
    policy=may("books.write"),
    answer=VoucherWritten,
    writes=True,
    status=201,
    refusals=(
        "voucher.already_drafted",
        "voucher.opening_has_its_own_id",
        "voucher.office_not_held",
        *FAULTS_OF_LINES,
    ),
    example={
        "occurred_on": "2026-03-16",
        "kind": "expense",
        "proposed": [{"account": "50102", "fen": 480000}, {"account": "102", "fen": -480000}],
        "details": {"summary": "职工运动会器材", "counterparty": "某体育用品店"},
        "handler_id": SOMEBODY,
        "attachments": [
            {"sha256": "ab" * 32, "byte_count": 48213, "media_type": "application/pdf"}
        ],
    },
)
async def draft_voucher(asking: Asking, body: Draft) -> Answer:
    """Draw up a voucher (填制凭证). Opening balances are the one voucher of kind `opening`."""
    own = new_voucher_id(asking)
    if body.kind == "opening":
        own = opening_voucher_id(UnionId(asking.tenant_id))
    command = DraftVoucher(
        occurred_on=body.occurred_on,
        voucher_id=own,
        kind=body.kind,
        proposed=_posting(body.proposed),
        details=await sealed_text(asking, own, body.details),
        handler_id=OfficerId(body.handler_id),
        attachments=tuple(paper.attachment() for paper in body.attachments),
    )
    return await written(asking, command, body, expected=asking.if_named(own))


@operation(
    "POST",
    f"{VOUCHER}/revise",
    "reviseVoucher",
    tag="vouchers",
    policy=may("books.write"),
    answer=VoucherWritten,
    writes=True,
    matches=True,
    refusals=("voucher.not_draft", *FAULTS_OF_STEPS, *FAULTS_OF_LINES),
    example={
        "occurred_on": "2026-03-17",
        "proposed": [{"account": "50102", "fen": 460000}, {"account": "102", "fen": -460000}],
        "details": {"summary": "职工运动会器材"},
        "handler_id": SOMEBODY,
    },
)
async def revise_voucher(asking: Asking, voucher_id: UUID, body: Revision) -> Answer:
    """Write a draft anew, whole."""
    own = VoucherId(voucher_id)
    command = ReviseVoucher(
        occurred_on=body.occurred_on,
        voucher_id=own,
        proposed=_posting(body.proposed),
        details=await sealed_text(asking, own, body.details),
        handler_id=OfficerId(body.handler_id),
        attachments=tuple(paper.attachment() for paper in body.attachments),
    )
    return await written(asking, command, body, expected=asking.matching(own))


def new_voucher_id(asking: Asking) -> VoucherId:
    """Return the id of the voucher this request draws up."""
    return VoucherId(uuid5(asking.command_id, "voucher"))


async def sealed_text(asking: Asking, voucher_id: VoucherId, text: VoucherText) -> Sealed:
    """Seal what a voucher is about under a books key of its own: it is kept as long as the voucher."""
    named = str(voucher_id)
    known = await asking.parts.vault.enrol(asking.tenant_id, "voucher", [named])
    to = await seals(asking, known[named])
    return to.seal(known[named], "books", "details", texts_of(text))


async def written(
    asking: Asking,
    command: VoucherCommand,
    body: Body,
    *,
    expected: dict[UUID, int],
    counted_at: int | None = None,
) -> Answer:
    """Carry out a command about a voucher, together with what it does to the budget."""
    return await carry_out(
        asking,
        await with_budget(asking.parts.desk, asking.tenant_id, command),
        command.voucher_id,
        expected=expected,
        fields=frozenset(body.__struct_fields__),
        ids={"voucher_id": command.voucher_id},
        kind=VoucherWritten,
        counted_at=counted_at,
    )


def _posting(given: Lines) -> PostingLines:
    return tuple(PostingLine(account=line.account, fund=line.fund, fen=line.fen) for line in given)
