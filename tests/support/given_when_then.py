"""Given facts, when a command, then events or a refusal: how the rules of an aggregate are told.

    given(on(date(2026, 1, 5), applied)).when(approve).then(MembershipApproved())
    given().when(receive_dues, context).refused("dues.member_unknown")

The aggregate is found by the command: it is the one in whose package the command stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

from domain.command import Command
from domain.event import Event, Fact
from domain.refusal import Refused

ANY_DAY = date(2026, 1, 1)
"""The business date of a given event whose date does not matter."""


class Dated(NamedTuple):
    """An event and its business date."""

    day: date
    event: Event


def on(day: date, event: Event) -> Dated:
    """Say on which day a given event occurred."""
    return Dated(day, event)


def given(*history: Event | Dated) -> Given:
    """Begin a case: what already happened in the stream, oldest first."""
    return Given(tuple(_facts(history)))


def aggregate_of(command: Command) -> ModuleType:
    """Return the aggregate module of the package a command stands in."""
    package = type(command).__module__.rpartition(".")[0]
    return import_module(f"{package}.aggregate")


def folded(aggregate: ModuleType, facts: Iterable[Fact]) -> Any:  # noqa: ANN401 # each aggregate has its own State
    """Return the state of an aggregate after these facts."""
    state = aggregate.State()
    for fact in facts:
        state = aggregate.evolve(state, fact)
    return state


class Given(NamedTuple):
    """A stream with its history."""

    facts: tuple[Fact, ...]

    def when(self, command: Command, *context: object, **named: object) -> Outcome:
        """Ask for something; the context is what the aggregate's `decide` wants besides."""
        aggregate = aggregate_of(command)
        state = folded(aggregate, self.facts)
        decided = aggregate.decide(state, command, *context, **named)
        return Outcome(aggregate, self.facts, command, decided)


class Outcome(NamedTuple):
    """What an aggregate answered."""

    aggregate: ModuleType
    facts: tuple[Fact, ...]
    command: Command
    decided: list[Event] | Refused

    def then(self, *events: Event) -> Outcome:
        """Demand exactly these events."""
        assert self.decided == list(events)
        return self

    def refused(self, code: str, field: str | None = None) -> None:
        """Demand a refusal with this code, and with this field if one is named."""
        assert isinstance(self.decided, Refused), f"not refused: {self.decided}"
        assert self.decided.code == code
        assert field is None or self.decided.field == field

    def events(self) -> list[Event]:
        """Return the events, which must not be a refusal."""
        assert not isinstance(self.decided, Refused), self.decided
        return self.decided

    def state(self) -> Any:  # noqa: ANN401 # each aggregate has its own State
        """Return the state after the events."""
        return folded(self.aggregate, self.all_facts())

    def all_facts(self) -> tuple[Fact, ...]:
        """Return the history with the new events behind it."""
        begin = len(self.facts) + 1
        new = (
            Fact(event, self.command.occurred_on, version)
            for version, event in enumerate(self.events(), start=begin)
        )
        return (*self.facts, *new)

    def and_when(self, command: Command, *context: object, **named: object) -> Outcome:
        """Go on from here with the next command."""
        return Given(self.all_facts()).when(command, *context, **named)


def _facts(history: Iterable[Event | Dated]) -> Iterable[Fact]:
    for version, entry in enumerate(history, start=1):
        day, event = entry if isinstance(entry, Dated) else (ANY_DAY, entry)
        yield Fact(event, day, version)
