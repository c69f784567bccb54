"""What a checkpoint says of every union's log, read from the books and believed only where it makes up the root.

The checkpoint comes from outside: a witness, an auditor's paper, or the newest one here that bears the log's
signature. The rows it is compared with are the books' own, so whoever changed them is found out as well.
"""

import re
from typing import Any, Final
from uuid import UUID

import msgspec

from domain.checkpoint import Census, Checkpoint, Head, census_leaf, heads_map, parse_checkpoint
from domain.merkle import inclusion_ranges, is_included
from domain.note import NoteMalformed, parse_note
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


async def earlier_heads(
    connection: Connection, union_id: UUID, held: Held, root: bytes
) -> list[Head]:
    """Return the union's heads in earlier censuses that stand under the same checkpoint, oldest first."""
    found = []
    for row in await connection.fetch(_EVIDENCE["heads_of_union"], union_id):
        if row["size"] >= held.size:
            break
        checkpoint = await connection.fetchrow(_EVIDENCE["checkpoint"], row["size"])
        if checkpoint is None:
            continue
        heads, leaf = await _census(connection, checkpoint)
        if await _stands_under(connection, leaf, row["size"], held.size, root):
            found.append(heads[union_id])
    return found


async def _census(
    connection: Connection,
    checkpoint: Any,  # noqa: ANN401 # a row as the database gives it
) -> tuple[dict[UUID, Head], bytes]:
    rows = await connection.fetch(_EVIDENCE["heads_at"], checkpoint["size"])
    heads = [
        Head(union_id=row["union_id"], position=row["position"], hash=row["hash"], root=row["root"])
        for row in rows
    ]
    census = Census(
        number=checkpoint["size"],
        taken_at=checkpoint["taken_at"],
        unions=len(heads),
        heads_root=heads_map(heads).root(),
    )
    return {head.union_id: head for head in heads}, census_leaf(census)


async def _stands_under(
    connection: Connection, leaf: bytes, number: int, size: int, root: bytes
) -> bool:
    try:
        path = await prove_ranges(connection, CENSUSES, inclusion_ranges(number - 1, size))
    except TreeIncomplete:
        return False
    return is_included(leaf, number - 1, size, root, path)
