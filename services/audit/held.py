"""What a checkpoint says of every union's log, read from the books and believed only where it makes up the root.

The checkpoint comes from outside: a witness, an auditor's paper, or the newest one here that bears the log's
signature. The rows it is compared with are the books' own, so whoever changed them is found out as well.
"""

import re
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import msgspec

from domain.checkpoint import Census, Checkpoint, Head, census_leaf, heads_map, parse_checkpoint
from domain.merkle import inclusion_ranges, is_included
from domain.note import NoteMalformed, parse_note
from services.audit.heads import heads_at
from services.audit.trees import CENSUSES, TreeIncomplete, prove_ranges
from services.store.pool import Connection
from services.store.sql import queries

_EVIDENCE = queries("services.store", "evidence.sql")
_ON_PAPER: Final = re.compile(r"\A([1-9][0-9]{0,17})[-:]([0-9a-f]{32,64})\Z")


class Held(msgspec.Struct, frozen=True):
    """A checkpoint somebody holds: its size, and its root in hexadecimal or the beginning of it."""

    size: int
    root: str

    def matches(self, root: bytes) -> bool:
        """Tell whether a root is the one that is held."""
        return root.hex().startswith(self.root)


class HeldMalformed(ValueError):
    """Neither a signed note nor `SIZE:ROOT` nor the short code of a checkpoint."""


class CheckpointBroken(Exception):
    """The books' own censuses do not make up a checkpoint: the log of logs was changed."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def parse_held(text: str) -> Held:
    """Read a checkpoint as a note or as it stands on paper; raises HeldMalformed."""
    if (match := _ON_PAPER.match(text.strip().lower())) is not None:
        return Held(int(match[1]), match[2])
    try:
        return held_of(parse_checkpoint(parse_note(text.encode()).text))
    except NoteMalformed:
        raise HeldMalformed from None


def held_of(checkpoint: Checkpoint) -> Held:
    """Return a checkpoint as somebody holds it."""
    return Held(checkpoint.size, checkpoint.root.hex())


async def heads_under(connection: Connection, held: Held) -> dict[UUID, Head]:
    """Return every union's head under a held checkpoint; raises CheckpointBroken."""
    row = await connection.fetchrow(_EVIDENCE["checkpoint"], held.size)
    if row is None:
        raise CheckpointBroken("checkpoint_missing")
    if not held.matches(row["root"]):
        raise CheckpointBroken("checkpoint_differs")
    heads, leaf = await _census(connection, row)
    if not await _stands_under(connection, leaf, held.size, held.size, row["root"]):
        raise CheckpointBroken("census_differs")
    return heads


async def first_differing(
    connection: Connection,
    union_id: UUID,
    held: Held,
    agrees: Callable[[Head], bool],
) -> tuple[int, int | None]:
    """Return the last position at which an earlier census agrees with a log, and the first where one does not.

    Once a log differs from its history it differs for ever, so a binary search finds where; only censuses
    that stand under the held checkpoint are believed. None: all earlier ones agree.
    """
    checkpoint = await connection.fetchrow(_EVIDENCE["checkpoint"], held.size)
    rows = await connection.fetch(_EVIDENCE["heads_of_union"], union_id)
    sizes = [row["size"] for row in rows if row["size"] < held.size]
    low, high, last, first = 0, len(sizes), 0, None
    while checkpoint is not None and low < high:
        middle = (low + high) // 2
        head = await _believed(connection, union_id, sizes[middle], held.size, checkpoint["root"])
        if head is None:
            del sizes[middle]
            high -= 1
        elif agrees(head):
            low, last = middle + 1, head.position
        else:
            high, first = middle, head.position
    return last, first


async def _believed(
    connection: Connection, union_id: UUID, size: int, held_size: int, root: bytes
) -> Head | None:
    """Return a union's head in an earlier census, if that stands under the held checkpoint."""
    checkpoint = await connection.fetchrow(_EVIDENCE["checkpoint"], size)
    if checkpoint is None:
        return None
    heads, leaf = await _census(connection, checkpoint)
    return heads[union_id] if await _stands_under(connection, leaf, size, held_size, root) else None


async def _census(
    connection: Connection,
    checkpoint: Any,  # noqa: ANN401 # a row as the database gives it
) -> tuple[dict[UUID, Head], bytes]:
    heads = await heads_at(connection, checkpoint["size"])
    census = Census(
        number=checkpoint["size"],
        taken_at=checkpoint["taken_at"],
        unions=len(heads),
        heads_root=heads_map(heads.values()).root(),
    )
    return heads, census_leaf(census)


async def _stands_under(
    connection: Connection, leaf: bytes, number: int, size: int, root: bytes
) -> bool:
    try:
        path = await prove_ranges(connection, CENSUSES, inclusion_ranges(number - 1, size))
    except TreeIncomplete:
        return False
    return is_included(leaf, number - 1, size, root, path)
