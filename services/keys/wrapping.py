"""Root key → union key → two data keys per person; and the keys that follow from a union's key.

The root key is 32 bytes in a file. Everything below it is random and stored wrapped (AES-256-GCM), so that
rotating a key above re-wraps keys and never touches an event.
"""

import hashlib
import hmac
import os
from collections.abc import Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12


class KeyDamaged(Exception):
    """A wrapped key does not open: another root key, or the key store was changed."""


def wrap(wrapping: AESGCM, key: bytes, label: bytes) -> bytes:
    """Return a key as ciphertext that opens only under the same label."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + wrapping.encrypt(nonce, key, label)


def unwrap(wrapping: AESGCM, wrapped: bytes, label: bytes) -> bytes:
    """Return the key inside; raises KeyDamaged."""
    try:
        return wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], label)
    except InvalidTag:
        raise KeyDamaged from None


def derived(key: bytes, purpose: bytes) -> bytes:
    """Return another key for one purpose (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(key)


def union_label(union_id: UUID) -> bytes:
    """Return what the wrapped key of a union is bound to."""
    return b"union|" + union_id.bytes


def index_label(union_id: UUID) -> bytes:
    """Return what the wrapped index key of a union is bound to."""
    return b"index|" + union_id.bytes


def county_label(federation_id: UUID) -> bytes:
    """Return what the wrapped key of a county's index is bound to."""
    return b"county|" + federation_id.bytes


def subject_label(union_id: UUID, subject_id: UUID, kind: str) -> bytes:
    """Return what the wrapped data key of a person is bound to."""
    return b"subject|" + union_id.bytes + subject_id.bytes + kind.encode()


class UnionKeys:
    """What follows from a union's key: wrapping of data keys, blind index, digests of requests.

    `index_key`: what the index and the digests follow from once the union's key was rotated; they stay,
    since nobody could compute them anew from what is stored.
    """

    def __init__(self, union_key: bytes, index_key: bytes | None = None) -> None:
        lasting = union_key if index_key is None else index_key
        self.wrapping = AESGCM(derived(union_key, b"gonghui wrap 1"))
        self._index_key = derived(lasting, b"gonghui blind index 1")
        self._request_key = derived(lasting, b"gonghui request digest 1")

    def blind(self, kind: str, text: str) -> bytes:
        """Return the blind index of a normalised text: equal texts, equal index, this union only."""
        return hmac.digest(self._index_key, f"{kind}|{text}".encode(), hashlib.sha256)

    def digest(self, request: bytes) -> bytes:
        """Return a keyed digest of a request, which may hold an ID number."""
        return hmac.digest(self._request_key, request, hashlib.sha256)


class CountyKeys:
    """What follows from the key of a county's own index."""

    def __init__(self, county_key: bytes) -> None:
        self._keys = UnionKeys(county_key)

    def blind(self, id_number: str) -> bytes:
        """Return the county's index of an ID number."""
        return self._keys.blind("id_number", id_number)

    def token(self, kind: str, text: str) -> str:
        """Return a token that is equal for equal texts."""
        return self._keys.blind(f"audit {kind}", text).hex()


class RootWrap:
    """Wraps and unwraps what stands directly below a root key; opens under any of several, wraps with the last."""

    def __init__(self, roots: Sequence[bytes]) -> None:
        self.roots = tuple(roots)
        self._ciphers = [AESGCM(derived(root, b"gonghui root wrap 1")) for root in self.roots]

    def wrap(self, key: bytes, label: bytes) -> bytes:
        """Return a key as ciphertext under the newest root key."""
        return wrap(self._ciphers[-1], key, label)

    def unwrap(self, wrapped: bytes, label: bytes) -> bytes:
        """Return the key inside; raises KeyDamaged where no root key opens it."""
        for cipher in reversed(self._ciphers[1:]):
            try:
                return unwrap(cipher, wrapped, label)
            except KeyDamaged:
                continue
        return unwrap(self._ciphers[0], wrapped, label)


def county_key_of(root: bytes, federation_id: UUID) -> bytes:
    """Return the key a county's index began with: it followed from the root key before it was stored."""
    return derived(root, b"gonghui county key 1|" + federation_id.bytes)
