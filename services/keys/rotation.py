"""Rotates keys by wrapping anew what lies below them: the root key over all, or one union's over its people.

Nothing sealed is touched. Each step is one transaction of one tenant and may be done again, so a rotation that was
broken off is finished by starting it again; until it ends, both root keys open what there is.
"""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.keys.roots import (
    begin_succession,
    end_succession,
    next_root_file,
    read_root_key,
    read_root_keys,
)
from services.keys.wrapping import (
    KeyDamaged,
    RootWrap,
    UnionKeys,
    county_key_of,
    county_label,
    index_label,
    subject_label,
    union_label,
    unwrap,
    wrap,
)
from services.store.keyring import NewSubjectKey, SubjectKey, UnionKey
from services.store.keyring_whole import WholeKeyring

_TRIES = 5


async def rotate_root(rows: WholeKeyring, root_file: Path, successor: bytes) -> int:
    """Put another root key into the place of the current one; returns how many keys were wrapped anew.

    Raises KeyDamaged where a key opens under neither, and then both root keys stay where they are.
    """
    if read_root_key(root_file) == successor and not next_root_file(root_file).exists():
        return 0
    begin_succession(root_file, successor)
    changed = 0
    for _ in range(2):  # once more, for what began while the first round went on
        for tenant in await rows.tenants():
            if tenant.is_union:
                changed += await _rewrap_union(rows, root_file, tenant.tenant_id)
            if tenant.is_county:
                changed += await _rewrap_county(rows, root_file, tenant.tenant_id)
    end_succession(root_file)
    return changed


async def rotate_union(rows: WholeKeyring, root_file: Path, union_id: UUID) -> int:
    """Give a union another key; returns how many keys of people were wrapped anew. Index and digests stay."""
    root = RootWrap(read_root_keys(root_file))

    def renewed(
        row: UnionKey, people: list[SubjectKey]
    ) -> tuple[bytes, bytes, list[NewSubjectKey]]:
        old = root.unwrap(row.wrapped, union_label(union_id))
        fresh = AESGCM.generate_key(bit_length=256)
        before, after = UnionKeys(old).wrapping, UnionKeys(fresh).wrapping
        index = row.wrapped_index or root.wrap(old, index_label(union_id))
        return (
            root.wrap(fresh, union_label(union_id)),
            index,
            _moved(union_id, people, before, after),
        )

    return await rows.renew_union(union_id, renewed)


def _moved(
    union_id: UUID, people: list[SubjectKey], before: AESGCM, after: AESGCM
) -> list[NewSubjectKey]:
    moved = []
    for key in people:
        if key.wrapped is not None:
            label = subject_label(union_id, key.subject_id, key.kind)
            opened = unwrap(before, key.wrapped, label)
            moved.append(NewSubjectKey(key.subject_id, key.kind, wrap(after, opened, label)))
    return moved


async def _rewrap_union(rows: WholeKeyring, root_file: Path, union_id: UUID) -> int:
    for _ in range(_TRIES):
        row = await rows.union_key(union_id)
        if row is None:
            return 0
        root = RootWrap(read_root_keys(root_file))
        wrapped = _under_newest(root, row.wrapped, union_label(union_id))
        index = (
            None
            if row.wrapped_index is None
            else _under_newest(root, row.wrapped_index, index_label(union_id))
        )
        if (wrapped, index) == (row.wrapped, row.wrapped_index):
            return 0
        if await rows.rewrap_union_key(union_id, wrapped, index, instead_of=row.wrapped):
            return 1
    raise KeyDamaged


async def _rewrap_county(rows: WholeKeyring, root_file: Path, federation_id: UUID) -> int:
    """A county whose key was never stored has the one that follows from the root key that goes."""
    roots = read_root_keys(root_file)
    root, label = RootWrap(roots), county_label(federation_id)
    kept = await rows.county_key(federation_id)
    if kept is None:
        first = county_key_of(roots[0], federation_id)
        await rows.put_county_key(federation_id, root.wrap(first, label), datetime.now(UTC))
        return 1
    wrapped = _under_newest(root, kept, label)
    if wrapped == kept:
        return 0
    await rows.rewrap_county_key(federation_id, wrapped)
    return 1


def _under_newest(root: RootWrap, wrapped: bytes, label: bytes) -> bytes:
    """Return the same where it opens under the newest root key already."""
    newest = RootWrap(root.roots[-1:])
    try:
        newest.unwrap(wrapped, label)
    except KeyDamaged:
        return newest.wrap(root.unwrap(wrapped, label), label)
    return wrapped
