"""Routes of an erasure: what of a person is still needed is asked of every stream that is about them.

A person's rights do not end where a union is frozen or has ended, so nothing stops these commands.
"""

from uuid import UUID

from domain.aid_case import aggregate as aid_case
from domain.engagement import aggregate as engagement
from domain.erasure import aggregate as erasure
from domain.erasure.commands import (
    ApproveErasure,
    DestroyBooks,
    ErasureCommand,
    ExecuteErasure,
)
from domain.finding import aggregate as finding
from domain.household import aggregate as household
from domain.ids import UnionId, erasure_stream
from domain.member import aggregate as member
from domain.membership import LIVE
from domain.policy.retention import RetentionPolicy
from services.commands.routes.route import Decided, Related, Route, officers_of, policy_of
from services.commands.states import States

COMMANDS = ErasureCommand

_UNDER_WAY = frozenset(
    {
        *("applied", "sent_back", "reviewed", "visited", "checked"),
        *("posted", "notice_closed", "approved"),
    }
)
"""An application for a hardship file that nobody has decided in the end."""
_WEIGHED = ApproveErasure | ExecuteErasure | DestroyBooks


def route_of(tenant: UnionId, command: ErasureCommand) -> Route:
    who = command.subject_id
    own = erasure_stream(who)

    def decide(states: States) -> Decided:
        files = [
            state
            for state in states.every(household.State)
            if who in (state.householder_id, state.applicant_id)
        ]
        context = erasure.Context(
            known=states.knows(who),
            live=states.of(who, member.State).timeline.latest() in LIVE,
            file_open=any(file.is_open() or file.stage in _UNDER_WAY for file in files),
            file_closed_on=max(
                (file.closed_on for file in files if file.closed_on is not None), default=None
            ),
            aid_open=any(_is_open(case, who) for case in states.every(aid_case.State)),
            audit_open=_is_audited(states, command),
            officers=officers_of(states, tenant),
            policy=policy_of(states, tenant, RetentionPolicy, command.occurred_on),
        )
        return erasure.decide(states.of(own, erasure.State), command, context)

    def related(_: States) -> Related:
        return Related(cases_of=frozenset({who}), files_of=frozenset({who}))

    weighed = isinstance(command, _WEIGHED)
    looks_at = (tenant, who, *_audits(command))
    return Route(own, looks_at, decide, related=related if weighed else None, despite_stop=True)


def _audits(command: ErasureCommand) -> tuple[UUID, ...]:
    return (*command.engagements, *command.findings) if isinstance(command, _WEIGHED) else ()


def _is_audited(states: States, command: ErasureCommand) -> bool:
    if not isinstance(command, _WEIGHED):
        return False
    audits = (states.of(one, engagement.State) for one in command.engagements)
    findings = (states.of(one, finding.State) for one in command.findings)
    return any(one.scope is not None and one.outcome is None for one in audits) or any(
        one.raised is not None and one.stage not in {"closed", "withdrawn"} for one in findings
    )


def _is_open(case: aid_case.State, who: UUID) -> bool:
    """Asked for and not decided, or approved and not yet paid out."""
    began = case.approved or case.requested
    if case.ended is not None or began is None or began.beneficiary_id != who:
        return False
    return case.approved is None or case.open_fen() > 0
