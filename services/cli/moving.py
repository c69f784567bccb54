"""Verbs that move a union to another server (deploy/runbooks/moving-a-union.md)."""

import argparse
import asyncio
from collections.abc import Callable
from typing import IO
from uuid import UUID

import msgspec

from domain.note import NoteMalformed, parse_key
from services.audit.proof_documents import UnionProof
from services.cli.keystore import key_rows
from services.cli.moving_telling import (
    fault,
    refusal,
    say,
    tell_arrived,
    tell_examined,
    tell_left,
)
from services.cli.ready import ready, unit_named
from services.cli.replacing import replacing
from services.commands.founding import federation_id_of
from services.errors import UnionMoved, UnionNotFound
from services.keys.carrying import KeyCarrier
from services.keys.signing import SigningKeyUnusable
from services.keys.transport import (
    ContentKey,
    Envelope,
    NotForUs,
    Receiver,
    TransportKeyUnusable,
    new_transport_key,
    read_passphrase,
)
from services.moving import (
    Arriving,
    Examined,
    FileBroken,
    Leaving,
    Left,
    MoveRefused,
    Trust,
)
from services.moving.examining import examined
from services.moving.releasing import release
from services.settings import Settings
from services.store.addresses import Addresses
from services.store.attachments import AttachmentRows
from services.store.moving import MovingRows, release_union, resume_writing, stop_writing
from services.wiring import Wired
from services.words.moving import MOVE_FAULTS


