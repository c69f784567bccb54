"""An entry that came with an import run is taken back with it, as long as it stands alone."""

from datetime import date

import msgspec

from domain.member.commands import (
    AcceptTransferIn,
    AnnounceWithdrawal,
    RegisterMember,
    ReverseRegistration,
)
from domain.member.events import MemberRegistered, RegistrationReversed, WithdrawalAnnounced
from tests.domain.values import MEMBER, TRANSFER, sealed
from tests.support.given_when_then import given, on

DAY = date(2026, 3, 2)
REGISTERED = MemberRegistered(
    identity=sealed("books"), profile=sealed("file", 1), joined_on=date(2020, 1, 1)
)
TAKE_BACK = ReverseRegistration(
    occurred_on=DAY, member_id=MEMBER, reversed_version=1, reason="导错了文件"
)
TAKEN_BACK = RegistrationReversed(reversed_version=1, reason="导错了文件")
REGISTER = RegisterMember(
    occurred_on=DAY,
    member_id=MEMBER,
    identity=REGISTERED.identity,
    profile=REGISTERED.profile,
    joined_on=REGISTERED.joined_on,
)


def test_a_registration_is_taken_back_as_if_it_had_never_been() -> None:
    """Rule 17 of domain.md."""
    state = given(REGISTERED).when(TAKE_BACK).then(TAKEN_BACK).state()
    assert (state.known(), state.timeline.spans, state.joined_on) == (False, (), None)


def test_whoever_was_taken_back_may_be_registered_again() -> None:
    state = given(REGISTERED, TAKEN_BACK).when(REGISTER).then(REGISTERED).state()
    assert state.known()
    assert state.timeline.latest() == "active"


def test_whoever_was_taken_back_is_unknown_to_what_needs_a_person_on_the_books() -> None:
    command = AcceptTransferIn(occurred_on=DAY, member_id=MEMBER, transfer_id=TRANSFER)
    given(REGISTERED, TAKEN_BACK).when(command).refused("member.unknown", "member_id")
    leave = AnnounceWithdrawal(occurred_on=DAY, member_id=MEMBER)
    given(REGISTERED, TAKEN_BACK).when(leave).refused("member.unknown", "member_id")


def test_what_changed_since_stands_on_the_registration() -> None:
    left = on(DAY, WithdrawalAnnounced())
    given(REGISTERED, left).when(TAKE_BACK).refused(
        "member.changed_since_registered", "reversed_version"
    )


def test_only_a_registration_is_taken_back_and_once() -> None:
    other = msgspec.structs.replace(TAKE_BACK, reversed_version=2)
    given(REGISTERED).when(other).refused("member.no_such_registration", "reversed_version")
    given(REGISTERED, TAKEN_BACK).when(TAKE_BACK).refused("member.unknown", "member_id")
