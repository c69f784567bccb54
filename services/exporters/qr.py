"""The QR codes of what is printed: a short text without anything personal, drawn as SVG."""

import io
from uuid import UUID

import segno

_ERROR_CORRECTION = "m"
_SCALE = 4


def payload(union_id: UUID, code: str) -> str:
    """Return what the code says: format, union and statement code."""
    return f"GONGHUI:1:{union_id}:{code}"


def receipt(union_id: str, position: int, hash_: str) -> str:
    """Return the code of one place of a log: union, position and chain hash, as on a receipt."""
    return f"GONGHUI-RECEIPT:1:{union_id}:{position}:{hash_}"


def checkpoint(origin: str, size: int, root: str) -> str:
    """Return the code of a signed checkpoint, to be held against later ones."""
    return f"GONGHUI-CHECKPOINT:1:{origin}:{size}:{root}"


def svg(text: str) -> str:
    """Return the QR code of a text as one SVG element."""
    drawn = io.BytesIO()
    symbol = segno.make_qr(text, error=_ERROR_CORRECTION)
    symbol.save(drawn, kind="svg", scale=_SCALE, xmldecl=False, svgns=True, nl=False)
    return drawn.getvalue().decode()
