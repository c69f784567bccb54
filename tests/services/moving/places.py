"""Two places with root keys and logs of their own, and the way of a union's file between them."""

import io
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import msgspec

from domain.attachment import Attachment
from domain.dues.commands import ReceiveDues
from domain.household.commands import ApplyForHardship
from domain.ids import HouseholdId, MemberId
from services.keys.carrying import KeyCarrier
from services.keys.signing import ensure_signing_key
from services.keys.transport import Receiver, new_transport_key
from services.moving import Arrived, Arriving, Examined, Leaving, Left, Trust
from services.moving.examining import examined
from services.store.addresses import Role
from services.store.keyring_whole import WholeKeyring
from services.store.moving import MovingRows, stop_writing
from services.wiring import Wired
from tests.services.attachments.pictures import PDF
from tests.services.erasure.erasing import HANDLER, appoint
from tests.support.books import Office, open_books
from tests.support.database import Database

LETTER = "县总工会〔2026〕7号"
"""The document a move rests on."""


class Sent(NamedTuple):
    """A file on its way, whoever may open it, and what the sender says of it."""

    file: io.BytesIO
    receiver: Receiver
    trust: Trust
    left: Left

    def altered(self, raw: bytes) -> "Sent":
        """The same with other bytes."""
        return self._replace(file=io.BytesIO(raw))


@asynccontextmanager
async def another_place(database: Database, folder: Path, name: str) -> AsyncIterator[Wired]:
    """A place with a root key and a log of its own; the passwords of the roles are the cluster's."""
    root, signing = folder / f"{name}.root", folder / f"{name}.key"
    root.write_bytes(secrets.token_bytes(32))
    root.chmod(0o600)
    ensure_signing_key(signing, name)
    settings = msgspec.structs.replace(
        database.settings,
        app_url=database.of(Role.APP),
        projector_url=database.of(Role.PROJECTOR),
        county_url=database.of(Role.COUNTY),
        auditor_url=database.of(Role.AUDITOR),
        checkpointer_url=database.of(Role.CHECKPOINTER),
        keystore_url=database.of(Role.KEYS),
        root_key_file=root,
        signing_key_file=signing,
        origin=name,
    )
    async with open_books(msgspec.structs.replace(database, settings=settings)) as books:
        yield books


def keys_of(books: Wired) -> KeyCarrier:
    """What takes keys out of a place's key store and into it."""
    return KeyCarrier(WholeKeyring(books.pools.keys), books.settings.root_key_file)


def rows_of(books: Wired) -> MovingRows:
    """What there is of a union at a place."""
    return MovingRows(books.pools.auditor)


def administrator(books: Wired) -> str:
    """The administrator's address of a place."""
    return books.settings.database_url or ""


async def freeze(books: Wired, union_id: UUID) -> None:
    """Stop a union's books at a place, and put its last event under a checkpoint."""
    await stop_writing(administrator(books), union_id, LETTER)
    await books.checkpointer.take()


async def send(books: Wired, union_id: UUID, folder: Path, *, frozen: bool = True) -> Sent:
    """Write a union's file for a fresh receiving key, after stopping it unless it is to be a copy."""
    if frozen:
        await freeze(books, union_id)
    key = folder / f"{secrets.token_hex(4)}.transport"
    public = new_transport_key(key)
    file = io.BytesIO()
    leaving = Leaving(
        rows_of(books), keys_of(books), books.proofs, books.signing, books.fsck.newest_cosigned
    )
    left = await leaving.write(union_id, file, lambda one: one.sealed_to(public), LETTER)
    return Sent(file, Receiver(key_file=key), Trust(books.signing.own.public), left)


def examine(sent: Sent) -> Examined:
    """Check a file from end to end."""
    return examined(sent.file, sent.receiver, sent.trust)


async def receive(books: Wired, sent: Sent) -> Arrived:
    """Bring a file in, and the ledgers up to it."""
    found = examine(sent)
    own = books.signing.own.public.text
    arriving = Arriving(rows_of(books), keys_of(books), administrator(books), own)
    arrived = await arriving.bring(sent.file, found, sent.trust.log_key.text)
    await books.runner.catch_up(arrived.union_id)
    return arrived


async def move(old: Wired, new: Wired, union_id: UUID, folder: Path, **how: bool) -> Arrived:
    """Both halves of a move."""
    return await receive(new, await send(old, union_id, folder, **how))


async def fill(office: Office) -> MemberId:
    """Two members, money, a hardship file with a paper behind it."""
    await appoint(office)
    who = await office.member(1, name="仲小妮")
    await office.member(2, name="赵大有")
    await office.do(*receipts(who, 30))
    kept = await office.books.attachments.keep(office.union_id, PDF, "application/pdf", by="key:a")
    await office.do(await application(office, who, kept.sha256))
    return who


def receipts(who: MemberId, count: int) -> list[ReceiveDues]:
    """So many receipts of one yuan."""
    return [
        ReceiveDues(
            occurred_on=date(2026, 12, 1), member_id=who, dues_month="2026-01", amount_fen=100
        )
        for _ in range(count)
    ]


async def application(office: Office, who: MemberId, digest: str) -> ApplyForHardship:
    """An application for hardship aid with a paper behind it."""
    return ApplyForHardship(
        occurred_on=date(2026, 3, 16),
        household_id=HouseholdId(uuid4()),
        householder_id=who,
        applied_by="person",
        handler_id=HANDLER,
        evidence=(Attachment(sha256=digest, byte_count=1, media_type="application/pdf"),),
        circumstances=await office.seal(who, "circumstances", {"cause": "重病"}),
    )
