"""Verbs that look after keys: copies of the key store, rotation, and carrying out erasures (deploy/keystore.md)."""

import argparse
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from services.audit.runs import keep_run
from services.cli.ready import OPERATOR, prepare, ready, today, unit_named
from services.erasure.erasures import ErasureRow
from services.erasure.scan import scan
from services.errors import UnionMoved
from services.file_access import is_open_to_others
from services.keys import read_root_keys
from services.keys.backup import (
    BackupUnusable,
    KeyStoreInUse,
    RootKeyDiffers,
    back_up,
    restore,
)
from services.keys.rotation import rotate_root, rotate_union
from services.keys.wrapping import KEY_BYTES, KeyDamaged
from services.settings import Settings
from services.store.addresses import Addresses, Role
from services.store.keyring_whole import WholeKeyring
from services.store.migrate import renew_passwords
from services.store.pool import READING_LONG, Pool
from services.store.scanning import compact_key_store
from services.wiring import Wired, wired
from services.words.keystore import KEYSTORE

_LONG_SECONDS = 300.0


async def keystore_backup(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write the key store to a file: wrapped keys and blind indexes, nothing that opens without the root key."""
    async with key_rows(settings) as rows:
        count = await back_up(rows, arguments.file)
    _say("backed_up", count=count, file=arguments.file)
    return 0


async def keystore_restore(settings: Settings, arguments: argparse.Namespace) -> int:
    """Put a backup into an empty key store, and carry out again every erasure the logs hold."""
    await prepare(settings)
    try:
        async with key_rows(settings) as rows:
            count = await restore(rows, arguments.file, read_root_keys(settings.root_key_file))
    except BackupUnusable:
        return _fault("backup_unusable")
    except RootKeyDiffers:
        return _fault("backup_of_another_root")
    except KeyStoreInUse as in_use:
        return _fault("keystore_in_use", tenant=in_use.tenant_id)
    async with ready(settings) as books:
        erased = await books.erasures.settle_all()
    await _compact(settings)
    _say("restored", count=count, erased=erased)
    _say("restore_check")
    return 0


async def rotate_keys(settings: Settings, arguments: argparse.Namespace) -> int:
    """Put another root key, or another key of one union, into the place of the one there is."""
    await prepare(settings)
    if arguments.root is not None:
        return await _rotate_root(settings, arguments.root)
    async with wired(settings) as books:
        unit = await unit_named(books, arguments.union)
    if unit is None:
        return 2
    async with key_rows(settings) as rows:
        count = await rotate_union(rows, settings.root_key_file, unit.unit_id)
    await _compact(settings)
    _say("union_rotated", code=unit.code, count=count)
    return 0


async def erase(settings: Settings, arguments: argparse.Namespace) -> int:
    """Bring the key store to what the logs say; with --due also carry out what is approved or over its term."""
    status = 0
    async with ready(settings) as books:
        if arguments.due:
            for row in await books.erasures.ready(today()):
                status = max(status, await _carry_out(books, row))
        settled = await books.erasures.settle_all()
        _say("settled", count=settled)
        await _compact(
            settings
        )  # a run that leaves destroyed keys in the tables' files has not been one
        if arguments.due:
            await keep_run(
                books.pools.checkpointer, "erase", sound=not status, report={"settled": settled}
            )
    _say("complete_when")
    return status


async def _carry_out(books: Wired, row: ErasureRow) -> int:
    """Carry one erasure out; where the union is written elsewhere now, it is that place's to do."""
    named = {"union": row.union_id, "subject": row.subject_id}
    try:
        outcome = await books.erasures.execute(
            row.union_id, row.subject_id, actor=OPERATOR, day=today()
        )
    except UnionMoved as moved:
        _say("refused", code=moved.code, **named)
        return 0
    if outcome.receipt is None:
        _say("refused", code=outcome.refused[0].refused.code, **named)
        return 1
    _say("executed", **named)
    return 0


async def erase_scan(settings: Settings, arguments: argparse.Namespace) -> int:
    """Search both databases, their files and the folders given for what must be gone; 1 where something is left."""
    lines = arguments.needles.read_text(encoding="utf-8").splitlines()
    needles = {f"#{number}": line.encode() for number, line in enumerate(lines, start=1) if line}
    if not needles:
        return _fault("needles_missing")
    addresses = Addresses(settings)
    result = await scan(
        [addresses.administrator, addresses.keystore_administrator], needles, arguments.logs
    )
    for one in result.found:
        _say("found", name=one.name, place=one.place, count=one.count)
    if result.is_clean:
        _say("clean")
    for place in result.covered:
        _say("covered", place=place)
    for place in result.not_covered:
        _say("not_covered", place=place)
    return 0 if result.is_clean else 1


async def _rotate_root(settings: Settings, file: Path) -> int:
    """The roles' passwords follow from the root key, so they change with it; last, and repeatable by itself."""
    successor = _successor(file)
    if successor is None:
        return _fault("root_unusable")
    try:
        async with key_rows(settings) as rows:
            count = await rotate_root(rows, settings.root_key_file, successor)
    except FileExistsError:
        return _fault("root_in_progress")
    except KeyDamaged:
        return _fault("keys_damaged")
    await renew_passwords(settings)
    await _compact(settings)
    _say("root_rotated", count=count)
    return 0


def _successor(file: Path) -> bytes | None:
    try:
        is_open = is_open_to_others(file)
        key = file.read_bytes()
    except OSError:
        return None
    return None if is_open or len(key) != KEY_BYTES else key


@asynccontextmanager
async def key_rows(settings: Settings) -> AsyncIterator[WholeKeyring]:
    """The key store by itself: nothing here makes a key that was not there."""
    pool = Pool(
        Addresses(settings).of(Role.KEYS),
        size=2,
        limits=READING_LONG,
        command_seconds=_LONG_SECONDS,
        acquire_seconds=5.0,
    )
    try:
        yield WholeKeyring(pool)
    finally:
        await pool.close()


async def _compact(settings: Settings) -> None:
    address = Addresses(settings).keystore_administrator
    if address is None:
        _say("not_compacted")
        return
    await compact_key_store(address)
    _say("compacted")


def _say(message: str, **values: object) -> None:
    sys.stdout.write(KEYSTORE[message].format(**values) + "\n")


def _fault(message: str, **values: object) -> int:
    sys.stderr.write(KEYSTORE[message].format(**values) + "\n")
    return 2
