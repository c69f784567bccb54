"""The key store as a file, and back. Everything in it is wrapped already: without the root key it opens nothing.

One line for each tenant, and a last one that counts them and carries the SHA-256 of all before. The file must not
be kept longer than erasures may take to be complete: with it and the root key, what was destroyed opens again.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec

from services.keys.wrapping import (
    KeyDamaged,
    RootWrap,
    county_label,
    index_label,
    union_label,
)
from services.store.keyring_whole import TenantRows, WholeKeyring

FORMAT = "gonghui keystore 1"


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    made_at: datetime


class _End(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tenants: int
    sha256: str


class BackupUnusable(Exception):
    """The file is no whole backup of a key store."""


class RootKeyDiffers(Exception):
    """The backup was made under a root key that is not the one there is: nothing was restored."""


class KeyStoreInUse(Exception):
    """The key store holds other keys for a tenant of the backup: nothing was restored."""

    def __init__(self, tenant_id: UUID) -> None:
        super().__init__()
        self.tenant_id = tenant_id


async def back_up(rows: WholeKeyring, file: Path) -> int:
    """Write the whole key store to a file readable by its owner only; returns how many tenants it holds."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    digest, count = hashlib.sha256(), 0
    with os.fdopen(descriptor, "wb") as opened:
        lines = [msgspec.json.encode(_Head(FORMAT, datetime.now(UTC)))]
        for tenant in await rows.tenants():
            lines.append(msgspec.json.encode(await rows.whole(tenant.tenant_id)))
            count += 1
            for line in lines:
                digest.update(line + b"\n")
                opened.write(line + b"\n")
            lines = []
        for line in lines:
            digest.update(line + b"\n")
            opened.write(line + b"\n")
        opened.write(msgspec.json.encode(_End(count, digest.hexdigest())) + b"\n")
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)
    return count


async def restore(rows: WholeKeyring, file: Path, roots: Sequence[bytes]) -> int:
    """Put a backup into a key store that has nothing else; returns how many tenants were put back.

    What a broken restore has put back already stays; a tenant whose key is another one, or opens under no root key
    there is, stops it before anything is written. The caller must settle every erasure the logs hold, since the
    backup may be older than they are.
    """
    tenants = _opened(file, roots)
    missing = []
    for tenant in tenants:
        kept = await rows.whole(tenant.tenant_id)
        if kept.is_empty():
            missing.append(tenant)
        elif not kept.is_of(tenant):
            raise KeyStoreInUse(tenant.tenant_id)
    for tenant in missing:
        await rows.put_back(tenant)
    return len(missing)


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that could be restored: when it was made, of how many tenants, with how many people's keys."""

    made_at: datetime
    tenants: int
    people: int


def examine(file: Path, roots: Sequence[bytes]) -> Examined:
    """Read a backup to its end and open every tenant's key; raises BackupUnusable, RootKeyDiffers."""
    tenants = _opened(file, roots)
    with file.open("rb") as opened:
        head = msgspec.json.decode(opened.readline(), type=_Head)
    people = {(tenant.tenant_id, one.subject_id) for tenant in tenants for one in tenant.people}
    return Examined(made_at=head.made_at, tenants=len(tenants), people=len(people))


def _opened(file: Path, roots: Sequence[bytes]) -> list[TenantRows]:
    """Return the tenants of a backup every key of which opens; raises BackupUnusable, RootKeyDiffers."""
    tenants = list(_read(file))
    if not all(_opens(tenant, RootWrap(roots)) for tenant in tenants):
        raise RootKeyDiffers
    return tenants


def _opens(tenant: TenantRows, root: RootWrap) -> bool:
    closed = (
        (tenant.wrapped, union_label(tenant.tenant_id)),
        (tenant.wrapped_index, index_label(tenant.tenant_id)),
        (tenant.county_wrapped, county_label(tenant.tenant_id)),
    )
    try:
        for wrapped, label in closed:
            if wrapped is not None:
                root.unwrap(wrapped, label)
    except KeyDamaged:
        return False
    return True


def _read(file: Path) -> Iterator[TenantRows]:
    """Return the tenants of a backup; raises BackupUnusable before the first one where it is not whole."""
    lines = file.read_bytes().splitlines(keepends=True)
    try:
        head = msgspec.json.decode(lines[0], type=_Head)
        end = msgspec.json.decode(lines[-1], type=_End)
        tenants = [msgspec.json.decode(line, type=TenantRows) for line in lines[1:-1]]
    except (IndexError, msgspec.MsgspecError):
        raise BackupUnusable from None
    whole = hashlib.sha256(b"".join(lines[:-1])).hexdigest()
    if head.format != FORMAT or end.tenants != len(tenants) or end.sha256 != whole:
        raise BackupUnusable
    return iter(tenants)
