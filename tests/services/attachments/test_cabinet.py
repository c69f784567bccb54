"""Papers are kept once, encrypted, until nobody names them in time or they are destroyed on purpose."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, get_args, get_type_hints
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from domain.attachment import Attachment, kept_in
from domain.catalogue import CATALOGUE
from domain.command import Command
from domain.federation.commands import RecordCountyOfficer
from domain.household.commands import ApplyForHardship, RejectHardship
from domain.ids import HouseholdId, MemberId, OfficerId
from services.attachments import (
    Attachments,
    PaperDestroyed,
    PaperDiffers,
    PaperUnknown,
    TooMuchUnnamed,
    cabinet,
)
from services.attachments.cabinet import UNNAMED_KEPT
from services.commands.papers import naming_topics
from services.keys import Vault, read_root_key
from services.keys.rotation import rotate_union
from services.keys.vault import KINDS
from services.store.attachments import AttachmentRows, Naming
from services.store.keyring_whole import WholeKeyring
from services.wiring import Wired
from tests.services.attachments.pictures import PDF, jpeg, phone_jpeg
from tests.services.erasure.erasing import HANDLER, appoint, erased, left
from tests.support.books import Office

JPEG = "image/jpeg"
DAY = date(2026, 3, 16)


async def keep(office: Office, content: bytes = PDF, kind: str = "application/pdf") -> str:
    kept = await office.books.attachments.keep(office.union_id, content, kind, by="key:office")
    return kept.sha256


def later(books: Wired, days: timedelta) -> Attachments:
    """The cabinet as it will be some days from now."""
    return Attachments(
        AttachmentRows(books.pools.app),
        books.vault,
        books.keyring,
        now=lambda: datetime.now(UTC) + days,
    )


async def keys_left(office: Office, key_ids: Sequence[UUID]) -> int:
    stored = await office.books.keyring.subject_keys(office.union_id, key_ids)
    return sum(key.wrapped is not None for key in stored.values())


async def test_the_same_paper_is_kept_once_and_comes_back_as_it_was_cleaned(
    office: Office, superuser: asyncpg.Connection
) -> None:
    cabinet_ = office.books.attachments
    first = await cabinet_.keep(office.union_id, phone_jpeg(1), JPEG, by="key:a")
    again = await cabinet_.keep(office.union_id, jpeg(), JPEG, by="key:b")
    assert (first.cleaned, again.cleaned) == (True, False)
    assert first.sha256 == again.sha256 == sha256(jpeg()).hexdigest()
    assert first.byte_count == len(jpeg())
    paper = await cabinet_.read(office.union_id, first.sha256)
    assert (paper.content, paper.media_type) == (jpeg(), JPEG)
    rows = await superuser.fetch("select content, kept_by from books.attachment")
    assert [row["kept_by"] for row in rows] == ["key:a"]
    assert jpeg()[20:60] not in rows[0]["content"]


async def test_one_unions_paper_is_not_anothers(office: Office) -> None:
    digest = await keep(office)
    with pytest.raises(PaperUnknown):
        await office.books.attachments.read(uuid4(), digest)


async def test_two_uploads_at_once_are_one_paper(office: Office) -> None:
    digests = await asyncio.gather(*(keep(office) for _ in range(4)))
    assert len(set(digests)) == 1
    assert (await office.books.attachments.read(office.union_id, digests[0])).content == PDF


async def test_a_paper_that_was_changed_behind_the_store_is_not_shown_and_fsck_tells(
    office: Office, superuser: asyncpg.Connection
) -> None:
    digest, other = await keep(office), await keep(office, jpeg(), JPEG)
    clean = await office.books.fsck.run()
    part = {one.part: one for one in clean.parts}["attachments"]
    assert (part.covered, list(part.faults)) == (2, [])
    await superuser.execute(
        "update books.attachment set content = set_byte(content, 40, 255 - get_byte(content, 40))"
        " where sha256 = $1",
        digest,
    )
    with pytest.raises(PaperDiffers):
        await office.books.attachments.read(office.union_id, digest)
    await superuser.execute(
        "update books.attachment a set content = b.content from books.attachment b"
        " where a.sha256 = $1 and b.sha256 = $2",
        digest,
        other,
    )
    with pytest.raises(PaperDiffers):
        await office.books.attachments.read(office.union_id, digest)
    found = {one.part: one for one in (await office.books.fsck.run()).parts}["attachments"]
    assert [(one.kind, one.place) for one in found.faults] == [("attachment_differs", digest)]


async def application(
    office: Office, who: MemberId, *digests: str, kept: bool = False
) -> ApplyForHardship:
    """A member's application for a hardship file, with its papers."""
    return ApplyForHardship(
        occurred_on=DAY,
        household_id=HouseholdId(uuid4()),
        householder_id=who,
        applied_by="person",
        handler_id=HANDLER,
        evidence=tuple(
            Attachment(sha256=digest, byte_count=1, media_type="application/pdf", kept=kept)
            for digest in digests
        ),
        circumstances=await office.seal(who, "circumstances", {"cause": "病"}),
    )


