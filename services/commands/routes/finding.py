"""Routes of a finding: the county signs for its own, so its officers are asked for as well.

Like the audit it comes from, a finding is seen through in a union that is frozen or has ended.
"""

from domain.finding import aggregate as finding
from domain.finding.commands import FindingCommand, RaiseFinding
from domain.ids import UnionId
from domain.policy.audit import AuditPolicy
from services.commands.routes.naming import engagements_among
from services.commands.routes.route import Decided, Related, Route, officers_of, policy_of
from services.commands.states import States

COMMANDS = FindingCommand


def route_of(tenant: UnionId, command: FindingCommand) -> Route:
    own = command.finding_id
    audit_id = command.engagement_id if isinstance(command, RaiseFinding) else None

    def decide(states: States) -> Decided:
        context = finding.Context(
            officers=officers_of(states, tenant),
            county=states.county,
            policy=policy_of(states, tenant, AuditPolicy, command.occurred_on),
            engagements=engagements_among(states, audit_id),
        )
        return finding.decide(states.of(own, finding.State), command, context)

    looks_at = (tenant,) if audit_id is None else (tenant, audit_id)
    return Route(own, looks_at, decide, related=_county, despite_stop=True)


def _county(_: States) -> Related:
    return Related(county=True)
