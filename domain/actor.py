"""Who acts. Kept in the envelope of every event, never as a name."""

from typing import Literal
from uuid import UUID

import msgspec

Role = Literal["unit", "county", "auditor", "operator", "witness", "import"]


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A person or machine acting, in one role. `actor_id` names a login or key, never a person.

    `officer_id`: the officer of the union or federation the person is, who alone may sign in that person's session.
    """

    actor_id: str
    role: Role
    officer_id: UUID | None = None

    @property
    def is_person(self) -> bool:
        """Tell whether a person acts in a session of their own, not a machine with a key."""
        return self.actor_id.startswith("account:")
