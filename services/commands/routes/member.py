"""Routes of a membership. All look at the person's erasure: it wins over what was decided beside it.

Otherwise what needs nothing from elsewhere reads the member's own stream only.
"""

from uuid import UUID

from domain.branch import aggregate as branch
from domain.dues import aggregate as dues
from domain.erasure import aggregate as erasure
from domain.ids import (
    BranchId,
    UnionId,
    dues_stream,
    erasure_stream,
    privacy_notice_stream,
)
from domain.member import aggregate as member
from domain.member.commands import (
    AssignMember,
    CorrectMemberFact,
    DecideExpulsion,
    DeclareDeemedWithdrawal,
    GiveConsent,
    IssueArrearsWarning,
    MemberCommand,
    ProposeExpulsion,
    ReverseMembershipChange,
)
from domain.period import month_of, previous_month
from domain.policy.membership import MembershipPolicy
from domain.privacy_notice import aggregate as privacy_notice
from services.commands.routes.route import Decided, Route, officers_of, policy_of, timeline_of
from services.commands.states import States

COMMANDS = MemberCommand


def route_of(tenant: UnionId, command: MemberCommand) -> Route:
    own = command.member_id
    about = erasure_stream(own)

    def decide(states: States) -> Decided:
        if states.of(about, erasure.State).is_erased:
            context = member.Context(erased=True)
        else:
            context = _context(states, tenant, command)
        return member.decide(states.of(own, member.State), command, context)

    return Route(own, (about, *_looks_at(tenant, command)), decide)


def _looks_at(tenant: UnionId, command: MemberCommand) -> tuple[UUID, ...]:
    match command:
        case IssueArrearsWarning() | DeclareDeemedWithdrawal():
            return (tenant, dues_stream(command.member_id))
        case ProposeExpulsion() | DecideExpulsion():
            return (tenant,)
        case CorrectMemberFact() | ReverseMembershipChange():
            return () if command.approved_by is None else (tenant,)
        case AssignMember():
            places = (command.branch_id, command.group_id)
            return tuple(place for place in places if place is not None)
        case GiveConsent():
            return (privacy_notice_stream(tenant),)
        case _:
            return ()


def _context(states: States, tenant: UnionId, command: MemberCommand) -> member.Context:
    match command:
        case IssueArrearsWarning() | DeclareDeemedWithdrawal():
            return member.Context(
                unpaid_months=_unpaid_months(states, command),
                membership_policy=policy_of(states, tenant, MembershipPolicy, command.occurred_on),
                officers=officers_of(states, tenant),
            )
        case ProposeExpulsion() | DecideExpulsion():
            return member.Context(officers=officers_of(states, tenant))
        case CorrectMemberFact() | ReverseMembershipChange() if command.approved_by is not None:
            return member.Context(officers=officers_of(states, tenant))
        case AssignMember():
            return _places(states, command)
        case GiveConsent():
            return member.Context(notices=_notices(states, tenant, command))
        case _:
            return member.Context()


def _notices(states: States, tenant: UnionId, command: GiveConsent) -> frozenset[str] | None:
    """Return the versions in force; a union that has published none yet keeps its own on paper."""
    stream = privacy_notice_stream(tenant)
    if not states.knows(stream):
        return None
    return states.of(stream, privacy_notice.State).in_force(command.occurred_on)


def _unpaid_months(states: States, command: IssueArrearsWarning | DeclareDeemedWithdrawal) -> int:
    """Return the months in a row, up to the last one over, for which nothing came in."""
    account = states.of(dues_stream(command.member_id), dues.State)
    last_over = previous_month(month_of(command.occurred_on))
    return account.arrears(timeline_of(states, command.member_id), last_over).running_unpaid


def _places(states: States, command: AssignMember) -> member.Context:
    branches: set[BranchId] = set()
    groups: dict[BranchId, BranchId | None] = {}
    if command.branch_id is not None:
        place = states.of(command.branch_id, branch.State)
        if place.kind == "branch" and place.is_open():
            branches.add(command.branch_id)
    if command.group_id is not None:
        place = states.of(command.group_id, branch.State)
        if place.kind == "group" and place.is_open():
            groups[command.group_id] = place.parent_branch_id
    return member.Context(open_branches=frozenset(branches), open_groups=groups)
