"""A union that is frozen or has ended does nothing: asked here for everything that stands in its log.

The union's own aggregate answers for itself; what is decided about members, money or households does not know
of it. The union's stream becomes one that every decision looks at, so a freeze wins over what was decided
before it and not yet appended. Audits go on all the same: a route says so itself.
"""

from uuid import UUID

from domain.actor import Actor
from domain.refusal import Refused
from domain.union.aggregate import State as UnionState
from services.commands.routes.route import Route
from services.commands.states import States


class Stops:
    """Whether a union may act, asked again only when its own stream has moved."""

    def __init__(self, union_id: UUID, actor: Actor, *, is_rehearsal: bool = False) -> None:
        self.union_id = union_id
        self.actor = actor
        self.is_rehearsal = is_rehearsal
        self._asked_at = -1
        self._stop: Refused | None = None

    def refusal(self, route: Route, states: States) -> Refused | None:
        """Return why a command may not be decided; the union's own aggregate answers for itself."""
        if route.own == self.union_id or route.despite_stop:
            return None
        version = states.version(self.union_id)
        if version != self._asked_at:
            self._asked_at = version
            self._stop = _stop_of(states.of(self.union_id, UnionState), self.actor)
        return self._stop


def _stop_of(union: UnionState, actor: Actor) -> Refused | None:
    """The county winds up a frozen union; one that ended is left alone by all."""
    if union.dissolved:
        return Refused("union.dissolved")
    if union.frozen and actor.role != "county":
        return Refused("union.frozen")
    return None
