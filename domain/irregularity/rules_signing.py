"""R03: a payment needs an approval before it, and different people who sign.

Sources: domain.md 5.4 and 7.4, 会计法 art. 25 and 35.
"""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from domain.aid_case.events import AidApproved, AidPaid
from domain.condolence.events import (
    CondolenceApproved,
    CondolenceRecorded,
    CondolenceRequested,
)
from domain.event import Recorded
from domain.ids import MemberId, OfficerId
from domain.irregularity.books import Books, E, Entry, debits_fen
from domain.irregularity.hit import GapReason, Hit, Looked, gaps_of
from domain.voucher.events import (
    VoucherApproved,
    VoucherDrafted,
    VoucherPosted,
    VoucherReviewed,
    VoucherRevised,
)


def unapproved(books: Books) -> Looked:
    """R03 未经审批先支付; 审批人=经办人=领款人: a missing or late approval, one person in two roles.

    What was taken over from paper with a workbook may have its approval on paper only: that is told as a gap.
    """
    hits: list[Hit] = []
    gaps: list[GapReason] = []
    aid, given = books.asked(AidPaid), books.asked(CondolenceRecorded)
    posted = [each for each in books.asked(VoucherPosted) if each.event.kind == "expense"]
    for paid in aid:
        hits += _aid_signed(books, paid)
        approvals = books.before(paid.at, AidApproved)
        if approvals and approvals[-1].event.approver_id is None:
            gaps.append("taken_over_from_paper")
    for condolence in given:
        requested = condolence.event.requested_version is not None
        if not requested and books.is_taken_over(condolence.at):
            gaps.append("taken_over_from_paper")
        else:
            hits += _condolence_signed(books, condolence)
    for voucher in posted:
        hits += _voucher_signed(books, voucher)
    examined = len(aid) + len(given) + len(posted) - len(gaps)
    return Looked(hits=hits, examined=examined, gaps=gaps_of(gaps))


def _aid_signed(books: Books, paid: Entry[AidPaid]) -> Iterator[Hit]:
    at, event = paid
    approvals = books.before(at, AidApproved)
    who, voucher_id = event.recipient_id, None
    yield from _late(at, approvals, event.amount_fen, who, voucher_id)
    for approval in approvals[-1:]:
        given = approval.event
        signing = (given.handler_id, given.reviewer_id, given.approver_id, event.cashier_id)
        if not books.officers.are_different(*signing, recipient=who):
            positions = (approval.at.position, at.position)
            yield _twice(at, positions, event.amount_fen, who, voucher_id)


def _condolence_signed(books: Books, given: Entry[CondolenceRecorded]) -> Iterator[Hit]:
    at, event = given
    approvals = books.before(at, CondolenceApproved)
    yield from _late(at, approvals, event.amount_fen, event.member_id, None)
    requests = books.before(at, CondolenceRequested)
    signing: list[OfficerId | None] = [each.event.handler_id for each in requests[-1:]]
    signing += [each.event.approver_id for each in approvals[-1:]]
    if not books.officers.are_different(*signing, event.deliverer_id, recipient=event.member_id):
        positions = (*_newest(requests), *_newest(approvals), at.position)
        yield _twice(at, positions, event.amount_fen, event.member_id, None)


def _voucher_signed(books: Books, posted: Entry[VoucherPosted]) -> Iterator[Hit]:
    at, event = posted
    amount_fen = debits_fen(event.lines)
    approvals = books.before(at, VoucherApproved)
    yield from _late(at, approvals, amount_fen, None, event.voucher_id)
    handlers = [*_handlers(books, at, VoucherDrafted), *_handlers(books, at, VoucherRevised)]
    reviews = books.before(at, VoucherReviewed)
    signing: list[OfficerId] = [handler_id for _, handler_id in sorted(handlers)[-1:]]
    signing += [each.event.reviewer_id for each in reviews[-1:]]
    signing += [each.event.approver_id for each in approvals[-1:]]
    if not books.officers.are_different(*signing, event.posted_by):
        positions = (*_newest(reviews), *_newest(approvals), at.position)
        yield _twice(at, positions, amount_fen, None, event.voucher_id)


def _handlers(
    books: Books, at: Recorded, kind: type[VoucherDrafted] | type[VoucherRevised]
) -> list[tuple[int, OfficerId]]:
    return [(each.at.version, each.event.handler_id) for each in books.before(at, kind)]


def _newest(steps: Sequence[Entry[E]]) -> list[int]:
    """Return where the last of some steps stands, if there was one."""
    return [each.at.position for each in steps[-1:]]


_Approval = Entry[AidApproved] | Entry[CondolenceApproved] | Entry[VoucherApproved]


def _late(
    at: Recorded,
    approvals: Iterable[_Approval],
    amount_fen: int,
    who: MemberId | None,
    voucher_id: UUID | None,
) -> Iterator[Hit]:
    days = [(approval.at.occurred_on, approval.at.position) for approval in approvals]
    if any(on <= at.occurred_on for on, _ in days):
        return
    yield Hit(
        kind="paid_before_approval" if days else "paid_without_approval",
        on=at.occurred_on,
        positions=(*(position for _, position in days), at.position),
        amount_fen=amount_fen,
        member_id=who,
        voucher_id=voucher_id,
    )


def _twice(
    at: Recorded,
    positions: tuple[int, ...],
    amount_fen: int,
    who: MemberId | None,
    voucher_id: UUID | None,
) -> Hit:
    return Hit(
        kind="one_person_signs_twice",
        on=at.occurred_on,
        positions=positions,
        amount_fen=amount_fen,
        member_id=who,
        voucher_id=voucher_id,
    )
