"""What a hostile log shows a witness: each kind of answer, and what the witness has to say of it.

The log's own key signs whatever a hostile server wants signed, so nearly all of this is correctly signed.
"""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from services.witness import NotCosigned
from tests.services.witness import hostile_checkpoints, hostile_heads, hostile_pages
from tests.services.witness.fake_log import FakeLog, seeded
from tests.services.witness.kinds import KINDS
from tests.services.witness.watching import Watched, watched

__all__ = [
    "KINDS",
    "Attempt",
    "attempt",
    "hostile_answers",
    "hostile_checkpoints",
    "hostile_heads",
    "hostile_pages",
]

TRIES_PER_WITNESS = 40
"""A witness meets this many hostile answers, then an honest one, and goes on with another log."""


class Attempt(NamedTuple):
    """One hostile answer: which kind, and what became of it; `fault` is None where it was cosigned."""

    kind: str
    expected: frozenset[str]
    fault: str | None
    cosigned: int
    is_unchanged: bool


def hostile_answers(seed: int, count: int) -> Iterator[Attempt]:
    """Try every kind in turn, `count` times in all, on logs grown from the seed."""
    rng = seeded(seed)
    kinds = list(KINDS)
    tried = 0
    while tried < count:
        with tempfile.TemporaryDirectory() as folder:
            log = FakeLog(rng, unions=rng.randint(3, 6), page=rng.randint(1, 4))
            log.grow()
            watch = watched(Path(folder), log)
            for _ in range(rng.randint(2, 4)):
                log.grow()
                watch.round(log)
            for _ in range(min(TRIES_PER_WITNESS, count - tried)):
                yield attempt(kinds[tried % len(kinds)], watch, log, rng)
                tried += 1
            log.grow()
            if watch.round(log) != log.size:
                raise AssertionError("an honest log is cosigned after all of this")


def attempt(name: str, watch: Watched, log: FakeLog, rng: random.Random) -> Attempt:
    """Show a witness one kind of hostile answer."""
    tried, before = KINDS[name], (watch.held(), _kept(watch))
    delivered = len(log.delivered)
    fault: str | None = None
    try:
        watch.round(tried.make(log, log.size, rng))
    except NotCosigned as doubted:
        fault = doubted.fault
    is_unchanged = before == (watch.held(), _kept(watch))
    return Attempt(name, tried.expected, fault, len(log.delivered) - delivered, is_unchanged)


def _kept(watch: Watched) -> list[int]:
    holding = watch.holding()
    try:
        return [*holding.sizes(), holding.unions()]
    finally:
        holding.close()
