"""The file a union moves in: a tar of named members, the last two a manifest of their hashes and its signature.

Nothing in it is free: a header is read only where it is the one this module would write, padding only where it is
zero, and after the end there is nothing. So every byte is either under the manifest's hashes, under its
signature, or prescribed. `tar tf` shows it all the same (POSIX ustar).
"""

import hashlib
import tarfile
from collections.abc import Iterator
from typing import IO, Final, NamedTuple
from uuid import UUID

import msgspec

from domain.note import Note, NoteMalformed, PublicKey, parse_note
from services.keys.signing import Signer, is_signed
from services.store.moving import MoveRefused

_BLOCK: Final = tarfile.BLOCKSIZE
_END: Final = bytes(2 * _BLOCK)
MOST_BYTES: Final = 64 << 20
"""Of one member: the greatest is a paper, or a few thousand events."""
MANIFEST: Final = "manifest.json"
NOTE: Final = "manifest.note"


class FileBroken(Exception):
    """The file is not the one that was written, not whole, or signed by nobody we trust; `fault` says where."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One member of the file."""

    name: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All members before the manifest itself, in their order."""

    format: str = "gonghui.move/1"
    union_id: UUID
    members: list[Member]


class Signed(NamedTuple):
    """A manifest that bears the signature it must, and the SHA-256 of its bytes."""

    manifest: Manifest
    sha256: bytes


class Writer:
    """Writes members one after the other, and in the end the manifest."""

    def __init__(self, file: IO[bytes], union_id: UUID) -> None:
        self._file = file
        self._union_id = union_id
        self._members: list[Member] = []

    def add(self, name: str, raw: bytes) -> None:
        """Add a member; raises MoveRefused where nobody could read it again."""
        self._members.append(Member(name, len(raw), hashlib.sha256(raw).hexdigest()))
        self._write(name, raw)

    def finish(self, signer: Signer) -> bytes:
        """Add manifest and signature; returns the manifest's SHA-256. Raises MoveRefused as `add` does."""
        raw = msgspec.json.encode(Manifest(union_id=self._union_id, members=self._members))
        digest = hashlib.sha256(raw).digest()
        text = _signed_text(signer.public.name, self._union_id, digest)
        self._write(MANIFEST, raw)
        self._write(NOTE, Note(text, (signer.sign(text.encode()),)).raw)
        self._file.write(_END)
        return digest

    def _write(self, name: str, raw: bytes) -> None:
        if len(raw) > MOST_BYTES:
            raise MoveRefused("too_large")
        self._file.write(_header(name, len(raw)))
        self._file.write(raw)
        self._file.write(bytes(-len(raw) % _BLOCK))


def read_signed(file: IO[bytes], key: PublicKey) -> Signed:
    """Read the whole file for its hashes and check the manifest's signature; raises FileBroken."""
    seen: list[Member] = []
    kept: dict[str, bytes] = {}
    for name, raw in _raw_members(file):
        if name in {MANIFEST, NOTE}:
            kept[name] = raw
        elif kept:
            raise FileBroken("member_after_manifest")
        else:
            seen.append(Member(name, len(raw), hashlib.sha256(raw).hexdigest()))
    if list(kept) != [MANIFEST, NOTE]:
        raise FileBroken("manifest_missing")
    digest = hashlib.sha256(kept[MANIFEST]).digest()
    try:
        manifest = msgspec.json.decode(kept[MANIFEST], type=Manifest)
        note = parse_note(kept[NOTE])
    except (msgspec.MsgspecError, NoteMalformed):
        raise FileBroken("manifest_malformed") from None
    if note.raw != kept[NOTE] or len(note.signatures) != 1:
        raise FileBroken("manifest_malformed")
    if note.text != _signed_text(key.name, manifest.union_id, digest) or not is_signed(note, key):
        raise FileBroken("signature_bad")
    if manifest.format != "gonghui.move/1" or manifest.members != seen:
        raise FileBroken("member_differs")
    return Signed(manifest, digest)


def members(file: IO[bytes], signed: Signed) -> Iterator[tuple[str, bytes]]:
    """Yield the members under a manifest again, each compared with its hash; raises FileBroken."""
    expected = iter(signed.manifest.members)
    for name, raw in _raw_members(file):
        if name == MANIFEST:
            break
        member = next(expected, None)
        if member != Member(name, len(raw), hashlib.sha256(raw).hexdigest()):
            raise FileBroken("member_differs")
        yield name, raw
    if next(expected, None) is not None:
        raise FileBroken("member_differs")


def _raw_members(file: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    file.seek(0)
    while True:
        block = file.read(_BLOCK)
        if block == _END[:_BLOCK]:
            if file.read(_BLOCK + 1) != _END[_BLOCK:]:
                raise FileBroken("end_missing")
            return
        name, size = _described(block)
        raw, padding = file.read(size), file.read(-size % _BLOCK)
        if len(raw) != size or padding != bytes(-size % _BLOCK):
            raise FileBroken("member_cut")
        yield name, raw


def _described(block: bytes) -> tuple[str, int]:
    try:
        info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.HeaderError, ValueError):
        raise FileBroken("header_malformed") from None
    if not 0 <= info.size <= MOST_BYTES or block != _header(info.name, info.size):
        raise FileBroken("header_malformed")
    return info.name, info.size


def _header(name: str, size: int) -> bytes:
    """The one header there is for a name and a size: no owner, no time."""
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


def _signed_text(origin: str, union_id: UUID, digest: bytes) -> str:
    return f"{origin}/move\n{union_id}\n{digest.hex()}\n"
