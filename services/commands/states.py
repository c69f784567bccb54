"""The states of the streams a decision looks at, folded from what was read and from what was just decided."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from domain.aid_case import aggregate as aid_case
from domain.condolence import aggregate as condolence
from domain.dues import aggregate as dues
from domain.encoding import decode
from domain.event import Event, Fact
from domain.federation import aggregate as federation
from domain.household import aggregate as household
from domain.import_run import aggregate as import_run
from domain.member import aggregate as member
from domain.union import aggregate as union
from services.store.contract import RecordedEvent

S = TypeVar("S", bound=msgspec.Struct)

EVOLVE: dict[str, Callable[[Any, Fact], Any]] = {
    "union": union.evolve,
    "federation": federation.evolve,
    "member": member.evolve,
    "dues": dues.evolve,
    "household": household.evolve,
    "aid_case": aid_case.evolve,
    "condolence": condolence.evolve,
    "import_run": import_run.evolve,
}
INITIAL: dict[str, msgspec.Struct] = {
    "union": union.State(),
    "federation": federation.State(),
    "member": member.State(),
    "dues": dues.State(),
    "household": household.State(),
    "aid_case": aid_case.State(),
    "condolence": condolence.State(),
    "import_run": import_run.State(),
}


class StreamOfAnotherKind(Exception):
    """An id names a stream of another aggregate."""


class States:
    """State and version by stream. A stream never read is at its beginning."""

    def __init__(self, events: Iterable[RecordedEvent] = ()) -> None:
        self._states: dict[UUID, Any] = {}
        self._versions: dict[UUID, int] = {}
        for event in events:
            body = decode(event.topic, event.schema_version, event.body)
            self.take(event.stream_id, Fact(body, event.occurred_on, event.version))

    def of(self, stream_id: UUID, kind: type[S]) -> S:
        """Return the state of a stream; `kind` is the State of its aggregate, else StreamOfAnotherKind."""
        state = self._states.get(stream_id)
        if state is None:
            return kind()
        if not isinstance(state, kind):
            raise StreamOfAnotherKind
        return state

    def version(self, stream_id: UUID) -> int:
        """Return the version of a stream, 0 when it does not exist."""
        return self._versions.get(stream_id, 0)

    def at_versions(self, versions: Mapping[UUID, int]) -> None:
        """Note streams of which only the version is needed; their states stay unread."""
        self._versions.update(versions)

    def take(self, stream_id: UUID, fact: Fact) -> None:
        """Fold one more event of a stream."""
        aggregate = package_of(fact.event)
        before = self._states.get(stream_id, INITIAL[aggregate])
        self._states[stream_id] = EVOLVE[aggregate](before, fact)
        self._versions[stream_id] = fact.version

    def keep(self, stream_ids: Iterable[UUID]) -> "Kept":
        """Remember these streams as they are, to come back to."""
        return [
            (stream, self._states.get(stream), self._versions.get(stream, 0))
            for stream in stream_ids
        ]

    def restore(self, kept: "Kept") -> None:
        """Come back to what was remembered."""
        for stream, state, version in kept:
            self._versions[stream] = version
            if state is None:
                self._states.pop(stream, None)
            else:
                self._states[stream] = state


Kept = list[tuple[UUID, Any, int]]


def package_of(event: Event) -> str:
    """Return the aggregate an event belongs to: the first word of its topic."""
    return event.TOPIC.partition(".")[0]
