"""How a person comes onto the books: from the old roster, by application, by transfer."""

from datetime import date

import msgspec
import pytest

from domain.event import Event
from domain.member.aggregate import Context
from domain.member.commands import AcceptTransferIn, MemberCommand
from domain.member.events import ApplicationRejected, MemberRegistered, TransferInAccepted
from tests.domain.member.cases import (
    APPLIED,
    APPROVED,
    APRIL,
    CAME,
    DECEASED,
    IDENTITY,
    JOINED,
    JUNE,
    MARCH,
    MAY,
    PROFILE,
    REGISTERED,
    RETAINED,
    WENT,
    WITHDRAWN,
    apply,
    approve,
    come,
    later_commands,
    register,
    reject,
)
from tests.domain.values import MEMBER, TRANSFER
from tests.support.given_when_then import Dated, given, on

REJECTED = ApplicationRejected(reason="不以工资收入为主")


@pytest.mark.parametrize("command", later_commands(), ids=lambda command: type(command).__name__)
def test_nothing_happens_to_somebody_unknown(command: MemberCommand) -> None:
    given().when(command).refused("member.unknown", "member_id")


@pytest.mark.parametrize(
    "command", [register(), *later_commands()], ids=lambda command: type(command).__name__
)
def test_nothing_happens_to_somebody_who_was_erased(command: MemberCommand) -> None:
    gone = Context(erased=True)
    given(REGISTERED, on(MARCH, WITHDRAWN)).when(command, gone).refused(
        "member.unknown", "member_id"
    )


def test_a_member_of_the_old_roster_is_active_since_joining() -> None:
    state = given().when(register()).then(REGISTERED).state()
    assert state.joined_on == JOINED
    assert state.timeline.on(JOINED) == "active"
    assert state.timeline.on(date(2010, 8, 31)) is None


def test_a_member_retained_on_the_old_roster_is_retained_since_that_day() -> None:
    """Rule 3 of the samples."""
    command = register(retained_on=date(2024, 2, 1))
    event = MemberRegistered(
        identity=IDENTITY, profile=PROFILE, joined_on=JOINED, retained_on=date(2024, 2, 1)
    )
    state = given().when(command).then(event).state()
    assert state.timeline.on(date(2024, 1, 31)) == "active"
    assert state.timeline.on(date(2024, 2, 1)) == "retained"


@pytest.mark.parametrize("live", [[REGISTERED], [REGISTERED, RETAINED], [APPLIED, APPROVED]])
def test_a_live_member_is_not_registered_again(live: list[Event]) -> None:
    """domain.md 2.2, invariant (a): one live membership per person."""
    given(*live).when(register()).refused("member.already_member", "member_id")


@pytest.mark.parametrize("known", [[REGISTERED, WITHDRAWN], [REGISTERED, WENT], [APPLIED]])
def test_whoever_is_on_the_books_is_not_taken_from_the_roster_again(known: list[Event]) -> None:
    given(*known).when(register()).refused("member.already_registered", "member_id")


def test_a_person_applies() -> None:
    """中国工会章程 art. 2: 由本人自愿申请."""
    state = given().when(apply(MARCH)).then(APPLIED).state()
    assert state.applied_on == MARCH
    assert state.timeline.latest() is None


@pytest.mark.parametrize("left", [WITHDRAWN, WENT])
def test_whoever_left_may_apply_again(left: Event) -> None:
    """domain.md 2.1: 退会后可重新申请, by a new admission."""
    given(REGISTERED, on(MARCH, left)).when(apply(APRIL)).then(APPLIED)


def test_a_live_member_does_not_apply() -> None:
    given(REGISTERED).when(apply(MARCH)).refused("member.already_member", "member_id")


def test_nobody_applies_while_an_application_waits() -> None:
    given(APPLIED).when(apply(APRIL)).refused("member.application_waits", "member_id")


def test_the_dead_do_not_apply() -> None:
    outcome = given(REGISTERED, on(MARCH, DECEASED)).when(apply(APRIL))
    outcome.refused("member.deceased", "member_id")


def test_membership_counts_from_the_day_of_approval() -> None:
    """中国工会章程 art. 2: 经工会基层委员会批准."""
    state = given(on(MARCH, APPLIED)).when(approve(APRIL)).then(APPROVED).state()
    assert (state.joined_on, state.applied_on) == (APRIL, None)
    assert state.timeline.on(date(2026, 4, 9)) is None
    assert state.timeline.on(APRIL) == "active"


def test_an_application_may_be_approved_on_its_day() -> None:
    given(on(MARCH, APPLIED)).when(approve(MARCH)).then(APPROVED)


def test_nothing_is_approved_before_it_is_applied_for() -> None:
    outcome = given(on(APRIL, APPLIED)).when(approve(MARCH))
    outcome.refused("member.approved_before_applied", "occurred_on")


@pytest.mark.parametrize("history", [[REGISTERED], [CAME], [CAME, on(MAY, WENT)]])
def test_nobody_is_approved_without_applying(history: list[Event]) -> None:
    given(*history).when(approve(JUNE)).refused("member.no_application", "member_id")


