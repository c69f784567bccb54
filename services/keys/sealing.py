"""Seals and opens groups of personal fields, with the keys of the people at hand.

Additional data bind the ciphertext to union, subject, command, ordinal and field, so it cannot be moved to
another person, event or field (design 6).
"""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec

from domain.sealed import KeyKind, Sealed
from services.keys.ciphers import FieldCipher, FieldKey

SubjectKeys = Mapping[tuple[UUID, KeyKind], FieldKey]
Fields = dict[str, str]

_decoder = msgspec.json.Decoder(Fields)


class Sealer:
    """Seals for one command of one union."""

    def __init__(
        self,
        union_id: UUID,
        command_id: UUID,
        keys: SubjectKeys,
        cipher: FieldCipher = "aes",
    ) -> None:
        self._place = b"gonghui seal 1|" + union_id.bytes + command_id.bytes
        self._keys = keys
        self._cipher: FieldCipher = cipher

    def seal(
        self, subject_id: UUID, key: KeyKind, *, field: str, ordinal: int, fields: Fields
    ) -> Sealed:
        """Return the fields as ciphertext; empty ones are left out. `ordinal` is unique in the command."""
        plain = msgspec.json.encode({name: text for name, text in fields.items() if text})
        bound = _bound(self._place, subject_id, ordinal, field)
        box = self._keys[subject_id, key].seal(plain, bound, self._cipher)
        return Sealed(subject_id=subject_id, key=key, ordinal=ordinal, box=box)


class Opener:
    """Opens what was sealed in one union, for display."""

    def __init__(
        self, union_id: UUID, keys: SubjectKeys, enrolled: Collection[UUID] = frozenset()
    ) -> None:
        self._union = b"gonghui seal 1|" + union_id.bytes
        self._keys = keys
        self._enrolled = enrolled

    def is_erased(self, sealed: Sealed) -> bool:
        """Tell whether there was a key and it is destroyed or restricted; one that was lost is another matter."""
        is_open = (sealed.subject_id, sealed.key) in self._keys
        return not is_open and sealed.subject_id in self._enrolled

    def open(self, sealed: Sealed, *, command_id: UUID, field: str) -> Fields | None:
        """Return the fields, or None when the key was destroyed or the ciphertext is out of place."""
        key = self._keys.get((sealed.subject_id, sealed.key))
        if key is None:
            return None
        bound = _bound(self._union + command_id.bytes, sealed.subject_id, sealed.ordinal, field)
        plain = key.open(sealed.box, bound)
        return None if plain is None else _decoder.decode(plain)


def _bound(place: bytes, subject_id: UUID, ordinal: int, field: str) -> bytes:
    return place + subject_id.bytes + ordinal.to_bytes(8, "big") + field.encode()
