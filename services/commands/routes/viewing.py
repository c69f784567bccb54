"""Routes of a viewing: nothing of a person whose data were erased or are restricted, whatever stops the union."""

from domain.aid_case import aggregate as aid_case
from domain.erasure import aggregate as erasure
from domain.ids import MemberId, UnionId, erasure_stream
from domain.viewing import aggregate as viewing
from domain.viewing.commands import RevealPersonalData, ViewingCommand
from services.commands.routes.route import Decided, Related, Route
from services.commands.states import States

COMMANDS = ViewingCommand


def route_of(_: UnionId, command: ViewingCommand) -> Route:
    own, about = command.viewing_id, erasure_stream(command.subject_id)
    who = MemberId(command.subject_id)
    as_cashier = isinstance(command, RevealPersonalData) and command.as_cashier

    def decide(states: States) -> Decided:
        refused = erasure.restriction(states.of(about, erasure.State), command.reason)
        if refused is not None:
            return refused
        context = viewing.Context(
            known=states.knows(who),
            payment_released=as_cashier and _is_to_be_paid(states, who),
        )
        return viewing.decide(states.of(own, viewing.State), command, context)

    def related(_: States) -> Related:
        return Related(cases_of=frozenset({who}))

    looks_at = (command.subject_id, about)
    return Route(own, looks_at, decide, related=related if as_cashier else None, despite_stop=True)


def _is_to_be_paid(states: States, who: MemberId) -> bool:
    """Tell whether aid was approved for somebody and is not paid out, or came back."""
    return any(
        case.approved is not None and case.approved.beneficiary_id == who and case.open_fen() > 0
        for case in states.every(aid_case.State)
    )
