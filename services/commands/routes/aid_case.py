"""Routes of an aid case."""

from datetime import date

from domain.aid import AidCategory
from domain.aid_case import aggregate as aid_case
from domain.aid_case.commands import AidCaseCommand, ApproveAid, PayAid, RejectAid, RequestAid
from domain.household import aggregate as household
from domain.ids import UnionId
from domain.membership import Timeline
from domain.policy.aid import AidLimits, AidPolicy, AidSoFar
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

COMMANDS = AidCaseCommand


def route_of(tenant: UnionId, command: AidCaseCommand) -> Route:
    own = command.aid_case_id

    def decide(states: States) -> Decided:
        context = _context(states, tenant, command)
        return aid_case.decide(states.of(own, aid_case.State), command, context)

    def related(states: States) -> Related:
        return _related(states, tenant, command)

    match command:
        case RequestAid():
            return Route(own, (tenant, command.beneficiary_id, command.household_id), decide)
        case ApproveAid():
            looks_at = (tenant, command.beneficiary_id, command.household_id)
            return Route(own, looks_at, decide, related=related)
        case PayAid():
            return Route(own, (tenant, command.recipient_id), decide, related=related)
        case RejectAid():
            return Route(own, (tenant,), decide, related=related)
        case _:
            return Route(own, (tenant,), decide)


def _related(states: States, tenant: UnionId, command: AidCaseCommand) -> Related:
    """Limits of a year ask for the year's other cases; a decision of the county for its officers."""
    match command:
        case ApproveAid():
            limited = policy_of(states, tenant, AidLimits, command.occurred_on) is not None
            cases_of = (command.household_id, command.beneficiary_id) if limited else ()
            return Related(cases_of=frozenset(cases_of), county=command.tier == "county")
        case RejectAid():
            return Related(county=command.tier == "county")
        case PayAid():
            approved = states.of(command.aid_case_id, aid_case.State).approved
            return Related(county=approved is not None and approved.tier == "county")
        case _:
            return Related()


def _context(states: States, tenant: UnionId, command: AidCaseCommand) -> aid_case.Context:
    day = command.occurred_on
    file = household.State()
    person = Timeline()
    so_far = AidSoFar()
    limits = policy_of(states, tenant, AidLimits, day)
    match command:
        case RequestAid() | ApproveAid():
            file = states.of(command.household_id, household.State)
            person = timeline_of(states, command.beneficiary_id)
        case PayAid():
            person = timeline_of(states, command.recipient_id)
        case _:
            pass
    if limits is not None and isinstance(command, ApproveAid):
        so_far = aid_so_far(states, command)
    return aid_case.Context(
        file_opened_on=file.opened_on,
        file_closed_on=file.closed_on,
        person=person,
        aid_policy=policy_of(states, tenant, AidPolicy, day),
        posting_map=policy_of(states, tenant, PostingMap, day),
        officers=officers_of(states, tenant),
        county=states.county,
        limits=limits,
        so_far=so_far,
    )


def aid_so_far(states: States, command: ApproveAid) -> AidSoFar:
    """Return what the year of an approval brought the person and the household before this case."""
    person: dict[AidCategory, int] = {}
    family: dict[AidCategory, int] = {}
    beneficiary_id, household_id = command.beneficiary_id, command.household_id
    others = dict(
        [
            *states.about(beneficiary_id, aid_case.State),
            *states.about(household_id, aid_case.State),
        ]
    )
    others.pop(command.aid_case_id, None)
    for case in others.values():
        approved = case.approved
        if approved is None or case.ended is not None or not _is_of_year(case, command.occurred_on):
            continue
        category, fen = approved.category, approved.amount_fen
        if approved.beneficiary_id == beneficiary_id:
            person[category] = person.get(category, 0) + fen
        if approved.household_id == household_id:
            family[category] = family.get(category, 0) + fen
    return AidSoFar(person_fen=person, household_fen=family)


def _is_of_year(case: aid_case.State, day: date) -> bool:
    return case.approved_on is not None and case.approved_on.year == day.year