def test_the_admission_of_a_rostered_member_may_be_recorded_later() -> None:
    """Rule 3 of the samples: 入会 of the year replaces what the roster states."""
    rostered = msgspec.structs.replace(REGISTERED, joined_on=APRIL)
    state = given(rostered).when(approve(APRIL, on_paper=True)).then(APPROVED).state()
    assert state.timeline.on(APRIL) == "active"
    assert state.timeline.on(MARCH) is None


def test_the_admission_of_whoever_left_and_came_back_may_be_recorded_later() -> None:
    """domain.md 2.1: a withdrawn person is admitted anew; here the papers are of the past."""
    outcome = given(REGISTERED, on(MARCH, WITHDRAWN)).when(approve(MAY, on_paper=True))
    assert outcome.then(APPROVED).state().timeline.on(MAY) == "active"


@pytest.mark.parametrize("on_paper", [False, True])
def test_a_rejected_application_is_no_paper_to_approve(on_paper: bool) -> None:  # noqa: FBT001 # a case of the test
    outcome = given(APPLIED, REJECTED).when(approve(MAY, on_paper=on_paper))
    outcome.refused("member.no_application", "member_id")


def test_an_admission_on_paper_of_a_live_member_is_refused() -> None:
    """The papers are of a day on which the person was a member already."""
    outcome = given(on(APRIL, CAME), on(MAY, RETAINED)).when(approve(JUNE, on_paper=True))
    outcome.refused("member.already_member", "occurred_on")


def test_a_second_admission_of_a_member_is_refused() -> None:
    outcome = given(REGISTERED, on(MARCH, APPLIED), on(APRIL, CAME)).when(approve(MAY))
    outcome.refused("member.already_member")


def test_an_application_is_rejected() -> None:
    """domain.md 2.2, row 3."""
    assert given(APPLIED).when(reject(APRIL)).then(REJECTED).state().applied_on is None


def test_whoever_was_rejected_may_apply_again() -> None:
    given(APPLIED, REJECTED).when(apply(APRIL)).then(APPLIED)


@pytest.mark.parametrize("history", [[REGISTERED], [APPLIED, APPROVED], [APPLIED, REJECTED]])
def test_where_nobody_applied_nothing_is_rejected(history: list[Event]) -> None:
    given(*history).when(reject(MAY)).refused("member.no_application", "member_id")


def test_a_member_comes_from_another_union_and_keeps_the_first_day() -> None:
    """中国工会章程 art. 5: 会员组织关系随劳动关系变动; the first 入会日期 survives."""
    event = TransferInAccepted(
        transfer_id=TRANSFER, identity=IDENTITY, profile=PROFILE, joined_on=JOINED
    )
    state = given().when(come(MAY, joined_on=JOINED)).then(event).state()
    assert state.joined_on == JOINED
    assert state.timeline.on(APRIL) is None
    assert state.timeline.on(MAY) == "active"


@pytest.mark.parametrize(
    ("stated", "first"),
    [(None, JOINED), (date(2012, 7, 1), JOINED), (date(2005, 7, 1), date(2005, 7, 1))],
)
def test_of_two_first_days_the_earlier_survives_a_transfer(
    stated: date | None, first: date
) -> None:
    """中国工会章程 art. 5: whoever comes back brings a first day these books may know better."""
    outcome = given(REGISTERED, on(MARCH, WENT)).when(come(MAY, joined_on=stated))
    assert outcome.state().joined_on == first


@pytest.mark.parametrize("history", [[], [REGISTERED, on(MARCH, WENT)]])
def test_nobody_joined_after_the_transfer_that_says_so(history: list[Event | Dated]) -> None:
    """domain.md 2.2, invariant (c)."""
    outcome = given(*history).when(come(MAY, joined_on=JUNE))
    outcome.refused("member.joined_after_entry", "joined_on")


def test_whoever_joins_by_the_transfer_joined_on_its_day() -> None:
    assert given().when(come(MAY, joined_on=MAY)).state().joined_on == MAY
    assert given().when(come(MAY)).state().joined_on == MAY


def test_a_member_of_the_roster_may_turn_out_to_have_come_this_year() -> None:
    """Rule 3 of the samples: 转入 is member from the 变动日期 on, whatever the 入会日期."""
    state = given(REGISTERED).when(come(MAY)).then(CAME).state()
    assert state.joined_on == JOINED
    assert state.timeline.on(APRIL) is None


@pytest.mark.parametrize("missing", ["identity", "profile"])
def test_a_newcomer_is_named_by_the_transfer(missing: str) -> None:
    command = msgspec.structs.replace(come(MAY), **{missing: None})
    given().when(command).refused("member.unknown", "member_id")


def test_whoever_comes_back_is_known_already() -> None:
    command = AcceptTransferIn(occurred_on=MAY, member_id=MEMBER, transfer_id=TRANSFER)
    state = given(REGISTERED, on(MARCH, WENT)).when(command).state()
    assert state.joined_on == JOINED
    assert [state.timeline.on(day) for day in (MARCH, MAY)] == ["transferred_out", "active"]


def test_a_live_member_does_not_come_from_elsewhere() -> None:
    outcome = given(REGISTERED, on(MARCH, RETAINED)).when(come(MAY))
    outcome.refused("member.already_member", "occurred_on")
