"""A union moves: every event, claim, paper and key is at the new place, and the old one writes no more."""

from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import pytest

from domain.ids import MemberId
from domain.sealed import Sealed
from services.audit import offline_verifier
from services.audit.fsck_report import Report
from services.audit.proof_documents import UnionProof
from services.commands.founding import federation_id_of
from services.errors import UnionMoved, UnionNotFound
from services.keys.transport import NotForUs, Receiver, new_transport_key
from services.moving import FileBroken, MoveRefused
from services.moving.releasing import release
from services.store.attachments import AttachmentRows
from services.store.keyring_whole import WholeKeyring
from services.store.moving import release_union, resume_writing
from services.wiring import Wired
from tests.services.attachments.pictures import PDF
from tests.services.erasure.erasing import appoint, erased, left, wrapped
from tests.services.moving.places import (
    LETTER,
    administrator,
    examine,
    freeze,
    move,
    receipts,
    receive,
    rows_of,
    send,
)
from tests.support.books import Office, id_number

COUNTY = federation_id_of("C000")


def faults(report: Report) -> set[str]:
    """The kinds of what is wrong; the tests' own server is not durable, and said to be so."""
    return {fault.kind for part in report.parts for fault in part.faults} - {"not_durable"}


async def name_of(books: Wired, union_id: UUID, who: UUID) -> str | None:
    """A member's name, opened at a place."""
    events = await books.log.read_streams(union_id, [who])
    registered = msgspec.json.decode(events.events[0].body)
    opener = await books.vault.opener(union_id, [who])
    sealed = msgspec.convert(registered["identity"], Sealed)
    opened = opener.open(sealed, command_id=events.events[0].command_id, field="identity")
    return None if opened is None else opened.get("name")


async def test_everything_of_a_union_is_at_the_new_place(
    old: Wired, new: Wired, office: Office, member: MemberId, tmp_path: Path
) -> None:
    await move(old, new, COUNTY, tmp_path, frozen=False)
    arrived = await move(old, new, office.union_id, tmp_path)
    assert arrived.is_written_here
    before = await old.log.read_after(office.union_id, 0, 1_000)
    after = await new.log.read_after(office.union_id, 0, 1_000)
    assert after == before
    assert await new.log.head(office.union_id) == await old.log.head(office.union_id)
    assert await name_of(new, office.union_id, member) == "仲小妮"
    assert await new.vault.find(office.union_id, "id_number", [id_number(1)]) == {
        id_number(1): member
    }
    (paper,) = [row async for row in AttachmentRows(new.pools.app).every(office.union_id)]
    assert (await new.attachments.read(office.union_id, paper.sha256)).content == PDF
    assert len(await new.attachments.namings(office.union_id, paper.sha256)) == 1
    assert [unit.code for unit in await new.directory.find("U001")] == ["U001"]
    assert not faults(await new.fsck.run())
    assert not faults(await old.fsck.run())


async def test_the_new_place_writes_and_the_old_one_does_not(
    old: Wired, new: Wired, office: Office, member: MemberId, tmp_path: Path
) -> None:
    await move(old, new, COUNTY, tmp_path, frozen=False)
    await move(old, new, office.union_id, tmp_path)
    with pytest.raises(UnionMoved):
        await office.do(*receipts(member, 1))
    with pytest.raises(UnionMoved):
        await office.member(3)
    await Office(new, office.union_id).do(*receipts(member, 1))
    await new.checkpointer.take()
    assert not faults(await new.fsck.run())


async def test_a_request_answered_at_the_old_place_is_answered_the_same_at_the_new(
    old: Wired, new: Wired, office: Office, member: MemberId, tmp_path: Path
) -> None:
    asked = office.asked(receipts(member, 1))
    first = await office.desk.carry_out(asked)
    await move(old, new, COUNTY, tmp_path, frozen=False)
    await move(old, new, office.union_id, tmp_path)
    for desk in (office.desk, Office(new, office.union_id).desk):
        again = await desk.carry_out(asked)
        assert again.receipt is not None
        assert first.receipt is not None
        assert again.receipt.replayed
        assert (again.receipt.hash, again.receipt.first_position) == (
            first.receipt.hash,
            first.receipt.first_position,
        )


