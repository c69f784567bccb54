"""Hostile pages of heads: the census is true, but what is sent of it is not."""

import random
from itertools import count
from typing import Any
from uuid import UUID

from services.witness.connection import Asking
from tests.services.witness.fake_log import Altered, Document, FakeLog
from tests.services.witness.garbage import garbage_heads
from tests.services.witness.kinds import grown, kind, path_altered

_PAGES_WITHOUT_END = 1_000
_LAST = (1 << 128) - 1


@kind("heads_differ")
def a_moved_head_left_out(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    """From the last page, so that all pages still lead on to the next."""

    def change(page: Document) -> Document:
        if page["next_after"] is None:
            page["heads"].pop(rng.randrange(len(page["heads"])))
        return page

    return Altered(grown(log), heads=change)


@kind("heads_differ")
def a_union_sent_that_was_not_counted(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    """A further union behind all others, as true as any, but not in the census."""
    last = UUID(int=_LAST - rng.randrange(1 << 32))

    def change(page: Document) -> Document:
        if page["next_after"] is None:
            page["heads"].append(_new(str(last), rng))
        return page

    return Altered(grown(log), heads=change)


@kind("heads_differ")
def unions_without_end(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    """Each page holds one more union that nobody has counted, all in good order."""
    numbers = count(1)

    def change(page: Document) -> Document:
        number = next(numbers)
        if number > _PAGES_WITHOUT_END:
            raise AssertionError("the witness goes on asking for ever")
        union_id = str(UUID(int=number))
        return page | {"heads": [_new(union_id, rng)], "next_after": union_id}

    return Altered(grown(log), heads=change)


def _new(union_id: str, rng: random.Random) -> Document:
    return {
        "union_id": union_id,
        "position": rng.randint(1, 9),
        "hash": rng.randbytes(32).hex(),
        "root": rng.randbytes(32).hex(),
        "before": None,
        "path": [],
    }


@kind("heads_differ", "history_rewritten", "before_differs", "page_out_of_order")
def a_moved_head_changed(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    def change(page: Document) -> Document:
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
    return Altered(
        _all_moved(log),
        heads=lambda page: page | {"heads": [path_altered(h, rng) for h in page["heads"]]},
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
def pages_that_do_not_lead_on(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    """The next page is to begin before the end of this one, or far behind it."""

    def change(page: Document) -> Document:
        last = UUID(page["heads"][-1]["union_id"]).int
        return page | {"next_after": str(UUID(int=rng.choice([0, last - 1, last + 1, _LAST])))}

    return Altered(_all_moved(log), heads=change)


@kind("page_out_of_order")
def empty_pages_without_end(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    numbers = count(1)

    def change(page: Document) -> Document:
        number = next(numbers)
        if number > _PAGES_WITHOUT_END:
            raise AssertionError("the witness goes on asking for ever")
        return page | {"heads": [], "next_after": str(UUID(int=rng.choice([0, number, _LAST])))}

    return Altered(grown(log), heads=change)


@kind("page_out_of_order")
def the_same_page_again(log: FakeLog, _held: int, _rng: random.Random) -> Asking:
    """The second page begins at the front again."""
    twin = _all_moved(log)
    twin._page = 2
    first = twin.heads(twin.size, log.size, None)
    return Altered(twin, heads=lambda _: first)


@kind("page_out_of_order")
def heads_in_reverse(log: FakeLog, _held: int, _rng: random.Random) -> Asking:
    twin = _all_moved(log)
    twin._page = len(twin.unions)
    return Altered(twin, heads=lambda page: page | {"heads": page["heads"][::-1]})


@kind("page_out_of_order")
def union_sent_twice(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    def change(page: Document) -> Document:
        which = rng.randrange(len(page["heads"]))
        page["heads"].insert(which, page["heads"][which])
        return page

    return Altered(grown(log), heads=change)


@kind("page_out_of_order")
def union_sent_with_an_older_head_beside(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    """Once as it is held and once as it has moved: whichever came last would be kept."""

    def change(page: Document) -> Document:
        which = rng.randrange(len(page["heads"]))
        true = page["heads"][which]
        union = next(one for one in log.unions if str(one.union_id) == true["union_id"])
        held = union.head()
        old = {"position": held.position, "hash": held.hash.hex(), "root": held.root.hex()}
        page["heads"].insert(which + rng.randint(0, 1), true | old | {"path": []})
        return page

    return Altered(_all_moved(log), heads=change)


@kind("census_differs")
def pages_of_two_censuses(log: FakeLog, held: int, _rng: random.Random) -> Asking:
    twin = _all_moved(log)
    twin._page = 1
    seen: list[Document] = []

    def change(page: Document) -> Document:
        seen.append(page)
        return page if len(seen) == 1 else page | {"census": log.heads(held, 0, None)["census"]}

    return Altered(twin, heads=change)


@kind("answer_malformed", "answer_too_long")
def garbage_for_heads(log: FakeLog, _held: int, rng: random.Random) -> Asking:
    return Altered(grown(log), heads=lambda page: garbage_heads(page, rng))


def _all_moved(log: FakeLog) -> FakeLog:
    """Return a later log in which every union held has moved, and no other is met."""
    twin = log.twin()
    for union in twin.unions:
        twin.record(union)
    twin.count()
    return twin
