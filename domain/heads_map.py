"""The heads of all unions as a Merkle map: exactly one place for each union, whoever builds it.

A union's place is a path of bits, those of `key_of(union_id)` from the first on. A subtree without unions is
EMPTY, a subtree with one is that union's leaf itself, any other is `node_hash(left, right)`. So on the path of one
union there can be one leaf only: neither a second head of it, nor a way to show an old one beside the new.

    leaf = SHA256(0x00 ‖ key 32 ‖ SHA256(entry) 32)         entry: `checkpoint.head_entry`

A proof is the siblings from the root down. It says nothing of other unions but their hashes; that a union is *not*
there is proven by what stands in its place: nothing, or the leaf of another key.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from domain.merkle import HASH_BYTES, node_hash

EMPTY = bytes(HASH_BYTES)
"""A subtree without unions: a value no hash comes to."""
MOST_SIBLINGS = HASH_BYTES * 8


class Stranger(msgspec.Struct, frozen=True):
    """The leaf of another union where one was looked for: its key and the hash of its entry."""

    key: bytes
    entry_hash: bytes


def key_of(union_id: UUID) -> bytes:
    """Return the bits that lead to a union's place."""
    return hashlib.sha256(union_id.bytes).digest()


def map_leaf(key: bytes, entry_hash: bytes) -> bytes:
    """Return the leaf of a union."""
    return hashlib.sha256(b"\x00" + key + entry_hash).digest()


class HeadsMap:
    """A map from keys to the hashes of their entries."""

    def __init__(self, entry_hashes: Mapping[bytes, bytes]) -> None:
        self._entry_hashes = entry_hashes
        self._keys = sorted(entry_hashes)
        self._numbers = [int.from_bytes(key, "big") for key in self._keys]

    def root(self) -> bytes:
        """Return the root of the map."""
        return self._node(0, len(self._keys), 0)

    def siblings(self, key: bytes) -> list[bytes]:
        """Return the siblings on the way to a key's place, from the root down."""
        found = []
        first, end, depth = 0, len(self._keys), 0
        while end - first > 1:
            middle = self._middle(first, end, depth)
            if _goes_right(key, depth):
                found.append(self._node(first, middle, depth + 1))
                first = middle
            else:
                found.append(self._node(middle, end, depth + 1))
                end = middle
            depth += 1
        return found

    def stranger(self, key: bytes) -> Stranger | None:
        """Return whose leaf stands in the place of a key that is not in the map; None: nobody's."""
        first, end, depth = 0, len(self._keys), 0
        while end - first > 1:
            middle = self._middle(first, end, depth)
            first, end = (middle, end) if _goes_right(key, depth) else (first, middle)
            depth += 1
        if first == end:
            return None
        return Stranger(self._keys[first], self._entry_hashes[self._keys[first]])

    def _node(self, first: int, end: int, depth: int) -> bytes:
        if first == end:
            return EMPTY
        if end - first == 1:
            return map_leaf(self._keys[first], self._entry_hashes[self._keys[first]])
        middle = self._middle(first, end, depth)
        return node_hash(self._node(first, middle, depth + 1), self._node(middle, end, depth + 1))

    def _middle(self, first: int, end: int, depth: int) -> int:
        """Where, among keys that agree in their first bits, the next bit turns to one."""
        bit = 1 << (MOST_SIBLINGS - 1 - depth)
        turning = (self._numbers[first] & ~(2 * bit - 1)) | bit
        return bisect_left(self._numbers, turning, first, end)


def is_in_map(root: bytes, key: bytes, entry_hash: bytes, siblings: Sequence[bytes]) -> bool:
    """Tell whether siblings prove that a key's one entry has this hash."""
    return _leads_to(root, key, map_leaf(key, entry_hash), siblings)


def is_not_in_map(
    root: bytes, key: bytes, stranger: Stranger | None, siblings: Sequence[bytes]
) -> bool:
    """Tell whether siblings prove that a key is not in the map."""
    if stranger is None:
        return _leads_to(root, key, EMPTY, siblings)
    is_other = stranger.key != key and len(stranger.key) == HASH_BYTES
    is_in_the_way = all(
        _goes_right(stranger.key, depth) == _goes_right(key, depth)
        for depth in range(len(siblings) if is_other else 0)
    )
    leaf = map_leaf(stranger.key, stranger.entry_hash)
    return is_other and is_in_the_way and _leads_to(root, key, leaf, siblings)


def _leads_to(root: bytes, key: bytes, node: bytes, siblings: Sequence[bytes]) -> bool:
    if len(key) != HASH_BYTES or len(siblings) > MOST_SIBLINGS:
        return False
    for depth in reversed(range(len(siblings))):
        sibling = siblings[depth]
        node = node_hash(sibling, node) if _goes_right(key, depth) else node_hash(node, sibling)
    return node == root


def _goes_right(key: bytes, depth: int) -> bool:
    return bool(key[depth >> 3] >> (7 - (depth & 7)) & 1)
