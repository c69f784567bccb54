"""One representative sample of every event: complete, and minimal where fields are optional.

The samples of the newest schema version stand in `tests.support.samples`; those of older versions live on as
golden files.
"""

from importlib import import_module
from itertools import chain
from typing import Any

from domain.catalogue import EVENTS
from domain.event import Event

_PACKAGES = tuple(dict.fromkeys(event.__module__.split(".")[1] for event in EVENTS))
_MODULES: tuple[Any, ...] = tuple(
    import_module(f"tests.support.samples.{package}") for package in _PACKAGES
)

COMPLETE: tuple[Event, ...] = tuple(chain.from_iterable(each.COMPLETE for each in _MODULES))
"""Every event, each optional field set."""

MINIMAL: tuple[Event, ...] = tuple(chain.from_iterable(each.MINIMAL for each in _MODULES))
"""The events that have optional fields, none of them set."""

VARIANTS: tuple[tuple[str, Event], ...] = tuple(
    chain.from_iterable(each.VARIANTS.items() for each in _MODULES)
)
"""Shapes that neither a complete nor a minimal sample has room for, by the variant's name."""


def samples() -> dict[str, Event]:
    """Return every sample by the stem of its golden file: topic, schema version, variant."""
    named = {stem(event): event for event in COMPLETE}
    named |= {f"{stem(event)}.minimal": event for event in MINIMAL}
    return named | {f"{stem(event)}.{variant}": event for variant, event in VARIANTS}


def stem(event: Event) -> str:
    """Return topic and schema version as the golden files are named."""
    return f"{event.TOPIC}.v{event.SCHEMA_VERSION}"
