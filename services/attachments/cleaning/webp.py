"""WebP (RFC 9649): chunks in a RIFF file; Exif, XMP and chunks nobody knows are left out.

Frames of an animation are kept whole: what may stand inside one of them is not looked at.
"""

from typing import Final

from services.attachments.cleaning.exif import orientation_only
from services.attachments.cleaning.parts import refuse_too_many
from services.attachments.faults import PaperNotOfItsKind, PaperSpoilt

_PICTURES: Final = frozenset({b"VP8 ", b"VP8L", b"ANMF"})
_KEPT: Final = _PICTURES | {b"VP8X", b"ALPH", b"ICCP", b"ANIM"}
_HEAD_BYTES: Final = 12
_FLAGS_OF: Final = {b"EXIF": 0x08, b"XMP ": 0x04}
"""What the first chunk says there is further on."""
_FLAGS_BYTES: Final = 10
_PREFIX: Final = b"Exif\x00\x00"
"""Stands before the Exif data where a program took them from a JPEG."""


def cleaned_webp(content: bytes) -> bytes:
    """Return the picture alone."""
    if content[:4] != b"RIFF" or content[8:_HEAD_BYTES] != b"WEBP":
        raise PaperNotOfItsKind
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise PaperSpoilt
    chunks, at, count = list[tuple[bytes, bytes]](), _HEAD_BYTES, 0
    while at < end:
        count += 1
        refuse_too_many(count)
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        kind, data = content[at : at + 4], content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
        if at > end or len(data) != length:
            raise PaperSpoilt
        if kind == b"EXIF":
            data = orientation_only(data.removeprefix(_PREFIX))
        if kind in _KEPT or (kind == b"EXIF" and data):
            chunks.append((kind, data))
    kinds = {kind for kind, _ in chunks}
    if kinds.isdisjoint(_PICTURES):
        raise PaperSpoilt
    return _written([(kind, _flagged(kind, data, kinds)) for kind, data in chunks])


def _flagged(kind: bytes, data: bytes, kinds: set[bytes]) -> bytes:
    """Return a chunk; the first one must not promise what was left out."""
    if kind != b"VP8X":
        return data
    if len(data) != _FLAGS_BYTES:
        raise PaperSpoilt
    flags = data[0]
    for promised, flag in _FLAGS_OF.items():
        flags = flags | flag if promised in kinds else flags & ~flag
    return bytes((flags,)) + data[1:]


def _written(chunks: list[tuple[bytes, bytes]]) -> bytes:
    inner = b"".join(
        kind + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2)
        for kind, data in chunks
    )
    return b"RIFF" + (len(inner) + 4).to_bytes(4, "little") + b"WEBP" + inner
