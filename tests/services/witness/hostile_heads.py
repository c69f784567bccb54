"""Hostile heads: unions that go, move, come twice or are rewritten under a census that is correctly signed."""

import random
from typing import Any
from uuid import UUID

from domain.checkpoint import Head
from services.witness.connection import Asking
from tests.services.witness.fake_log import Altered, Document, FakeLog
from tests.services.witness.garbage import garbage_heads
from tests.services.witness.kinds import grown, kind, path_altered, with_heads


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


@kind("position_fell")
def older_head(log: FakeLog, held: int, rng: random.Random) -> Asking:
    slot = rng.randrange(1, len(log.heads_of[held - 1]))

    def change(twin: FakeLog, heads: list[Head]) -> None:
        heads[slot] = twin.unions[slot].head(heads[slot].position - 1)

    return with_heads(log, change)


@kind("head_rewritten")
def same_position_rewritten(log: FakeLog, held: int, rng: random.Random) -> Asking:
    slot = rng.randrange(1, len(log.heads_of[held - 1]))

    def change(twin: FakeLog, heads: list[Head]) -> None:
        union = twin.unions[slot]
        union.digests[rng.randrange(len(union.digests))] = rng.randbytes(32)
        heads[slot] = union.head()

    return with_heads(log, change)


@kind("head_rewritten")
def same_position_with_another_chain_hash(log: FakeLog, held: int, rng: random.Random) -> Asking:
    slot = rng.randrange(1, len(log.heads_of[held - 1]))

    def change(_: FakeLog, heads: list[Head]) -> None:
        true = heads[slot]
        heads[slot] = Head(
            union_id=true.union_id, position=true.position, hash=rng.randbytes(32), root=true.root
        )

    return with_heads(log, change)


@kind("history_rewritten")
def history_rewritten_and_continued(log: FakeLog, held: int, rng: random.Random) -> Asking:
    slot = rng.randrange(1, len(log.heads_of[held - 1]))

    def change(twin: FakeLog, heads: list[Head]) -> None:
        union = twin.unions[slot]
        union.digests[rng.randrange(len(union.digests))] = rng.randbytes(32)
        twin.record(union)
        heads[slot] = union.head()

    return with_heads(log, change)


@kind("union_vanished")
def union_gone(log: FakeLog, _held: int, _rng: random.Random) -> Asking:
    return with_heads(log, lambda _, heads: heads.__delitem__(slice(-1, None)))


@kind("slot_moved")
def union_replaced_by_a_new_one(log: FakeLog, held: int, rng: random.Random) -> Asking:
    slot = rng.randrange(1, len(log.heads_of[held - 1]))

    def change(twin: FakeLog, heads: list[Head]) -> None:
        heads[slot] = twin.found().head()

    return with_heads(log, change)


@kind("slot_moved")
def slots_changed(log: FakeLog, held: int, rng: random.Random) -> Asking:
    one, other = rng.sample(range(1, len(log.heads_of[held - 1])), 2)

    def change(_: FakeLog, heads: list[Head]) -> None:
        heads[one], heads[other] = heads[other], heads[one]

    return with_heads(log, change)


@kind("union_twice")
def union_in_two_slots(log: FakeLog, held: int, rng: random.Random) -> Asking:
    slot = rng.randrange(len(log.heads_of[held - 1]))
    return with_heads(log, lambda _, heads: heads.append(heads[slot]))


@kind("union_twice")
def new_union_in_two_slots(log: FakeLog, _held: int, _rng: random.Random) -> Asking:
    def change(twin: FakeLog, heads: list[Head]) -> None:
        heads += [twin.found().head()] * 2

    return with_heads(log, change)


@kind("heads_differ")
def a_moved_head_left_out(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    def change(page: Document) -> Document:
        if page["heads"]:
            page["heads"].pop(rng.randrange(len(page["heads"])))
        return page

    return Altered(grown(log), heads=change)


@kind("heads_differ", "head_rewritten", "history_rewritten", "position_fell", "slot_moved")
def a_moved_head_changed(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    def change(page: Document) -> Document:
        if page["heads"]:
            head = rng.choice(page["heads"])
            head |= rng.choice(
                [
                    {"position": head["position"] + 1},
                    {"position": 0},
                    {"hash": rng.randbytes(32).hex()},
                    {"root": rng.randbytes(32).hex()},
                    {"union_id": str(UUID(bytes=rng.randbytes(16)))},
                ]
            )
        return page

    return Altered(grown(log), heads=change)


@kind("history_rewritten")
def altered_path_of_a_union(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    twin = log.twin()
    for union in twin.unions:
        twin.record(union)
    twin.count()
    return Altered(
        twin, heads=lambda page: page | {"heads": [path_altered(h, rng) for h in page["heads"]]}
    )


@kind("before_differs")
def another_position_before(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    def change(page: Document) -> Document:
        for head in page["heads"]:
            was = head["before"]
            others: list[Any] = [{"position": 1 if was is None else was["position"] + 1}]
            head["before"] = rng.choice(others + ([] if was is None else [None]))
        return page

    return Altered(grown(log), heads=change)


@kind("page_out_of_order")
def pages_that_do_not_end(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    far = rng.choice([0, -1, len(log.unions) + 1, (1 << 22) - 1])

    def change(page: Document) -> Document:
        last = page["heads"][-1]["slot"] if page["heads"] else -1
        return page | {"next_after": max(far if far != last else 0, 0) if far else max(last - 1, 0)}

    twin = log.twin()
    for union in twin.unions:
        twin.record(union)
    twin.count()
    return Altered(twin, heads=change)


@kind("page_out_of_order")
def slots_out_of_order(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    def change(page: Document) -> Document:
        heads = page["heads"]
        mixed = rng.choice([[*heads, heads[0]], heads[::-1] if len(heads) > 1 else heads * 2])
        return page | {"heads": mixed, "next_after": None}

    return Altered(grown(log), heads=change)


@kind("page_out_of_order", "answer_malformed")
def slot_beyond_the_census(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    slot = rng.choice([1_000, (1 << 22) - 1, 1 << 22, 1 << 62, -1])

    def change(page: Document) -> Document:
        page["heads"][-1]["slot"] = slot
        return page | {"next_after": None}

    return Altered(grown(log), heads=change)


@kind("census_differs")
def pages_of_two_censuses(log: FakeLog, held: int, _rng: random.Random) -> Asking:
    twin = log.twin()
    twin._page = 1
    for union in twin.unions:
        twin.record(union)
    twin.count()
    seen: list[Document] = []

    def change(page: Document) -> Document:
        seen.append(page)
        return page if len(seen) == 1 else page | {"census": log.heads(held, 0, -1)["census"]}

    return Altered(twin, heads=change)


@kind("answer_malformed", "answer_too_long")
def garbage_for_heads(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    return Altered(grown(log), heads=lambda page: garbage_heads(page, rng))
