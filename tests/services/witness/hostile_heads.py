"""Hostile heads: unions that are left out, exchanged or rewritten under a census that is correctly signed."""

import random
from uuid import UUID

from domain.checkpoint import Head, entry_hash_of, heads_map
from domain.heads_map import key_of, map_leaf
from domain.merkle import node_hash
from services.witness.connection import Asking
from tests.services.witness.fake_log import FakeLog
from tests.services.witness.kinds import kind, with_heads


@kind("heads_differ")
def census_of_other_heads(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    twin = log.twin()
    twin.count(heads_root=rng.randbytes(32))
    return twin


@kind("heads_differ")
def census_of_more_unions_than_there_are(log: FakeLog, _held: int, _rng: random.Random) -> Asking:
    twin = log.twin()
    twin.count(unions=len(twin.unions) + 1)
    return twin


@kind("heads_differ")
def census_of_fewer_unions_than_there_are(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    """No fewer than are held, so only counting the new ones tells."""
    twin = log.twin()
    founded = rng.randint(1, 3)
    for _ in range(founded):
        twin.found()
    twin.count(unions=len(twin.unions) - rng.randint(1, founded))
    return twin


@kind("heads_differ")
def union_in_two_places_of_the_tree(log: FakeLog, held: int, rng: random.Random) -> Asking:
    """The root of no map: above the true one, with an older head of a union beside it."""
    old = rng.choice(list(log.heads_of[held - 1].values()))
    twin = log.twin()
    twin.record(twin.unions[0])
    true = [union.head() for union in twin.unions]
    beside = map_leaf(key_of(old.union_id), entry_hash_of(old))
    root = node_hash(heads_map(true).root(), beside)
    twin.count(true, heads_root=root, unions=len(true) + rng.randint(0, 1))
    return twin


@kind("position_fell")
def older_head(log: FakeLog, held: int, rng: random.Random) -> Asking:
    which = rng.randrange(1, len(log.heads_of[held - 1]))

    def change(twin: FakeLog, heads: list[Head]) -> None:
        heads[which] = twin.unions[which].head(heads[which].position - 1)

    return with_heads(log, change)


@kind("head_rewritten")
def same_position_rewritten(log: FakeLog, held: int, rng: random.Random) -> Asking:
    which = rng.randrange(1, len(log.heads_of[held - 1]))

    def change(twin: FakeLog, heads: list[Head]) -> None:
        union = twin.unions[which]
        union.digests[rng.randrange(len(union.digests))] = rng.randbytes(32)
        heads[which] = union.head()

    return with_heads(log, change)


@kind("head_rewritten")
def same_position_with_another_chain_hash(log: FakeLog, held: int, rng: random.Random) -> Asking:
    which = rng.randrange(1, len(log.heads_of[held - 1]))

    def change(_: FakeLog, heads: list[Head]) -> None:
        true = heads[which]
        heads[which] = Head(
            union_id=true.union_id, position=true.position, hash=rng.randbytes(32), root=true.root
        )

    return with_heads(log, change)


@kind("history_rewritten")
def history_rewritten_and_continued(log: FakeLog, held: int, rng: random.Random) -> Asking:
    which = rng.randrange(1, len(log.heads_of[held - 1]))

    def change(twin: FakeLog, heads: list[Head]) -> None:
        union = twin.unions[which]
        union.digests[rng.randrange(len(union.digests))] = rng.randbytes(32)
        twin.record(union)
        heads[which] = union.head()

    return with_heads(log, change)


@kind("position_fell", "head_rewritten", "history_rewritten")
def heads_of_two_unions_exchanged(log: FakeLog, held: int, rng: random.Random) -> Asking:
    one, other = rng.sample(range(1, len(log.heads_of[held - 1])), 2)

    def change(_: FakeLog, heads: list[Head]) -> None:
        first, second = heads[one], heads[other]
        heads[one], heads[other] = _as(first.union_id, second), _as(second.union_id, first)

    return with_heads(log, change)


def _as(union_id: UUID, head: Head) -> Head:
    return Head(union_id=union_id, position=head.position, hash=head.hash, root=head.root)


@kind("union_vanished")
def union_gone(log: FakeLog, _held: int, _rng: random.Random) -> Asking:
    return with_heads(log, lambda _, heads: heads.__delitem__(slice(-1, None)))


@kind("heads_differ")
def union_replaced_by_a_new_one(log: FakeLog, held: int, rng: random.Random) -> Asking:
    """As many unions as before, one of them another: nothing of the one left out is sent."""
    which = rng.randrange(1, len(log.heads_of[held - 1]))

    def change(twin: FakeLog, heads: list[Head]) -> None:
        heads[which] = twin.found().head()

    return with_heads(log, change)
