"""Reads Merkle trees out of the books: of one union's digests, and of the censuses.

Leaves are the digests themselves; of inner nodes only the subtrees of 256, 65,536, … leaves are kept. A proof over
a million events so reads some hundred hashes. A kept subtree that is missing is made again from its leaves.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from domain.merkle import Frontier, Range, Subtree, prove, root_of, subtrees_of
from services.store.pool import Connection
from services.store.sql import queries

_EVIDENCE = queries("services.store", "evidence.sql")
KEPT_EVERY_LEVELS: Final = 8
CENSUSES: Final = UUID(int=0)
"""The tree of censuses is kept like a union's tree, under an id no union has."""

Kept = list[tuple[Subtree, bytes]]


class TreeIncomplete(Exception):
    """Leaves are missing that were there when the tree was made."""


async def frontier_at(connection: Connection, tree: UUID, size: int) -> Frontier:
    """Return the frontier of a tree at a size, to append to it; raises TreeIncomplete."""
    wanted = subtrees_of(Range(0, size))
    hashes = await read_subtrees(connection, tree, wanted)
    return Frontier(size, [hashes[one] for one in wanted])


async def prove_ranges(connection: Connection, tree: UUID, ranges: Sequence[Range]) -> list[bytes]:
    """Return the hashes of ranges of leaves, which make a proof; raises TreeIncomplete."""
    wanted = [one for covered in ranges for one in subtrees_of(covered)]
    hashes = await read_subtrees(connection, tree, wanted)
    return prove(ranges, hashes.__getitem__)


async def read_subtrees(
    connection: Connection, tree: UUID, wanted: Iterable[Subtree]
) -> dict[Subtree, bytes]:
    """Return the hash of each complete subtree asked for; raises TreeIncomplete."""
    wanted = list(wanted)
    kept = await _read_kept(connection, tree, {part for one in wanted for part in _parts(one)})
    return {one: root_of(kept[part] for part in _parts(one)) for one in wanted}


def append_all(frontier: Frontier, leaves: Iterable[bytes]) -> Kept:
    """Append leaves to a frontier; returns the subtrees they complete that are worth keeping."""
    return [
        (one, hash_)
        for leaf in leaves
        for one, hash_ in frontier.append(leaf)
        if one.level and one.level % KEPT_EVERY_LEVELS == 0
    ]


async def keep(connection: Connection, tree: UUID, kept: Kept) -> None:
    """Keep subtrees; those kept already stay as they are."""
    if kept:
        levels = [one.level for one, _ in kept]
        ordinals = [one.ordinal for one, _ in kept]
        hashes = [hash_ for _, hash_ in kept]
        await connection.execute(_EVIDENCE["keep_subtrees"], tree, levels, ordinals, hashes)


def _parts(one: Subtree) -> list[Subtree]:
    """Return the leaves or kept subtrees a subtree consists of."""
    above = one.level % KEPT_EVERY_LEVELS
    first = one.ordinal << above
    return [Subtree(one.level - above, first + nth) for nth in range(1 << above)]


async def _read_kept(
    connection: Connection, tree: UUID, wanted: set[Subtree]
) -> dict[Subtree, bytes]:
    by_level: dict[int, list[int]] = defaultdict(list)
    for one in wanted:
        by_level[one.level].append(one.ordinal)
    found: dict[Subtree, bytes] = {}
    for level, ordinals in by_level.items():
        rows = await _fetch(connection, tree, level, ordinals)
        found.update({Subtree(level, row["ordinal"]): row["hash"] for row in rows})
        for ordinal in ordinals:
            one = Subtree(level, ordinal)
            if one not in found:
                found[one] = await _made_again(connection, tree, one)
    return found


async def _fetch(connection: Connection, tree: UUID, level: int, ordinals: list[int]) -> Any:  # noqa: ANN401 # rows as the database gives them
    if level:
        return await connection.fetch(_EVIDENCE["subtrees"], tree, level, ordinals)
    places = [ordinal + 1 for ordinal in ordinals]
    if tree == CENSUSES:
        return await connection.fetch(_EVIDENCE["leaves_of_censuses"], places)
    return await connection.fetch(_EVIDENCE["leaves_of_union"], tree, places)


async def _made_again(connection: Connection, tree: UUID, one: Subtree) -> bytes:
    if one.level == 0:
        raise TreeIncomplete
    below = one.level - KEPT_EVERY_LEVELS
    first = one.ordinal << KEPT_EVERY_LEVELS
    parts = [Subtree(below, first + nth) for nth in range(1 << KEPT_EVERY_LEVELS)]
    hashes = await _read_kept(connection, tree, set(parts))
    return root_of(hashes[part] for part in parts)
