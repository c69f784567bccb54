"""Signed notes (C2SP signed-note): a short text and lines of signatures, each by a named key.

    <text, ending in a newline>
    <empty line>
    — <key name> <base64 of key id ‖ signature>

Reading is strict: what is accepted is written back byte for byte. Only the form is read here; whether a signature
is good is for whoever holds the key (`services/keys`) and for the offline verifier to say.
"""

import base64
import binascii
import hashlib
import re
from typing import Final

import msgspec

ED25519: Final = b"\x01"
"""A log's own signature over the text."""
COSIGNATURE: Final = b"\x04"
"""A witness's timestamped signature (C2SP tlog-cosignature, version 1)."""
SM2: Final = b"\xffgonghui.sm2-sm3"
"""SM2 with SM3 (GM/T 0003) over the text: 0xff marks a type C2SP has not listed."""
TYPES: Final = (ED25519, COSIGNATURE, SM2)

MOST_SIGNATURES: Final = 100
MOST_BYTES: Final = 1 << 20

_KEY_ID_BYTES = 4
_LINE = re.compile(r"\A— (?P<name>[^\s+]+) (?P<blob>[A-Za-z0-9+/]+={0,2})\Z")
_NAME = re.compile(r"\A[^\s+]+\Z")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class NoteMalformed(ValueError):
    """These bytes are no signed note."""


class SignatureLine(msgspec.Struct, frozen=True):
    """One signature: who says to have made it, which key, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def text(self) -> str:
        """The line as it stands in a note, without its newline."""
        return f"— {self.name} {base64.b64encode(self.key_id + self.signature).decode()}"


class Note(msgspec.Struct, frozen=True):
    """A text and its signatures; nothing says yet that any of them is good."""

    text: str
    signatures: tuple[SignatureLine, ...]

    @property
    def raw(self) -> bytes:
        """The note as it is sent and stored."""
        lines = "".join(f"{line.text}\n" for line in self.signatures)
        return f"{self.text}\n{lines}".encode()

    def signed_by(self, key: "PublicKey") -> bytes | None:
        """Return the signature that names a key, to be checked; None where there is none."""
        for line in self.signatures:
            if (line.name, line.key_id) == (key.name, key.key_id):
                return line.signature
        return None


class PublicKey(msgspec.Struct, frozen=True):
    """A key signatures are checked with: name, type and bytes (C2SP: a verifier key, "vkey")."""

    name: str
    type: bytes
    key: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes a signature names its key by; they prove nothing."""
        named = self.name.encode() + b"\n" + self.type + self.key
        return hashlib.sha256(named).digest()[:_KEY_ID_BYTES]

    @property
    def text(self) -> str:
        """The key as text, to be handed over or written down."""
        typed = base64.b64encode(self.type + self.key).decode()
        return f"{self.name}+{self.key_id.hex()}+{typed}"


def parse_note(raw: bytes) -> Note:
    """Read a signed note; raises NoteMalformed."""
    if len(raw) > MOST_BYTES:
        raise NoteMalformed("longer than a note may be")
    try:
        whole = raw.decode()
    except UnicodeDecodeError:
        raise NoteMalformed("no UTF-8") from None
    text, empty, lines = whole.rpartition("\n\n")
    if not empty or not text or not lines.endswith("\n") or _CONTROL.search(whole):
        raise NoteMalformed("no text, empty line and signatures")
    signatures = tuple(_signature(line) for line in lines[:-1].split("\n"))
    if len(signatures) > MOST_SIGNATURES:
        raise NoteMalformed("more signatures than a note may have")
    return Note(f"{text}\n", signatures)


def parse_key(text: str) -> PublicKey:
    """Read a public key from its text; raises NoteMalformed."""
    name, _, rest = text.partition("+")
    key_id, _, typed = rest.partition("+")
    raw = _decoded(typed)
    for type_ in TYPES:
        if raw.startswith(type_) and is_key_name(name):
            key = PublicKey(name, type_, raw[len(type_) :])
            if key.key_id.hex() == key_id:
                return key
    raise NoteMalformed("no public key")


def is_key_name(name: str) -> bool:
    """Tell whether a key may be called so: no blank, no plus."""
    return _NAME.match(name) is not None and _CONTROL.search(name) is None


def _signature(line: str) -> SignatureLine:
    match = _LINE.match(line)
    blob = _decoded(match["blob"]) if match else b""
    if match is None or len(blob) <= _KEY_ID_BYTES:
        raise NoteMalformed("no signature line")
    return SignatureLine(match["name"], blob[:_KEY_ID_BYTES], blob[_KEY_ID_BYTES:])


def _decoded(text: str) -> bytes:
    """Base64 in its one canonical spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteMalformed("no base64") from None
    if base64.b64encode(raw).decode() != text:
        raise NoteMalformed("base64 in another spelling")
    return raw
