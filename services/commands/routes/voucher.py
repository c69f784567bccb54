"""Routes of a voucher."""

from domain.ids import UnionId, opening_voucher_id
from domain.policy.aid import AidPolicy
from domain.policy.approval import ApprovalPolicy
from domain.union import aggregate as union
from domain.voucher import aggregate as voucher
from domain.voucher.commands import VoucherCommand
from services.commands.routes.route import Decided, Route, policy_of
from services.commands.states import States
from services.policies.charts import chart_in_force

COMMANDS = VoucherCommand


def route_of(tenant: UnionId, command: VoucherCommand) -> Route:
    own = command.voucher_id

    def decide(states: States) -> Decided:
        organised = states.of(tenant, union.State)
        aid_policy = policy_of(states, tenant, AidPolicy, command.occurred_on)
        context = voucher.Context(
            officers=organised.officers,
            chart=chart_in_force(organised.policies, command.occurred_on),
            approval_policy=policy_of(states, tenant, ApprovalPolicy, command.occurred_on),
            opening_id=opening_voucher_id(tenant),
            closed_through=organised.closed_through,
            no_cash_funds=() if aid_policy is None else aid_policy.no_cash_fund_sources,
        )
        return voucher.decide(states.of(own, voucher.State), command, context)

    return Route(own, (tenant,), decide)
