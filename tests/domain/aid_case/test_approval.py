"""Aid is approved once: file first, aid after, with the duties kept apart."""

import msgspec
import pytest

from domain.ids import HouseholdId, OfficerId
from domain.membership import Timeline
from domain.money import FEN_MAX
from tests.domain.aid_case.cases import APPROVE, APPROVED, CONTEXT, DAY, THE_DAY_BEFORE
from tests.domain.values import AID_CASE, HANDLER, MEMBER, OTHER_MEMBER, REVIEWER
from tests.support.given_when_then import given


def test_aid_is_approved_for_a_registered_household() -> None:
    """Rule 13 of domain.md: 先建档、后帮扶."""
    state = given().when(APPROVE, CONTEXT).then(APPROVED).state()
    assert (state.approved, state.approved_on) == (APPROVED, DAY)


def test_no_aid_without_a_household_file() -> None:
    """Rule 13 of domain.md: 先建档、后帮扶."""
    context = msgspec.structs.replace(CONTEXT, file_opened_on=None)
    given().when(APPROVE, context).refused("aid_case.no_household_file", "household_id")


def test_no_aid_is_approved_before_the_file_is_opened() -> None:
    """Rule 13 of domain.md: 先建档、后帮扶, in this order of dates."""
    context = msgspec.structs.replace(CONTEXT, file_opened_on=DAY)
    command = msgspec.structs.replace(APPROVE, occurred_on=THE_DAY_BEFORE)
    given().when(command, context).refused("aid_case.approved_before_file", "occurred_on")


def test_aid_may_be_approved_on_the_day_the_file_is_opened() -> None:
    context = msgspec.structs.replace(CONTEXT, file_opened_on=DAY)
    given().when(APPROVE, context).then(APPROVED)


def test_a_case_is_approved_once() -> None:
    given(APPROVED).when(APPROVE, CONTEXT).refused("aid_case.already_approved", "case_no")


@pytest.mark.parametrize(
    "other",
    [
        {"household_id": HouseholdId(AID_CASE)},
        {"beneficiary_id": OTHER_MEMBER},
        {"category": "medical_aid"},
        {"fund_source": "own_funds"},
        {"amount_fen": 300001},
    ],
)
def test_a_case_is_not_approved_again_in_other_words(other: dict[str, object]) -> None:
    command = msgspec.structs.replace(APPROVE, **other)
    given(APPROVED).when(command, CONTEXT).refused("aid_case.approved_otherwise", "case_no")


def test_no_aid_is_approved_for_somebody_who_never_was_a_member() -> None:
    context = msgspec.structs.replace(CONTEXT, person=Timeline())
    given().when(APPROVE, context).refused("aid_case.member_unknown", "beneficiary_id")


@pytest.mark.parametrize("amount_fen", [0, -1, FEN_MAX + 1])
def test_an_approved_amount_is_positive_and_bounded(amount_fen: int) -> None:
    command = msgspec.structs.replace(APPROVE, amount_fen=amount_fen)
    given().when(command, CONTEXT).refused("aid_case.amount_not_positive", "amount_fen")


@pytest.mark.parametrize(
    "officers",
    [
        {"reviewer_id": HANDLER},
        {"approver_id": HANDLER},
        {"approver_id": REVIEWER},
        {"handler_id": None, "approver_id": REVIEWER},
        {"handler_id": OfficerId(MEMBER)},
        {"reviewer_id": OfficerId(MEMBER)},
        {"approver_id": OfficerId(MEMBER)},
    ],
)
def test_requester_reviewer_approver_and_beneficiary_are_different_people(
    officers: dict[str, OfficerId | None],
) -> None:
    """会计法 art. 25: the duties are kept apart."""
    command = msgspec.structs.replace(APPROVE, **officers)
    given().when(command, CONTEXT).refused("aid_case.duties_not_separated", "approver_id")


@pytest.mark.parametrize("absent", ["handler_id", "reviewer_id", "approver_id"])
def test_an_officer_nobody_named_is_nobody(absent: str) -> None:
    command = msgspec.structs.replace(APPROVE, **{absent: None})
    given().when(command, CONTEXT).then(msgspec.structs.replace(APPROVED, **{absent: None}))