async def test_a_copy_is_read_and_not_written_until_the_rest_comes(
    old: Wired, new: Wired, office: Office, member: MemberId, tmp_path: Path
) -> None:
    await move(old, new, COUNTY, tmp_path, frozen=False)
    copied = await move(old, new, office.union_id, tmp_path, frozen=False)
    assert not copied.is_written_here
    with pytest.raises(UnionMoved):
        await Office(new, office.union_id).do(*receipts(member, 1))
    await office.do(*receipts(member, 3))
    newcomer = await office.member(3)
    arrived = await move(old, new, office.union_id, tmp_path)
    assert arrived.is_written_here
    assert arrived.events_added == 4
    assert await name_of(new, office.union_id, newcomer) == "仲小妮"
    assert not faults(await new.fsck.run())


async def test_the_same_file_twice_changes_nothing(
    old: Wired, new: Wired, office: Office, member: MemberId, tmp_path: Path
) -> None:
    await move(old, new, COUNTY, tmp_path, frozen=False)
    sent = await send(old, office.union_id, tmp_path)
    await receive(new, sent)
    assert (await receive(new, sent)).events_added == 0
    assert len(await rows_of(new).moves(office.union_id)) == 1
    await Office(new, office.union_id).do(*receipts(member, 1))
    with pytest.raises(MoveRefused, match="older"):
        await receive(new, sent)


async def test_an_older_file_is_refused(
    old: Wired, new: Wired, office: Office, member: MemberId, tmp_path: Path
) -> None:
    await move(old, new, COUNTY, tmp_path, frozen=False)
    early = await send(old, office.union_id, tmp_path, frozen=False)
    await office.do(*receipts(member, 1))
    await move(old, new, office.union_id, tmp_path, frozen=False)
    with pytest.raises(MoveRefused, match="older"):
        await receive(new, early)


async def test_two_histories_of_one_union_never_meet(
    old: Wired, new: Wired, office: Office, member: MemberId, tmp_path: Path
) -> None:
    """The old place was thawed although the new one had begun to write."""
    await move(old, new, COUNTY, tmp_path, frozen=False)
    await move(old, new, office.union_id, tmp_path)
    await Office(new, office.union_id).do(*receipts(member, 1))
    assert await resume_writing(administrator(old), office.union_id, LETTER)
    await office.do(*receipts(member, 1))
    forked = await send(old, office.union_id, tmp_path)
    with pytest.raises(MoveRefused, match="differs"):
        await receive(new, forked)
    await resume_writing(administrator(old), office.union_id, LETTER)
    await office.do(*receipts(member, 1))
    longer = await send(old, office.union_id, tmp_path)
    with pytest.raises(MoveRefused, match="written_here"):
        await receive(new, longer)
    await freeze(new, office.union_id)
    with pytest.raises(MoveRefused, match="differs"):
        await receive(new, longer)
    assert (await new.log.head(office.union_id)).position == forked.left.position


@pytest.mark.usefixtures("member")
async def test_a_unit_without_its_federation_is_refused(
    old: Wired, new: Wired, office: Office, tmp_path: Path
) -> None:
    with pytest.raises(MoveRefused, match="federation_missing"):
        await move(old, new, office.union_id, tmp_path)
    with pytest.raises(UnionNotFound):
        await new.log.head(office.union_id)


async def test_a_place_takes_its_own_file_back_by_thawing_only(
    old: Wired, office: Office, member: MemberId, tmp_path: Path
) -> None:
    sent = await send(old, office.union_id, tmp_path)
    with pytest.raises(MoveRefused, match="own_file"):
        await receive(old, sent)
    assert await resume_writing(administrator(old), office.union_id, LETTER)
    assert not await resume_writing(administrator(old), office.union_id, LETTER)
    await office.do(*receipts(member, 1))
    assert [one.step for one in await rows_of(old).moves(office.union_id)] == ["left", "returned"]
    await old.checkpointer.take()
    assert not faults(await old.fsck.run())


@pytest.mark.usefixtures("office")
async def test_a_copy_cannot_be_thawed_or_sent_on(old: Wired, new: Wired, tmp_path: Path) -> None:
    await move(old, new, COUNTY, tmp_path, frozen=False)
    with pytest.raises(UnionMoved):
        await resume_writing(administrator(new), COUNTY, LETTER)
    with pytest.raises(MoveRefused, match="only_a_copy"):
        await send(new, COUNTY, tmp_path, frozen=False)


