"""Malformed requests for one operation, whatever it is: all follow from the table of operations."""

import json
import random
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from services.http.operation import Operation
from tests.fuzz import mutating
from tests.fuzz.asgi import Headers, Raw
from tests.fuzz.corpus import (
    BODIES,
    HEADER_NAMES,
    HEADER_VALUES,
    MEDIA,
    METHODS,
    PATHS,
    QUERIES,
    QUERY_VALUES,
    SEGMENTS,
    TOO_LARGE,
)


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """An operation with a good request for it: ids that exist, headers of somebody who may, the example's body."""

    operation: Operation
    ids: Mapping[str, str]
    headers: Headers
    body: Any

    @property
    def path(self) -> bytes:
        path = self.operation.path
        for name in self.operation.ids:
            path = path.replace(f"{{{name}}}", self.ids[name])
        return path.encode()

    @property
    def query(self) -> bytes:
        """What must be said, as a good asker says it."""
        is_yearly = "year" in self.operation.query.__struct_fields__
        return b"year=2026" if is_yearly else b""

    @property
    def raw_body(self) -> bytes:
        return b"" if self.body is None else json.dumps(self.body).encode()

    def good(self) -> Raw:
        """The request as it should be."""
        return Raw(
            "good", self.operation.method, self.path, self.query, self.headers, (self.raw_body,)
        )


Kind = Callable[[random.Random, Target], Raw]


def malformed(dice: random.Random, target: Target, count: int) -> list[Raw]:
    """Return so many malformed requests, of every kind the operation allows."""
    kinds = [*_ALWAYS, *(_OF_BODIES if target.body is not None else ())]
    weights = [weight for _, weight in kinds]
    chosen = dice.choices([kind for kind, _ in kinds], weights, k=count)
    return [kind(dice, _renamed(dice, target)) for kind in chosen]


def _renamed(dice: random.Random, target: Target) -> Target:
    """Mostly another command: under a name that was used nothing gets far."""
    if dice.random() < 0.1:
        return target
    headers = _with(target.headers, b"idempotency-key", dice.randbytes(16).hex().encode())
    if dice.random() < 0.3 and target.operation.matches:
        headers = _with(headers, b"if-match", b'"%d"' % dice.randint(1, 9))
    return msgspec.structs.replace(target, headers=headers)


def _values(dice: random.Random, target: Target) -> Raw:
    return _body("value", target, mutating.changed_value(dice, target.body))


def _literals(dice: random.Random, target: Target) -> Raw:
    return _body("literal", target, mutating.changed_literal(dice, target.body))


def _names(dice: random.Random, target: Target) -> Raw:
    return _body("names", target, mutating.changed_names(dice, target.body))


def _grown(dice: random.Random, target: Target) -> Raw:
    return _body("grown", target, mutating.grown(dice, target.body))


def _bytes(dice: random.Random, target: Target) -> Raw:
    return _body("bytes", target, mutating.changed_bytes(dice, target.raw_body))


def _bodies(dice: random.Random, target: Target) -> Raw:
    whole = TOO_LARGE if dice.random() < 0.02 else dice.choice(BODIES)
    return _body("body", target, whole)


def _media(dice: random.Random, target: Target) -> Raw:
    headers = _with(target.headers, b"content-type", dice.choice(MEDIA))
    return target.good()._replace(name="media type", headers=headers)


def _pieces(dice: random.Random, target: Target) -> Raw:
    raw = target.raw_body
    cut = dice.randrange(len(raw) + 1)
    pieces = (raw[:cut],) if dice.random() < 0.5 else (b"", raw[:cut], b"")
    return target.good()._replace(name="breaks off", pieces=pieces, breaks_off=True)


def _queries(dice: random.Random, target: Target) -> Raw:
    names = list(target.operation.query.__struct_fields__)
    if names and dice.random() < 0.7:
        pairs = [
            b"%s=%s" % (dice.choice(names).encode(), dice.choice(QUERY_VALUES))
            for _ in range(dice.randint(1, 3))
        ]
        kept = [target.query] if target.query and dice.random() < 0.5 else []
        return target.good()._replace(name="query", query=b"&".join([*kept, *pairs]))
    return target.good()._replace(name="query", query=dice.choice(QUERIES))


def _paths(dice: random.Random, target: Target) -> Raw:
    if dice.random() < 0.1:
        return target.good()._replace(name="path", path=dice.choice(PATHS))
    parts = target.path.split(b"/")
    places = [
        place for place, part in enumerate(target.operation.path.split("/")) if part[:1] == "{"
    ]
    at = (
        dice.choice(places) if places and dice.random() < 0.8 else dice.randrange(1, len(parts) + 1)
    )
    parts[at : at + 1] = [dice.choice(SEGMENTS)]
    return target.good()._replace(name="path", path=b"/".join(parts))


def _headers(dice: random.Random, target: Target) -> Raw:
    name, value = dice.choice(HEADER_NAMES), dice.choice(HEADER_VALUES)
    if dice.random() < 0.3:
        return target.good()._replace(name="header twice", headers=[*target.headers, (name, value)])
    if dice.random() < 0.1:
        kept = [pair for pair in target.headers if pair[0] != dice.choice(target.headers)[0]]
        return target.good()._replace(name="header gone", headers=kept)
    return target.good()._replace(name="header", headers=_with(target.headers, name, value))


def _methods(dice: random.Random, target: Target) -> Raw:
    others = [method for method in METHODS if method != target.operation.method]
    return target.good()._replace(name="method", method=dice.choice(others))


_ALWAYS: tuple[tuple[Kind, int], ...] = ((_queries, 4), (_paths, 4), (_headers, 4), (_methods, 1))
_OF_BODIES: tuple[tuple[Kind, int], ...] = (
    (_values, 12),
    (_literals, 6),
    (_names, 5),
    (_grown, 2),
    (_bytes, 8),
    (_bodies, 4),
    (_media, 2),
    (_pieces, 2),
)


def _body(name: str, target: Target, raw: bytes) -> Raw:
    return target.good()._replace(name=name, pieces=(raw,))


def _with(headers: Headers, name: bytes, value: bytes) -> Headers:
    return [*(pair for pair in headers if pair[0] != name), (name, value)]
