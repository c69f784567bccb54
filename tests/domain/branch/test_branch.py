"""分会 and 小组 inside a union: formed, led, renamed, closed when nobody is left in it (章程 art. 30)."""

from datetime import date

import msgspec
import pytest

from domain.branch.aggregate import Context
from domain.branch.commands import (
    BranchCommand,
    CloseBranch,
    FormBranch,
    RecordBranchLeader,
    RenameBranch,
)
from domain.branch.events import BranchClosed, BranchFormed, BranchLeaderRecorded, BranchRenamed
from domain.officers import Officers
from tests.domain.values import APPROVER, BRANCH, GROUP, HANDLER, REVIEWER
from tests.support.given_when_then import given, on

EARLIER, DAY = date(2026, 3, 9), date(2026, 3, 10)
FORMED = BranchFormed(kind="branch", name="高中部分会")
GROUP_FORMED = BranchFormed(kind="group", name="第一小组", parent_branch_id=BRANCH)
CONTEXT = Context(
    open_branches=frozenset({BRANCH}),
    officers=Officers({(HANDLER, "group_leader"): None, (APPROVER, "chairperson"): None}),
)
FORM = FormBranch(occurred_on=DAY, branch_id=BRANCH, kind="branch", name="高中部分会")
FORM_GROUP = FormBranch(
    occurred_on=DAY, branch_id=GROUP, kind="group", name="第一小组", parent_branch_id=BRANCH
)
RENAME = RenameBranch(occurred_on=DAY, branch_id=BRANCH, name="初中部分会")
LEAD = RecordBranchLeader(occurred_on=DAY, branch_id=BRANCH, officer_id=HANDLER)
CLOSE = CloseBranch(occurred_on=DAY, branch_id=BRANCH)
LATER_COMMANDS = [RENAME, LEAD, CLOSE]
by_name = pytest.mark.parametrize(
    "command", LATER_COMMANDS, ids=lambda command: type(command).__name__
)


def test_a_branch_is_formed_and_open() -> None:
    assert given().when(FORM).then(FORMED).state().is_open()


def test_a_group_is_formed_in_a_branch_or_in_the_union_itself() -> None:
    given().when(FORM_GROUP, CONTEXT).then(GROUP_FORMED)
    alone = msgspec.structs.replace(FORM_GROUP, parent_branch_id=None)
    given().when(alone).then(BranchFormed(kind="group", name="第一小组"))


def test_a_group_is_not_formed_in_what_is_closed_or_unknown() -> None:
    given().when(FORM_GROUP).refused("branch.parent_not_open", "parent_branch_id")


def test_a_branch_stands_under_the_union_only() -> None:
    command = msgspec.structs.replace(FORM_GROUP, kind="branch")
    given().when(command, CONTEXT).refused("branch.under_another_branch", "parent_branch_id")


def test_a_branch_is_formed_once() -> None:
    given(FORMED).when(FORM).refused("branch.already_formed", "branch_id")
    given(FORMED, BranchClosed()).when(FORM).refused("branch.already_formed", "branch_id")


@pytest.mark.parametrize("command", [FORM, RENAME], ids=lambda command: type(command).__name__)
def test_a_branch_has_a_name(command: FormBranch | RenameBranch) -> None:
    nameless = msgspec.structs.replace(command, name=" ")
    history = [] if isinstance(command, FormBranch) else [FORMED]
    given(*history).when(nameless).refused("branch.name_missing", "name")


@by_name
def test_nothing_happens_to_a_branch_that_is_not_there(command: BranchCommand) -> None:
    given().when(command, CONTEXT).refused("branch.unknown", "branch_id")


@by_name
def test_nothing_happens_to_a_closed_branch(command: BranchCommand) -> None:
    outcome = given(FORMED, BranchClosed()).when(command, CONTEXT)
    outcome.refused("branch.already_closed", "branch_id")


@by_name
def test_nothing_happens_to_a_branch_before_it_is_formed(command: BranchCommand) -> None:
    early = msgspec.structs.replace(command, occurred_on=EARLIER)
    outcome = given(on(DAY, FORMED)).when(early, CONTEXT)
    outcome.refused("branch.not_formed_yet", "occurred_on")


def test_a_branch_is_renamed() -> None:
    renamed = given(FORMED).when(RENAME).then(BranchRenamed(name="初中部分会"))
    assert renamed.state().name == "初中部分会"
    renamed.and_when(RENAME).refused("branch.name_unchanged", "name")


def test_a_branch_is_led_by_an_officer_of_the_union() -> None:
    led = given(FORMED).when(LEAD, CONTEXT).then(BranchLeaderRecorded(officer_id=HANDLER))
    assert led.state().leader_id == HANDLER
    led.and_when(LEAD, CONTEXT).refused("branch.leader_unchanged", "officer_id")
    other = msgspec.structs.replace(LEAD, officer_id=APPROVER)
    led.and_when(other, CONTEXT).then(BranchLeaderRecorded(officer_id=APPROVER))


def test_nobody_leads_without_an_office() -> None:
    command = msgspec.structs.replace(LEAD, officer_id=REVIEWER)
    given(FORMED).when(command, CONTEXT).refused("branch.office_not_held", "officer_id")


def test_an_empty_branch_is_closed() -> None:
    assert not given(FORMED).when(CLOSE).then(BranchClosed()).state().is_open()


def test_a_branch_with_groups_or_members_is_not_closed() -> None:
    with_groups = msgspec.structs.replace(CLOSE, open_groups=1)
    given(FORMED).when(with_groups).refused("branch.groups_open", "branch_id")
    with_members = msgspec.structs.replace(CLOSE, members=1)
    given(FORMED).when(with_members).refused("branch.members_remain", "branch_id")
