"""The QR code of a printed statement: a short text without anything personal, drawn as SVG."""

import io
from uuid import UUID

import segno

_ERROR_CORRECTION = "m"
_SCALE = 4


def payload(union_id: UUID, code: str) -> str:
    """Return what the code says: format, union and statement code."""
    return f"GONGHUI:1:{union_id}:{code}"


def svg(text: str) -> str:
    """Return the QR code of a text as one SVG element."""
    drawn = io.BytesIO()
    symbol = segno.make_qr(text, error=_ERROR_CORRECTION)
    symbol.save(drawn, kind="svg", scale=_SCALE, xmldecl=False, svgns=True, nl=False)
    return drawn.getvalue().decode()
