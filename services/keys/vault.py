"""The vault: who is known in a union, and the keys of each person.

A person is found by the blind index of the ID number, which lives in the key store and can be deleted; the
index never enters an event. The county holds a second index under a key of its own, to answer whether an ID
number is live in some unit without saying where.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.sealed import KeyKind
from services.identifiers import new_ids
from services.keys.sealing import Opener, Sealer
from services.keys.wrapping import (
    KEY_BYTES,
    UnionKeys,
    derived,
    subject_label,
    union_label,
    unwrap,
    wrap,
)
from services.store.keyring import Keyring, NewSubjectKey

KINDS: tuple[KeyKind, ...] = ("books", "file")
_KEYS_KEPT = 50_000


def read_root_key(path: Path) -> bytes:
    """Return the root key: 32 bytes, which `gonghui migrate` made."""
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise ValueError("the root key file does not hold 32 bytes")
    return key


class Vault:
    """Keys of unions and people, over the key store's rows. Opened keys are kept in bounded memory."""

    def __init__(self, rows: Keyring, root_key: bytes) -> None:
        self._rows = rows
        self._root_key = root_key
        self._root = AESGCM(derived(root_key, b"gonghui root wrap 1"))
        self._unions: dict[UUID, UnionKeys] = {}
        self._counties: dict[UUID, UnionKeys] = {}
        self._opened: dict[tuple[UUID, UUID, KeyKind], AESGCM] = {}

    async def union_keys(self, union_id: UUID) -> UnionKeys:
        """Return the keys of a union, making its key when it has none."""
        known = self._unions.get(union_id)
        if known is not None:
            return known
        wrapped = await self._rows.union_key(union_id)
        if wrapped is None:
            (fresh,) = _random_keys(1)
            fresh_wrapped = wrap(self._root, fresh, union_label(union_id))
            wrapped = await self._rows.put_union_key(union_id, fresh_wrapped, datetime.now(UTC))
        keys = UnionKeys(unwrap(self._root, wrapped, union_label(union_id)))
        self._unions[union_id] = keys
        return keys

    async def find(self, union_id: UUID, kind: str, texts: Iterable[str]) -> dict[str, UUID]:
        """Return the people already known under these texts, for example kind `id_number`."""
        keys = await self.union_keys(union_id)
        blinds = {keys.blind(kind, text): text for text in texts}
        found = await self._rows.find_subjects(union_id, list(blinds))
        return {blinds[blind]: subject for blind, subject in found.items()}

    async def enrol(self, union_id: UUID, kind: str, texts: Iterable[str]) -> dict[str, UUID]:
        """Return a person for each text, with both data keys made where there were none."""
        wanted = list(dict.fromkeys(texts))
        known = await self.find(union_id, kind, wanted)
        missing = [text for text in wanted if text not in known]
        if not missing:
            return known
        keys = await self.union_keys(union_id)
        proposed = list(zip(missing, new_ids(len(missing)), strict=True))
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
        nobody = AESGCM(key)
        keys = {(who, kind): nobody for who in subject_ids for kind in KINDS}
        return Sealer(union_id, command_id, keys)

    async def make_keys(self, union_id: UUID, subject_ids: Sequence[UUID]) -> None:
        """Make both data keys of new people."""
        keys = await self.union_keys(union_id)
        places = [(subject, kind) for subject in subject_ids for kind in KINDS]
        wrapped = [
            NewSubjectKey(
                subject, kind, wrap(keys.wrapping, key, subject_label(union_id, subject, kind))
            )
            for (subject, kind), key in zip(places, _random_keys(len(places)), strict=True)
        ]
        await self._rows.put_subject_keys(union_id, wrapped, datetime.now(UTC))

    async def claims_of(
        self, union_id: UUID, kind: str, subject_ids: Sequence[UUID]
    ) -> dict[UUID, str]:
        """Return the claim that stands for each person's blind index, for example `member:…`."""
        found = await self._rows.blinds_of(union_id, subject_ids)
        return {subject: f"{kind}:{blind.hex()}" for subject, blind in found.items()}

    async def sealer(self, union_id: UUID, command_id: UUID, subject_ids: Iterable[UUID]) -> Sealer:
        """Return a sealer for these people within one command."""
        return Sealer(union_id, command_id, await self._open_keys(union_id, subject_ids))

    async def opener(self, union_id: UUID, subject_ids: Iterable[UUID]) -> Opener:
        """Return an opener for what was sealed for these people."""
        return Opener(union_id, await self._open_keys(union_id, subject_ids))

    async def list_in_county(
        self, federation_id: UUID, union_id: UUID, people: Mapping[str, UUID]
    ) -> None:
        """Put people, by ID number, into the county's own index."""
        await self._rows.put_county_index(
            federation_id,
            {
                self._county_blind(federation_id, text): (union_id, who)
                for text, who in people.items()
            },
        )

    async def county_listing(
        self, federation_id: UUID, id_number: str
    ) -> Sequence[tuple[UUID, UUID]]:
        """Return (union, person) of an ID number in the county's units. Never answered to anybody."""
        blind = self._county_blind(federation_id, id_number)
        return await self._rows.county_unions(federation_id, blind)

    def county_token(self, federation_id: UUID, kind: str, text: str) -> str:
        """Return a token under the county's key: equal texts, equal tokens in all its units. It is never stored."""
        return self._county_keys(federation_id).blind(f"audit {kind}", text).hex()

    def _county_blind(self, federation_id: UUID, id_number: str) -> bytes:
        return self._county_keys(federation_id).blind("id_number", id_number)

    def _county_keys(self, federation_id: UUID) -> UnionKeys:
        keys = self._counties.get(federation_id)
        if keys is None:
            keys = UnionKeys(
                derived(self._root_key, b"gonghui county key 1|" + federation_id.bytes)
            )
            self._counties[federation_id] = keys
        return keys

    async def _open_keys(
        self, union_id: UUID, subject_ids: Iterable[UUID]
    ) -> dict[tuple[UUID, KeyKind], AESGCM]:
        wanted = list(dict.fromkeys(subject_ids))
        absent = self._absent(union_id, wanted)
        if len(self._opened) + len(absent) * len(KINDS) > _KEYS_KEPT:
            self._opened.clear()
            absent = wanted
        if absent:
            await self._load(union_id, absent)
        return {
            (who, kind): key
            for who in wanted
            for kind in KINDS
            if (key := self._opened.get((union_id, who, kind))) is not None
        }

    def _absent(self, union_id: UUID, subject_ids: Sequence[UUID]) -> list[UUID]:
        return [who for who in subject_ids if (union_id, who, "books") not in self._opened]

    async def _load(self, union_id: UUID, subject_ids: Sequence[UUID]) -> None:
        keys = await self.union_keys(union_id)
        stored = await self._rows.subject_keys(union_id, subject_ids)
        for (subject, kind), key in stored.items():
            if key.wrapped is not None:
                label = subject_label(union_id, subject, kind)
                opened = unwrap(keys.wrapping, key.wrapped, label)
                self._opened[union_id, subject, kind] = AESGCM(opened)


def _random_keys(count: int) -> list[bytes]:
    return [AESGCM.generate_key(bit_length=256) for _ in range(count)]
