"""A finding: what is relaxed, and where. Its words are in `services.words.deployment`."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One relaxed item. `places` name roles, tables, settings, files or routes: never a value, never a secret."""

    code: str
    places: tuple[str, ...] = ()
