"""Which of the audits, findings and statements a command names there are, of the streams that were read."""

from collections.abc import Iterable

from domain.disclosure.commands import PublishDisclosure
from domain.engagement import aggregate as engagement
from domain.finding import aggregate as finding
from domain.ids import EngagementId, FindingId, UnionId, statement_stream
from domain.statement import aggregate as statement
from services.commands.states import States


def engagements_among(states: States, *named: EngagementId | None) -> frozenset[EngagementId]:
    """Return the audits that were opened."""
    return frozenset(
        one
        for one in named
        if one is not None and states.of(one, engagement.State).scope is not None
    )


def findings_among(states: States, named: Iterable[FindingId]) -> frozenset[FindingId]:
    """Return the findings that were raised."""
    return frozenset(one for one in named if states.of(one, finding.State).raised is not None)


def statements_among(states: States, tenant: UnionId, command: PublishDisclosure) -> frozenset[str]:
    """Return the codes that were issued."""
    return frozenset(
        code
        for code in command.statement_codes
        if states.of(statement_stream(tenant, code), statement.State).issued is not None
    )
