"""What somebody else changed meanwhile: a record as it was seen and as it is, line beside line."""

from typing import NamedTuple

import msgspec

from services.pages.reading_forms import count_of
from services.pages.visit import Visit
from services.words.forms import column_label

_NOT_COMPARED = frozenset({"position", "version", "as_of", "history"})


class Line(NamedTuple):
    """A field that differs: what it is called, what was seen, what is now; `field` tells how it is shown."""

    label: str
    before: object
    now: object
    field: str


class Compared(NamedTuple):
    """What differs; nothing where only steps were taken that the record does not show."""

    lines: list[Line]


async def compared(visit: Visit, operation_id: str, seen_position: str) -> Compared:
    """Return what differs between a record as of a position and now."""
    now = await visit.read(operation_id)
    if count_of(seen_position) is None:
        return Compared([])
    before = await visit.read(operation_id, known_at=seen_position)
    return Compared(_differences(before, now))


def _differences(before: object, now: object) -> list[Line]:
    found: list[Line] = []
    if not isinstance(now, msgspec.Struct) or type(before) is not type(now):
        return found
    for name in now.__struct_fields__:
        was, is_now = getattr(before, name), getattr(now, name)
        if name in _NOT_COMPARED or was == is_now:
            continue
        if isinstance(is_now, msgspec.Struct):
            found += _differences(was, is_now)
        elif isinstance(is_now, list | tuple):
            found.append(Line(column_label(type(now).__name__, name), len(was), len(is_now), ""))
        else:
            owner = type(now).__name__
            found.append(Line(column_label(owner, name), was, is_now, f"{owner}.{name}"))
    return found
