"""One union of a million events: how long a census of it takes, and a proof of any event."""

import hashlib
import random
import statistics
import time
from typing import NamedTuple
from uuid import UUID, uuid4

import asyncpg

from domain.chain import genesis, link
from domain.merkle import is_included
from services.audit.proof_documents import EventProof
from services.wiring import Wired
from tests.services.audit.growing import holds, unhexed

EVENTS = 1_000_000
_PROOFS = 200
_FILL = """
insert into books.event (union_id, position, stream_id, version, topic, schema_version, occurred_on,
                         recorded_at, actor_id, command_id, digest, hash, body)
select $1, n, $1, n, 'dues.received', 1, '2026-01-01', '2026-01-01', 'clerk-1', $1,
       sha256(int8send(n)), sha256(int8send(-n)), ''
from generate_series(1, $2::bigint) n
"""
_HEAD = """
insert into books.union_head (union_id, position, hash, recorded_at, charter)
values ($1, $2, $3, '2026-01-01', '')
"""


class Million(NamedTuple):
    """Seconds for the first census and for a later one, milliseconds for a proof, and whether all held."""

    census_seconds: float
    later_census_seconds: float
    proof_milliseconds: float
    all_hold: bool


async def million(books: Wired, dice: random.Random, events: int = EVENTS) -> Million:
    """Fill one union's log with digests of nothing in particular, and prove some of them."""
    union_id = uuid4()
    connection = await asyncpg.connect(books.settings.database_url)
    await connection.execute(_FILL, union_id, events)
    await connection.execute(_HEAD, union_id, events, _chained(union_id, events))
    await connection.execute("analyze books.event")
    await connection.close()
    begun = time.perf_counter()
    await books.checkpointer.take()
    census = time.perf_counter() - begun
    begun = time.perf_counter()
    await books.checkpointer.take()
    later = time.perf_counter() - begun
    times, all_hold = [], True
    for _ in range(_PROOFS):
        position = dice.randrange(1, events + 1)
        begun = time.perf_counter()
        proof = await books.proofs.event(union_id, position)
        times.append(time.perf_counter() - begun)
        all_hold = all_hold and _path_holds(proof)
    return Million(census, later, statistics.median(times) * 1_000, all_hold)


def _chained(union_id: UUID, events: int) -> bytes:
    """The chain over the digests of `_FILL`: a head that is not that is never signed."""
    hash_ = genesis(union_id, b"")
    for nth in range(1, events + 1):
        hash_ = link(hash_, hashlib.sha256(nth.to_bytes(8, "big")).digest())
    return hash_


def _path_holds(proof: EventProof) -> bool:
    """The chain of these events means nothing, so only the paths are looked at."""
    head = proof.of.head
    return holds(proof.of) and is_included(
        bytes.fromhex(proof.digest),
        proof.position - 1,
        head.position,
        bytes.fromhex(head.root),
        unhexed(proof.path),
    )
