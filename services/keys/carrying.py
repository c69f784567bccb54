"""A union's keys on their way to another server: never in clear, and never under a root key.

At the old place every key is opened and wrapped anew under the file's content key; at the new place under a key of
the union made there. What the blind index and the digests of requests follow from stays the same, for nobody could
compute them anew; so a request repeated after the move, and a person entered again, are recognised.
"""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.keys.ciphers import FieldKey
from services.keys.roots import read_root_keys
from services.keys.transport import ContentKey
from services.keys.wrapping import (
    RootWrap,
    UnionKeys,
    county_label,
    derived,
    index_label,
    subject_label,
    union_label,
    unwrap,
    wrap,
)
from services.store.failures import AlreadyThere
from services.store.keyring import SubjectKey
from services.store.keyring_whole import BlindRow, Listing, TenantRows, WholeKeyring

_PEOPLE_AT_ONCE = 20_000


class KeysCarried(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a union's keys, each wrapped under the content key of the file. `index` is in the first part.

    `county_keys`: for each county that lists people, what tells whether it is the same county key there.
    """

    index: bytes | None = None
    own_county_key: bytes | None = None
    people: list[SubjectKey] = []
    blinds: list[BlindRow] = []
    listings: list[Listing] = []
    county_keys: dict[str, bytes] = {}


class KeysDiffer(Exception):
    """There are other keys for this union here: what was sealed under them would never open again.

    Or they came at this moment, by another import.
    """


class KeysBrought(msgspec.Struct, frozen=True):
    """How many people's and papers' keys came, and how many listings of a county could not be taken over."""

    keys: int
    unlisted: int


class KeyCarrier:
    """Takes keys out of one key store and into another."""

    def __init__(self, rows: WholeKeyring, root_file: Path) -> None:
        self._rows = rows
        self._root_file = root_file

    async def taken(self, union_id: UUID, content: ContentKey) -> list[KeysCarried]:
        """Return a union's keys, wrapped for the way; raises KeyDamaged."""
        root, own = RootWrap(read_root_keys(self._root_file)), await self._rows.whole(union_id)
        listings = await self._rows.listings(union_id)
        counties = sorted({one.federation_id for one in listings})
        first = KeysCarried(
            index=None if own.wrapped is None else _index_carried(union_id, own, root, content),
            own_county_key=_county_carried(union_id, own.county_wrapped, root, content),
            county_keys={
                str(county): check
                for county in counties
                if (check := await self._county_check(root, county)) is not None
            },
        )
        return [first, *_in_parts(_people_carried(union_id, own, root, content), own, listings)]

    async def bring(
        self, union_id: UUID, parts: Sequence[KeysCarried], content: ContentKey
    ) -> KeysBrought:
        """Put keys into this key store; raises KeysDiffer before anything is written. May be repeated.

        Where the books were written last, it is known which keys are destroyed: so it is here afterwards. What was
        only released here, when the union left, comes back.
        """
        root, here = RootWrap(read_root_keys(self._root_file)), await self._rows.whole(union_id)
        index = _index_brought(union_id, parts, content)
        await self._bring_county_key(root, union_id, parts, content)
        if index is not None:
            union_key = await self._own_key(root, here, index)
            people = _people_brought(union_id, parts, content, union_key)
            try:
                await self._merge(union_id, here, people)
            except AlreadyThere:
                raise KeysDiffer from None
        blinds = [one for part in parts for one in part.blinds]
        await self._rows.put_blinds(union_id, [(one.blind, one.subject_id) for one in blinds])
        gone = {one.subject_id for one in here.blinds} - {one.subject_id for one in blinds}
        await self._rows.remove_blinds(union_id, sorted(gone))
        unlisted = await self._list_in_counties(root, union_id, parts)
        return KeysBrought(sum(len(part.people) for part in parts), unlisted)

    async def _own_key(self, root: RootWrap, here: TenantRows, index: bytes) -> bytes:
        """Return the union's key at this place, making one where there is none, or none that anything hangs on."""
        union_id = here.tenant_id
        if here.wrapped is not None:
            key = root.unwrap(here.wrapped, union_label(union_id))
            if hmac.compare_digest(_lasting(here, root), index):
                return key
            if here.people or here.blinds:
                raise KeysDiffer
        fresh = AESGCM.generate_key(bit_length=256)
        kept = here.wrapped or await self._put(root, union_id, fresh)
        # Wrapped once more it is other bytes: of two that take the key's place at once one finds it taken.
        wrapped = root.wrap(fresh, union_label(union_id))
        wrapped_index = root.wrap(index, index_label(union_id))
        if not await self._rows.rewrap_union_key(union_id, wrapped, wrapped_index, instead_of=kept):
            raise KeysDiffer
        return fresh

    async def _put(self, root: RootWrap, union_id: UUID, fresh: bytes) -> bytes:
        wrapped = root.wrap(fresh, union_label(union_id))
        if await self._rows.put_union_key(union_id, wrapped, datetime.now(UTC)) != wrapped:
            raise KeysDiffer  # another import of this union was faster
        return wrapped

    async def _merge(self, union_id: UUID, here: TenantRows, people: list[SubjectKey]) -> None:
        known = {(one.subject_id, one.kind): one for one in here.people}
        await self._rows.put_people(
            union_id, [one for one in people if (one.subject_id, one.kind) not in known]
        )
        known_in_both = [(one, known.get((one.subject_id, one.kind))) for one in people]
        await self._rows.revive_subject_keys(
            union_id, [one for one, before in known_in_both if before and _is_back(one, before)]
        )
        now = datetime.now(UTC)
        for one, before in known_in_both:
            if before is None:
                continue
            if one.destroyed_at is not None and before.destroyed_at is None:
                await self._rows.destroy_subject_keys(union_id, [one.subject_id], one.kind, now)
            elif one.restricted_at is not None and before.restricted_at is None:
                await self._rows.restrict_subject_keys(union_id, [one.subject_id], one.kind, now)

    async def _bring_county_key(
        self, root: RootWrap, union_id: UUID, parts: Sequence[KeysCarried], content: ContentKey
    ) -> None:
        """A federation brings the key of its county's index; another one that is here already stays."""
        for part in parts:
            if part.own_county_key is not None:
                label = county_label(union_id)
                key = content.unwrap(part.own_county_key, label)
                await self._rows.put_county_key(union_id, root.wrap(key, label), datetime.now(UTC))

    async def _list_in_counties(
        self, root: RootWrap, union_id: UUID, parts: Sequence[KeysCarried]
    ) -> int:
        checks = {UUID(name): check for part in parts for name, check in part.county_keys.items()}
        unlisted = 0
        for county in sorted({one.federation_id for part in parts for one in part.listings}):
            listed = [one for part in parts for one in part.listings if one.federation_id == county]
            if await self._county_check(root, county) != checks.get(county):
                unlisted += len(listed)
                continue
            places = {one.blind: (union_id, one.subject_id) for one in listed}
            await self._rows.put_county_index(county, places)
        return unlisted

    async def _county_check(self, root: RootWrap, federation_id: UUID) -> bytes | None:
        """Return what is equal for equal county keys and tells nothing else of them."""
        kept = await self._rows.county_key(federation_id)
        if kept is None:
            return None
        key = root.unwrap(kept, county_label(federation_id))
        return derived(key, b"gonghui county key check 1")


def paper_keys(
    union_id: UUID, parts: Iterable[KeysCarried], content: ContentKey
) -> Mapping[UUID, FieldKey | None]:
    """Return the key of every subject's `books` kind, None where it was destroyed: papers open with these."""
    return {
        one.subject_id: None
        if one.wrapped is None
        else FieldKey(
            content.unwrap(one.wrapped, subject_label(union_id, one.subject_id, one.kind))
        )
        for part in parts
        for one in part.people
        if one.kind == "books"
    }


def _is_back(one: SubjectKey, before: SubjectKey) -> bool:
    return one.wrapped is not None and before.wrapped is None


def _lasting(own: TenantRows, root: RootWrap) -> bytes:
    """Return what the blind index and the digests of requests follow from."""
    if own.wrapped_index is not None:
        return root.unwrap(own.wrapped_index, index_label(own.tenant_id))
    return root.unwrap(own.wrapped or b"", union_label(own.tenant_id))


def _index_carried(union_id: UUID, own: TenantRows, root: RootWrap, content: ContentKey) -> bytes:
    return content.wrap(_lasting(own, root), index_label(union_id))


def _index_brought(
    union_id: UUID, parts: Sequence[KeysCarried], content: ContentKey
) -> bytes | None:
    for part in parts:
        if part.index is not None:
            return content.unwrap(part.index, index_label(union_id))
    return None


def _county_carried(
    union_id: UUID, wrapped: bytes | None, root: RootWrap, content: ContentKey
) -> bytes | None:
    if wrapped is None:
        return None
    label = county_label(union_id)
    return content.wrap(root.unwrap(wrapped, label), label)


def _people_carried(
    union_id: UUID, own: TenantRows, root: RootWrap, content: ContentKey
) -> Iterator[SubjectKey]:
    if own.wrapped is None:
        return
    wrapping = UnionKeys(root.unwrap(own.wrapped, union_label(union_id))).wrapping
    for one in own.people:
        label = subject_label(union_id, one.subject_id, one.kind)
        yield (
            one
            if one.wrapped is None
            else msgspec.structs.replace(
                one, wrapped=content.wrap(unwrap(wrapping, one.wrapped, label), label)
            )
        )


def _people_brought(
    union_id: UUID, parts: Sequence[KeysCarried], content: ContentKey, union_key: bytes
) -> list[SubjectKey]:
    wrapping = UnionKeys(union_key).wrapping
    found = []
    for one in (one for part in parts for one in part.people):
        label = subject_label(union_id, one.subject_id, one.kind)
        found.append(
            one
            if one.wrapped is None
            else msgspec.structs.replace(
                one, wrapped=wrap(wrapping, content.unwrap(one.wrapped, label), label)
            )
        )
    return found


def _in_parts(
    people: Iterator[SubjectKey], own: TenantRows, listings: Sequence[Listing]
) -> Iterator[KeysCarried]:
    every, blinds, rest = list(people), own.blinds, list(listings)
    longest = max(len(every), len(blinds), len(rest))
    for begin in range(0, longest, _PEOPLE_AT_ONCE):
        end = begin + _PEOPLE_AT_ONCE
        yield KeysCarried(
            people=every[begin:end], blinds=blinds[begin:end], listings=rest[begin:end]
        )
