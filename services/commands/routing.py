"""Which streams a command writes and looks at, and how it is decided from their states."""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import UUID

from domain.aid_case import aggregate as aid_case
from domain.aid_case.commands import ApproveAid, PayAid, ReturnAidPayment
from domain.command import Command
from domain.condolence import aggregate as condolence
from domain.condolence.commands import RecordCondolence, ReverseCondolence
from domain.dues import aggregate as dues
from domain.dues.commands import DeclareWageBase, ReceiveDues, ReverseDuesReceipt
from domain.event import Event
from domain.federation import aggregate as federation
from domain.federation.commands import FederationCommand
from domain.household import aggregate as household
from domain.household.commands import OpenHouseholdFile
from domain.ids import UnionId, dues_stream
from domain.import_run import aggregate as import_run
from domain.import_run.commands import CommitImport
from domain.member import aggregate as member
from domain.member.commands import MemberCommand
from domain.membership import Timeline
from domain.period import is_month, last_day
from domain.policy.aid import AidPolicy
from domain.policy.dues import DuesPolicy
from domain.policy.in_force import Adopted, policy_in_force
from domain.policy.posting import PostingMap
from domain.refusal import Refused
from domain.union import aggregate as union
from domain.union.commands import UnionCommand
from services.commands.states import States

Decided = Sequence[Event] | Refused


class Route(NamedTuple):
    """The stream a command writes, the others it looks at, and the decision itself.

    `by_version`: the decision does not depend on what the own stream holds, only its version counts.
    """

    own: UUID
    looks_at: tuple[UUID, ...]
    decide: Callable[[States], Decided]
    by_version: bool = False


def route(union_id: UUID, command: Command) -> Route:
    """Return the route of a command within one union. All of it is about that union's own log."""
    tenant = UnionId(union_id)
    match command:
        case RecordCondolence() | ReverseCondolence():
            return _condolence(tenant, command)
        case DeclareWageBase() | ReceiveDues() | ReverseDuesReceipt():
            return _dues(tenant, command)
        case OpenHouseholdFile():
            return _household(command)
        case ApproveAid() | PayAid() | ReturnAidPayment():
            return _aid(tenant, command)
        case CommitImport():
            own = command.import_run_id
            return Route(
                own, (), lambda states: import_run.decide(states.of(own, import_run.State), command)
            )
    if isinstance(command, MemberCommand):
        return _member(command)
    if isinstance(command, UnionCommand):
        return Route(
            tenant, (), lambda states: union.decide(states.of(tenant, union.State), command)
        )
    if isinstance(command, FederationCommand):
        return _federation(tenant, command)
    raise TypeError(f"no route for {type(command).__name__}")


def _member(command: MemberCommand) -> Route:
    own = command.member_id
    return Route(own, (), lambda states: member.decide(states.of(own, member.State), command))


def _federation(tenant: UnionId, command: FederationCommand) -> Route:
    def decide(states: States) -> Decided:
        return federation.decide(states.of(tenant, federation.State), command, own_id=tenant)

    return Route(tenant, (), decide)


def _dues(tenant: UnionId, command: DeclareWageBase | ReceiveDues | ReverseDuesReceipt) -> Route:
    own = dues_stream(command.member_id)

    def decide(states: States) -> Decided:
        day = command.occurred_on
        rule_day = day
        if isinstance(command, DeclareWageBase) and is_month(command.from_month):
            rule_day = last_day(command.from_month)
        context = dues.Context(
            member=_timeline(states, command.member_id),
            dues_policy=policy_in_force(_adopted(states, tenant), DuesPolicy, rule_day),
            posting_map=policy_in_force(_adopted(states, tenant), PostingMap, day),
        )
        return dues.decide(states.of(own, dues.State), command, context)

    by_version = not isinstance(command, ReverseDuesReceipt)
    return Route(own, (tenant, command.member_id), decide, by_version)


def _household(command: OpenHouseholdFile) -> Route:
    own = command.household_id

    def decide(states: States) -> Decided:
        householder = _timeline(states, command.householder_id)
        return household.decide(states.of(own, household.State), command, householder)

    return Route(own, (command.householder_id,), decide)


def _aid(tenant: UnionId, command: ApproveAid | PayAid | ReturnAidPayment) -> Route:
    own = command.aid_case_id
    looks_at: tuple[UUID, ...] = (tenant,)
    match command:
        case ApproveAid():
            looks_at = (tenant, command.beneficiary_id, command.household_id)
        case PayAid():
            looks_at = (tenant, command.recipient_id)

    def decide(states: States) -> Decided:
        context = _aid_context(states, tenant, command)
        return aid_case.decide(states.of(own, aid_case.State), command, context)

    return Route(own, looks_at, decide)


def _aid_context(
    states: States, tenant: UnionId, command: ApproveAid | PayAid | ReturnAidPayment
) -> aid_case.Context:
    file_opened_on = None
    person = Timeline()
    match command:
        case ApproveAid():
            file_opened_on = states.of(command.household_id, household.State).opened_on
            person = _timeline(states, command.beneficiary_id)
        case PayAid():
            person = _timeline(states, command.recipient_id)
    return aid_case.Context(
        file_opened_on=file_opened_on,
        person=person,
        aid_policy=policy_in_force(_adopted(states, tenant), AidPolicy, command.occurred_on),
        posting_map=policy_in_force(_adopted(states, tenant), PostingMap, command.occurred_on),
    )


def _condolence(tenant: UnionId, command: RecordCondolence | ReverseCondolence) -> Route:
    own = command.condolence_id
    looks_at: tuple[UUID, ...] = (tenant,)
    if isinstance(command, RecordCondolence):
        looks_at = (tenant, command.member_id)

    def decide(states: States) -> Decided:
        person = Timeline()
        if isinstance(command, RecordCondolence):
            person = _timeline(states, command.member_id)
        context = condolence.Context(
            member=person,
            posting_map=policy_in_force(_adopted(states, tenant), PostingMap, command.occurred_on),
        )
        return condolence.decide(states.of(own, condolence.State), command, context)

    return Route(own, looks_at, decide)


def _timeline(states: States, member_id: UUID) -> Timeline:
    return states.of(member_id, member.State).timeline


def _adopted(states: States, tenant: UnionId) -> tuple[Adopted, ...]:
    return states.of(tenant, union.State).policies
