"""A union that is frozen or has ended does nothing: asked here for everything that stands in its log.

The union's own aggregate answers for itself; what is decided about members, money or households does not know
of it. The union's stream becomes one that every decision looks at, so a freeze wins over what was decided
before it and not yet appended.
"""

from uuid import UUID

from domain.actor import Actor
from domain.refusal import Refused
from domain.union.aggregate import State as UnionState
from services.commands.routes.route import Decided, Route
from services.commands.states import States


def guarded(found: Route, union_id: UUID, actor: Actor) -> Route:
    """Return a route that refuses first whatever a stopped union may not do."""
    if found.own == union_id:
        return found

    def decide(states: States) -> Decided:
        return stop_of(states, union_id, actor) or found.decide(states)

    return found._replace(looks_at=(union_id, *found.looks_at), decide=decide)


def stop_of(states: States, union_id: UUID, actor: Actor) -> Refused | None:
    """Return why a union may not act. The county winds up a frozen one; one that ended is left alone by all."""
    union = states.of(union_id, UnionState)
    if union.dissolved:
        return Refused("union.dissolved")
    if union.frozen and actor.role != "county":
        return Refused("union.frozen")
    return None
