"""Whatever is asked of a voucher, by whomever: no cent appears, nothing is posted without all signatures."""

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import OfficerId
from domain.money import is_balanced
from domain.officers import Office, Officers
from domain.voucher import aggregate
from domain.voucher.commands import DraftVoucher, VoucherCommand
from domain.voucher.events import (
    VoucherApproved,
    VoucherDrafted,
    VoucherPosted,
    VoucherReturned,
    VoucherReversed,
    VoucherReviewed,
    VoucherRevised,
)
from tests.domain.books import APPROVAL, CHART, OFFICERS, entry
from tests.domain.strategies import BROAD, any_struct, run
from tests.domain.values import APPROVER, HANDLER, REVIEWER
from tests.domain.voucher.cases import (
    APPROVE,
    CONTEXT,
    DRAFT,
    POST,
    REVERSE,
    REVIEW,
    SUBMIT,
)
from tests.domain.voucher.test_signatures import DISCARD, REVISE, SEND_BACK

people = st.sampled_from(sorted({officer for officer, _ in OFFICERS.held}, key=str))
FIELDS = {
    "handler_id",
    "reviewer_id",
    "approver_id",
    "posted_by",
    "returned_by",
    "discarded_by",
    "requested_by",
    "approved_by",
}
EXTRA: tuple[tuple[OfficerId, Office], ...] = (
    (HANDLER, "reviewer"),
    (REVIEWER, "approver"),
    (APPROVER, "cashier"),
    (HANDLER, "cashier"),
)


@st.composite
def commands(draw: st.DrawFn) -> VoucherCommand:
    """Draw a sensible command, now and then signed by somebody else or about another amount."""
    command = draw(
        st.sampled_from([DRAFT, SUBMIT, REVIEW, APPROVE, POST, REVERSE, SEND_BACK, REVISE, DISCARD])
    )
    signing = FIELDS & set(command.__struct_fields__)
    if draw(st.integers(0, 4)) == 0:
        command = msgspec.structs.replace(command, **{field: draw(people) for field in signing})
    if isinstance(command, DraftVoucher) and draw(st.booleans()):
        fen = draw(st.integers(-3, 2_000_000))
        command = msgspec.structs.replace(command, proposed=entry(("50102", fen), ("102", -fen)))
    return command


@BROAD
@given(st.lists(commands(), max_size=25), st.sets(st.sampled_from(EXTRA)))
def test_what_is_posted_was_signed_by_four_people(
    asked: list[VoucherCommand], extra: set[tuple[OfficerId, Office]]
) -> None:
    officers = Officers({**OFFICERS.held, **dict.fromkeys(extra)})
    context = msgspec.structs.replace(CONTEXT, officers=officers)
    state, facts = run(
        aggregate, asked, lambda state, command: aggregate.decide(state, command, context)
    )
    booked_fen = 0
    signed: dict[str, OfficerId] = {}
    for fact in facts:
        match fact.event:
            case VoucherDrafted(handler_id=by) | VoucherRevised(handler_id=by):
                signed = {"handler": by}
            case VoucherReturned():
                signed = {"handler": signed["handler"]}
            case VoucherReviewed(reviewer_id=by):
                signed["reviewer"] = by
            case VoucherApproved(approver_id=by):
                signed["approver"] = by
            case VoucherPosted(posted_by=by, lines=lines):
                assert len({*signed.values(), by}) == 4
                assert is_balanced(lines)
                booked_fen += sum(line.fen for line in lines if line.account == "102")
            case VoucherReversed(lines=lines, requested_by=asking, approved_by=by):
                assert asking != by
                booked_fen += sum(line.fen for line in lines if line.account == "102")
            case _:
                pass
    assert booked_fen == sum(line.fen for line in state.lines if line.account == "102")


@BROAD
@given(any_struct(DraftVoucher), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_any_lines_are_answered(command: DraftVoucher, day: date) -> None:
    context = aggregate.Context(OFFICERS, CHART, APPROVAL)
    aggregate.decide(aggregate.State(), msgspec.structs.replace(command, occurred_on=day), context)
