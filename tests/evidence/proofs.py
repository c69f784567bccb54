"""Proofs of every tree up to 130 leaves, and mutants of them: two verifiers that share no code must agree."""

import random
from collections.abc import Iterator
from typing import NamedTuple

from domain.merkle import (
    Subtree,
    consistency_ranges,
    inclusion_ranges,
    is_consistent,
    is_included,
    leaf_hash,
    prove,
    root_of,
)
from services.audit.offline_verifier import consistent, included

MOST = 130
_LEAVES = [leaf_hash(nth.to_bytes(2, "big")) for nth in range(MOST)]
_ROOTS = [root_of(_LEAVES[:size]) for size in range(MOST + 1)]


class Judged(NamedTuple):
    """How many proofs were looked at, how many were taken for good, and where the two disagreed."""

    looked_at: int
    accepted: int
    disagreed: int


class Included(NamedTuple):
    """What an inclusion proof is checked with; size and root are those of a signed note."""

    leaf: bytes
    index: int
    size: int
    root: bytes
    path: list[bytes]

    def judged(self) -> tuple[bool, bool]:
        """What our verifier says, and what the offline one does."""
        return is_included(*self), included(*self)


class Consistent(NamedTuple):
    """What a consistency proof is checked with; sizes and roots are those of signed notes."""

    old: int
    old_root: bytes
    new: int
    new_root: bytes
    path: list[bytes]

    def judged(self) -> tuple[bool, bool]:
        """What our verifier says, and what the offline one does."""
        return is_consistent(*self), consistent(*self)


def _hash_of(one: Subtree) -> bytes:
    return root_of(_LEAVES[one.ordinal << one.level : (one.ordinal + 1) << one.level])


def valid() -> Iterator[Included | Consistent]:
    """Every proof of every tree."""
    for size in range(1, MOST + 1):
        for index in range(size):
            path = prove(inclusion_ranges(index, size), _hash_of)
            yield Included(_LEAVES[index], index, size, _ROOTS[size], path)
        for old in range(1, size + 1):
            path = prove(consistency_ranges(old, size), _hash_of)
            yield Consistent(old, _ROOTS[old], size, _ROOTS[size], path)


def mutants(dice: random.Random, count: int) -> Iterator[Included | Consistent]:
    """Proofs with one thing changed that the prover chooses: never the size and root of the signed note."""
    proofs = list(valid())
    made = 0
    while made < count:
        proof = dice.choice(proofs)
        for changed in _changed(proof, dice):
            if changed != proof:
                yield changed
                made += 1


def _changed(proof: Included | Consistent, dice: random.Random) -> Iterator[Included | Consistent]:
    for path in _changed_paths(proof.path, dice):
        yield proof._replace(path=path)
    if isinstance(proof, Included):
        yield proof._replace(leaf=_flipped(proof.leaf, dice))
        yield proof._replace(leaf=dice.choice(_LEAVES))
        yield proof._replace(index=(proof.index + dice.randrange(1, proof.size + 1)) % (MOST + 1))
        yield proof._replace(index=proof.index ^ (1 << dice.randrange(8)))
    else:
        yield proof._replace(old_root=_flipped(proof.old_root, dice))
        yield proof._replace(old_root=_ROOTS[dice.randrange(MOST + 1)])


def _changed_paths(path: list[bytes], dice: random.Random) -> Iterator[list[bytes]]:
    yield [*path, dice.randbytes(32)]
    yield [dice.randbytes(32), *path]
    if not path:
        return
    at = dice.randrange(len(path))
    yield [*path[:at], _flipped(path[at], dice), *path[at + 1 :]]
    yield [*path[:at], dice.choice(_ROOTS), *path[at + 1 :]]
    yield [*path[:at], *path[at + 1 :]]
    yield [*path[: at + 1], *path[at:]]
    if len(path) > 1:
        one, other = sorted(dice.sample(range(len(path)), 2))
        swapped = list(path)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        yield swapped


def _flipped(hash_: bytes, dice: random.Random) -> bytes:
    changed = bytearray(hash_)
    changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def judge(proofs: Iterator[Included | Consistent]) -> Judged:
    """Let both verifiers judge."""
    looked_at = accepted = disagreed = 0
    for proof in proofs:
        ours, offline = proof.judged()
        looked_at += 1
        accepted += ours
        disagreed += ours is not offline
    return Judged(looked_at, accepted, disagreed)
