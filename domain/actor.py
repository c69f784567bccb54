"""Who acts. Kept in the envelope of every event, never as a name."""

from typing import Literal

import msgspec

Role = Literal["unit", "county", "auditor", "operator", "witness", "import"]


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A person or machine acting, in one role. `actor_id` names a login or key, never a person."""

    actor_id: str
    role: Role
