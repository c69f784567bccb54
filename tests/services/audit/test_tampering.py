"""What a superuser does to the books is noticed: a few mutants of each class; `make evidence` makes hundreds."""

import random

import asyncpg
import pytest

from domain.chain import Break
from services.audit.held import CheckpointBroken, Held, HeldMalformed, held_of, parse_held
from services.audit.proofs import CheckpointSpoilt
from services.wiring import Wired
from tests.evidence.tampered_books import false_alarms, ground, tamper
from tests.evidence.tampering import (
    CLASSES,
    altered,
    put_back,
    read_log,
    rechained,
    write_history,
)
from tests.support.books import Office, new_office

MUTANTS = 4
SEED = 20261121


async def test_all_that_a_held_checkpoint_covers_is_noticed(books: Wired) -> None:
    dice = random.Random(SEED)  # noqa: S311 # mutants that can be made again
    print(f"seed {SEED}")  # noqa: T201 # to make the same mutants again
    async with ground(books, dice) as found_on:
        assert await false_alarms(found_on, 12) == 0
        noticed = await tamper(found_on, dice, MUTANTS)
        assert await false_alarms(found_on, 12) == 0  # everything is put back
    for name, tampering in CLASSES.items():
        assert noticed.made[name] == MUTANTS
        if tampering.newer_only:
            assert noticed.with_held[name] == 0  # nobody can know yet
            assert noticed.with_newer[name] == noticed.with_receipt[name] == MUTANTS
        else:
            assert noticed.with_held[name] == MUTANTS, name


EVIDENCE_TAMPERED = {
    "a head of the census": "update books.census_head set position = position + 1",
    "a census taken out": "delete from books.census_head",
    "the list of unions": "delete from books.counted_union",
    "the moment of the census": "update books.checkpoint set taken_at = taken_at + interval '1 s'",
    "the root of the checkpoint": "update books.checkpoint set root = sha256('x')",
    "the checkpoint itself": "delete from books.checkpoint",
}


@pytest.mark.parametrize("case", EVIDENCE_TAMPERED)
async def test_changed_evidence_vouches_for_nothing(office: Office, case: str) -> None:
    """The rows a held checkpoint is compared with may be changed as well."""
    books = office.books
    taken = await books.checkpointer.take()
    assert taken.checkpoint is not None
    held = held_of(taken.checkpoint)
    assert (await books.verifier.vouching(held)).heads.keys() >= {office.union_id}
    superuser = await asyncpg.connect(books.settings.database_url)
    await superuser.execute(EVIDENCE_TAMPERED[case])
    await superuser.close()
    with pytest.raises(CheckpointBroken):
        await books.verifier.vouching(held)


async def test_a_checkpoint_the_log_did_not_sign_vouches_for_nothing(office: Office) -> None:
    books = office.books
    await books.checkpointer.take()
    assert await books.verifier.newest_vouching(books.signing.own.public) is not None
    superuser = await asyncpg.connect(books.settings.database_url)
    await superuser.execute(
        "update books.checkpoint set note = convert_to(replace(convert_from(note, 'UTF8'), 'g', 'h'), 'UTF8')"
    )
    await superuser.close()
    with pytest.raises(CheckpointBroken):
        await books.verifier.newest_vouching(books.signing.own.public)


@pytest.mark.parametrize("note", ["", "no note", "a\n\n— b AQIDBAU=\n"])
async def test_a_spoilt_checkpoint_is_said_to_be_so(office: Office, note: str) -> None:
    books = office.books
    await books.checkpointer.take()
    superuser = await asyncpg.connect(books.settings.database_url)
    await superuser.execute("update books.checkpoint set note = convert_to($1, 'UTF8')", note)
    await superuser.close()
    with pytest.raises(CheckpointBroken):
        await books.verifier.newest_vouching(books.signing.own.public)
    with pytest.raises(CheckpointSpoilt):
        await books.proofs.checkpoint()
    report = await books.fsck.run()
    kinds = {fault.kind for part in report.parts for fault in part.faults}
    assert {"checkpoint_spoilt", "checkpoint_differs"} <= kinds


async def test_a_union_that_vanished_with_all_its_rows_is_named(office: Office) -> None:
    books = office.books
    other = await new_office(books, code="U2", county="C1")
    taken = await books.checkpointer.take()
    assert taken.checkpoint is not None
    superuser = await asyncpg.connect(books.settings.database_url)
    for table in ("event", "union_head", "command", "claim"):
        await superuser.execute(f"delete from books.{table} where union_id = $1", other.union_id)
    await superuser.close()
    vouching = await books.verifier.vouching(held_of(taken.checkpoint))
    found = {one.union_id: one.broken async for one in books.verifier.every_union(vouching)}
    assert found[office.union_id] is None
    assert found[other.union_id] is not None


async def test_how_far_a_checkpoint_vouches_is_said(office: Office) -> None:
    books = office.books
    taken = await books.checkpointer.take()
    assert taken.checkpoint is not None
    covered = (await office.head()).position
    await office.member(1)
    vouching = await books.verifier.vouching(held_of(taken.checkpoint))
    found = await books.verifier.union(office.union_id, vouching)
    assert (found.broken, found.vouched) == (None, covered)
    assert found.position > covered
    assert (await books.verifier.union(office.union_id)).vouched == 0


async def test_a_held_checkpoint_is_read_from_a_note_or_from_paper(office: Office) -> None:
    books = office.books
    await books.checkpointer.take()
    stored = await books.proofs.checkpoint()
    checkpoint = stored.checkpoint
    whole = Held(checkpoint.size, checkpoint.root.hex())
    assert parse_held(stored.note.raw.decode()) == whole
    assert parse_held(f" {checkpoint.size}:{checkpoint.root.hex().upper()}\n") == whole
    short = parse_held(checkpoint.short_code)
    assert short.matches(checkpoint.root)
    assert not short.matches(bytes(32))
    for text in (
        "",
        "7",
        "7-abc",
        "0-0123456789abcdef",
        "x:0123456789abcdef",
        "7-0123456789abcdeg",
    ):
        with pytest.raises(HeldMalformed):
            parse_held(text)


async def test_the_place_of_a_rewriting_is_narrowed_by_earlier_checkpoints(office: Office) -> None:
    """Nine censuses: what was rewritten lies between the last that agrees and the first that does not."""
    books = office.books
    taken, positions = None, []
    for serial in range(1, 10):
        await office.member(serial)
        taken = await books.checkpointer.take()
        positions.append((await office.head()).position)
    assert taken is not None
    assert taken.checkpoint is not None
    superuser = await asyncpg.connect(books.settings.database_url)
    log = await read_log(superuser, office.union_id, positions[-1], {})
    dice = random.Random(SEED)  # noqa: S311 # can be made again
    for nth in (0, 3, 8):
        at = positions[nth] - 1
        rows = [*log.rows[:at], altered(log.rows[at], dice), *log.rows[at + 1 :]]
        await write_history(superuser, log, rechained(log, rows))
        vouching = await books.verifier.vouching(held_of(taken.checkpoint))
        found = (await books.verifier.union(office.union_id, vouching)).broken
        assert found is not None
        before = positions[nth - 1] if nth else 0
        assert found == Break(before + 1, "checkpoint_differs", positions[nth])
        await put_back(superuser, log)
    await superuser.close()
