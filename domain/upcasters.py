"""Lifts old shapes of events on read, one schema version at a time. Stored bytes are never rewritten.

An upcaster is a pure function on the old shape, a plain dict of JSON values. To change an event: raise
its SCHEMA_VERSION, add the function here under (topic, version it lifts from), and keep the golden file
of the old version for ever.
"""

from collections.abc import Callable, Mapping
from typing import Any

Shape = dict[str, Any]
Upcaster = Callable[[Shape], Shape]

UPCASTERS: Mapping[tuple[str, int], Upcaster] = {}


class UnknownShape(Exception):
    """No class or upcaster is known for a topic and schema version: poison, never ignored."""

    def __init__(self, topic: str, schema_version: int) -> None:
        super().__init__(f"{topic} v{schema_version}")
        self.topic = topic
        self.schema_version = schema_version


def upcast(
    shape: Shape,
    topic: str,
    *,
    from_version: int,
    to_version: int,
    upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
) -> Shape:
    """Return the shape lifted from one schema version to another."""
    for version in range(from_version, to_version):
        lift = upcasters.get((topic, version))
        if lift is None:
            raise UnknownShape(topic, version)
        shape = lift(shape)
    return shape
