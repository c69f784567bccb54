"""The map of heads: one place for each union, and nothing else is taken for a proof."""

import hashlib
import random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.heads_map import (
    EMPTY,
    HeadsMap,
    Stranger,
    is_in_map,
    is_not_in_map,
    key_of,
    map_leaf,
)
from domain.merkle import node_hash


def entry_of(key: bytes) -> bytes:
    return hashlib.sha256(b"entry" + key).digest()


def map_of(count: int) -> HeadsMap:
    return HeadsMap({key: entry_of(key) for key in keys(count)})


def keys(count: int) -> list[bytes]:
    return [key_of(UUID(int=nth)) for nth in range(count)]


def test_no_union_and_one_union() -> None:
    assert map_of(0).root() == EMPTY
    (key,) = keys(1)
    assert map_of(1).root() == map_leaf(key, entry_of(key))


def test_the_root_is_the_one_the_bits_make() -> None:
    """By hand: keys 0…, 10…, 11… stand at the left, and below the right."""
    left, middle, right = bytes(32), b"\x80" + bytes(31), b"\xc0" + bytes(31)
    made = HeadsMap({key: entry_of(key) for key in (right, left, middle)})
    leaves = [map_leaf(key, entry_of(key)) for key in (left, middle, right)]
    assert made.root() == node_hash(leaves[0], node_hash(leaves[1], leaves[2]))
    assert made.siblings(middle) == [leaves[0], leaves[2]]


def test_keys_that_agree_for_long_are_told_apart() -> None:
    one, other = bytes(32), bytes(31) + b"\x01"
    made = HeadsMap({one: entry_of(one), other: entry_of(other)})
    assert len(made.siblings(one)) == 256
    assert is_in_map(made.root(), one, entry_of(one), made.siblings(one))
    assert is_in_map(made.root(), other, entry_of(other), made.siblings(other))


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 200))
def test_every_union_is_proven_and_every_other_is_not_there(count: int) -> None:
    made, root = map_of(count), map_of(count).root()
    for key in keys(count):
        assert is_in_map(root, key, entry_of(key), made.siblings(key))
        assert not is_in_map(root, key, entry_of(b"other"), made.siblings(key))
        assert not is_not_in_map(root, key, None, made.siblings(key))
        assert not is_not_in_map(root, key, Stranger(key, entry_of(key)), made.siblings(key))
    for key in keys(count + 20)[count:]:
        assert is_not_in_map(root, key, made.stranger(key), made.siblings(key))
        assert not is_in_map(root, key, entry_of(key), made.siblings(key))


@given(st.integers(2, 60), st.randoms(use_true_random=False))
def test_a_changed_proof_is_refused(count: int, dice: random.Random) -> None:
    made, root = map_of(count), map_of(count).root()
    key = dice.choice(keys(count))
    siblings = made.siblings(key)
    at = dice.randrange(len(siblings))
    altered = bytearray(siblings[at])
    altered[dice.randrange(32)] ^= 1 << dice.randrange(8)
    for changed in (
        [*siblings[:at], bytes(altered), *siblings[at + 1 :]],
        [*siblings[:at], *siblings[at + 1 :]],
        [*siblings, EMPTY],
        [EMPTY, *siblings],
        [EMPTY] * 300,
    ):
        assert not is_in_map(root, key, entry_of(key), changed)
    absent = keys(count + 1)[count]
    stranger = made.stranger(absent)
    if stranger is not None:
        far = Stranger(stranger.key, bytes(32))
        assert not is_not_in_map(root, absent, far, made.siblings(absent))
        assert not is_not_in_map(root, absent, None, made.siblings(absent))
    short = Stranger(b"short", bytes(32))
    assert not is_not_in_map(root, absent, short, made.siblings(absent))


def test_a_stranger_from_elsewhere_proves_no_absence() -> None:
    """The leaf in a union's place must be on the union's own path."""
    left, right = bytes(32), b"\x80" + bytes(31)
    made = HeadsMap({left: entry_of(left), right: entry_of(right)})
    absent = b"\x01" + bytes(31)  # its place is the left one's
    assert is_not_in_map(made.root(), absent, made.stranger(absent), made.siblings(absent))
    elsewhere = Stranger(right, entry_of(right))
    assert not is_not_in_map(made.root(), absent, elsewhere, made.siblings(right))
