"""Routes of a union's notices about personal data."""

from domain.ids import UnionId, privacy_notice_stream
from domain.privacy_notice import aggregate as privacy_notice
from domain.privacy_notice.commands import PrivacyNoticeCommand
from services.commands.routes.route import Decided, Route
from services.commands.states import States

COMMANDS = PrivacyNoticeCommand


def route_of(tenant: UnionId, command: PrivacyNoticeCommand) -> Route:
    own = privacy_notice_stream(tenant)

    def decide(states: States) -> Decided:
        return privacy_notice.decide(states.of(own, privacy_notice.State), command)

    return Route(own, (), decide)
