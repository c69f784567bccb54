"""Each reason for which somebody may not pass: reach first, then role, then the state of the account."""

import uuid
from typing import Any
from uuid import UUID

import pytest

from domain.actor import Role
from domain.ids import AccountId
from domain.roles import PersonRole
from services.auth import NO_TENANT, Login, Person, Policy, Refusal, refusal_of

OWN, OTHER = uuid.uuid4(), uuid.uuid4()
APPROVING = Policy(
    action="x.approve",
    title="",
    tenant="union",
    people=frozenset[PersonRole]({"approver", "clerk"}),
    keys=frozenset[Role]({"unit"}),
)


def key(role: Role = "unit", scopes: tuple[str, ...] | None = None) -> Login:
    return Login(key_id="k", union_id=OWN, role=role, label="", expires_at=None, scopes=scopes)


def person(**changed: Any) -> Login:  # noqa: ANN401
    fields: dict[str, Any] = {
        "account_id": AccountId(uuid.uuid4()),
        "session_id": uuid.uuid4(),
        "generation": 1,
        "has_second_factor": True,
        "password_is_first": False,
        "roles": frozenset({"approver"}),
        "reaches": True,
    }
    return Login(
        key_id="p",
        union_id=NO_TENANT,
        role="unit",
        label="",
        expires_at=None,
        person=Person(**(fields | changed)),
    )


@pytest.mark.parametrize(
    ("login", "tenant_id", "refusal"),
    [
        (key(), OWN, None),
        (key(scopes=("x.approve",)), OWN, None),
        (key(), OTHER, Refusal.OUT_OF_REACH),
        (key(), None, Refusal.OUT_OF_REACH),
        (key("auditor"), OTHER, Refusal.OUT_OF_REACH),
        (key("auditor"), OWN, Refusal.FORBIDDEN),
        (key(scopes=("x.read",)), OWN, Refusal.FORBIDDEN),
        (key(scopes=()), OWN, Refusal.FORBIDDEN),
        (person(), OWN, None),
        (person(reaches=False), OWN, Refusal.OUT_OF_REACH),
        (person(roles=frozenset()), OWN, Refusal.FORBIDDEN),
        (person(roles=frozenset({"cashier"})), OWN, Refusal.FORBIDDEN),
        (person(password_is_first=True), OWN, Refusal.PASSWORD_TO_CHANGE),
        (person(has_second_factor=False), OWN, Refusal.SECOND_FACTOR_NEEDED),
        (
            person(has_second_factor=False, owes_second_factor=True, roles=frozenset({"clerk"})),
            OWN,
            Refusal.SECOND_FACTOR_NEEDED,
        ),
        (person(has_second_factor=False, roles=frozenset({"clerk"})), OWN, None),
        (person(has_second_factor=False, roles=frozenset({"clerk", "approver"})), OWN, None),
    ],
)
def test_nobody_passes_without_reach_role_and_proof(
    login: Login, tenant_id: UUID | None, refusal: Refusal | None
) -> None:
    assert refusal_of(APPROVING, login, tenant_id) is refusal
