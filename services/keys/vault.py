"""The vault: who is known in a union, and the keys of each person.

A person is found by the blind index of the ID number, which lives in the key store and can be deleted; the
index never enters an event. The county holds a second index under a key of its own, to answer whether an ID
number is live in some unit without saying where.

What was opened is kept in memory for a second without asking again: a key destroyed or restricted anywhere is gone
here within that second, in every process.
"""

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.sealed import KeyKind
from services.identifiers import new_ids, timeless_ids
from services.keys.ciphers import FieldCipher, FieldKey
from services.keys.roots import RootKeys
from services.keys.sealing import Opener, Sealer
from services.keys.wrapping import (
    CountyKeys,
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
from services.store.keyring import Keyring, NewSubjectKey, UnionKey

KINDS: tuple[KeyKind, ...] = ("books", "file")
_LOGIN: Final = "login"
TRUSTED_SECONDS: Final = 1.0
"""How long a process goes on with what it has opened before it asks whether something was destroyed."""
_KEYS_KEPT = 50_000
_TRIES = 5

_Places = dict[tuple[UUID, KeyKind], FieldKey]


class _Known:
    """What is open of one union, as of one generation of its keys."""

    def __init__(self, row: UnionKey, keys: UnionKeys, asked_at: float) -> None:
        self.row = row
        self.keys = keys
        self.asked_at = asked_at
        self.opened: dict[UUID, dict[KeyKind, FieldKey]] = {}


class Vault:
    """Keys of unions and people, over the key store's rows. Opened keys are kept in bounded memory."""

    def __init__(
        self,
        rows: Keyring,
        root_key: bytes,
        roots: RootKeys | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        cipher: FieldCipher = "aes",
    ) -> None:
        self._rows = rows
        self._cipher: FieldCipher = cipher
        self._reread = roots
        self._root = RootWrap((root_key,) if roots is None else roots())
        self._clock = clock
        self._unions: dict[UUID, _Known] = {}
        self._counties: dict[UUID, CountyKeys] = {}
        self._kept = 0

    async def union_keys(self, union_id: UUID) -> UnionKeys:
        """Return the keys of a union, making its key when it has none."""
        return (await self._known(union_id)).keys

    async def generation(self, union_id: UUID) -> int:
        """Return the generation of a union's keys as it is this instant, whatever was asked a moment ago."""
        known = self._unions.get(union_id)
        if known is not None:
            known.asked_at = -math.inf
        return (await self._known(union_id)).row.generation

    async def find(self, union_id: UUID, kind: str, texts: Iterable[str]) -> dict[str, UUID]:
        """Return the people already known under these texts, for example kind `id_number`."""
        keys = await self.union_keys(union_id)
        blinds = {keys.blind(kind, text): text for text in texts}
        found = await self._rows.find_subjects(union_id, list(blinds))
        return {blinds[blind]: subject for blind, subject in found.items()}

    async def enrol(self, union_id: UUID, kind: str, texts: Iterable[str]) -> dict[str, UUID]:
        """Return a person for each text, with both data keys made where there were none.

        A login's id does not tell when it was made: whoever offers a role would learn whether the name was known.
        """
        wanted = list(dict.fromkeys(texts))
        known = await self.find(union_id, kind, wanted)
        missing = [text for text in wanted if text not in known]
        if not missing:
            return known
        keys = await self.union_keys(union_id)
        fresh = timeless_ids if kind == _LOGIN else new_ids
        proposed = list(zip(missing, fresh(len(missing)), strict=True))
        blinds = {keys.blind(kind, text): text for text in missing}
        await self.make_keys(union_id, [subject for _, subject in proposed])
        kept = await self._rows.put_blinds(
            union_id, [(keys.blind(kind, text), subject) for text, subject in proposed]
        )
        return known | {blinds[blind]: subject for blind, subject in kept.items()}

    async def recognise(self, union_id: UUID, kind: str, texts: Iterable[str]) -> dict[str, UUID]:
        """Return a person for each text like `enrol`, but keep nothing of those not known: a rehearsal."""
        wanted = list(dict.fromkeys(texts))
        known = await self.find(union_id, kind, wanted)
        missing = [text for text in wanted if text not in known]
        return known | dict(zip(missing, new_ids(len(missing)), strict=True))

    def rehearsal_sealer(
        self, union_id: UUID, command_id: UUID, subject_ids: Iterable[UUID]
    ) -> Sealer:
        """Return a sealer with a key nobody has: what it seals is never stored."""
        (key,) = _random_keys(1)
        nobody = FieldKey(key)
        keys = {(who, kind): nobody for who in subject_ids for kind in KINDS}
        return Sealer(union_id, command_id, keys, self._cipher)

    async def make_keys(self, union_id: UUID, subject_ids: Sequence[UUID]) -> None:
        """Make both data keys of new people; anew, should the union's key be rotated at this moment."""
        places = [(subject, kind) for subject in subject_ids for kind in KINDS]
        fresh = _random_keys(len(places))
        for _ in range(_TRIES):
            known = await self._known(union_id)
            wrapped = [
                NewSubjectKey(
                    who, kind, wrap(known.keys.wrapping, key, subject_label(union_id, who, kind))
                )
                for (who, kind), key in zip(places, fresh, strict=True)
            ]
            under = known.row.wrapped
            await self._rows.put_subject_keys(union_id, wrapped, datetime.now(UTC), under=under)
            now = await self._rows.union_key(union_id)
            if now is not None and now.wrapped == under:
                return
            self._unions.pop(union_id, None)
        raise KeyDamaged

    async def claims_of(
        self, union_id: UUID, kind: str, subject_ids: Sequence[UUID]
    ) -> dict[UUID, str]:
        """Return the claim that stands for each person's blind index, for example `member:…`."""
        found = await self._rows.blinds_of(union_id, subject_ids)
        return {subject: f"{kind}:{blind.hex()}" for subject, blind in found.items()}

    async def blind_of(self, union_id: UUID, subject_id: UUID) -> bytes | None:
        """Return a person's blind index; None for whoever has none, or none any more."""
        return (await self._rows.blinds_of(union_id, [subject_id])).get(subject_id)

    async def sealer(self, union_id: UUID, command_id: UUID, subject_ids: Iterable[UUID]) -> Sealer:
        """Return a sealer for these people within one command; nothing is sealed for whoever is restricted."""
        keys, _ = await self._open_keys(union_id, subject_ids)
        return Sealer(union_id, command_id, keys, self._cipher)

    async def opener(self, union_id: UUID, subject_ids: Iterable[UUID]) -> Opener:
        """Return an opener for what was sealed for these people; what is restricted stays closed."""
        return Opener(union_id, *await self._open_keys(union_id, subject_ids))

    async def opener_of_restricted(self, union_id: UUID, subject_id: UUID) -> Opener:
        """Return an opener that opens one person's restricted fields too: for an audit, on record."""
        known = await self._known(union_id)
        stored = await self._rows.subject_keys(union_id, [subject_id])
        keys: _Places = {}
        for place, key in stored.items():
            if key.wrapped is not None:
                label = subject_label(union_id, *place)
                keys[place] = FieldKey(unwrap(known.keys.wrapping, key.wrapped, label))
        return Opener(union_id, keys)

    async def file_key(self, union_id: UUID, subject_id: UUID) -> FieldKey | None:
        """Return the key of a whole file, made with `make_keys`; None where it was destroyed, or there is none."""
        keys, _ = await self._open_keys(union_id, [subject_id])
        return keys.get((subject_id, "books"))

    @property
    def cipher(self) -> FieldCipher:
        """The cipher of what is sealed from now on."""
        return self._cipher

    async def list_in_county(
        self, federation_id: UUID, union_id: UUID, people: Mapping[str, UUID]
    ) -> None:
        """Put people, by ID number, into the county's own index."""
        keys = await self._county_keys(federation_id)
        await self._rows.put_county_index(
            federation_id, {keys.blind(text): (union_id, who) for text, who in people.items()}
        )

    async def county_listing(
        self, federation_id: UUID, id_number: str
    ) -> Sequence[tuple[UUID, UUID]]:
        """Return (union, person) of an ID number in the county's units. Never answered to anybody."""
        blind = (await self._county_keys(federation_id)).blind(id_number)
        return await self._rows.county_unions(federation_id, blind)

    async def county_tokens(self, federation_id: UUID) -> Callable[[str, str], str]:
        """Return what makes tokens of (kind, text) under the county's key: equal in all its units, never stored."""
        return (await self._county_keys(federation_id)).token

    async def _county_keys(self, federation_id: UUID) -> CountyKeys:
        """The key followed from the root key before it was stored, so the first one stored is that one."""
        keys = self._counties.get(federation_id)
        if keys is None:
            label = county_label(federation_id)
            wrapped = await self._rows.county_key(federation_id)
            if wrapped is None:
                wrapped = await self._begin_county(federation_id)
            keys = CountyKeys(self._unwrapped(wrapped, label))
            self._counties[federation_id] = keys
        return keys

    async def _begin_county(self, federation_id: UUID) -> bytes:
        """Store the key of a county's index; under the newest root key, even if that came in between."""
        label = county_label(federation_id)
        self._read_roots()
        first = county_key_of(self._root.roots[0], federation_id)
        while True:
            roots, wrapped = self._root.roots, self._root.wrap(first, label)
            kept = await self._rows.put_county_key(federation_id, wrapped, datetime.now(UTC))
            self._read_roots()
            if kept != wrapped or self._root.roots == roots:
                return kept
            await self._rows.rewrap_county_key(federation_id, self._root.wrap(first, label))

    async def _known(self, union_id: UUID) -> _Known:
        """What is open of a union, asked anew each second: another generation begins with nothing open."""
        known, asked_at = self._unions.get(union_id), self._clock()
        if known is not None and asked_at - known.asked_at < TRUSTED_SECONDS:
            return known
        row = await self._rows.union_key(union_id) or await self._begin(union_id)
        if known is not None and known.row == row:
            known.asked_at = asked_at
            return known
        key = self._unwrapped(row.wrapped, union_label(union_id))
        index = row.wrapped_index
        index_key = None if index is None else self._unwrapped(index, index_label(union_id))
        fresh = _Known(row, UnionKeys(key, index_key), asked_at)
        self._unions[union_id] = fresh
        return fresh

    async def _begin(self, union_id: UUID) -> UnionKey:
        """Make a union's key; under the newest root key, even if that came in between."""
        (key,) = _random_keys(1)
        label = union_label(union_id)
        self._read_roots()
        while True:
            roots, wrapped = self._root.roots, self._root.wrap(key, label)
            kept = await self._rows.put_union_key(union_id, wrapped, datetime.now(UTC))
            self._read_roots()
            if kept != wrapped or self._root.roots == roots:
                return await self._rows.union_key(union_id) or UnionKey(kept, None, 1)
            await self._rows.rewrap_union_key(
                union_id, self._root.wrap(key, label), None, instead_of=wrapped
            )

    def _read_roots(self) -> None:
        if self._reread is not None:
            roots = self._reread()
            if roots != self._root.roots:
                self._root = RootWrap(roots)

    def _unwrapped(self, wrapped: bytes, label: bytes) -> bytes:
        """Open what stands below the root key; a root key may have come or gone since it was read."""
        try:
            return self._root.unwrap(wrapped, label)
        except KeyDamaged:
            self._read_roots()
            return self._root.unwrap(wrapped, label)

    async def _open_keys(
        self, union_id: UUID, subject_ids: Iterable[UUID]
    ) -> tuple[_Places, frozenset[UUID]]:
        """Return the keys that open, and who of these people was ever given any."""
        wanted = list(dict.fromkeys(subject_ids))
        known = await self._known(union_id)
        absent = [who for who in wanted if who not in known.opened]
        if self._kept + len(absent) > _KEYS_KEPT:
            self._forget_all()
            absent = wanted
        if absent:
            await self._load(union_id, known, absent)
        keys = {
            (who, kind): key for who in wanted for kind, key in known.opened.get(who, {}).items()
        }
        return keys, frozenset(known.opened.keys() & set(wanted))

    def _forget_all(self) -> None:
        for known in self._unions.values():
            known.opened.clear()
        self._kept = 0

    async def _load(self, union_id: UUID, known: _Known, subject_ids: Sequence[UUID]) -> None:
        """Open keys of people; who has none is asked for again next time, since another process may make them."""
        stored = await self._rows.subject_keys(union_id, subject_ids)
        try:
            opened = [
                (who, kind, FieldKey(unwrap(known.keys.wrapping, key.wrapped, label)))
                for (who, kind), key in stored.items()
                if key.wrapped is not None and key.restricted_at is None
                for label in [subject_label(union_id, who, kind)]
            ]
        except KeyDamaged:
            await self._load_rotated(union_id, known, subject_ids)
            return
        for who in {who for who, _ in stored}:
            self._kept += who not in known.opened
            known.opened[who] = {}
        for who, kind, cipher in opened:
            known.opened[who][kind] = cipher

    async def _load_rotated(
        self, union_id: UUID, known: _Known, subject_ids: Sequence[UUID]
    ) -> None:
        """The union's key was rotated within the second: begin again with what is stored now."""
        self._unions.pop(union_id, None)
        fresh = await self._known(union_id)
        if fresh.row == known.row:
            raise KeyDamaged
        await self._load(union_id, fresh, subject_ids)
        known.opened.update(fresh.opened)


def _random_keys(count: int) -> list[bytes]:
    return [AESGCM.generate_key(bit_length=256) for _ in range(count)]
