"""开除会籍: the group proposes, the committee decides, the higher union takes it on file (章程 art. 7)."""

import msgspec
import pytest

from domain.event import Event
from domain.ids import OfficerId
from domain.member.commands import MemberCommand
from domain.member.events import ExpulsionDropped, ExpulsionFiled
from domain.officers import Officers
from tests.domain.member.cases import (
    APRIL,
    CAME,
    CONTEXT,
    DECEASED,
    EXPELLED,
    FEBRUARY,
    GROUP_LEADER_AND_CHAIRPERSON,
    JUNE,
    MARCH,
    MAY,
    PROPOSED,
    REGISTERED,
    RETAINED,
    WENT,
    WITHDRAWN,
    apply,
    drop,
    expel,
    file_expulsion,
    propose,
    reverse,
)
from tests.domain.values import APPROVER, HANDLER, MEMBER, REVIEWER
from tests.support.given_when_then import Dated, given, on

IS_PROPOSED = [REGISTERED, on(MARCH, PROPOSED)]
IS_EXPELLED = [*IS_PROPOSED, on(APRIL, EXPELLED)]


@pytest.mark.parametrize("history", [[REGISTERED], [REGISTERED, on(FEBRUARY, RETAINED)]])
def test_the_group_proposes_the_committee_decides_and_it_is_filed(history: list[Dated]) -> None:
    """domain.md 2.2, row 14: membership ends with the decision, the filing follows."""
    proposed = given(*history).when(propose(MARCH), CONTEXT).then(PROPOSED)
    assert proposed.state().timeline.on(MARCH) in ("active", "retained")
    decided = proposed.and_when(expel(APRIL), CONTEXT).then(EXPELLED)
    assert decided.state().timeline.on(APRIL) == "expelled"
    filed = decided.and_when(file_expulsion(MAY)).then(
        ExpulsionFiled(filing_no="总工备〔2026〕2号")
    )
    assert filed.state().expulsion is None


@pytest.mark.parametrize(
    ("left", "code"),
    [(WITHDRAWN, "member.not_live"), (WENT, "member.not_live"), (DECEASED, "member.deceased")],
)
def test_only_a_member_is_proposed(left: Event, code: str) -> None:
    outcome = given(REGISTERED, on(MARCH, left)).when(propose(MAY), CONTEXT)
    outcome.refused(code, "occurred_on")


def test_one_proposal_waits_at_a_time() -> None:
    outcome = given(*IS_PROPOSED).when(propose(MAY), CONTEXT)
    outcome.refused("member.expulsion_already_proposed", "member_id")


def test_a_proposal_is_signed_by_an_officer() -> None:
    outcome = given(REGISTERED).when(propose(MAY, by=REVIEWER), CONTEXT)
    outcome.refused("member.office_not_held", "proposed_by")


def test_nobody_proposes_oneself() -> None:
    own = Officers({(HANDLER, "group_leader"): None}, {HANDLER: MEMBER})
    context = msgspec.structs.replace(CONTEXT, officers=own)
    outcome = given(REGISTERED).when(propose(MAY), context)
    outcome.refused("member.signers_not_different", "proposed_by")


def test_the_committee_may_decide_against_it() -> None:
    dropped = ExpulsionDropped(decision_no="会〔2026〕10号")
    state = given(*IS_PROPOSED).when(drop(MAY)).then(dropped).state()
    assert state.expulsion is None
    assert state.timeline.latest() == "active"


@pytest.mark.parametrize("command", [drop(MAY), expel(MAY)])
@pytest.mark.parametrize("history", [[REGISTERED], IS_EXPELLED])
def test_what_was_not_proposed_is_not_decided(history: list[Dated], command: MemberCommand) -> None:
    outcome = given(*history).when(command, CONTEXT)
    outcome.refused("member.no_expulsion_proposed", "member_id")


@pytest.mark.parametrize("command", [drop(FEBRUARY), expel(FEBRUARY)])
def test_nothing_is_decided_before_it_is_proposed(command: MemberCommand) -> None:
    outcome = given(*IS_PROPOSED).when(command, CONTEXT)
    outcome.refused("member.decided_before_proposed", "occurred_on")


@pytest.mark.parametrize("command", [drop(MAY), expel(MAY)])
def test_a_decision_has_a_number(command: MemberCommand) -> None:
    unnumbered = msgspec.structs.replace(command, decision_no=" ")
    outcome = given(*IS_PROPOSED).when(unnumbered, CONTEXT)
    outcome.refused("member.decision_no_missing", "decision_no")


@pytest.mark.parametrize("by", [HANDLER, REVIEWER])
def test_the_committee_signs_the_decision(by: OfficerId) -> None:
    outcome = given(*IS_PROPOSED).when(expel(MAY, by=by), CONTEXT)
    outcome.refused("member.office_not_held", "decided_by")


def test_whoever_proposed_does_not_decide() -> None:
    both = Officers({(HANDLER, "chairperson"): None})
    context = msgspec.structs.replace(CONTEXT, officers=both)
    outcome = given(*IS_PROPOSED).when(expel(MAY, by=HANDLER), context)
    outcome.refused("member.signers_not_different", "decided_by")


def test_nobody_expels_oneself() -> None:
    chairperson = Officers(GROUP_LEADER_AND_CHAIRPERSON.held, {APPROVER: MEMBER})
    context = msgspec.structs.replace(CONTEXT, officers=chairperson)
    outcome = given(*IS_PROPOSED).when(expel(MAY), context)
    outcome.refused("member.signers_not_different", "decided_by")


def test_a_proposal_ends_with_the_membership() -> None:
    history = [*IS_PROPOSED, on(APRIL, WITHDRAWN), on(MAY, CAME)]
    given(*history).when(expel(JUNE), CONTEXT).refused("member.no_expulsion_proposed")


@pytest.mark.parametrize("history", [[REGISTERED], IS_PROPOSED])
def test_only_a_decided_expulsion_is_filed(history: list[Dated]) -> None:
    outcome = given(*history).when(file_expulsion(MAY))
    outcome.refused("member.no_expulsion_to_file", "member_id")


def test_an_expulsion_is_filed_once() -> None:
    filed = given(*IS_EXPELLED).when(file_expulsion(MAY))
    filed.and_when(file_expulsion(JUNE)).refused("member.no_expulsion_to_file")


def test_an_expulsion_is_filed_after_its_decision() -> None:
    outcome = given(*IS_EXPELLED).when(file_expulsion(MARCH))
    outcome.refused("member.filed_before_decided", "occurred_on")


def test_a_filing_has_a_number() -> None:
    command = msgspec.structs.replace(file_expulsion(MAY), filing_no="")
    outcome = given(*IS_EXPELLED).when(command)
    outcome.refused("member.filing_no_missing", "filing_no")


def test_a_reversed_expulsion_is_not_filed() -> None:
    undone = given(*IS_EXPELLED).when(reverse(3))
    assert undone.state().timeline.latest() == "active"
    undone.and_when(file_expulsion(JUNE)).refused("member.no_expulsion_to_file")


def test_whoever_was_expelled_may_apply_again() -> None:
    """domain.md 2.2, row 17: terminal except deceased."""
    assert given(*IS_EXPELLED).when(apply(MAY)).state().applied_on == MAY
