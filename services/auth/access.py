"""Who may take a route: the table of rights held against who asks, of whose books.

What is out of reach is answered as if it did not exist (404), so that nobody learns which unions there are;
only within reach does a wrong role get to know that it is one (403).
"""

from enum import Enum
from uuid import UUID

from domain.roles import NEED_SECOND_FACTOR
from services.auth.login import Login, Person
from services.auth.rights import Policy


class Refusal(Enum):
    """Why somebody may not pass."""

    OUT_OF_REACH = "out_of_reach"
    FORBIDDEN = "forbidden"
    PASSWORD_TO_CHANGE = "password_to_change"  # noqa: S105 # a reason, no password
    SECOND_FACTOR_NEEDED = "second_factor_needed"


def refusal_of(policy: Policy, login: Login, tenant_id: UUID | None) -> Refusal | None:
    """Return why a login may not take an action about a tenant, or None. `login.person` holds the roles there."""
    if login.person is not None:
        return _of_person(policy, login.person)
    if policy.tenant is not None and (tenant_id is None or tenant_id != login.union_id):
        return Refusal.OUT_OF_REACH
    if login.role not in policy.keys:
        return Refusal.FORBIDDEN
    if login.scopes is not None and policy.action not in login.scopes:
        return Refusal.FORBIDDEN
    return None


def _of_person(policy: Policy, person: Person) -> Refusal | None:
    if policy.tenant is not None and not person.reaches:
        return Refusal.OUT_OF_REACH
    if policy.anybody:
        return None
    fitting = person.roles & policy.people
    if not fitting:
        return Refusal.FORBIDDEN
    if person.password_is_first:
        return Refusal.PASSWORD_TO_CHANGE
    if person.owes_second_factor:
        return Refusal.SECOND_FACTOR_NEEDED
    if not person.has_second_factor and fitting <= NEED_SECOND_FACTOR:
        return Refusal.SECOND_FACTOR_NEEDED
    return None
