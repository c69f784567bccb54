"""Routes of an audit engagement.

A read looks at the engagement and stands in a stream of its own. Audits go on in a union that is frozen or has
ended: why it came to that is what they ask (审计条例 art. 23: merger and closure).
"""

from domain.engagement import aggregate as engagement
from domain.engagement.commands import EngagementCommand, IssueReport, ReadBooks
from domain.finding import aggregate as finding
from domain.ids import FindingId, UnionId
from services.commands.routes.route import Decided, Related, Route, officers_of
from services.commands.states import States

COMMANDS = EngagementCommand


def route_of(tenant: UnionId, command: EngagementCommand) -> Route:
    if isinstance(command, ReadBooks):
        return _reading(tenant, command)
    own = command.engagement_id
    named = command.finding_ids if isinstance(command, IssueReport) else ()

    def decide(states: States) -> Decided:
        context = engagement.Context(
            officers=officers_of(states, tenant),
            county=states.county,
            findings=frozenset(one for one in named if _is_finding(states, one)),
        )
        return engagement.decide(states.of(own, engagement.State), command, context)

    of_county = command.ordered_by == "county"
    return Route(
        own,
        (tenant, *named),
        decide,
        related=_county if of_county else None,
        despite_stop=True,
    )


def _reading(tenant: UnionId, command: ReadBooks) -> Route:
    def decide(states: States) -> Decided:
        state = states.of(command.engagement_id, engagement.State)
        return engagement.decide(state, command, engagement.Context())

    return Route(
        command.read_id,
        (tenant, command.engagement_id),
        decide,
        by_version=True,
        despite_stop=True,
    )


def _county(_: States) -> Related:
    return Related(county=True)


def _is_finding(states: States, finding_id: FindingId) -> bool:
    return states.knows(finding_id) and states.of(finding_id, finding.State) != finding.State()
