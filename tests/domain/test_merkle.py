"""The tree of RFC 9162: its roots, its proofs, and that nothing else is taken for a proof."""

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from domain.merkle import (
    EMPTY_ROOT,
    Frontier,
    Range,
    Subtree,
    consistency_ranges,
    inclusion_ranges,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    prove,
    root_of,
    subtrees_of,
)

MOST = 130
LEAVES = [leaf_hash(bytes([nth])) for nth in range(MOST)]


def defined_root(leaves: list[bytes]) -> bytes:
    """The root as RFC 9162 2.1.1 defines it, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(defined_root(leaves[:split]), defined_root(leaves[split:]))


ROOTS = [defined_root(LEAVES[:size]) for size in range(MOST + 1)]


def hash_of(one: Subtree) -> bytes:
    return defined_root(LEAVES[one.ordinal << one.level : (one.ordinal + 1) << one.level])


def inclusion(index: int, size: int) -> list[bytes]:
    return prove(inclusion_ranges(index, size), hash_of)


def consistency(old: int, new: int) -> list[bytes]:
    return prove(consistency_ranges(old, new), hash_of)


def test_the_root_is_the_one_the_rfc_defines() -> None:
    assert ROOTS[0] == EMPTY_ROOT
    assert [root_of(LEAVES[:size]) for size in range(MOST + 1)] == ROOTS


def test_the_roots_equal_those_of_another_library() -> None:
    tree = InmemoryTree(algorithm="sha256")
    for size in range(1, MOST + 1):
        tree.append_entry(bytes([size - 1]))
        assert tree.get_root() == ROOTS[size]


def test_every_proof_of_every_tree_up_to_130_holds() -> None:
    for size in range(1, MOST + 1):
        for index in range(size):
            path = inclusion(index, size)
            assert is_included(LEAVES[index], index, size, ROOTS[size], path)
        for old in range(1, size + 1):
            assert is_consistent(old, ROOTS[old], size, ROOTS[size], consistency(old, size))


@given(st.integers(1, MOST), st.randoms(use_true_random=False))
def test_a_changed_inclusion_proof_is_refused(size: int, dice: random.Random) -> None:
    index = dice.randrange(size)
    path = inclusion(index, size)
    root, leaf = ROOTS[size], LEAVES[index]
    for changed in changed_paths(path, dice):
        assert not is_included(leaf, index, size, root, changed)
    other = dice.choice([n for n in range(MOST) if n != index])
    assert not is_included(leaf, other, size, root, path) or other >= size
    assert not is_included(LEAVES[other], index, size, root, path)
    assert not is_included(leaf, index, size, bytes(32), path)
    assert not is_included(leaf, -1, size, root, path)
    assert not is_included(leaf, size, size, root, path)


@given(st.integers(2, MOST), st.randoms(use_true_random=False))
def test_a_changed_consistency_proof_is_refused(new: int, dice: random.Random) -> None:
    old = dice.randrange(1, new)
    path = consistency(old, new)
    for changed in changed_paths(path, dice):
        assert not is_consistent(old, ROOTS[old], new, ROOTS[new], changed)
    assert not is_consistent(old, bytes(32), new, ROOTS[new], path)
    assert not is_consistent(old, ROOTS[old], new, bytes(32), path)
    assert not is_consistent(new, ROOTS[new], old, ROOTS[old], path)
    assert not is_consistent(0, EMPTY_ROOT, new, ROOTS[new], path)


def changed_paths(path: list[bytes], dice: random.Random) -> list[list[bytes]]:
    """A hash altered, left out, put in twice, added, or two of them swapped."""
    changed = [[*path, bytes(32)], [bytes(32), *path]]
    if path:
        at = dice.randrange(len(path))
        altered = bytearray(path[at])
        altered[dice.randrange(32)] ^= 1 << dice.randrange(8)
        changed += [
            [*path[:at], bytes(altered), *path[at + 1 :]],
            [*path[:at], *path[at + 1 :]],
            [*path[: at + 1], *path[at:]],
        ]
    if len(path) > 1:
        changed.append([path[1], path[0], *path[2:]])
    return changed


def test_a_tree_is_consistent_with_itself_by_an_empty_proof_only() -> None:
    assert is_consistent(7, ROOTS[7], 7, ROOTS[7], [])
    assert not is_consistent(7, ROOTS[7], 7, ROOTS[7], [ROOTS[7]])
    assert not is_consistent(7, ROOTS[7], 7, ROOTS[8], [])


@given(st.integers(0, MOST), st.integers(0, MOST))
def test_a_frontier_goes_on_where_it_was_left(begun: int, added: int) -> None:
    size = min(begun + added, MOST)
    frontier = Frontier(begun, [hash_of(one) for one in subtrees_of(Range(0, begun))])
    for leaf in LEAVES[begun:size]:
        for one, hash_ in frontier.append(leaf):
            assert hash_ == hash_of(one)
    assert frontier.root() == ROOTS[max(begun, size)]


def test_a_frontier_names_every_complete_subtree_once() -> None:
    frontier = Frontier()
    completed = [one for leaf in LEAVES for one, _ in frontier.append(leaf)]
    assert sorted(completed) == sorted(
        Subtree(level, ordinal) for level in range(8) for ordinal in range(MOST >> level)
    )


def test_a_frontier_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="one hash for each bit"):
        Frontier(3, [LEAVES[0]])


def test_there_is_no_proof_outside_the_tree() -> None:
    for index, size in ((0, 0), (3, 3), (-1, 3)):
        with pytest.raises(ValueError, match="inside its tree"):
            inclusion_ranges(index, size)
    for old, new in ((0, 3), (4, 3)):
        with pytest.raises(ValueError, match="no smaller one"):
            consistency_ranges(old, new)
