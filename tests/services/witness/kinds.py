"""The kinds of hostile answers, each with what the witness has to say of it, and what most of them begin with."""

import random
from collections.abc import Callable
from typing import NamedTuple

from domain.checkpoint import Head
from services.witness.connection import Asking
from services.witness.faults import Fault
from tests.services.witness.fake_log import Document, FakeLog

Make = Callable[[FakeLog, int, random.Random], Asking]
"""Makes a hostile server from an honest log, the size the witness holds, and dice."""


class Kind(NamedTuple):
    """How a hostile server is made, and the faults that may be found first."""

    make: Make
    expected: frozenset[str]


KINDS: dict[str, Kind] = {}


def kind(*expected: Fault) -> Callable[[Make], Make]:
    """Note a kind under the name of what makes it."""

    def noted(make: Make) -> Make:
        KINDS[make.__name__] = Kind(make, frozenset(expected))
        return make

    return noted


def grown(log: FakeLog) -> FakeLog:
    twin = log.twin()
    twin.grow()
    return twin


def with_heads(log: FakeLog, change: Callable[[FakeLog, list[Head]], None]) -> FakeLog:
    """Return the log with a further census, correctly signed, of heads that are not the true ones."""
    twin = log.twin()
    twin.record(twin.unions[0])
    heads = [union.head() for union in twin.unions]
    change(twin, heads)
    twin.count(heads)
    return twin


def path_altered(proof: Document, rng: random.Random) -> Document:
    """Change the path of a proof so that it is certainly another one, and nothing else."""
    path = list(proof["path"])
    where = rng.randrange(len(path)) if path else 0
    other = rng.randbytes(32).hex()
    changes = [[*path, other], [other, *path]]
    if path:
        changes += [
            path[:where] + path[where + 1 :],
            [*path[:where], other, *path[where + 1 :]],
            [*path[:where], path[where], *path[where:]],
            [],
        ]
    return proof | {"path": rng.choice(changes)}
