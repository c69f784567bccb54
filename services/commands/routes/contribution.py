"""Routes of the employer's contribution: one stream a month."""

from domain.contribution import aggregate as contribution
from domain.contribution.commands import ContributionCommand, ReceiveRefund
from domain.contribution.events import UpwardRemittancePaid
from domain.ids import StreamId, UnionId, contribution_stream
from domain.period import is_month, last_day, months_of_year
from domain.policy.posting import PostingMap
from domain.policy.sharing import SharingPolicy
from services.commands.routes.route import Decided, Route, officers_of, policy_of
from services.commands.states import States

COMMANDS = ContributionCommand


def route_of(tenant: UnionId, command: ContributionCommand) -> Route:
    own = contribution_stream(tenant, command.month)
    year = _months_of_its_year(tenant, command)

    def decide(states: States) -> Decided:
        day = command.occurred_on
        month_end = last_day(command.month) if is_month(command.month) else day
        context = contribution.Context(
            sharing_policy=policy_of(states, tenant, SharingPolicy, month_end),
            posting_map=policy_of(states, tenant, PostingMap, day),
            officers=officers_of(states, tenant),
            remitted_in_year_fen=sum(_remitted_fen(states, month) for month in year),
        )
        return contribution.decide(states.of(own, contribution.State), command, context)

    return Route(own, (tenant, *year), decide)


def _months_of_its_year(tenant: UnionId, command: ContributionCommand) -> tuple[StreamId, ...]:
    """Who is a small payer is told by all months of the year; nothing else asks for them."""
    if not isinstance(command, ReceiveRefund) or not is_month(command.month):
        return ()
    months = months_of_year(int(command.month[:4]))
    return tuple(contribution_stream(tenant, month) for month in months)


def _remitted_fen(states: States, stream: StreamId) -> int:
    return states.of(stream, contribution.State).total_fen(UpwardRemittancePaid)
