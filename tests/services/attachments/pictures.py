"""Small files of every kind, made here byte by byte, with and without what a phone adds."""

import struct
import zlib

GPS = b"GPS 23.1N 113.3E, HUAWEI P60, 2026:03:16 10:00:00"
"""What must not be left of a photo."""
PIXELS = b"\x11\xff\x00\x22\xff\xd0\x33\xff\x00\xff\xd7\x44" * 40
"""Coded pixels with all that looks like a marker and is none."""


def tiff(orientation: int = 6, order: str = "<") -> bytes:
    """Exif data with a device, a place and a direction."""
    mark = b"II*\x00" if order == "<" else b"MM\x00*"
    maker = struct.pack(f"{order}HHII", 0x010F, 2, len(GPS), 38)
    turned = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    return mark + struct.pack(f"{order}IH", 8, 2) + maker + turned + bytes(4) + GPS


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2, "big") + data


JFIF = segment(0xE0, b"JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x00\x00")
TABLES = segment(0xDB, b"\x00" + bytes(64)) + segment(0xC4, b"\x00" + bytes(16))
FRAME = segment(0xC0, b"\x08\x00\x01\x00\x01\x01\x01\x11\x00")
SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + PIXELS
COLOURS = segment(0xE2, b"ICC_PROFILE\x00\x01\x01" + bytes(60)) + segment(0xEE, b"Adobe" + bytes(7))


def jpeg(*added: bytes, jfif: bytes = JFIF, after: bytes = b"") -> bytes:
    """A progressive JPEG of two scans; what is added stands before the tables."""
    between = segment(0xC4, b"\x10" + bytes(16)) + SCAN
    inner = b"".join([jfif, *added, COLOURS, TABLES, FRAME, SCAN, between])
    return b"\xff\xd8" + inner + b"\xff\xd9" + after


def phone_jpeg(orientation: int = 6) -> bytes:
    """What a phone makes: Exif, XMP, IPTC, a thumbnail, a comment, a second picture and a film behind the end."""
    return jpeg(
        segment(0xE1, b"Exif\x00\x00" + tiff(orientation)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + GPS),
        segment(0xE2, b"MPF\x00" + GPS),
        segment(0xED, b"Photoshop 3.0\x00" + GPS),
        segment(0xEB, GPS),
        segment(0xFE, GPS),
        jfif=segment(0xE0, b"JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x02\x01" + GPS[:6]),
        after=b"\xff\xd8" + segment(0xE1, GPS) + b"\xff\xd9ftypmp42" + GPS,
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*added: bytes, after: bytes = b"") -> bytes:
    """One grey pixel."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\x00\x7f"))
    inner = b"".join([head, chunk(b"gAMA", b"\x00\x00\xb1\x8f"), *added, pixels])
    return b"\x89PNG\r\n\x1a\n" + inner + chunk(b"IEND", b"") + after


def phone_png(orientation: int = 6) -> bytes:
    return png(
        chunk(b"tEXt", b"Author\x00" + GPS),
        chunk(b"iTXt", b"XML:com.adobe.xmp\x00" + GPS),
        chunk(b"tIME", bytes(7)),
        chunk(b"prVW", GPS),
        chunk(b"eXIf", tiff(orientation)),
        after=GPS,
    )


def riff(*chunks: tuple[bytes, bytes], after: bytes = b"") -> bytes:
    inner = b"".join(
        kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for kind, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(inner) + 4) + b"WEBP" + inner + after


def webp(*added: tuple[bytes, bytes], flags: int = 0, after: bytes = b"") -> bytes:
    head = bytes((flags,)) + bytes(9)
    return riff((b"VP8X", head), (b"VP8L", b"\x2f" + bytes(8)), *added, after=after)


def phone_webp(orientation: int = 6) -> bytes:
    return webp(
        (b"EXIF", b"Exif\x00\x00" + tiff(orientation)),
        (b"XMP ", GPS),
        (b"strn", GPS),
        flags=0x0C,
        after=GPS,
    )


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
