"""Route policies: out of reach is as if it were not there, within reach a wrong role is told so."""

from uuid import UUID, uuid4

import pytest

from domain.actor import Role
from services.auth import NO_TENANT, Access, Policy, Refusal

FEDERATION, UNIT, STRANGER = uuid4(), uuid4(), uuid4()
UNIT_READS = Policy(roles=frozenset[Role]({"unit", "auditor"}), tenant="union")
COUNTY_READS = Policy(roles=frozenset[Role]({"county", "auditor"}), tenant="federation")
ANYWHERE = Policy(roles=frozenset[Role]({"operator"}))


async def federation_of(union_id: UUID) -> UUID | None:
    return FEDERATION if union_id == UNIT else None


@pytest.mark.parametrize(
    ("policy", "role", "own_id", "tenant_id", "refusal"),
    [
        (UNIT_READS, "unit", UNIT, UNIT, None),
        (UNIT_READS, "unit", UNIT, STRANGER, Refusal.OUT_OF_REACH),
        (UNIT_READS, "county", FEDERATION, UNIT, Refusal.OUT_OF_REACH),
        (UNIT_READS, "auditor", FEDERATION, UNIT, None),
        (UNIT_READS, "auditor", FEDERATION, STRANGER, Refusal.OUT_OF_REACH),
        (UNIT_READS, "auditor", UNIT, UNIT, None),
        (UNIT_READS, "operator", NO_TENANT, UNIT, Refusal.OUT_OF_REACH),
        (UNIT_READS, "operator", NO_TENANT, NO_TENANT, Refusal.OUT_OF_REACH),
        (COUNTY_READS, "county", FEDERATION, FEDERATION, None),
        (COUNTY_READS, "auditor", FEDERATION, FEDERATION, None),
        (COUNTY_READS, "unit", UNIT, FEDERATION, Refusal.OUT_OF_REACH),
        (COUNTY_READS, "unit", UNIT, UNIT, Refusal.FORBIDDEN),
        (ANYWHERE, "operator", NO_TENANT, None, None),
        (ANYWHERE, "unit", UNIT, None, Refusal.FORBIDDEN),
    ],
)
async def test_reach_comes_before_role(
    policy: Policy, role: Role, own_id: UUID, tenant_id: UUID | None, refusal: Refusal | None
) -> None:
    access = Access(federation_of)
    assert await access.refusal(policy, role, own_id, tenant_id) is refusal
