"""The confined process that typesets one paper: limits first, then the font, then the page.

It gets template, values and limits on standard input and answers with the PDF on standard output. It reads the
templates and the system's fonts, asks no network, and writes no file. The font is looked for in the order below, so
that one machine always sets in the same one.
"""

import os
import resource
import sys
from pathlib import Path
from typing import Final

import msgspec
import typst

from services.exporters.prints.failures import PrintFault

TEMPLATES: Final = Path(__file__).parent / "templates"
FONTS: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "PingFang SC",
)


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One paper to be made. `dated`: seconds of the epoch that stand as its date; `document` is JSON."""

    template: str
    document: bytes
    dated: int
    tagged: bool
    memory_bytes: int
    cpu_seconds: int


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """The PDF, or why there is none."""

    pdf: bytes = b""
    fault: PrintFault | None = None


def main() -> None:
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    confine(order)
    sys.stdout.buffer.write(msgspec.msgpack.encode(made(order)))
    sys.stdout.buffer.flush()
    os._exit(0)


def confine(order: Order) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (order.memory_bytes, order.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (order.cpu_seconds, order.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def made(order: Order) -> Made:
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    font = font_of(fonts.families())
    if font is None:
        return Made(fault="font_missing")
    try:
        pdf = typst.compile(
            str(TEMPLATES / f"{order.template}.typ"),
            root=str(TEMPLATES),
            font_paths=fonts,
            sys_inputs={"document": order.document.decode(), "font": font},
            timestamp=order.dated,
            pdf_tags=order.tagged,
        )
    except typst.TypstError:
        return Made(fault="failed")
    return Made(pdf=pdf)


def font_of(families: list[str]) -> str | None:
    """Return the first font that has Chinese letters."""
    there = set(families)
    return next((name for name in FONTS if name in there), None)
