"""Draws a sample that anybody can draw again: from a public seed, by SHA-256 and whole numbers alone.

Every event with posting lines is an `Item`; its amount is the sum of its debits. The rank of an item is the SHA-256
of three lines without an end: `gonghui/sample/1`, the seed, the position (`sha256sum` on any machine tells it).
Methods (审计抽样; domain.md 7.3 names what is then tested on the items drawn):

* random: the items of the lowest ranks.
* stratified: the same inside each stratum. Every stratum gives one item; the others are shared out in proportion to
  what is left of each, the largest remainders first, a tie going to the stratum that comes first by name.
* monetary unit: the items are laid end to end in the order of their positions, one fen after the other, and as many
  points are set on them as the sample is large, at equal distance (the interval: all fen over the size of the
  sample), the first by the rank of `start` inside the first interval. An item is drawn when a point lies on it,
  with as many hits as points; one that is as long as the interval or longer is always drawn. Fractions of a fen are
  kept by counting in parts of a fen as small as the size of the sample.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, assert_never

import msgspec

Method = Literal["random", "stratified", "monetary_unit"]
SEED = re.compile(r"[0-9A-Za-z+/=:._-]{8,128}")
"""A checkpoint's root, a short code, a date and a lottery's numbers: what all could see before it was used."""

_FORMAT = "gonghui/sample/1"
_START = "start"


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event that may be drawn: its position in the log, its amount in fen, its stratum."""

    position: int
    amount_fen: int
    stratum: str


class Drawn(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """An item that was drawn; `hits` counts the points of a monetary unit sample that lie on it."""

    position: int
    amount_fen: int
    stratum: str
    hits: int = 1


class Stratum(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the population: how many items and fen it has, and how many items were drawn from it."""

    name: str
    count: int
    amount_fen: int
    drawn: int


def draw(method: Method, seed: str, items: Sequence[Item], size: int) -> list[Drawn]:
    """Return the items drawn, in the order of their positions; `size` is between 1 and the number of items."""
    match method:
        case "random":
            chosen = _lowest(seed, items, size)
        case "stratified":
            chosen = _of_each(seed, items, size)
        case "monetary_unit":
            return _by_fen(seed, items, size)
        case _:
            assert_never(method)
    return [_drawn(item) for item in sorted(chosen, key=_position)]


def strata(items: Iterable[Item], drawn: Iterable[Drawn]) -> tuple[Stratum, ...]:
    """Return what each stratum holds and gave, by name."""
    parts = _by_stratum(items)
    given: dict[str, int] = {}
    for item in drawn:
        given[item.stratum] = given.get(item.stratum, 0) + 1
    return tuple(
        Stratum(
            name=name,
            count=len(part),
            amount_fen=sum(item.amount_fen for item in part),
            drawn=given.get(name, 0),
        )
        for name, part in sorted(parts.items())
    )


def banded(items: Iterable[Item], bounds_fen: Sequence[int]) -> list[Item]:
    """Return the items with the band of their amount as stratum: `band-0` lies below the first bound."""
    return [
        msgspec.structs.replace(
            item, stratum=f"band-{sum(bound <= item.amount_fen for bound in bounds_fen)}"
        )
        for item in items
    ]


def shares(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """Return how many items each stratum gives; `size` is between the number of strata and of items."""
    names = sorted(counts)
    left, rest = sum(counts.values()) - len(names), size - len(names)
    given = dict.fromkeys(names, 1)
    if left == 0:
        return given
    remainders: dict[str, int] = {}
    for name in names:
        whole, remainders[name] = divmod(rest * (counts[name] - 1), left)
        given[name] += whole
    short = size - sum(given.values())
    for name in sorted(names, key=lambda name: (-remainders[name], name))[:short]:
        given[name] += 1
    return given


def digest(items: Iterable[Item]) -> str:
    """Return the SHA-256 of a population: a line `position,amount,stratum` for each item, by position."""
    hashed = hashlib.sha256()
    for item in sorted(items, key=_position):
        hashed.update(f"{item.position},{item.amount_fen},{item.stratum}\n".encode())
    return hashed.hexdigest()


def _lowest(seed: str, items: Sequence[Item], size: int) -> list[Item]:
    ranked = sorted(items, key=lambda item: (_rank(seed, str(item.position)), item.position))
    return ranked[:size]


def _of_each(seed: str, items: Sequence[Item], size: int) -> list[Item]:
    parts = _by_stratum(items)
    given = shares({name: len(part) for name, part in parts.items()}, size)
    return [item for name, part in parts.items() for item in _lowest(seed, part, given[name])]


def _by_fen(seed: str, items: Sequence[Item], size: int) -> list[Drawn]:
    """Fen count `size` parts each, so that the interval, all fen over the size, is a whole number of parts."""
    interval = sum(item.amount_fen for item in items)
    if interval < 1:
        return []
    point = int.from_bytes(_rank(seed, _START), "big") % interval
    drawn, end = [], 0
    for item in sorted(items, key=_position):
        end += item.amount_fen * size
        hits = 0 if end <= point else (end - point - 1) // interval + 1
        if hits:
            drawn.append(msgspec.structs.replace(_drawn(item), hits=hits))
            point += hits * interval
    return drawn


def _by_stratum(items: Iterable[Item]) -> dict[str, list[Item]]:
    parts: dict[str, list[Item]] = {}
    for item in items:
        parts.setdefault(item.stratum, []).append(item)
    return parts


def _rank(seed: str, what: str) -> bytes:
    return hashlib.sha256(f"{_FORMAT}\n{seed}\n{what}".encode()).digest()


def _position(item: Item) -> int:
    return item.position


def _drawn(item: Item) -> Drawn:
    return Drawn(position=item.position, amount_fen=item.amount_fen, stratum=item.stratum)
