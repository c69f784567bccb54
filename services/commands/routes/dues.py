"""Routes of a member's dues account."""

from uuid import UUID

from domain.dues import aggregate as dues
from domain.dues.commands import DeclareWageBase, DuesCommand, ReceiveDues, RefundDues, WaiveDues
from domain.dues_batch import aggregate as dues_batch
from domain.ids import DuesBatchId, UnionId, dues_stream
from domain.officers import Officers
from domain.period import is_month, last_day
from domain.policy.dues import DuesExemption, DuesPolicy
from domain.policy.posting import PostingMap
from services.commands.routes.route import Decided, Route, officers_of, policy_of, timeline_of
from services.commands.states import States

COMMANDS = DuesCommand
_NO_OFFICERS = Officers()


def route_of(tenant: UnionId, command: DuesCommand) -> Route:
    own = dues_stream(command.member_id)
    batch_id = command.batch_id if isinstance(command, ReceiveDues) else None

    def decide(states: States) -> Decided:
        context = _context(states, tenant, command, batch_id)
        return dues.decide(states.of(own, dues.State), command, context)

    looks_at: tuple[UUID, ...] = (tenant, command.member_id)
    if batch_id is not None:
        looks_at = (*looks_at, batch_id)
    return Route(own, looks_at, decide, isinstance(command, DeclareWageBase | ReceiveDues))


def _context(
    states: States, tenant: UnionId, command: DuesCommand, batch_id: DuesBatchId | None
) -> dues.Context:
    day = rule_day = command.occurred_on
    exemption = None
    officers = _NO_OFFICERS
    match command:
        case DeclareWageBase() if is_month(command.from_month):
            rule_day = last_day(command.from_month)
        case WaiveDues():
            exemption = policy_of(states, tenant, DuesExemption, day)
        case RefundDues():
            officers = officers_of(states, tenant)
    return dues.Context(
        member=timeline_of(states, command.member_id),
        dues_policy=policy_of(states, tenant, DuesPolicy, rule_day),
        posting_map=policy_of(states, tenant, PostingMap, day),
        officers=officers,
        exemption=exemption,
        batch_closed=batch_id is not None and states.of(batch_id, dues_batch.State).closed,
    )
