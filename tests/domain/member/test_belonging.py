"""Branch and group, certificates, consents, and who approved a correction."""

import msgspec
import pytest

from domain.event import Event
from domain.ids import BranchId
from domain.member import aggregate as member
from domain.member.commands import MemberCommand
from domain.member.events import (
    CertificateCollected,
    CertificateIssued,
    ConsentGiven,
    ConsentWithdrawn,
    MemberAssigned,
    MemberFactCorrected,
    MembershipChangeReversed,
)
from domain.officers import Officers
from tests.domain.member.cases import (
    APPLIED,
    APRIL,
    CAME,
    CONTEXT,
    DECEASED,
    FEBRUARY,
    JOINED,
    JUNE,
    MARCH,
    MAY,
    REGISTERED,
    RETAINED,
    WITHDRAWN,
    assign,
    collect,
    consent,
    correct,
    issue,
    reverse,
    withdraw_consent,
)
from tests.domain.values import APPROVER, BRANCH, GROUP, MEMBER, OTHER_GROUP, REVIEWER, sealed
from tests.support.given_when_then import given, on

ASSIGNED = MemberAssigned(branch_id=BRANCH, group_id=GROUP)
ISSUED = CertificateIssued(kind="certificate", certificate=sealed("file"))
CONSENTED = ConsentGiven(notice_version="2026-01")


def test_a_member_belongs_to_a_branch_and_a_group_from_a_day_on() -> None:
    """章程 art. 30; domain.md 1.1: the group is built on the work team."""
    state = given(REGISTERED).when(assign(MAY), CONTEXT).then(ASSIGNED).state()
    assert state.assignment_on(APRIL) is None
    held = state.assignment_on(MAY)
    assert (held.branch_id, held.group_id) == (BRANCH, GROUP)


def test_a_group_brings_its_branch_along() -> None:
    command = msgspec.structs.replace(assign(MAY), branch_id=None)
    given(REGISTERED).when(command, CONTEXT).then(ASSIGNED)


def test_a_member_leaves_branch_and_group_for_the_union_itself() -> None:
    command = msgspec.structs.replace(assign(MAY), branch_id=None, group_id=None)
    given(REGISTERED, on(MARCH, ASSIGNED)).when(command, CONTEXT).then(MemberAssigned())


@pytest.mark.parametrize(
    ("branch_id", "group_id", "code", "field"),
    [
        (OTHER_GROUP, None, "branch_not_open", "branch_id"),
        (None, OTHER_GROUP, "group_not_open", "group_id"),
    ],
)
def test_a_branch_or_group_closed_or_unknown_takes_nobody(
    branch_id: BranchId | None, group_id: BranchId | None, code: str, field: str
) -> None:
    command = msgspec.structs.replace(assign(MAY), branch_id=branch_id, group_id=group_id)
    given(REGISTERED).when(command, CONTEXT).refused(f"member.{code}", field)


def test_a_closed_branch_is_named_as_such() -> None:
    nothing_open = msgspec.structs.replace(CONTEXT, open_branches=frozenset())
    given(REGISTERED).when(assign(MAY), nothing_open).refused("member.branch_not_open")
    no_groups = msgspec.structs.replace(CONTEXT, open_groups={})
    given(REGISTERED).when(assign(MAY), no_groups).refused("member.group_not_open")


@pytest.mark.parametrize("parent", [None, OTHER_GROUP])
def test_a_group_of_another_branch_is_refused(parent: BranchId | None) -> None:
    context = msgspec.structs.replace(CONTEXT, open_groups={GROUP: parent})
    outcome = given(REGISTERED).when(assign(MAY), context)
    outcome.refused("member.group_of_other_branch", "group_id")


def test_nobody_is_assigned_to_where_they_are() -> None:
    outcome = given(REGISTERED, on(MARCH, ASSIGNED)).when(assign(MAY), CONTEXT)
    outcome.refused("member.assignment_unchanged", "member_id")
    nowhere = msgspec.structs.replace(assign(MAY), branch_id=None, group_id=None)
    given(REGISTERED).when(nowhere, CONTEXT).refused("member.assignment_unchanged")


@pytest.mark.parametrize(
    ("left", "code"), [(WITHDRAWN, "member.not_live"), (DECEASED, "member.deceased")]
)
@pytest.mark.parametrize("command", [assign(MAY), issue(MAY)])
def test_whoever_is_no_member_gets_neither_place_nor_certificate(
    left: Event, code: str, command: MemberCommand
) -> None:
    given(REGISTERED, on(MARCH, left)).when(command, CONTEXT).refused(code, "occurred_on")


def test_an_assignment_entered_late_stands_where_it_belongs() -> None:
    """Rule 17 of domain.md: 补登 is normal."""
    later = MemberAssigned(branch_id=BRANCH)
    state = given(REGISTERED, on(MAY, later)).when(assign(MARCH), CONTEXT).state()
    assert [state.assignment_on(day).group_id for day in (MARCH, JUNE)] == [GROUP, None]


def test_whoever_left_and_came_back_belongs_nowhere_at_first() -> None:
    history = [REGISTERED, on(FEBRUARY, ASSIGNED), on(MARCH, WITHDRAWN), on(APRIL, CAME)]
    assert given(*history).when(assign(JUNE), CONTEXT).state().assignment_on(MAY) is None


