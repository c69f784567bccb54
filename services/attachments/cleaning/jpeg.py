"""JPEG (ITU-T T.81): a list of segments; those of applications and comments are left out.

Kept of them are JFIF's first segment without its thumbnail, the colour profile and Adobe's word on colours. What
follows the end of the picture (a phone's film, a second picture with its own place and time) is left out as well.
"""

import re
from typing import Final

from services.attachments.cleaning.exif import orientation_only
from services.attachments.cleaning.parts import refuse_too_many
from services.attachments.faults import PaperNotOfItsKind, PaperSpoilt

_START: Final = b"\xff\xd8"
_END: Final = b"\xff\xd9"
_SCAN: Final = 0xDA
_COMMENT: Final = 0xFE
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_OF_THE_PICTURE: Final = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xE0)}) - {0xC8}
_OF_APPLICATIONS: Final = range(0xE0, 0xFE)
_JFIF: Final = b"JFIF\x00"
_JFIF_BYTES: Final = 12
"""Of JFIF's segment, up to where the size of its thumbnail stands."""
_EXIF: Final = b"Exif\x00\x00"
_FILLING: Final = re.compile(rb"\xff+")
_NEXT_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
"""In the coded pixels: FF 00 is a pixel's byte, FF D0 to FF D7 only count."""


def cleaned_jpeg(content: bytes) -> bytes:
    """Return the picture alone."""
    if not content.startswith(b"\xff\xd8\xff"):
        raise PaperNotOfItsKind
    kept, at, seen = [_START], len(_START), set[int]()
    while True:
        refuse_too_many(len(kept))
        at, marker = _marker(content, at)
        if marker == _END[1]:
            break
        seen.add(marker)
        data, at = _segment(content, at)
        part = _kept(marker, data)
        kept.append(b"" if part is None else _written(marker, part))
        if marker == _SCAN:
            end = _NEXT_MARKER.search(content, at)
            if end is None:
                raise PaperSpoilt
            kept.append(content[at : end.start()])
            at = end.start()
    if _SCAN not in seen or seen.isdisjoint(_FRAMES):
        raise PaperSpoilt
    return b"".join([*kept, _END])


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """Return where the segment behind the next marker begins, and the marker; it may be filled up with FF."""
    filling = _FILLING.match(content, at)
    if filling is None or filling.end() == len(content):
        raise PaperSpoilt
    return filling.end() + 1, content[filling.end()]


def _segment(content: bytes, at: int) -> tuple[bytes, int]:
    length = int.from_bytes(content[at : at + 2], "big")
    end = at + length
    if length < 2 or end > len(content):  # noqa: PLR2004 # the length counts its own two bytes
        raise PaperSpoilt
    return content[at + 2 : end], end


def _written(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2, "big") + data


def _kept(marker: int, data: bytes) -> bytes | None:
    """Return what is kept of a segment; None where it is left out whole."""
    if marker in _OF_THE_PICTURE:
        return data
    if marker == _COMMENT or marker in _OF_APPLICATIONS:
        return _of_application(marker, data)
    raise PaperSpoilt


def _of_application(marker: int, data: bytes) -> bytes | None:
    if marker == 0xE0 and data.startswith(_JFIF) and len(data) >= _JFIF_BYTES:  # noqa: PLR2004 # APP0
        return data[:_JFIF_BYTES] + bytes(2)
    if marker == 0xE1 and data.startswith(_EXIF):  # noqa: PLR2004 # APP1
        turned = orientation_only(data.removeprefix(_EXIF))
        return _EXIF + turned if turned else None
    is_colour = (marker == 0xE2 and data.startswith(b"ICC_PROFILE\x00")) or (  # noqa: PLR2004 # APP2, APP14
        marker == 0xEE and data.startswith(b"Adobe")  # noqa: PLR2004
    )
    return data if is_colour else None
