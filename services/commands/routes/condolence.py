"""Routes of a condolence."""

from domain.condolence import aggregate as condolence
from domain.condolence.commands import (
    ApproveCondolence,
    CondolenceCommand,
    RecordCondolence,
    RequestCondolence,
)
from domain.household import aggregate as household
from domain.ids import CondolenceId, MemberId, UnionId
from domain.membership import Timeline
from domain.policy.benefit import Benefit, BenefitPolicy
from domain.policy.posting import PostingMap
from services.commands.routes.route import (
    Decided,
    Related,
    Route,
    officers_of,
    policy_of,
    timeline_of,
)
from services.commands.states import States

COMMANDS = CondolenceCommand
Judged = RecordCondolence | ApproveCondolence
"""What the benefit rules are asked about."""


def route_of(tenant: UnionId, command: CondolenceCommand) -> Route:
    own = command.condolence_id
    named = isinstance(command, RecordCondolence | RequestCondolence)
    looks_at = (tenant, command.member_id) if named else (tenant,)  # type: ignore[union-attr] # named ones have it

    def decide(states: States) -> Decided:
        context = _context(states, tenant, command)
        return condolence.decide(states.of(own, condolence.State), command, context)

    def related(states: States) -> Related:
        return _related(states, tenant, command)

    judged = isinstance(command, Judged)
    return Route(own, looks_at, decide, related=related if judged else None)


def _member_of(states: States, command: CondolenceCommand) -> MemberId | None:
    if isinstance(command, RecordCondolence | RequestCondolence):
        return command.member_id
    requested = states.of(command.condolence_id, condolence.State).requested
    return None if requested is None else requested.member_id


def _related(states: States, tenant: UnionId, command: CondolenceCommand) -> Related:
    """Only an adopted benefit policy asks for what else a member was given."""
    member_id = _member_of(states, command)
    if member_id is None:
        return Related()
    unread = frozenset() if isinstance(command, RecordCondolence) else frozenset({member_id})
    policy = policy_of(states, tenant, BenefitPolicy, command.occurred_on)
    if policy is None:
        return Related(streams=unread)
    asks_for_file = any(rule.needs_hardship_file for rule in policy.rules)
    return Related(
        streams=unread,
        condolences_of=frozenset({member_id}),
        files_of=frozenset({member_id}) if asks_for_file else frozenset(),
    )


def _context(states: States, tenant: UnionId, command: CondolenceCommand) -> condolence.Context:
    day, member_id = command.occurred_on, _member_of(states, command)
    member = Timeline() if member_id is None else timeline_of(states, member_id)
    policy = policy_of(states, tenant, BenefitPolicy, day)
    judged = policy is not None and member_id is not None and isinstance(command, Judged)
    return condolence.Context(
        member=member,
        posting_map=policy_of(states, tenant, PostingMap, day),
        benefit_policy=policy,
        given=_given(states, member_id, command.condolence_id) if judged and member_id else (),
        hardship_file=judged and member_id is not None and _has_open_file(states, member_id),
        officers=officers_of(states, tenant),
    )


def _given(states: States, member_id: MemberId, own: CondolenceId) -> tuple[Benefit, ...]:
    """Return every other condolence of a member that stands."""
    return tuple(
        Benefit(
            occasion=state.recorded.occasion,
            given_on=state.given_on,
            amount_fen=state.recorded.amount_fen,
            form=state.recorded.form,
            relation=state.recorded.relation,
            festival=state.recorded.festival,
            duplicate_key=state.recorded.duplicate_key,
        )
        for stream, state in states.about(member_id, condolence.State)
        if stream != own
        and state.recorded is not None
        and state.given_on is not None
        and not state.reversed
    )


def _has_open_file(states: States, member_id: MemberId) -> bool:
    return any(file.is_open() for _, file in states.about(member_id, household.State))
