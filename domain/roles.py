"""Roles people hold at a place, which of them may not be one person's, and who may give them.

A role is a right to act in this system, given by an appointment; an office (`domain/officers.py`) is what the union
elected or named somebody to. Source: 会计法 art. 25 and 35 (岗位分离, 出纳不得兼任稽核、会计), 工会经费审查 (经审会
independent of those it audits), assurance 11.
"""

from collections.abc import Iterable
from typing import Final, Literal

UnionRole = Literal["clerk", "reviewer", "approver", "cashier", "chair", "unit_auditor"]
FederationRole = Literal["county_officer", "county_auditor"]
PlatformRole = Literal["platform_admin"]
PersonRole = Literal[
    "clerk",
    "reviewer",
    "approver",
    "cashier",
    "chair",
    "unit_auditor",
    "county_officer",
    "county_auditor",
    "platform_admin",
]
Place = Literal["union", "federation", "platform"]

ROLES_OF: Final[dict[Place, frozenset[PersonRole]]] = {
    "union": frozenset({"clerk", "reviewer", "approver", "cashier", "chair", "unit_auditor"}),
    "federation": frozenset({"county_officer", "county_auditor"}),
    "platform": frozenset({"platform_admin"}),
}

NEED_SECOND_FACTOR: Final[frozenset[PersonRole]] = frozenset(
    {
        "approver",
        "chair",
        "unit_auditor",
        "county_officer",
        "county_auditor",
        "platform_admin",
    }
)
"""Roles that hold only in a session with a second factor: whoever approves, audits or oversees."""

INCOMPATIBLE_ROLES: Final[tuple[frozenset[PersonRole], ...]] = (
    frozenset({"clerk", "cashier"}),
    frozenset({"clerk", "approver"}),
    frozenset({"reviewer", "cashier"}),
    frozenset({"approver", "cashier"}),
    frozenset({"chair", "cashier"}),
    frozenset({"unit_auditor", "clerk"}),
    frozenset({"unit_auditor", "reviewer"}),
    frozenset({"unit_auditor", "approver"}),
    frozenset({"unit_auditor", "cashier"}),
    frozenset({"unit_auditor", "chair"}),
    frozenset({"county_officer", "county_auditor"}),
)
"""Pairs one person may not hold at one place; within one case the rules of the case ask for more."""

MAY_APPOINT: Final[dict[PersonRole, frozenset[PersonRole]]] = {
    "chair": frozenset({"clerk", "reviewer", "approver", "cashier"}),
    "county_officer": frozenset({"chair", "unit_auditor"}),
    "platform_admin": frozenset({"county_officer", "county_auditor", "platform_admin"}),
}
"""Who gives which role: the chair its staff, the county a unit's chair and auditor, the platform a county."""


def are_separated(roles: Iterable[PersonRole]) -> bool:
    """Tell whether no two of these roles are incompatible."""
    held = frozenset(roles)
    return not any(pair <= held for pair in INCOMPATIBLE_ROLES)


def may_give(givers: Iterable[PersonRole], roles: Iterable[PersonRole]) -> bool:
    """Tell whether whoever holds some roles may give all of others."""
    given = frozenset().union(*(MAY_APPOINT.get(role, frozenset()) for role in givers))
    return frozenset(roles) <= given
