"""Censuses and checkpoints on real books: what is signed, when, and what is never signed again."""

import asyncio
from typing import NamedTuple

import asyncpg
import msgspec
import pytest

from domain.chain import link
from domain.heads_map import Stranger, is_not_in_map, key_of
from domain.merkle import Subtree, is_consistent, root_of
from services.audit import NoSuchCheckpoint, NotCovered
from services.audit.proof_documents import AbsenceProof
from services.audit.trees import CENSUSES, frontier_at, read_subtrees
from services.keys.signing import SigningKeys, SigningKeyUnusable, is_signed
from services.wiring import Wired
from tests.services.audit.growing import (
    census_holds,
    digests_of,
    event_holds,
    head_holds,
    holds,
    receive,
    root_at,
    unhexed,
)
from tests.support.books import Office, new_office

KEPT_LEVEL = 8


async def test_no_books_no_checkpoint(books: Wired) -> None:
    assert (await books.checkpointer.take()).checkpoint is None
    with pytest.raises(NoSuchCheckpoint):
        await books.proofs.checkpoint()


async def test_a_checkpoint_is_signed_by_the_log_and_stands_until_a_head_moves(
    office: Office,
) -> None:
    books = office.books
    first = await books.checkpointer.take()
    assert first.is_new
    assert first.checkpoint is not None
    assert first.checkpoint.size == 1
    stored = await books.proofs.checkpoint()
    assert is_signed(stored.note, books.signing.own.public)
    assert stored.checkpoint == first.checkpoint
    assert stored.unions == 2  # the county and the unit
    again = await books.checkpointer.take()
    assert (again.is_new, again.checkpoint) == (False, first.checkpoint)
    await office.member(1)
    assert (await books.checkpointer.take()).checkpoint != first.checkpoint


async def test_every_head_is_proven_by_an_outsider(office: Office) -> None:
    books = office.books
    other = await new_office(books, code="U2", county="C1")
    await books.checkpointer.take()
    for union_id in (office.union_id, other.union_id):
        proof = await books.proofs.union(union_id)
        head = await books.log.head(union_id)
        assert holds(proof)
        assert (proof.head.position, proof.head.hash) == (head.position, head.hash.hex())
        assert bytes.fromhex(proof.head.root) == await root_at(books, union_id, head.position)


async def test_any_two_checkpoints_are_consistent(office: Office) -> None:
    books = office.books
    who = await office.member(1)
    for _ in range(9):
        await receive(office, who)
        await books.checkpointer.take()
    roots = {n: (await books.proofs.checkpoint(n)).checkpoint.root for n in range(1, 10)}
    for old, root in roots.items():
        for new in range(old, 10):
            path = unhexed(await books.proofs.consistency(old, new))
            assert is_consistent(old, root, new, roots[new], path)
    with pytest.raises(NoSuchCheckpoint):
        await books.proofs.consistency(1, 10)