async def test_an_event_says_which_papers_were_kept_whatever_the_asker_says(
    office: Office, superuser: asyncpg.Connection
) -> None:
    await appoint(office)
    here, elsewhere = await keep(office), "ab" * 32
    for serial, (digest, says) in enumerate([(here, False), (elsewhere, True)], start=1):
        who = await office.member(serial)
        await office.do(await application(office, who, digest, kept=says))
    events = await office.books.log.read_after(office.union_id, 0, 100)
    naming = [one for one in events if one.topic == "household.applied"]
    assert [[*kept_in(msgspec.json.decode(one.body))] for one in naming] == [[here], []]
    (named,) = await office.books.attachments.namings(office.union_id, here)
    assert named == Naming(naming[0].stream_id, "household", DAY)
    assert await office.books.attachments.namings(office.union_id, elsewhere) == []
    assert await later(office.books, UNNAMED_KEPT * 2).drop_unnamed() == 0
    await superuser.execute("delete from books.attachment where sha256 = $1", here)
    found = {one.part: one for one in (await office.books.fsck.run()).parts}["attachments"]
    assert [(one.kind, one.position) for one in found.faults] == [
        ("attachment_missing", naming[0].position)
    ]


async def reject(office: Office, asked: ApplyForHardship) -> None:
    """Have the county reject an application: nothing is under way any more."""
    federation_id = (await office.desk.read_union(office.union_id)).federation_id
    assert federation_id is not None
    county = Office(office.books, federation_id)
    officer_id = OfficerId(uuid4())
    name = await county.seal(await county.person(77), "name", {"name": "县审批"}, key="books")
    await county.do(
        RecordCountyOfficer(occurred_on=DAY, officer_id=officer_id, office="approver", name=name)
    )
    await office.do(
        RejectHardship(
            occurred_on=date(2026, 5, 20),
            household_id=asked.household_id,
            reason="papers_incomplete",
            details=await office.seal(asked.householder_id, "details", {"why": "材料不全"}),
            approver_id=officer_id,
            decision_no="驳1",
        )
    )


async def test_what_nobody_names_in_time_goes_with_its_key(office: Office) -> None:
    await appoint(office)
    named, unnamed = await keep(office), await keep(office, jpeg(), JPEG)
    rows = AttachmentRows(office.books.pools.app)
    keys = [row.key_id async for row in rows.every(office.union_id)]
    assert await keys_left(office, keys) == 2 * len(KINDS)
    await office.do(await application(office, await office.member(1), named))
    assert await later(office.books, UNNAMED_KEPT - timedelta(hours=1)).drop_unnamed() == 0
    assert await later(office.books, UNNAMED_KEPT + timedelta(hours=1)).drop_unnamed() == 1
    assert await keys_left(office, keys) == len(KINDS)
    with pytest.raises(PaperUnknown):
        await office.books.attachments.read(office.union_id, unnamed)
    assert (await office.books.attachments.read(office.union_id, named)).content == PDF


async def test_an_upload_again_counts_the_days_anew(office: Office) -> None:
    digest = await keep(office)
    almost = later(office.books, UNNAMED_KEPT - timedelta(hours=1))
    await almost.keep(office.union_id, PDF, "application/pdf", by="key:office")
    assert await later(office.books, UNNAMED_KEPT + timedelta(hours=1)).drop_unnamed() == 0
    await office.books.attachments.read(office.union_id, digest)