def test_a_certificate_is_issued_and_its_number_is_sealed() -> None:
    """章程 art. 2: 发给中华全国总工会会员证."""
    state = given(REGISTERED).when(issue(MARCH)).then(ISSUED).state()
    assert state.certificates[2].kind == "certificate"


def test_a_member_holds_one_certificate_of_a_kind() -> None:
    outcome = given(REGISTERED, on(MARCH, ISSUED)).when(issue(MAY))
    outcome.refused("member.certificate_already_held", "kind")
    card = msgspec.structs.replace(issue(MAY), kind="card")
    held = given(REGISTERED, on(MARCH, ISSUED)).when(card).state().certificates
    assert [each.kind for each in held.values()] == ["certificate", "card"]


@pytest.mark.parametrize("left", [WITHDRAWN, DECEASED, RETAINED])
def test_a_certificate_is_collected_when_the_member_leaves(left: Event) -> None:
    """章程 art. 6: 收回会员证."""
    outcome = given(REGISTERED, on(MARCH, ISSUED), on(APRIL, left)).when(collect(MAY))
    event = CertificateCollected(issued_version=2, cause="withdrawn")
    assert outcome.then(event).state().certificates == {}


def test_a_lost_certificate_is_replaced() -> None:
    collected = given(REGISTERED, on(MARCH, ISSUED)).when(collect(APRIL))
    collected.and_when(issue(MAY)).then(ISSUED)


@pytest.mark.parametrize("version", [-1, 0, 1, 3])
def test_only_a_certificate_that_is_out_is_collected(version: int) -> None:
    outcome = given(REGISTERED, on(MARCH, ISSUED)).when(collect(MAY, version))
    outcome.refused("member.no_such_certificate", "issued_version")


def test_a_certificate_is_collected_once_and_not_before_it_was_issued() -> None:
    issued = given(REGISTERED, on(MARCH, ISSUED))
    issued.when(collect(FEBRUARY)).refused("member.collected_before_issued", "occurred_on")
    issued.when(collect(MAY)).and_when(collect(JUNE)).refused("member.no_such_certificate")


@pytest.mark.parametrize("person", [REGISTERED, APPLIED])
def test_a_person_agrees_to_a_notice_and_takes_it_back(person: Event) -> None:
    """PIPL arts. 13 to 15: informed, voluntary, revocable."""
    agreed = given(person).when(consent(MARCH)).then(CONSENTED)
    assert agreed.state().consents == ("2026-01",)
    withdrawn = agreed.and_when(withdraw_consent(MAY))
    assert withdrawn.then(ConsentWithdrawn(notice_version="2026-01")).state().consents == ()


def test_one_agrees_to_a_notice_once() -> None:
    outcome = given(REGISTERED, CONSENTED).when(consent(MAY))
    outcome.refused("member.consent_already_given", "notice_version")


def test_one_agrees_to_a_notice_that_is_named() -> None:
    command = msgspec.structs.replace(consent(MAY), notice_version=" ")
    outcome = given(REGISTERED).when(command)
    outcome.refused("member.notice_version_missing", "notice_version")


def test_what_was_not_agreed_to_is_not_taken_back() -> None:
    outcome = given(REGISTERED).when(withdraw_consent(MAY))
    outcome.refused("member.no_such_consent", "notice_version")


def test_a_correction_may_name_who_approved_it() -> None:
    """domain.md 2.2: corrections are new events with reason and approver."""
    corrected = msgspec.structs.replace(correct(joined_on=JOINED), approved_by=APPROVER)
    event = MemberFactCorrected(reason="录入有误", joined_on=JOINED, approved_by=APPROVER)
    given(REGISTERED).when(corrected, CONTEXT).then(event)
    undone = msgspec.structs.replace(reverse(2), approved_by=APPROVER)
    reversal = MembershipChangeReversed(reversed_version=2, reason="录入有误", approved_by=APPROVER)
    given(REGISTERED, on(MARCH, RETAINED)).when(undone, CONTEXT).then(reversal)


@pytest.mark.parametrize("command", [correct(joined_on=JOINED), reverse(2)])
def test_a_correction_is_approved_by_the_committee_and_never_by_the_member(
    command: MemberCommand,
) -> None:
    history = given(REGISTERED, on(MARCH, RETAINED))
    by_a_stranger = msgspec.structs.replace(command, approved_by=REVIEWER)
    history.when(by_a_stranger, CONTEXT).refused("member.office_not_held", "approved_by")
    own = Officers(CONTEXT.officers.held, {APPROVER: MEMBER})
    context = msgspec.structs.replace(CONTEXT, officers=own)
    by_oneself = msgspec.structs.replace(command, approved_by=APPROVER)
    history.when(by_oneself, context).refused("member.signers_not_different", "approved_by")


def test_one_agrees_to_a_notice_in_force_once_the_union_publishes_them() -> None:
    """PIPL arts. 14 and 17: informed by a text that holds on the day."""
    published = member.Context(notices=frozenset({"2026-01"}))
    given(REGISTERED).when(consent(MAY), published).then(CONSENTED)
    another = member.Context(notices=frozenset({"2026-02"}))
    given(REGISTERED).when(consent(MAY), another).refused("member.notice_unknown", "notice_version")
