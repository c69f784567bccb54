"""Signs and checks notes: Ed25519 always, a witness's timestamped Ed25519, and SM2 where it is required.

A key file holds one line, `PRIVATE+KEY+<name>+<key id>+<base64 of type ‖ seed>`, and is readable by its owner only.
SM2 is done by `openssl` (version 3 has the curve and SM3), since no kept library of Python has it: its key file is
the PEM that `openssl genpkey -algorithm SM2` writes.
"""

import base64
import os
import secrets
import subprocess
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from domain.checkpoint import cosigned_text
from domain.note import (
    COSIGNATURE,
    ED25519,
    SM2,
    Note,
    NoteMalformed,
    PublicKey,
    SignatureLine,
    is_key_name,
    parse_key,
)
from services.file_access import is_open_to_others

_PREFIX: Final = "PRIVATE+KEY+"
_SEED_BYTES: Final = 32
_MOMENT_BYTES: Final = 8
_SM2_HALF: Final = 32
_SM2_ID: Final = "1234567812345678"
"""The signer's id GM/T 0009 names where no other is agreed."""
_SM2_KEY_HEAD: Final = bytes.fromhex(
    "3059301306072a8648ce3d020106082a811ccf5501822d03420004"
)  # SubjectPublicKeyInfo of an uncompressed point on the SM2 curve
_OPENSSL_SECONDS: Final = 10


class SigningKeyUnusable(Exception):
    """The file of a signing key is missing, malformed, or open to others."""


class Signer(Protocol):
    """Signs the text of a note."""

    @property
    def public(self) -> PublicKey:
        """The key the signatures are checked with."""
        ...

    def sign(self, text: bytes) -> SignatureLine:
        """Return a signature line over a text."""
        ...


class Ed25519Signer:
    """A log's own key."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = PublicKey(name, ED25519, self._key.public_key().public_bytes_raw())

    def sign(self, text: bytes) -> SignatureLine:
        """Return a signature line over a text."""
        return SignatureLine(self.public.name, self.public.key_id, self._key.sign(text))


class Cosigner:
    """A witness's key."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = PublicKey(name, COSIGNATURE, self._key.public_key().public_bytes_raw())

    def cosign(self, checkpoint_text: str, moment: int) -> SignatureLine:
        """Return a cosignature made at a moment (seconds since 1970)."""
        signed = self._key.sign(cosigned_text(checkpoint_text, moment))
        stamped = moment.to_bytes(_MOMENT_BYTES, "big") + signed
        return SignatureLine(self.public.name, self.public.key_id, stamped)


class Sm2Signer:
    """A log's second key, in a PEM file that `openssl` reads."""

    def __init__(self, name: str, file: Path) -> None:
        _refuse_open(file)
        self._file = file
        der = _openssl(["pkey", "-in", str(file), "-pubout", "-outform", "DER"])
        if not der.startswith(_SM2_KEY_HEAD) or len(der) != len(_SM2_KEY_HEAD) + 2 * _SM2_HALF:
            raise SigningKeyUnusable
        self.public = PublicKey(name, SM2, der[len(_SM2_KEY_HEAD) :])

    def sign(self, text: bytes) -> SignatureLine:
        """Return a signature line over a text: r ‖ s, 32 bytes each."""
        with tempfile.TemporaryDirectory() as folder:
            message = Path(folder) / "message"
            message.write_bytes(text)
            der = _openssl(
                ["pkeyutl", "-sign", "-inkey", str(self._file), *_SM2_OPTIONS, "-in", str(message)]
            )
        r, s = decode_dss_signature(der)
        halves = r.to_bytes(_SM2_HALF, "big") + s.to_bytes(_SM2_HALF, "big")
        return SignatureLine(self.public.name, self.public.key_id, halves)


_SM2_OPTIONS: Final = ("-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{_SM2_ID}")


class SigningKeys:
    """The keys a log signs with; each file is read when it is first needed.

    `own` is the log's Ed25519 key, whose name is the log's origin; `every` adds the SM2 key where there is one.
    """

    def __init__(self, origin: str, file: Path, sm2_file: Path | None) -> None:
        self._origin = origin
        self._file = file
        self._sm2_file = sm2_file

    @cached_property
    def own(self) -> Signer:
        """The log's own key; raises SigningKeyUnusable, also where it bears another log's name."""
        signer = read_signer(self._file)
        if signer.public.name != self._origin:
            raise SigningKeyUnusable
        return signer

    @cached_property
    def every(self) -> tuple[Signer, ...]:
        """All keys a checkpoint is signed with, the log's own first; raises SigningKeyUnusable."""
        if self._sm2_file is None:
            return (self.own,)
        return (self.own, Sm2Signer(self._origin, self._sm2_file))


def ensure_signing_key(file: Path, name: str) -> None:
    """Make a log's key where there is no file; an existing one is never touched."""
    if not file.exists():
        _write_key(file, name, ED25519)


