"""Reads the table of terms: which papers there are, how long each is kept, by which document."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources

import msgspec


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of papers. `years` is 0 for what is kept for ever; a union's policy may say otherwise in `policy`.

    What the books hold of it: all `entries`, events of `topics`, or streams of a `package` that ended.
    """

    name: str
    letters: str
    years: int
    policy: str | None = None
    entries: bool = False
    topics: tuple[str, ...] = ()
    package: str | None = None
    endings: tuple[str, ...] = ()


class Pending(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What begins and ends a matter whose papers must not go while it lasts."""

    beginnings: tuple[str, ...]
    endings: tuple[str, ...]


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole table, with the document that orders it."""

    document_no: str
    valid_from: date
    kind: tuple[Kind, ...]
    unfinished: Pending


@cache
def terms() -> Terms:
    """Return the table."""
    text = resources.files("services.retention").joinpath("terms.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Terms)


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of papers, in the order of the table."""
    return terms().kind
