"""From unpaid dues to 视为自动退会: nothing by itself, four conditions at once (章程 art. 6, domain.md 2.1)."""

import msgspec
import pytest

from domain.ids import MemberId, OfficerId
from domain.member.aggregate import Context
from domain.member.commands import MemberCommand
from domain.member.events import ArrearsCleared
from domain.officers import Officers
from tests.domain.member.cases import (
    APRIL,
    CONTEXT,
    DECEASED,
    DEEMED,
    FEBRUARY,
    GROUP_LEADER_AND_CHAIRPERSON,
    JUNE,
    MARCH,
    MAY,
    REGISTERED,
    REINSTATED,
    RETAINED,
    STARTED,
    WARNED,
    WITHDRAWN,
    apply,
    clear,
    come,
    deem,
    retain,
    reverse,
    warn,
    withdraw,
)
from tests.domain.values import APPROVER, HANDLER, MEMBER, REVIEWER
from tests.support.given_when_then import Dated, given, on

IS_WARNED = [REGISTERED, on(MARCH, WARNED)]
BOTH_ONE = Officers({(HANDLER, "chairperson"): None})


def with_months(unpaid_months: int) -> Context:
    return msgspec.structs.replace(CONTEXT, unpaid_months=unpaid_months)


def with_officers(officers: Officers) -> Context:
    return msgspec.structs.replace(CONTEXT, officers=officers)


def test_an_officer_warns_and_nothing_else_changes() -> None:
    """domain.md 2.2, row 10; rights do not change."""
    state = given(REGISTERED).when(warn(MAY), CONTEXT).then(WARNED).state()
    assert state.arrears_warned
    assert state.timeline.latest() == "active"


@pytest.mark.parametrize(("months", "warned"), [(1, True), (7, True), (0, False)])
def test_a_warning_needs_an_unpaid_month(months: int, warned: bool) -> None:  # noqa: FBT001 # a case of the test
    outcome = given(REGISTERED).when(warn(MAY), with_months(months))
    if warned:
        outcome.then(msgspec.structs.replace(WARNED, months_unpaid=months))
    else:
        outcome.refused("member.nothing_in_arrears", "member_id")


def test_whoever_owes_no_dues_is_not_warned() -> None:
    """章程 art. 8: 保留会籍期间免交会费."""
    outcome = given(REGISTERED, on(MARCH, RETAINED)).when(warn(MAY), CONTEXT)
    outcome.refused("member.owes_no_dues", "occurred_on")


def test_whoever_is_no_member_is_not_warned() -> None:
    given(REGISTERED, on(MARCH, WITHDRAWN)).when(warn(MAY), CONTEXT).refused("member.not_live")
    given(REGISTERED, on(MARCH, DECEASED)).when(warn(MAY), CONTEXT).refused("member.deceased")


def test_a_warning_holds_until_it_is_cleared() -> None:
    given(*IS_WARNED).when(warn(MAY), CONTEXT).refused("member.arrears_already_warned")
    cleared = given(*IS_WARNED).when(clear(APRIL)).then(ArrearsCleared(reason="paid"))
    assert not cleared.state().arrears_warned
    cleared.and_when(warn(MAY), CONTEXT).then(WARNED)


def test_a_warning_is_given_by_an_officer() -> None:
    outcome = given(REGISTERED).when(warn(MAY, by=REVIEWER), CONTEXT)
    outcome.refused("member.office_not_held", "issued_by")


def test_nobody_warns_oneself() -> None:
    """domain.md rule 15; an officer is a member too."""
    own = Officers({(HANDLER, "group_leader"): None}, {HANDLER: MEMBER})
    outcome = given(REGISTERED).when(warn(MAY), with_officers(own))
    outcome.refused("member.signers_not_different", "issued_by")


def test_where_nobody_was_warned_nothing_is_cleared() -> None:
    given(REGISTERED).when(clear(MAY)).refused("member.arrears_not_warned", "member_id")


def test_nothing_is_cleared_before_the_warning() -> None:
    given(*IS_WARNED).when(clear(FEBRUARY)).refused("member.cleared_before_warned", "occurred_on")


@pytest.mark.parametrize("command", [retain(MAY), withdraw(MAY)])
def test_a_warning_ends_with_the_active_membership(command: MemberCommand) -> None:
    """domain.md 2.2: the flag is one of an active member."""
    assert not given(*IS_WARNED).when(command).state().arrears_warned


