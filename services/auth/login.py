"""Who was let in: a person with the roles held at the place asked about, or the holder of an API key."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from domain.actor import Actor, Role
from domain.ids import AccountId, OfficerId
from domain.roles import PersonRole

NO_TENANT: Final = UUID(int=0)
"""The union of a key that belongs to none, and of a person, who belongs to no place alone."""
OF_NO_UNION: Final[frozenset[Role]] = frozenset({"operator", "witness"})
"""Roles whose keys belong to no union."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person in a session. `roles` and `officer_id` are those of the place the request is about.

    `owes_second_factor`: the account has one, and this session has not shown it.
    """

    account_id: AccountId
    session_id: UUID
    generation: int
    has_second_factor: bool
    password_is_first: bool
    owes_second_factor: bool = False
    roles: frozenset[PersonRole] = frozenset()
    officer_id: OfficerId | None = None
    reaches: bool = False


class Login(msgspec.Struct, frozen=True, kw_only=True):
    """What was accepted: which key, whose, in which role, for which audit engagement if for one.

    `scopes`: the actions a key was issued for, None for every action of its role. Of a person `key_id` is the id
    under which audit engagements know the account, and `role` the side the person acts for at that place.
    """

    key_id: str
    union_id: UUID
    role: Role
    label: str
    expires_at: datetime | None
    engagement_id: UUID | None = None
    scopes: tuple[str, ...] | None = None
    person: Person | None = None

    @property
    def actor(self) -> Actor:
        """Who acts, as events record it."""
        if self.person is None:
            return Actor(actor_id=f"key:{self.key_id}", role=self.role)
        return Actor(
            actor_id=f"account:{self.person.account_id}",
            role=self.role,
            officer_id=self.person.officer_id,
        )
