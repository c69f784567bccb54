"""PNG (ISO/IEC 15948): a list of chunks; kept are those that say what the pixels are and how they look.

Texts, times, what programs put in for themselves, further pictures of an animation and whatever follows the end are
left out.
"""

import zlib
from typing import Final

from services.attachments.cleaning.exif import orientation_only
from services.attachments.cleaning.parts import refuse_too_many
from services.attachments.faults import PaperNotOfItsKind, PaperSpoilt

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_FIRST, _PIXELS, _LAST, _EXIF = b"IHDR", b"IDAT", b"IEND", b"eXIf"
_AROUND_BYTES: Final = 12
"""Length, kind and check sum of a chunk."""
_LOOKS: Final = (
    b"tRNS",
    b"cHRM",
    b"gAMA",
    b"iCCP",
    b"sBIT",
    b"sRGB",
    b"cICP",
    b"bKGD",
    b"hIST",
    b"pHYs",
)
_KEPT: Final = frozenset((_FIRST, b"PLTE", _PIXELS, _LAST, *_LOOKS))


def cleaned_png(content: bytes) -> bytes:
    """Return the picture alone."""
    if not content.startswith(_SIGNATURE):
        raise PaperNotOfItsKind
    kept, at, kinds = [_SIGNATURE], len(_SIGNATURE), list[bytes]()
    while kinds[-1:] != [_LAST]:
        refuse_too_many(len(kinds))
        kind, data = _chunk(content, at)
        at += len(data) + _AROUND_BYTES
        kinds.append(kind)
        if kind == _EXIF:
            data = orientation_only(data)
        if kind in _KEPT or (kind == _EXIF and data):
            kept.append(_written(kind, data))
    if kinds[0] != _FIRST or _PIXELS not in kinds:
        raise PaperSpoilt
    return b"".join(kept)


def _chunk(content: bytes, at: int) -> tuple[bytes, bytes]:
    length = int.from_bytes(content[at : at + 4], "big")
    whole = content[at : at + length + _AROUND_BYTES]
    if len(whole) != length + _AROUND_BYTES:
        raise PaperSpoilt
    if zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:], "big"):
        raise PaperSpoilt
    return whole[4:8], whole[8:-4]


def _written(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