def new_witness_key(file: Path, name: str) -> PublicKey:
    """Make a witness's key; raises FileExistsError rather than replace one."""
    _write_key(file, name, COSIGNATURE, must_be_new=True)
    return read_cosigner(file).public


def read_signer(file: Path) -> Ed25519Signer:
    """Read a log's key; raises SigningKeyUnusable."""
    return Ed25519Signer(*_read_key(file, ED25519))


def read_cosigner(file: Path) -> Cosigner:
    """Read a witness's key; raises SigningKeyUnusable."""
    return Cosigner(*_read_key(file, COSIGNATURE))


def read_public_keys(file: Path) -> tuple[PublicKey, ...]:
    """Read public keys, one on each line; no file is no key. Raises SigningKeyUnusable."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, ValueError):
        raise SigningKeyUnusable from None
    try:
        return tuple(parse_key(line.strip()) for line in lines if line.strip())
    except NoteMalformed:
        raise SigningKeyUnusable from None


def is_signed(note: Note, key: PublicKey) -> bool:
    """Tell whether a note bears a good signature by a log's key or a good cosignature by a witness's."""
    signature = note.signed_by(key)
    if signature is None:
        return False
    if key.type == COSIGNATURE:
        return cosigned_at(note, key) is not None
    if key.type == SM2:
        return _is_sm2_good(key.key, note.text.encode(), signature)
    return _is_ed25519_good(key.key, note.text.encode(), signature)


def cosigned_at(note: Note, key: PublicKey) -> int | None:
    """Return when a witness cosigned a note (seconds since 1970); None without a good cosignature."""
    stamped = note.signed_by(key)
    if stamped is None or len(stamped) < _MOMENT_BYTES:
        return None
    moment = int.from_bytes(stamped[:_MOMENT_BYTES], "big")
    is_good = _is_ed25519_good(key.key, cosigned_text(note.text, moment), stamped[_MOMENT_BYTES:])
    return moment if is_good else None


def _write_key(file: Path, name: str, type_: bytes, *, must_be_new: bool = False) -> None:
    """Written beside and linked into place, so that nobody ever reads half a key."""
    if not is_key_name(name):
        raise SigningKeyUnusable
    seed = secrets.token_bytes(_SEED_BYTES)
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    key_id = PublicKey(name, type_, key).key_id.hex()
    line = f"{_PREFIX}{name}+{key_id}+{base64.b64encode(type_ + seed).decode()}\n"
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=file.parent)  # readable by its owner only
    try:
        with os.fdopen(descriptor, "w") as opened:
            opened.write(line)
            opened.flush()
            os.fsync(opened.fileno())
        file.hardlink_to(beside)
    except FileExistsError:
        if must_be_new:
            raise
    finally:
        Path(beside).unlink()


def _read_key(file: Path, type_: bytes) -> tuple[str, bytes]:
    _refuse_open(file)
    try:
        name, _, typed = file.read_text().removeprefix(_PREFIX).strip().split("+", 2)
        raw = base64.b64decode(typed, validate=True)
    except (OSError, ValueError):
        raise SigningKeyUnusable from None
    if not raw.startswith(type_) or len(raw) != len(type_) + _SEED_BYTES or not is_key_name(name):
        raise SigningKeyUnusable
    return name, raw[len(type_) :]


def _refuse_open(file: Path) -> None:
    try:
        if is_open_to_others(file):
            raise SigningKeyUnusable
    except OSError:
        raise SigningKeyUnusable from None


def _is_ed25519_good(key: bytes, text: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_sm2_good(key: bytes, text: bytes, signature: bytes) -> bool:
    if len(key) != 2 * _SM2_HALF or len(signature) != 2 * _SM2_HALF:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:_SM2_HALF], signature[_SM2_HALF:]))
    with tempfile.TemporaryDirectory() as folder:
        public, message, signed = (Path(folder) / part for part in ("key", "message", "signature"))
        public.write_bytes(_SM2_KEY_HEAD + key)
        message.write_bytes(text)
        signed.write_bytes(encode_dss_signature(r, s))
        places = ("-inkey", str(public), "-in", str(message), "-sigfile", str(signed))
        try:
            _openssl(["pkeyutl", "-verify", "-pubin", "-keyform", "DER", *_SM2_OPTIONS, *places])
        except SigningKeyUnusable:
            return False
    return True


def _openssl(arguments: list[str]) -> bytes:
    """Run openssl; anything but success is SigningKeyUnusable, its output is never shown."""
    try:
        done = subprocess.run(  # noqa: S603 # no shell, arguments of our own
            ["openssl", *arguments],  # noqa: S607 # found where the system keeps it
            capture_output=True,
            check=True,
            timeout=_OPENSSL_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        raise SigningKeyUnusable from None
    return done.stdout