async def test_a_paper_thrown_away_while_it_is_being_named_is_noticed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found when the request began, gone when it ends: it is decided again, and the event does not say `kept`."""
    await appoint(office)
    digest, dropped = await keep(office), later(office.books, UNNAMED_KEPT * 2)
    name = Attachments.name

    async def slowly(self: Attachments, *given: Any) -> frozenset[str]:  # noqa: ANN401
        await dropped.drop_unnamed()
        return await name(self, *given)

    monkeypatch.setattr(Attachments, "name", slowly)
    await office.do(await application(office, await office.member(1), digest))
    (event,) = [
        one
        for one in await office.books.log.read_after(office.union_id, 0, 100)
        if one.topic == "household.applied"
    ]
    assert not [*kept_in(msgspec.json.decode(event.body))]


async def test_a_refused_request_names_nothing(office: Office) -> None:
    digest = await keep(office)
    outcome = await office.ask([await application(office, await office.member(1), digest)])
    assert outcome.refused
    assert await office.books.attachments.namings(office.union_id, digest) == []


async def test_an_erased_persons_papers_are_destroyed_and_do_not_come_back(
    office: Office, superuser: asyncpg.Connection
) -> None:
    await appoint(office)
    theirs, shared = await keep(office), await keep(office, jpeg(), JPEG)
    who, other = await left(office, 1), await office.member(2)
    asked = await application(office, who, theirs, shared)
    await office.do(asked)
    await office.do(await application(office, other, shared))
    await reject(office, asked)
    await erased(office, who)
    with pytest.raises(PaperDestroyed):
        await office.books.attachments.read(office.union_id, theirs)
    with pytest.raises(PaperDestroyed):
        await keep(office)
    assert (await office.books.attachments.read(office.union_id, shared)).content == jpeg()
    (row,) = await superuser.fetch("select * from books.attachment where sha256 = $1", theirs)
    assert (row["content"], await keys_left(office, [row["key_id"]])) == (None, 0)
    await office.books.erasures.settle_all()
    found = {one.part: one for one in (await office.books.fsck.run()).parts}["attachments"]
    assert (found.covered, list(found.faults)) == (1, [])


async def test_a_paper_opens_after_its_unions_key_was_rotated(office: Office) -> None:
    digest = await keep(office)
    file = office.books.settings.root_key_file
    await rotate_union(WholeKeyring(office.books.pools.keys), file, office.union_id)
    fresh = Attachments(
        AttachmentRows(office.books.pools.app),
        Vault(office.books.keyring, read_root_key(file)),
        office.books.keyring,
    )
    assert (await fresh.read(office.union_id, digest)).content == PDF


async def test_under_national_cryptography_a_paper_is_sealed_with_sm4(
    office: Office, superuser: asyncpg.Connection
) -> None:
    books = office.books
    key = read_root_key(books.settings.root_key_file)
    national = Vault(books.keyring, key, cipher="sm4")
    digest = (
        await Attachments(AttachmentRows(books.pools.app), national, books.keyring).keep(
            office.union_id, PDF, "application/pdf", by="key:office"
        )
    ).sha256
    assert (await books.attachments.read(office.union_id, digest)).content == PDF
    assert (await superuser.fetchval("select content from books.attachment"))[:1] == b"\x02"


async def test_what_waits_to_be_named_is_bounded(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cabinet, "MOST_UNNAMED_BYTES", len(PDF) + 10)
    await keep(office)
    with pytest.raises(TooMuchUnnamed):
        await keep(office, jpeg(), JPEG)


def test_papers_stand_in_a_command_where_the_desk_looks_for_them() -> None:
    """Directly or in a tuple; and every event that may name one is known by its topic."""
    nested = {
        name
        for kind in _all_commands(Command)
        for name, hint in get_type_hints(kind).items()
        for inner in (hint, *get_args(hint))
        if inner is not Attachment
        and isinstance(inner, type)
        and issubclass(inner, msgspec.Struct)
        and Attachment in _deep(inner)
    }
    assert not nested
    assert {"voucher.drafted", "voucher.revised", "household.applied", "aid_case.requested"} <= (
        naming_topics()
    )
    assert {"pay_batch.paid", "disclosure.published"} <= naming_topics() <= CATALOGUE.keys()
    assert not {"dues.received", "statement.issued", "member.registered"} & naming_topics()


def _all_commands(kind: type[Command]) -> set[type[Command]]:
    return {one for sub in kind.__subclasses__() for one in (sub, *_all_commands(sub))}


def _deep(kind: object) -> set[object]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        found = {inner for hint in get_type_hints(kind).values() for inner in _deep(hint)}
        return {kind, *found}
    return {kind, *(inner for hint in get_args(kind) for inner in _deep(hint))}
