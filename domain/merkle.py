"""The Merkle tree of RFC 6962 and RFC 9162 section 2.1: roots, proofs, and how to check both.

A leaf is a hash already: an event's digest (`chain.py`), or `leaf_hash` of an entry. A proof is a list of
hashes of ranges of leaves, so whoever can tell the hash of complete subtrees can make one; `Frontier`
tells which subtrees an appended leaf completes.

Sizes and roots a proof is checked against come from a signed checkpoint, never from whoever made the proof: a
proof holds for more than one size of the same root (assurance 10.2).
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


class Subtree(NamedTuple):
    """A complete subtree: `2**level` leaves, beginning at leaf `ordinal * 2**level`."""

    level: int
    ordinal: int


class Range(NamedTuple):
    """Leaves from `begin` up to, not including, `end`; leaves are counted from 0."""

    begin: int
    end: int


HashOf = Callable[[Subtree], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Return the leaf of an entry (RFC 9162 2.1.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the inner node over two subtrees (RFC 9162 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The complete subtrees that cover a tree so far, the largest first: all it takes to append to it."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        self.size = size
        self._hashes = list(hashes)
        if len(self._hashes) != size.bit_count():
            raise ValueError("a frontier has one hash for each bit of its size")

    def append(self, leaf: bytes) -> list[tuple[Subtree, bytes]]:
        """Append a leaf; returns the subtrees it completes, from the leaf itself upwards."""
        completed = [(Subtree(0, self.size), leaf)]
        node = leaf
        for level in range(1, (self.size ^ (self.size + 1)).bit_length()):
            node = node_hash(self._hashes.pop(), node)
            completed.append((Subtree(level, self.size >> level), node))
        self._hashes.append(node)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        return _folded(self._hashes)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaves in their order."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def subtrees_of(covered: Range) -> list[Subtree]:
    """Return the complete subtrees a range consists of, from left to right."""
    found = []
    begin = covered.begin
    while begin < covered.end:
        room = (covered.end - begin).bit_length() - 1
        level = min(room, (begin & -begin).bit_length() - 1) if begin else room
        found.append(Subtree(level, begin >> level))
        begin += 1 << level
    return found


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the ranges whose hashes prove that a leaf stands in a tree (RFC 9162 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError("a leaf stands inside its tree")
    ranges = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            ranges.append(Range(middle, end))
            end = middle
        else:
            ranges.append(Range(begin, middle))
            begin = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """Return the ranges whose hashes prove that one tree begins another (RFC 9162 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError("a tree is consistent with no smaller one")
    ranges = []
    begin, end, is_old_tree = 0, new, True
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            ranges.append(Range(middle, end))
            end = middle
        else:
            ranges.append(Range(begin, middle))
            begin, is_old_tree = middle, False
    if not is_old_tree:
        ranges.append(Range(begin, end))
    return ranges[::-1]


def prove(ranges: Iterable[Range], hash_of: HashOf) -> list[bytes]:
    """Return the hash of each range, from the hashes of complete subtrees."""
    return [_folded([hash_of(one) for one in subtrees_of(covered)]) for covered in ranges]


def is_included(leaf: bytes, index: int, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether a path proves a leaf at `index` of the tree of a size and root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def is_consistent(
    old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Tell whether a path proves that the new tree begins with the old one (RFC 9162 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    if not path:
        return False
    steps = list(path) if old & (old - 1) else [old_root, *path]
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_node = new_node = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_node, new_node = node_hash(step, old_node), node_hash(step, new_node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new_node = node_hash(new_node, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old_node == old_root and new_node == new_root


def _split(size: int) -> int:
    """Return the largest power of two smaller than a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)


def _folded(hashes: Sequence[bytes]) -> bytes:
    """Join subtrees of falling size; the last two are joined first."""
    if not hashes:
        return EMPTY_ROOT
    node = hashes[-1]
    for left in reversed(hashes[:-1]):
        node = node_hash(left, node)
    return node
