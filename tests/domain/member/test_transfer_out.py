"""A member goes to another union: started, pending, completed or cancelled (domain.md 2.2, rows 4 to 6)."""

from uuid import UUID

import msgspec
import pytest

from domain.event import Event
from domain.member.commands import MemberCommand, StartTransferOut
from domain.member.events import (
    MembershipChangeReversed,
    TransferOutCancelled,
    TransferOutCompleted,
    TransferOutStarted,
    TransferSide,
)
from tests.domain.member.cases import (
    APRIL,
    CANCELLED,
    DECEASED,
    FEBRUARY,
    JUNE,
    MARCH,
    MAY,
    REGISTERED,
    RETAINED,
    STARTED,
    WENT,
    WITHDRAWN,
    apply,
    cancel_transfer,
    come,
    die,
    expel,
    go,
    propose,
    reinstate,
    request_withdrawal,
    retain,
    reverse,
    start_transfer,
    withdraw,
)
from tests.domain.strategies import NO_MONTHS
from tests.domain.values import MEMBER, OTHER_UNION, TRANSFER
from tests.support.given_when_then import Dated, given, on

ANOTHER = UUID(int=99)
PENDING = [REGISTERED, on(MARCH, STARTED)]


def test_the_old_union_gives_the_letter_of_transfer() -> None:
    """章程 art. 5: 会员组织关系随劳动(工作)关系变动,凭会员证接转."""
    command = StartTransferOut(
        occurred_on=MAY,
        member_id=MEMBER,
        transfer_id=TRANSFER,
        target_union_id=OTHER_UNION,
        target_union="县人民医院工会",
        last_dues_month="2026-05",
        decision_no="会〔2026〕8号",
    )
    started = TransferOutStarted(
        transfer_id=TRANSFER,
        target_union_id=OTHER_UNION,
        target_union="县人民医院工会",
        last_dues_month="2026-05",
        decision_no="会〔2026〕8号",
    )
    state = given(REGISTERED).when(command).then(started).state()
    assert state.pending_transfer() == TRANSFER
    assert state.timeline.is_transferring(MAY)
    assert not state.timeline.is_transferring(APRIL)


@pytest.mark.parametrize("history", [[REGISTERED], [REGISTERED, on(MARCH, RETAINED)]])
def test_while_a_transfer_is_pending_nothing_else_is_different(history: list[Dated]) -> None:
    """Rights and dues stay: active stays active, retained stays retained."""
    state = given(*history).when(start_transfer(MAY)).then(STARTED).state()
    assert state.timeline.on(MAY) == state.timeline.on(APRIL)


@pytest.mark.parametrize("month", [month for month in NO_MONTHS if month])
def test_the_last_dues_month_is_a_month(month: str) -> None:
    command = msgspec.structs.replace(start_transfer(MAY), last_dues_month=month)
    given(REGISTERED).when(command).refused("member.month_malformed", "last_dues_month")


def test_a_pending_transfer_is_completed_under_its_own_id() -> None:
    state = given(*PENDING).when(go(MAY)).then(WENT).state()
    assert [state.timeline.on(day) for day in (APRIL, MAY)] == ["active", "transferred_out"]
    assert state.pending_transfer() is None


@pytest.mark.parametrize("command", [go(MAY), cancel_transfer(MAY)])
def test_a_pending_transfer_is_not_ended_under_another_id(command: MemberCommand) -> None:
    other = msgspec.structs.replace(command, transfer_id=ANOTHER)
    given(*PENDING).when(other).refused("member.other_transfer", "transfer_id")


def test_a_start_entered_late_must_be_the_one_that_was_completed() -> None:
    went = TransferOutCompleted(transfer_id=ANOTHER)
    given(REGISTERED, on(MAY, went)).when(start_transfer(MARCH)).refused("member.other_transfer")
    given(REGISTERED, on(MAY, WENT)).when(start_transfer(MARCH)).then(STARTED)


