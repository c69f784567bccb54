"""Routes of a branch or group. What hangs under it and who is in it is counted by whoever asks to close it."""

from uuid import UUID

from domain.branch import aggregate as branch
from domain.branch.commands import BranchCommand, FormBranch, RecordBranchLeader
from domain.ids import BranchId, UnionId
from services.commands.routes.route import Decided, Route, officers_of
from services.commands.states import States

COMMANDS = BranchCommand


def route_of(tenant: UnionId, command: BranchCommand) -> Route:
    own = command.branch_id

    def decide(states: States) -> Decided:
        context = _context(states, tenant, command)
        return branch.decide(states.of(own, branch.State), command, context)

    return Route(own, _looks_at(tenant, command), decide)


def _looks_at(tenant: UnionId, command: BranchCommand) -> tuple[UUID, ...]:
    match command:
        case FormBranch():
            return () if command.parent_branch_id is None else (command.parent_branch_id,)
        case RecordBranchLeader():
            return (tenant,)
        case _:
            return ()


def _context(states: States, tenant: UnionId, command: BranchCommand) -> branch.Context:
    match command:
        case FormBranch():
            return branch.Context(open_branches=_open_branch(states, command.parent_branch_id))
        case RecordBranchLeader():
            return branch.Context(officers=officers_of(states, tenant))
        case _:
            return branch.Context()


def _open_branch(states: States, branch_id: BranchId | None) -> frozenset[BranchId]:
    if branch_id is None:
        return frozenset()
    place = states.of(branch_id, branch.State)
    is_open = place.kind == "branch" and place.is_open()
    return frozenset({branch_id}) if is_open else frozenset()