async def test_every_event_is_proven_under_every_checkpoint_that_covers_it(office: Office) -> None:
    books = office.books
    who = await office.member(1)
    for times in (3, 250, 40):
        await receive(office, who, times=times)
        await books.checkpointer.take()
    for size in (1, 2, 3):
        covered = (await books.proofs.union(office.union_id, size)).head.position
        for position in {1, 2, covered // 2, covered - 1, covered}:
            proof = await books.proofs.event(office.union_id, position, size)
            assert event_holds(proof)
            event = (await books.log.read_after(office.union_id, position - 1, 1))[0]
            assert (proof.hash, proof.digest) == (event.hash.hex(), event.digest.hex())
        with pytest.raises(NotCovered):
            await books.proofs.event(office.union_id, covered + 1, size)


async def test_what_is_kept_of_a_tree_is_what_its_leaves_make_it(
    office: Office, superuser: asyncpg.Connection
) -> None:
    """Subtrees of 256 leaves are kept; where one is lost, it is made again from its leaves."""
    books = office.books
    who = await office.member(1)
    for times in (200, 300, 700):
        await receive(office, who, times=times)
        await books.checkpointer.take()
    digests = await digests_of(books, office.union_id)
    wanted = [Subtree(KEPT_LEVEL, n) for n in range(4)] + [Subtree(KEPT_LEVEL + 2, 0)]

    async def read() -> dict[Subtree, bytes]:
        async with books.pools.auditor.union_tx(office.union_id) as connection:
            return await read_subtrees(connection, office.union_id, wanted)

    expected = {
        one: root_of(digests[one.ordinal << one.level : (one.ordinal + 1) << one.level])
        for one in wanted
    }
    assert await read() == expected
    kept = await superuser.fetchval(
        "select count(*) from books.subtree where union_id = $1", office.union_id
    )
    assert kept == len(digests) // 256
    await superuser.execute("delete from books.subtree where ordinal = 1")
    assert await read() == expected


async def test_a_held_checkpoint_leads_to_a_later_one(office: Office) -> None:
    books = office.books
    who = await office.member(1)
    sizes = []
    for _ in range(3):
        await receive(office, who)
        taken = await books.checkpointer.take()
        assert taken.checkpoint is not None
        sizes.append(taken.checkpoint.size)
    newcomer = await new_office(books, code="U2", county="C1")
    await books.checkpointer.take()
    newest = (await books.proofs.checkpoint()).checkpoint
    for size in sizes:
        held = (await books.proofs.checkpoint(size)).checkpoint
        proof = await books.proofs.held(office.union_id, size, newest.size)
        assert is_consistent(size, held.root, newest.size, newest.root, unhexed(proof.consistency))
        assert census_holds(proof.census, size, held.root)
        assert proof.head is not None
        assert head_holds(proof.head, office.union_id, proof.census)
        silent = await books.proofs.held(newcomer.union_id, size, newest.size)
        assert silent.head is None
        assert silent.absence is not None
        assert is_not_in_map(
            bytes.fromhex(silent.census.heads_root),
            key_of(newcomer.union_id),
            stranger_of(silent.absence),
            unhexed(silent.absence.path),
        )


def stranger_of(absence: AbsenceProof) -> Stranger | None:
    found = absence.stranger
    if found is None:
        return None
    return Stranger(bytes.fromhex(found.key), bytes.fromhex(found.entry_hash))


async def test_the_receipt_of_a_rewritten_history_is_not_proven(office: Office) -> None:
    """An event that was left alone proves nothing about what stood before it: the chain to the head does."""
    books = office.books
    who = await office.member(1)
    await receive(office, who, times=5)
    await books.checkpointer.take()
    proof = await books.proofs.event(office.union_id, 4)
    assert event_holds(proof)
    other = link(b"another history".ljust(32), bytes.fromhex(proof.digest))
    forged = msgspec.structs.replace(
        proof, previous_hash=b"another history".ljust(32).hex(), hash=other.hex()
    )
    assert not event_holds(forged)


async def test_two_processes_that_take_the_same_census_agree(office: Office) -> None:
    books = office.books
    who = await office.member(1)
    for _ in range(5):
        await receive(office, who)
        taken = await asyncio.gather(*(books.checkpointer.take() for _ in range(4)))
        newest = (await books.proofs.checkpoint()).checkpoint
        assert sum(one.is_new for one in taken) == 1
        assert {one.checkpoint for one in taken if one.checkpoint is not None} <= {
            newest,
            *[(await books.proofs.checkpoint(size)).checkpoint for size in range(1, newest.size)],
        }
    async with books.pools.auditor.all_unions_tx() as connection:
        frontier = await frontier_at(connection, CENSUSES, newest.size)
    assert frontier.root() == newest.root


class Loss(NamedTuple):
    """What somebody with all rights does to a log, and the fault for which it is not signed again."""

    script: str
    fault: str


LOSSES = {
    "the tail cut off": Loss(
        """delete from books.event where union_id = $1 and position > 4;
        update books.union_head h set position = 4, hash =
          (select hash from books.event e where e.union_id = $1 and e.position = 4)
        where union_id = $1""",
        "behind_census",
    ),
    "another hash at the same place": Loss(
        "update books.union_head set hash = sha256('x') where union_id = $1", "hash_differs"
    ),
    "the union taken out": Loss(
        """delete from books.event where union_id = $1;
        delete from books.union_head where union_id = $1""",
        "head_missing",
    ),
    "an early digest replaced": Loss(
        """update books.event set digest = sha256('x') where union_id = $1 and position = 2;
        update books.union_head set position = position + 1 where union_id = $1""",
        "root_differs",
    ),
    "an early event taken out": Loss(
        """delete from books.event where union_id = $1 and position = 2;
        update books.union_head set position = position + 1 where union_id = $1""",
        "events_missing",
    ),
    "a head past its events": Loss(
        "update books.union_head set position = position + 1 where union_id = $1",
        "events_missing",
    ),
}


@pytest.mark.parametrize("case", LOSSES)
async def test_a_log_that_does_not_continue_is_not_signed_again(
    office: Office, superuser: asyncpg.Connection, case: str
) -> None:
    """The others go on; the union's last good head stays in every later census."""
    books = office.books
    await books.checkpointer.take()
    before = await books.proofs.union(office.union_id)
    await superuser.execute(LOSSES[case].script.replace("$1", f"'{office.union_id}'"))
    await new_office(books, code="U2", county="C1")
    taken = await books.checkpointer.take()
    assert taken.is_new
    assert [(lost.union_id, lost.fault) for lost in taken.disowned] == [
        (office.union_id, LOSSES[case].fault)
    ]
    after = await books.proofs.union(office.union_id)
    assert holds(after)
    unchanged = ("position", "hash", "root")
    assert [getattr(after.head, name) for name in unchanged] == [
        getattr(before.head, name) for name in unchanged
    ]


async def test_a_chain_that_does_not_follow_from_its_digests_is_not_signed(
    office: Office, superuser: asyncpg.Connection
) -> None:
    books = office.books
    await books.checkpointer.take()
    await office.member(1)
    await superuser.execute(
        "update books.union_head set hash = sha256('x') where union_id = $1", office.union_id
    )
    taken = await books.checkpointer.take()
    assert [lost.fault for lost in taken.disowned] == ["hash_differs"]


async def test_a_wrong_hash_is_not_signed_the_first_time_either(
    office: Office, superuser: asyncpg.Connection
) -> None:
    await superuser.execute(
        "update books.union_head set hash = sha256('x') where union_id = $1", office.union_id
    )
    taken = await office.books.checkpointer.take()
    assert [lost.fault for lost in taken.disowned] == ["hash_differs"]


async def test_a_key_of_another_log_signs_nothing(office: Office) -> None:
    settings = office.books.settings
    keys = SigningKeys("another.example/log", settings.signing_key_file, None)
    with pytest.raises(SigningKeyUnusable):
        _ = keys.own


async def test_the_checkpointing_role_sees_no_body_and_changes_no_event(books: Wired) -> None:
    async with books.pools.checkpointer.all_unions_tx() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("select body from books.event")
    for forbidden in (
        "update books.event set digest = digest",
        "delete from books.checkpoint",
        "update books.checkpoint set root = root",
        "update books.census_head set root = root",
        "delete from books.census_head",
        "truncate books.subtree",
    ):
        async with books.pools.checkpointer.all_unions_tx() as connection:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(forbidden)


async def test_moved_heads_prove_that_their_logs_only_grew(office: Office) -> None:
    books = office.books
    await books.checkpointer.take()
    await new_office(books, code="U2", county="C1")
    await office.member(1)
    await books.checkpointer.take()
    moved = await books.proofs.moved_heads(2, since=1, after=None, limit=10)
    grown = {one.union_id: one for one in moved}[office.union_id]
    earlier = await books.proofs.union(office.union_id, 1)
    assert grown.before == earlier.head.position
    assert is_consistent(
        earlier.head.position,
        bytes.fromhex(earlier.head.root),
        grown.position,
        bytes.fromhex(grown.root),
        unhexed(grown.path),
    )
    assert [one.before for one in moved].count(None) == 2  # the new county and its unit
    everything = await books.proofs.moved_heads(2, since=0, after=None, limit=10)
    assert [one.union_id for one in everything] == sorted(one.union_id for one in everything)
    assert len(everything) == 4
    first = everything[0].union_id
    assert await books.proofs.moved_heads(2, since=0, after=first, limit=1) == [everything[1]]


async def test_the_head_as_it_is_now_has_the_root_of_its_digests(office: Office) -> None:
    books = office.books
    await books.checkpointer.take()
    await office.member(1)
    head = await office.head()
    current = await books.proofs.head(office.union_id, head.position)
    assert bytes.fromhex(current.root) == await root_at(books, office.union_id, head.position)
    assert current.checkpoint_position is not None
    assert current.checkpoint_position < head.position
