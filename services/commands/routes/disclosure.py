"""Routes of a disclosure: what it names must be there."""

from uuid import UUID

from domain.disclosure import aggregate as disclosure
from domain.disclosure.commands import DisclosureCommand, PublishDisclosure
from domain.ids import UnionId, statement_stream
from domain.policy.audit import AuditPolicy
from services.commands.routes.naming import engagements_among, findings_among, statements_among
from services.commands.routes.route import Decided, Route, officers_of, policy_of
from services.commands.states import States

COMMANDS = DisclosureCommand


def route_of(tenant: UnionId, command: DisclosureCommand) -> Route:
    own = command.disclosure_id

    def decide(states: States) -> Decided:
        context = disclosure.Context(
            officers=officers_of(states, tenant),
            policy=policy_of(states, tenant, AuditPolicy, command.occurred_on),
        )
        if isinstance(command, PublishDisclosure):
            context = disclosure.Context(
                officers=context.officers,
                policy=context.policy,
                statements=statements_among(states, tenant, command),
                findings=findings_among(states, command.finding_ids),
                engagements=engagements_among(states, command.engagement_id),
            )
        return disclosure.decide(states.of(own, disclosure.State), command, context)

    return Route(own, (tenant, *_named(tenant, command)), decide)


def _named(tenant: UnionId, command: DisclosureCommand) -> list[UUID]:
    if not isinstance(command, PublishDisclosure):
        return []
    statements = [statement_stream(tenant, code) for code in command.statement_codes]
    audits = [] if command.engagement_id is None else [command.engagement_id]
    return [*statements, *command.finding_ids, *audits]