def test_whoever_was_retained_meanwhile_is_warned_anew() -> None:
    history = [*IS_WARNED, on(APRIL, RETAINED), on(MAY, REINSTATED)]
    given(*history).when(deem(JUNE), CONTEXT).refused("member.arrears_not_warned")


def test_the_committee_declares_the_withdrawal_when_all_conditions_hold() -> None:
    """章程 art. 6: 没有正当理由连续六个月不交纳会费、不参加工会组织生活、经教育拒不改正."""
    state = given(*IS_WARNED).when(deem(MAY), CONTEXT).then(DEEMED).state()
    assert [state.timeline.on(day) for day in (APRIL, MAY)] == ["active", "deemed_withdrawn"]
    assert not state.arrears_warned


@pytest.mark.parametrize("months", [0, 1, 5])
def test_fewer_months_than_the_policy_names_end_no_membership(months: int) -> None:
    outcome = given(*IS_WARNED).when(deem(MAY), with_months(months))
    outcome.refused("member.arrears_too_short", "member_id")


def test_how_many_months_it_takes_is_policy() -> None:
    assert CONTEXT.membership_policy is not None
    stricter = msgspec.structs.replace(CONTEXT.membership_policy, arrears_months=7)
    context = msgspec.structs.replace(CONTEXT, membership_policy=stricter)
    given(*IS_WARNED).when(deem(MAY), context).refused("member.arrears_too_short")


def test_without_a_policy_no_membership_ends() -> None:
    context = msgspec.structs.replace(CONTEXT, membership_policy=None)
    outcome = given(*IS_WARNED).when(deem(MAY), context)
    outcome.refused("member.no_membership_policy_in_force", "occurred_on")


@pytest.mark.parametrize("condition", ["no_just_cause", "no_participation", "education_refused"])
def test_every_condition_must_hold(condition: str) -> None:
    command = msgspec.structs.replace(deem(MAY), **{condition: False})
    outcome = given(*IS_WARNED).when(command, CONTEXT)
    outcome.refused("member.withdrawal_condition_missing", condition)


@pytest.mark.parametrize("history", [[REGISTERED], [REGISTERED, on(JUNE, WARNED)]])
def test_nobody_is_deemed_withdrawn_unwarned(history: list[Dated]) -> None:
    outcome = given(*history).when(deem(MAY), CONTEXT)
    outcome.refused("member.arrears_not_warned", "member_id")


@pytest.mark.parametrize("decision_no", ["", "  "])
def test_only_a_numbered_decision_ends_a_membership(decision_no: str) -> None:
    command = msgspec.structs.replace(deem(MAY), decision_no=decision_no)
    outcome = given(*IS_WARNED).when(command, CONTEXT)
    outcome.refused("member.decision_no_missing", "decision_no")


@pytest.mark.parametrize("by", [HANDLER, REVIEWER])
def test_the_committee_signs_and_no_other_office(by: OfficerId) -> None:
    outcome = given(*IS_WARNED).when(deem(MAY, by=by), CONTEXT)
    outcome.refused("member.office_not_held", "decided_by")


def test_whoever_warned_does_not_decide() -> None:
    outcome = given(*IS_WARNED).when(deem(MAY, by=HANDLER), with_officers(BOTH_ONE))
    outcome.refused("member.signers_not_different", "decided_by")


def test_nobody_decides_on_oneself() -> None:
    chairperson = Officers(GROUP_LEADER_AND_CHAIRPERSON.held, {APPROVER: MemberId(MEMBER)})
    outcome = given(*IS_WARNED).when(deem(MAY), with_officers(chairperson))
    outcome.refused("member.signers_not_different", "decided_by")


def test_somebody_whose_transfer_is_pending_is_not_deemed_withdrawn() -> None:
    outcome = given(*IS_WARNED, on(APRIL, STARTED)).when(deem(MAY), CONTEXT)
    outcome.refused("member.transfer_pending", "occurred_on")


def test_whoever_is_deemed_withdrawn_may_come_back() -> None:
    """domain.md 2.2, row 17."""
    gone = [*IS_WARNED, on(APRIL, DEEMED)]
    assert given(*gone).when(apply(MAY)).state().applied_on == MAY
    assert given(*gone).when(come(MAY)).state().timeline.latest() == "active"
    given(*gone).when(withdraw(MAY)).refused("member.not_live")


def test_a_mistaken_declaration_is_reversed_and_the_warning_is_given_anew() -> None:
    state = given(*IS_WARNED, on(APRIL, DEEMED)).when(reverse(3)).state()
    assert state.timeline.latest() == "active"
    assert not state.arrears_warned
