"""Topics are public names for ever: `package.past_verb`, and the package is the folder."""

import re

import msgspec
import pytest

from domain.catalogue import CATALOGUE, EVENTS
from domain.event import Event
from tests.architecture.repository import files_in

PAST = re.compile(
    r"(.*_)?([a-z]+ed|drawn|given|frozen|kept|paid|read|reset|sent|set|split|taken|unfrozen|withdrawn)(_(in|out|over))?"
)
"""A regular past participle, or one of the irregular ones in use; a particle may follow."""


def events_below(base: type[msgspec.Struct]) -> set[type[msgspec.Struct]]:
    """Return all classes below this one."""
    below = set(base.__subclasses__())
    return below.union(*(events_below(event) for event in below))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TOPIC)
def test_a_topic_is_package_and_past_verb(event: type[Event]) -> None:
    package, _, verb = event.TOPIC.partition(".")
    assert event.__module__ == f"domain.{package}.events"
    assert PAST.fullmatch(verb), f"{verb} does not say what happened"


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TOPIC)
def test_an_event_is_immutable_and_knows_its_version(event: type[Event]) -> None:
    config = event.__struct_config__
    assert config.frozen
    assert config.forbid_unknown_fields
    assert config.omit_defaults
    assert event.SCHEMA_VERSION >= 1


def test_every_event_class_is_in_the_catalogue() -> None:
    defined = {event for event in events_below(Event) if event.__module__.startswith("domain.")}
    assert defined == set(CATALOGUE.values())


def test_an_aggregate_has_its_three_files() -> None:
    """One package per aggregate, always commands.py, events.py, aggregate.py; pure rules may stand beside."""
    packages = {path.parent for path in files_in(["domain"], "events.py")}
    for package in packages:
        held = {path.name for path in package.glob("*.py")}
        assert held >= {"__init__.py", "commands.py", "events.py", "aggregate.py"}, package.name
    assert {f"domain.{package.name}.events" for package in packages} == {
        event.__module__ for event in EVENTS
    }
