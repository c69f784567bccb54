"""Route policies: every route says which roles may take it, and of whose books it is.

What is out of reach is answered as if it did not exist (404), so that nobody learns which unions there are;
only within reach does a wrong role get to know that it is one (403).
"""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Final, Literal
from uuid import UUID

import msgspec

from domain.actor import Role

NO_TENANT: Final = UUID(int=0)
"""The union of a key that belongs to none."""
OF_NO_UNION: Final[frozenset[Role]] = frozenset({"operator", "witness"})
"""Roles whose keys belong to no union."""

Tenant = Literal["union", "federation"]
FederationOf = Callable[[UUID], Awaitable[UUID | None]]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Who may take a route. `tenant` tells what the id in its path names; None: there is none."""

    roles: frozenset[Role]
    tenant: Tenant | None = None


class Refusal(Enum):
    """Why somebody may not pass."""

    OUT_OF_REACH = "out_of_reach"
    FORBIDDEN = "forbidden"


class Access:
    """Decides by policy, role and reach. An auditor of a federation reaches its units as well."""

    def __init__(self, federation_of: FederationOf) -> None:
        self._federation_of = federation_of

    async def refusal(
        self, policy: Policy, role: Role, own_id: UUID, tenant_id: UUID | None
    ) -> Refusal | None:
        """Return why a login of a role and union may not take a route about a tenant, or None."""
        if policy.tenant is not None and not await self._reaches(policy, role, own_id, tenant_id):
            return Refusal.OUT_OF_REACH
        return None if role in policy.roles else Refusal.FORBIDDEN

    async def _reaches(
        self, policy: Policy, role: Role, own_id: UUID, tenant_id: UUID | None
    ) -> bool:
        if tenant_id is None or own_id == NO_TENANT:
            return False
        if tenant_id == own_id:
            return True
        if role != "auditor" or policy.tenant != "union":
            return False
        return await self._federation_of(tenant_id) == own_id
