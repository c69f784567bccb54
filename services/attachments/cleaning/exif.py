"""Which way up a photo is held: the one thing of a photo's Exif data (TIFF 6.0, CIPA DC-008) that is kept."""

import struct
from typing import Final

_ORIENTATION: Final = 0x0112
_SHORT: Final = 3
_ENTRY_BYTES: Final = 12
_UPRIGHT: Final = 1
_TURNED: Final = range(2, 9)


def orientation_only(tiff: bytes) -> bytes:
    """Return Exif data that say how the photo is turned and nothing else; nothing where it stands upright."""
    turned = _orientation(tiff)
    if turned not in _TURNED:
        return b""
    entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, turned, 0)
    return b"MM\x00*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def _orientation(tiff: bytes) -> int:
    """Return how a photo is turned; upright where the data do not say so in the one way that is read."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None:
        return _UPRIGHT
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(count):
            entry = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + number * _ENTRY_BYTES)
            if entry[:3] == (_ORIENTATION, _SHORT, 1):
                return int(entry[3])
    except struct.error:
        pass
    return _UPRIGHT
