"""Routes of a payment batch."""

from domain.aid_case import aggregate as aid_case
from domain.ids import AidCaseId, UnionId
from domain.pay_batch import aggregate as pay_batch
from domain.pay_batch.commands import DraftPayBatch, PayBatchCommand
from domain.policy.aid import AidPolicy
from services.commands.routes.route import Decided, Related, Route, officers_of, policy_of
from services.commands.states import States

COMMANDS = PayBatchCommand


def route_of(tenant: UnionId, command: PayBatchCommand) -> Route:
    own = command.pay_batch_id
    cases: tuple[AidCaseId, ...] = ()
    if isinstance(command, DraftPayBatch):
        cases = tuple(item.aid_case_id for item in command.items)

    def decide(states: States) -> Decided:
        context = pay_batch.Context(
            cases=_payable(states, cases),
            officers=officers_of(states, tenant),
            county=states.county,
            aid_policy=policy_of(states, tenant, AidPolicy, command.occurred_on),
        )
        return pay_batch.decide(states.of(own, pay_batch.State), command, context)

    return Route(own, (tenant, *cases), decide, related=_county)


def _county(_: States) -> Related:
    """The county may approve a list, and nobody of it may stand on one."""
    return Related(county=True)


def _payable(states: States, cases: tuple[AidCaseId, ...]) -> dict[AidCaseId, pay_batch.Payable]:
    found: dict[AidCaseId, pay_batch.Payable] = {}
    for case_id in cases:
        case = states.of(case_id, aid_case.State)
        approved = case.approved
        if approved is None or case.ended is not None:
            continue
        found[case_id] = pay_batch.Payable(
            household_id=approved.household_id,
            beneficiary_id=approved.beneficiary_id,
            category=approved.category,
            fund_source=approved.fund_source,
            open_fen=case.open_fen(),
        )
    return found