async def test_what_is_released_is_gone_at_the_old_place_and_comes_back_with_the_union(
    old: Wired, new: Wired, office: Office, member: MemberId, tmp_path: Path
) -> None:
    await move(old, new, COUNTY, tmp_path, frozen=False)
    with pytest.raises(MoveRefused, match="written_here"):
        await release_union(administrator(old), office.union_id, LETTER)
    await move(old, new, office.union_id, tmp_path)
    await release_union(administrator(old), office.union_id, LETTER)
    papers = AttachmentRows(old.pools.app)
    gone = await release(office.union_id, WholeKeyring(old.pools.keys), papers)
    assert gone.papers == 1
    assert gone.keys > 0
    old.vault._unions.clear()  # as after the second for which opened keys are kept
    assert await name_of(old, office.union_id, member) is None
    assert not faults(await old.fsck.run())
    with pytest.raises(UnionMoved):
        await resume_writing(administrator(old), office.union_id, LETTER)
    await Office(new, office.union_id).do(*receipts(member, 1))
    back = await move(new, old, office.union_id, tmp_path)
    assert back.is_written_here
    old.vault._unions.clear()
    assert await name_of(old, office.union_id, member) == "仲小妮"
    await office.do(*receipts(member, 1))
    await old.checkpointer.take()
    assert not faults(await old.fsck.run())


@pytest.mark.usefixtures("member")
async def test_the_file_opens_for_its_receiver_only(
    old: Wired, office: Office, tmp_path: Path
) -> None:
    sent = await send(old, office.union_id, tmp_path, frozen=False)
    new_transport_key(tmp_path / "other")
    with pytest.raises(NotForUs):
        examine(sent._replace(receiver=Receiver(key_file=tmp_path / "other")))
    with pytest.raises(NotForUs):
        examine(sent._replace(receiver=Receiver(passphrase="x" * 20)))
    raw = sent.file.getvalue()
    rows = await WholeKeyring(old.pools.keys).whole(office.union_id)
    assert rows.wrapped not in (None, b"")
    secrets_ = [rows.wrapped or b"", *(one.blind for one in rows.blinds)]
    secrets_ += [one.wrapped for one in rows.people if one.wrapped is not None]
    assert not [one for one in secrets_ if one in raw or one.hex().encode() in raw]
    assert "仲小妮".encode() not in raw
    assert id_number(1).encode() not in raw


@pytest.mark.usefixtures("member")
async def test_the_file_proves_that_these_books_were_under_the_old_checkpoints(
    old: Wired, new: Wired, office: Office, tmp_path: Path
) -> None:
    await move(old, new, COUNTY, tmp_path, frozen=False)
    sent = await send(old, office.union_id, tmp_path)
    found = examine(sent)
    assert found.covered == found.union.position
    await receive(new, sent)
    (arrived,) = await rows_of(new).moves(office.union_id)
    (proof,) = msgspec.json.decode(arrived.evidence or b"", type=list[UnionProof])
    (tmp_path / "proof.json").write_bytes(msgspec.json.encode(proof))
    file, key = str(tmp_path / "proof.json"), sent.trust.log_key.text
    assert offline_verifier.main(["proof", file, "--key", key]) == 0
    event = (await new.log.read_after(office.union_id, proof.head.position - 1, 1))[0]
    assert event.hash.hex() == proof.head.hash


@pytest.mark.usefixtures("member")
async def test_a_file_of_another_log_or_without_its_witness_is_refused(
    old: Wired, new: Wired, office: Office, tmp_path: Path
) -> None:
    sent = await send(old, office.union_id, tmp_path)
    with pytest.raises(FileBroken, match="signature_bad"):
        examine(sent._replace(trust=sent.trust._replace(log_key=new.signing.own.public)))
    with pytest.raises(FileBroken, match="cosignature_missing"):
        examine(sent._replace(trust=sent.trust._replace(witnesses=(new.signing.own.public,))))


async def test_changed_behind_the_back_after_leaving_is_found_by_fsck(
    old: Wired, office: Office, member: MemberId
) -> None:
    await freeze(old, office.union_id)
    connection = await asyncpg.connect(administrator(old))
    try:
        await connection.execute("update books.union_head set elsewhere_since = null")
    finally:
        await connection.close()
    await office.do(*receipts(member, 1))
    assert "move_differs" in faults(await old.fsck.run())


async def test_what_was_erased_before_the_move_stays_erased(
    old: Wired, new: Wired, office: Office, tmp_path: Path
) -> None:
    await appoint(office)
    gone = await left(office, 1)
    await move(old, new, COUNTY, tmp_path, frozen=False)
    await move(old, new, office.union_id, tmp_path, frozen=False)
    assert set(await wrapped(new, office.union_id, gone)) == {"books", "file"}
    await erased(office, gone)
    await move(old, new, office.union_id, tmp_path)
    assert await wrapped(new, office.union_id, gone) == await wrapped(old, office.union_id, gone)
    assert not faults(await new.fsck.run())