async def transport_key(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Make a receiving key, and print the half the other place needs."""
    try:
        public = new_transport_key(arguments.file)
    except FileExistsError:
        return fault("transport_key")
    say("key_made", file=arguments.file, public=public)
    return 0


async def union_export(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write a union's file; with --freeze its books are written here no more."""
    if arguments.freeze and not arguments.reason:
        return fault("reason_missing")
    if not arguments.file.parent.is_dir():
        return fault("folder_missing", folder=arguments.file.parent)
    try:
        close = _closing(arguments)
    except TransportKeyUnusable:
        return fault("transport_key")
    async with ready(settings) as books:
        union_id = await _whose(books, arguments)
        if union_id is None:
            return 2
        try:
            if arguments.freeze:
                await _freeze(settings, books, union_id, arguments)
            left = await _write(settings, books, union_id, arguments, close)
        except UnionNotFound:
            return fault("union_unknown")
        except MoveRefused as refused:
            return refusal(refused)
        tell_left(left, arguments.file)
        say("log_key", key=books.signing.own.public.text)
    return 0


async def union_import(settings: Settings, arguments: argparse.Namespace) -> int:
    """Check a file from end to end, then bring the union in; with --check nothing is written."""
    try:
        trust = Trust(
            parse_key(arguments.log_key),
            tuple(parse_key(one) for one in arguments.witness),
            arguments.held,
        )
        receiver = _receiver(arguments)
    except NoteMalformed:
        return fault("log_key_malformed")
    except TransportKeyUnusable:
        return fault("transport_key")
    if not arguments.file.is_file():
        return fault("file_missing", file=arguments.file)
    try:
        with arguments.file.open("rb") as file:
            found = await asyncio.to_thread(examined, file, receiver, trust)
            tell_examined(found)
            if arguments.check:
                return 0
            return await _bring(settings, file, found, arguments.log_key)
    except FileBroken as broken:
        fault("file_broken", fault=MOVE_FAULTS.get(broken.fault, broken.fault))
        return 1
    except NotForUs:
        fault("not_for_us")
        return 1
    except MoveRefused as refused:
        return refusal(refused)


async def union_thaw(settings: Settings, arguments: argparse.Namespace) -> int:
    """Let a union's books be written here again, after its move was called off."""
    async with ready(settings) as books:
        union_id = await _whose(books, arguments)
        if union_id is None:
            return 2
        address = Addresses(settings).administrator
        try:
            thawed = await resume_writing(address, union_id, arguments.reason)
        except UnionMoved:
            fault("thaw_copy", code=_code(arguments))
            return 1
        except UnionNotFound:
            return fault("union_unknown")
    say("thawed" if thawed else "not_stopped", code=_code(arguments))
    return 0


async def union_release(settings: Settings, arguments: argparse.Namespace) -> int:
    """Destroy the keys and papers of a union that is written elsewhere: erasures there are complete then."""
    async with ready(settings) as books, key_rows(settings) as rows:
        union_id = await _whose(books, arguments)
        if union_id is None:
            return 2
        try:
            await release_union(Addresses(settings).administrator, union_id, arguments.reason)
        except MoveRefused:
            fault("release_written_here", code=_code(arguments))
            return 1
        done = await release(union_id, rows, AttachmentRows(books.pools.app))
    say("released", code=_code(arguments), keys=done.keys, papers=done.papers)
    return 0


async def union_origin(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write the old log's proofs of a union: the offline verifier reads them (`verify.py FILE --key OLDKEY`)."""
    async with ready(settings) as books:
        union_id = await _whose(books, arguments)
        if union_id is None:
            return 2
        moves = await MovingRows(books.pools.auditor).moves(union_id)
    proofs = [
        proof
        for move in moves
        if move.evidence is not None
        for proof in msgspec.json.decode(move.evidence, type=list[UnionProof])
    ]
    if not proofs:
        fault("origin_none", code=_code(arguments))
        return 1
    arguments.file.mkdir(parents=True, exist_ok=True)
    for number, proof in enumerate(proofs, start=1):
        file = arguments.file / f"proof-{number}.json"
        file.write_bytes(msgspec.json.encode(proof))
    say("origin", count=len(proofs), file=arguments.file)
    return 0


async def _freeze(
    settings: Settings, books: Wired, union_id: UUID, arguments: argparse.Namespace
) -> None:
    """Stop writing, then take a checkpoint, so that one covers the last event."""
    is_new = await stop_writing(Addresses(settings).administrator, union_id, arguments.reason)
    head = await books.log.head(union_id)
    message = "stopped" if is_new else "stopped_before"
    say(message, code=_code(arguments), position=head.position)
    await books.checkpointer.take()
    if arguments.wait_for_witness:
        say("waiting")
        if not await _is_cosigned(books, union_id, head.position, arguments.wait_for_witness):
            say("not_cosigned", position=head.position)


async def _is_cosigned(books: Wired, union_id: UUID, position: int, seconds: int) -> bool:
    for _ in range(seconds):
        stored = await books.fsck.newest_cosigned()
        if stored is not None:
            proof = await books.proofs.union(union_id, stored.size)
            if proof.head.position >= position:
                return True
        await asyncio.sleep(1)
    return False


def _closing(arguments: argparse.Namespace) -> Callable[[ContentKey], Envelope]:
    """Return what seals the file's key, tried once before anything is stopped; raises TransportKeyUnusable."""
    passphrase_file, to = arguments.passphrase_file, arguments.to
    passphrase = None if passphrase_file is None else read_passphrase(passphrase_file)

    def close(key: ContentKey) -> Envelope:
        return key.sealed_to(to) if passphrase is None else key.sealed_under(passphrase)

    close(ContentKey.fresh())
    return close


async def _write(
    settings: Settings,
    books: Wired,
    union_id: UUID,
    arguments: argparse.Namespace,
    close: Callable[[ContentKey], Envelope],
) -> Left:
    async with key_rows(settings) as rows:
        leaving = Leaving(
            MovingRows(books.pools.auditor),
            KeyCarrier(rows, settings.root_key_file),
            books.proofs,
            books.signing,
            books.fsck.newest_cosigned,
        )
        with replacing(arguments.file) as file:
            return await leaving.write(union_id, file, close, arguments.reason)


async def _bring(settings: Settings, file: IO[bytes], found: Examined, log_key: str) -> int:
    async with ready(settings) as books, key_rows(settings) as rows:
        arriving = Arriving(
            MovingRows(books.pools.auditor),
            KeyCarrier(rows, settings.root_key_file),
            Addresses(settings).administrator,
            _own_key(books),
        )
        arrived = await arriving.bring(file, found, log_key)
        tell_arrived(arrived)
        await books.erasures.settle_all()
        if arrived.events_added:
            say("ledgers", count=await books.runner.catch_up(arrived.union_id))
        if arrived.is_written_here:
            say("next")
    return 0


def _own_key(books: Wired) -> str:
    try:
        return books.signing.own.public.text
    except SigningKeyUnusable:
        return ""


def _receiver(arguments: argparse.Namespace) -> Receiver:
    if arguments.key is not None:
        return Receiver(key_file=arguments.key)
    return Receiver(passphrase=read_passphrase(arguments.passphrase_file))


async def _whose(books: Wired, arguments: argparse.Namespace) -> UUID | None:
    if arguments.federation is not None:
        return federation_id_of(arguments.federation)
    unit = await unit_named(books, arguments.union or "")
    return None if unit is None else unit.unit_id


def _code(arguments: argparse.Namespace) -> str:
    return str(arguments.federation or arguments.union)
