"""Keys for the way from one server to another: what wraps a union's keys while its books move.

Each file has a content key of its own. It travels sealed to the receiving server's public key (HPKE, RFC 9180:
X25519, HKDF-SHA256, AES-256-GCM), or under a passphrase (scrypt, RFC 7914). A receiving key is used for one move
and then destroyed; with it gone no copy of the file opens any more.
"""

import base64
import hashlib
import os
import secrets
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from services.file_access import is_open_to_others
from services.keys.wrapping import KEY_BYTES, NONCE_BYTES, KeyDamaged, derived, unwrap, wrap

_HPKE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_PURPOSE: Final = b"gonghui transport 1"
_PUBLIC: Final = "gonghui-transport+"
_PRIVATE: Final = "PRIVATE+KEY+gonghui-transport+"
_CHECK_DIGITS: Final = 8
_SCRYPT_COST: Final = 1 << 17
"""128 MiB and a third of a second for each guess (OWASP Password Storage Cheat Sheet)."""
_SCRYPT_BLOCK: Final = 8
SHORTEST_PASSPHRASE: Final = 16
"""Characters: a file can be guessed at for ever, by nobody's leave."""


class TransportKeyUnusable(Exception):
    """A public key with a wrong letter, a key file that is open to others, or a passphrase that is too short."""


class NotForUs(Exception):
    """The file was sealed to another key, or under another passphrase."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A content key, closed in one of two ways: `to` names the receiving key, `salt` goes with a passphrase."""

    to: str | None = None
    salt: bytes | None = None
    box: bytes


class ContentKey:
    """What everything secret in one file is closed under."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._wrapping = AESGCM(derived(key, b"gonghui transport wrap 1"))
        self._boxes = AESGCM(derived(key, b"gonghui transport box 1"))

    @classmethod
    def fresh(cls) -> "ContentKey":
        """Return a new one."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def wrap(self, key: bytes, label: bytes) -> bytes:
        """Return a key as ciphertext that opens only under the same label."""
        return wrap(self._wrapping, key, label)

    def unwrap(self, wrapped: bytes, label: bytes) -> bytes:
        """Return the key inside; raises KeyDamaged."""
        return unwrap(self._wrapping, wrapped, label)

    def close(self, plain: bytes, bound: bytes) -> bytes:
        """Return rows as ciphertext that opens only together with what it is bound to."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._boxes.encrypt(nonce, plain, bound)

    def open(self, closed: bytes, bound: bytes) -> bytes:
        """Return what is inside; raises KeyDamaged."""
        try:
            return self._boxes.decrypt(closed[:NONCE_BYTES], closed[NONCE_BYTES:], bound)
        except InvalidTag:
            raise KeyDamaged from None

    def sealed_to(self, public: str) -> Envelope:
        """Return this key for whoever has the private half of a receiving key; raises TransportKeyUnusable."""
        receiver = X25519PublicKey.from_public_bytes(_read_public(public))
        return Envelope(to=public, box=_HPKE.encrypt(self._key, receiver, info=_PURPOSE))

    def sealed_under(self, passphrase: str) -> Envelope:
        """Return this key for whoever knows a passphrase; raises TransportKeyUnusable."""
        salt = secrets.token_bytes(NONCE_BYTES)
        nonce = os.urandom(NONCE_BYTES)
        closing = AESGCM(_stretched(passphrase, salt))
        return Envelope(salt=salt, box=nonce + closing.encrypt(nonce, self._key, _PURPOSE))


class Receiver:
    """Whoever may open an envelope: a private key, or a passphrase."""

    def __init__(self, *, key_file: Path | None = None, passphrase: str | None = None) -> None:
        self._private = None if key_file is None else _read_private(key_file)
        self._passphrase = passphrase

    def open(self, envelope: Envelope) -> ContentKey:
        """Return the content key inside; raises NotForUs."""
        try:
            if envelope.salt is not None and self._passphrase is not None:
                opening = AESGCM(_stretched(self._passphrase, envelope.salt))
                nonce, closed = envelope.box[:NONCE_BYTES], envelope.box[NONCE_BYTES:]
                return ContentKey(opening.decrypt(nonce, closed, _PURPOSE))
            if envelope.salt is None and self._private is not None:
                return ContentKey(_HPKE.decrypt(envelope.box, self._private, info=_PURPOSE))
        except (InvalidTag, ValueError):
            pass
        raise NotForUs


def new_transport_key(file: Path) -> str:
    """Make a receiving key and return its public half; raises FileExistsError rather than replace one."""
    private = X25519PrivateKey.generate()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(f"{_PRIVATE}{base64.b64encode(private.private_bytes_raw()).decode()}\n")
        opened.flush()
        os.fsync(opened.fileno())
    return _public_text(private.public_key().public_bytes_raw())


def read_passphrase(file: Path) -> str:
    """Read a passphrase from a file that is its owner's only; raises TransportKeyUnusable."""
    _refuse_open(file)
    passphrase = file.read_text(encoding="utf-8").strip()
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise TransportKeyUnusable
    return passphrase


def _public_text(raw: bytes) -> str:
    return f"{_PUBLIC}{_check(raw)}+{base64.b64encode(raw).decode()}"


def _check(raw: bytes) -> str:
    return hashlib.sha256(_PURPOSE + raw).hexdigest()[:_CHECK_DIGITS]


def _read_public(text: str) -> bytes:
    """A letter that was copied wrongly would seal the file to nobody."""
    check, _, encoded = text.removeprefix(_PUBLIC).partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise TransportKeyUnusable from None
    if len(raw) != KEY_BYTES or check != _check(raw) or text != _public_text(raw):
        raise TransportKeyUnusable
    return raw


def _read_private(file: Path) -> X25519PrivateKey:
    _refuse_open(file)
    try:
        encoded = file.read_text(encoding="ascii").strip().removeprefix(_PRIVATE)
        return X25519PrivateKey.from_private_bytes(base64.b64decode(encoded, validate=True))
    except (OSError, ValueError):
        raise TransportKeyUnusable from None


def _refuse_open(file: Path) -> None:
    try:
        if is_open_to_others(file):
            raise TransportKeyUnusable
    except OSError:
        raise TransportKeyUnusable from None


def _stretched(passphrase: str, salt: bytes) -> bytes:
    scrypt = Scrypt(salt=salt, length=KEY_BYTES, n=_SCRYPT_COST, r=_SCRYPT_BLOCK, p=1)
    return scrypt.derive(passphrase.encode())