def test_a_transfer_of_the_past_is_completed_without_a_start() -> None:
    """补登 from a ledger: only the day of leaving is known."""
    given(REGISTERED).when(go(MAY)).then(WENT)


@pytest.mark.parametrize("by", ["old_union", "new_union"])
def test_either_union_cancels_and_the_state_before_holds_again(by: TransferSide) -> None:
    command = msgspec.structs.replace(cancel_transfer(MAY), by=by)
    event = TransferOutCancelled(transfer_id=TRANSFER, by=by, reason="stays_employed")
    state = given(*PENDING).when(command).then(event).state()
    assert state.timeline.on(MAY) == "active"
    assert not state.timeline.is_transferring(MAY)
    assert state.pending_transfer() is None


def test_a_retained_member_whose_transfer_is_cancelled_is_retained() -> None:
    """domain.md 2.2, row 6: state before row 4."""
    outcome = given(REGISTERED, on(FEBRUARY, RETAINED), on(MARCH, STARTED))
    assert outcome.when(cancel_transfer(MAY)).state().timeline.on(MAY) == "retained"


@pytest.mark.parametrize(
    "history",
    [[REGISTERED], [*PENDING, on(APRIL, CANCELLED)], [REGISTERED, on(JUNE, STARTED)]],
)
def test_where_no_transfer_is_pending_none_is_cancelled(history: list[Dated]) -> None:
    outcome = given(*history).when(cancel_transfer(MAY))
    outcome.refused("member.no_transfer_pending", "occurred_on")


def test_a_transfer_completed_is_cancelled_no_more() -> None:
    given(*PENDING, on(APRIL, WENT)).when(cancel_transfer(MAY)).refused("member.not_live")


@pytest.mark.parametrize("left", [WITHDRAWN, WENT])
def test_whoever_left_is_not_sent_elsewhere(left: Event) -> None:
    outcome = given(REGISTERED, on(MARCH, left)).when(start_transfer(MAY))
    outcome.refused("member.not_live", "occurred_on")


def test_the_dead_are_not_sent_elsewhere() -> None:
    outcome = given(REGISTERED, on(MARCH, DECEASED)).when(start_transfer(MAY))
    outcome.refused("member.deceased", "occurred_on")


@pytest.mark.parametrize(
    "command",
    [
        start_transfer(MAY),
        retain(MAY),
        reinstate(MAY),
        withdraw(MAY),
        request_withdrawal(MAY),
        propose(MAY),
    ],
)
def test_a_pending_transfer_is_ended_before_anything_else_changes(command: MemberCommand) -> None:
    given(*PENDING).when(command).refused("member.transfer_pending", "occurred_on")


def test_somebody_already_going_is_not_expelled_meanwhile() -> None:
    outcome = given(*PENDING).when(expel(MAY))
    outcome.refused("member.no_expulsion_proposed")


def test_death_ends_a_pending_transfer() -> None:
    """domain.md 2.2, row 15: any live state."""
    state = given(*PENDING).when(die(MAY)).then(DECEASED).state()
    assert state.timeline.latest() == "deceased"
    assert state.pending_transfer() is None


def test_a_member_whose_transfer_is_pending_neither_applies_nor_comes() -> None:
    given(*PENDING).when(apply(MAY)).refused("member.already_member")
    given(*PENDING).when(come(MAY)).refused("member.already_member")


def test_a_start_entered_by_mistake_is_reversed() -> None:
    event = MembershipChangeReversed(reversed_version=2, reason="录入有误")
    state = given(*PENDING).when(reverse(2)).then(event).state()
    assert not state.timeline.is_transferring(MARCH)


def test_whoever_went_comes_back_and_keeps_the_first_day() -> None:
    """domain.md 2.2, invariant (d)."""
    state = given(*PENDING, on(APRIL, WENT)).when(come(MAY)).state()
    assert state.timeline.on(MAY) == "active"
    assert state.joined_on == REGISTERED.joined_on
