"""The states of the streams a decision looks at, folded from what was read and from what was just decided."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from domain.account import aggregate as account
from domain.aid_case import aggregate as aid_case
from domain.aid_case.events import AidApproved
from domain.api_key import aggregate as api_key
from domain.appointment import aggregate as appointment
from domain.bank_statement import aggregate as bank_statement
from domain.branch import aggregate as branch
from domain.budget import aggregate as budget
from domain.catalogue import CATALOGUE
from domain.condolence import aggregate as condolence
from domain.condolence.events import CondolenceRecorded
from domain.contribution import aggregate as contribution
from domain.custodial import aggregate as custodial
from domain.disclosure import aggregate as disclosure
from domain.dues import aggregate as dues
from domain.dues_batch import aggregate as dues_batch
from domain.encoding import decode
from domain.engagement import aggregate as engagement
from domain.erasure import aggregate as erasure
from domain.event import Event, Fact
from domain.export import aggregate as export
from domain.federation import aggregate as federation
from domain.finding import aggregate as finding
from domain.household import aggregate as household
from domain.household.events import HouseholdFileOpened
from domain.import_run import aggregate as import_run
from domain.member import aggregate as member
from domain.officers import Officers
from domain.pairing import aggregate as pairing
from domain.pay_batch import aggregate as pay_batch
from domain.policy.in_force import P, policy_in_force
from domain.privacy_notice import aggregate as privacy_notice
from domain.statement import aggregate as statement
from domain.subsidy import aggregate as subsidy
from domain.union import aggregate as union
from domain.viewing import aggregate as viewing
from domain.visit import aggregate as visit
from domain.voucher import aggregate as voucher
from services.store.contract import RecordedEvent

S = TypeVar("S", bound=msgspec.Struct)

EVOLVE: dict[str, Callable[[Any, Fact], Any]] = {
    "union": union.evolve,
    "federation": federation.evolve,
    "member": member.evolve,
    "dues": dues.evolve,
    "branch": branch.evolve,
    "dues_batch": dues_batch.evolve,
    "household": household.evolve,
    "aid_case": aid_case.evolve,
    "visit": visit.evolve,
    "pairing": pairing.evolve,
    "pay_batch": pay_batch.evolve,
    "condolence": condolence.evolve,
    "bank_statement": bank_statement.evolve,
    "budget": budget.evolve,
    "voucher": voucher.evolve,
    "contribution": contribution.evolve,
    "subsidy": subsidy.evolve,
    "custodial": custodial.evolve,
    "import_run": import_run.evolve,
    "finding": finding.evolve,
    "disclosure": disclosure.evolve,
    "statement": statement.evolve,
    "engagement": engagement.evolve,
    "viewing": viewing.evolve,
    "export": export.evolve,
    "erasure": erasure.evolve,
    "privacy_notice": privacy_notice.evolve,
    "account": account.evolve,
    "appointment": appointment.evolve,
    "api_key": api_key.evolve,
}
INITIAL: dict[str, msgspec.Struct] = {
    "union": union.State(),
    "federation": federation.State(),
    "member": member.State(),
    "dues": dues.State(),
    "branch": branch.State(),
    "dues_batch": dues_batch.State(),
    "household": household.State(),
    "aid_case": aid_case.State(),
    "visit": visit.State(),
    "pairing": pairing.State(),
    "pay_batch": pay_batch.State(),
    "condolence": condolence.State(),
    "bank_statement": bank_statement.State(),
    "budget": budget.State(),
    "voucher": voucher.State(),
    "contribution": contribution.State(),
    "subsidy": subsidy.State(),
    "custodial": custodial.State(),
    "import_run": import_run.State(),
    "finding": finding.State(),
    "disclosure": disclosure.State(),
    "statement": statement.State(),
    "engagement": engagement.State(),
    "viewing": viewing.State(),
    "export": export.State(),
    "erasure": erasure.State(),
    "privacy_notice": privacy_notice.State(),
    "account": account.State(),
    "appointment": appointment.State(),
    "api_key": api_key.State(),
}


_PACKAGES: dict[str, str] = {topic: topic.partition(".")[0] for topic in CATALOGUE}

_ABOUT: dict[type[Event], Callable[[Any], tuple[UUID, ...]]] = {
    AidApproved: lambda event: (event.household_id, event.beneficiary_id),
    CondolenceRecorded: lambda event: (event.member_id,),
    HouseholdFileOpened: lambda event: (event.householder_id,),
}
"""Whom an event is about besides its own stream: limits of a year look at all of somebody's."""


class StreamOfAnotherKind(Exception):
    """An id names a stream of another aggregate."""


class States:
    """State and version by stream. A stream never read is at its beginning.

    `county` holds the officers of the federation, where a decision asked for them.
    """

    def __init__(self, events: Iterable[RecordedEvent] = ()) -> None:
        self._states: dict[UUID, Any] = {}
        self._versions: dict[UUID, int] = {}
        self._about: dict[UUID, dict[UUID, None]] = {}
        self._policies: dict[tuple[type[Any], date], Any] = {}
        self.county = Officers()
        self.read(events)

    def read(self, events: Iterable[RecordedEvent]) -> None:
        """Fold streams that were read."""
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

    def policy(self, tenant: UUID, kind: type[P], day: date) -> P | None:
        """Return the policy of a kind that holds in the union on a day; asked once for many commands."""
        key = (kind, day)
        if key not in self._policies:
            adopted = self.of(tenant, union.State).policies
            self._policies[key] = policy_in_force(adopted, kind, day)
        held: P | None = self._policies[key]
        return held

    def take(self, stream_id: UUID, fact: Fact) -> None:
        """Fold one more event of a stream."""
        aggregate = package_of(fact.event)
        before = self._states.get(stream_id, INITIAL[aggregate])
        self._states[stream_id] = EVOLVE[aggregate](before, fact)
        self._versions[stream_id] = fact.version
        if aggregate == "union":
            self._policies.clear()
        about = _ABOUT.get(type(fact.event))
        if about is not None:
            for who in about(fact.event):
                self._about.setdefault(who, {})[stream_id] = None

    def knows(self, stream_id: UUID) -> bool:
        """Tell whether a stream was read and has events."""
        return stream_id in self._states

    def about(self, who: UUID, kind: type[S]) -> list[tuple[UUID, S]]:
        """Return the streams of a kind that are about a person or household, of those read or written."""
        found = [(stream, self._states.get(stream)) for stream in self._about.get(who, ())]
        return [(stream, state) for stream, state in found if isinstance(state, kind)]

    def every(self, kind: type[S]) -> list[S]:
        """Return all states of a kind, of those read or written."""
        return [state for state in self._states.values() if isinstance(state, kind)]

    def keep(self, stream_ids: Iterable[UUID]) -> "Kept":
        """Remember these streams as they are, to come back to."""
        return [
            (stream, self._states.get(stream), self._versions.get(stream, 0))
            for stream in stream_ids
        ]

    def restore(self, kept: "Kept") -> None:
        """Come back to what was remembered."""
        self._policies.clear()
        for stream, state, version in kept:
            self._versions[stream] = version
            if state is None:
                self._states.pop(stream, None)
            else:
                self._states[stream] = state


Kept = list[tuple[UUID, Any, int]]


def package_of(event: Event | type[Event]) -> str:
    """Return the aggregate an event belongs to: the first word of its topic."""
    return _PACKAGES[event.TOPIC]
