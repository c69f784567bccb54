"""Decides about a branch (分会) or group (小组) of a union: two levels, no books of their own (章程 art. 30)."""

from datetime import date
from typing import assert_never, get_args

import msgspec

from domain.branch.commands import (
    BranchCommand,
    CloseBranch,
    FormBranch,
    RecordBranchLeader,
    RenameBranch,
)
from domain.branch.events import (
    BranchClosed,
    BranchEvent,
    BranchFormed,
    BranchKind,
    BranchLeaderRecorded,
    BranchRenamed,
)
from domain.event import Fact
from domain.ids import BranchId, OfficerId
from domain.officers import Office, Officers
from domain.refusal import Refused

_ANY_OFFICE: tuple[Office, ...] = get_args(Office)


class State(msgspec.Struct, frozen=True):
    """A branch or group; `kind` is None before it is formed, `leader_id` until a leader is known."""

    kind: BranchKind | None = None
    name: str = ""
    parent_branch_id: BranchId | None = None
    formed_on: date | None = None
    leader_id: OfficerId | None = None
    closed_on: date | None = None

    def is_open(self) -> bool:
        """Tell whether members may be assigned to it."""
        return self.kind is not None and self.closed_on is None


class Context(msgspec.Struct, frozen=True):
    """Which branches of the union are open, and who holds office."""

    open_branches: frozenset[BranchId] = frozenset()
    officers: Officers = Officers()


_NOWHERE = Context()


def evolve(state: State, fact: Fact) -> State:
    event: BranchEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case BranchFormed():
            return msgspec.structs.replace(
                state,
                kind=event.kind,
                name=event.name,
                parent_branch_id=event.parent_branch_id,
                formed_on=fact.occurred_on,
            )
        case BranchRenamed():
            return msgspec.structs.replace(state, name=event.name)
        case BranchLeaderRecorded():
            return msgspec.structs.replace(state, leader_id=event.officer_id)
        case BranchClosed():
            return msgspec.structs.replace(state, closed_on=fact.occurred_on)
        case _:
            assert_never(event)


def decide(
    state: State, command: BranchCommand, context: Context = _NOWHERE
) -> list[BranchEvent] | Refused:
    if isinstance(command, FormBranch):
        return _form(state, command, context)
    if state.formed_on is None:
        return Refused("branch.unknown", "branch_id")
    if state.closed_on is not None:
        return Refused("branch.already_closed", "branch_id")
    if command.occurred_on < state.formed_on:
        return Refused("branch.not_formed_yet", "occurred_on")
    match command:
        case RenameBranch():
            return _rename(state, command)
        case RecordBranchLeader():
            return _record_leader(state, command, context)
        case CloseBranch():
            return _close(command)
        case _:
            assert_never(command)


def _form(state: State, command: FormBranch, context: Context) -> list[BranchEvent] | Refused:
    if state.formed_on is not None:
        return Refused("branch.already_formed", "branch_id")
    if not command.name.strip():
        return Refused("branch.name_missing", "name")
    parent_branch_id = command.parent_branch_id
    if command.kind == "branch" and parent_branch_id is not None:
        return Refused("branch.under_another_branch", "parent_branch_id")
    if parent_branch_id is not None and parent_branch_id not in context.open_branches:
        return Refused("branch.parent_not_open", "parent_branch_id")
    return [BranchFormed(kind=command.kind, name=command.name, parent_branch_id=parent_branch_id)]


def _rename(state: State, command: RenameBranch) -> list[BranchEvent] | Refused:
    if not command.name.strip():
        return Refused("branch.name_missing", "name")
    if command.name == state.name:
        return Refused("branch.name_unchanged", "name")
    return [BranchRenamed(name=command.name)]


def _record_leader(
    state: State, command: RecordBranchLeader, context: Context
) -> list[BranchEvent] | Refused:
    if command.officer_id == state.leader_id:
        return Refused("branch.leader_unchanged", "officer_id")
    if not context.officers.holds_any(command.officer_id, _ANY_OFFICE, command.occurred_on):
        return Refused("branch.office_not_held", "officer_id")
    return [BranchLeaderRecorded(officer_id=command.officer_id)]


def _close(command: CloseBranch) -> list[BranchEvent] | Refused:
    if command.open_groups > 0:
        return Refused("branch.groups_open", "branch_id")
    if command.members > 0:
        return Refused("branch.members_remain", "branch_id")
    return [BranchClosed()]
