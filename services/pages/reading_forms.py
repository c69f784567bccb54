"""What was typed into a form, as the JSON document an operation reads; what cannot be read goes on as it was typed.

So the operation itself refuses it, in the place and the words it always does.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from services.pages.kinds import Kind
from services.pages.visit import Posted

_MISSING: Final = object()
_YUAN: Final = re.compile(r"(-?)[0-9]{1,13}(\.[0-9]{1,2})?")
_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")
_DAY: Final = re.compile(r"([0-9]{4})[-./年]?([0-9]{1,2})[-./月]?([0-9]{1,2})日?")
_MONTH: Final = re.compile(r"([0-9]{4})[-./年]?([0-9]{1,2})月?")
_ROW: Final = re.compile(r"([0-9]{1,5})\.")
_SEPARATOR: Final = re.compile(r"[\s,，、;；]+")


def document_of(
    kinds: Sequence[Kind], posted: Posted, fixed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the body a form asks for. `fixed` is what the page itself says, whatever was sent."""
    read = {kind.name: _value(kind, kind.name, posted) for kind in kinds}
    given = {name: value for name, value in read.items() if value is not _MISSING}
    return given | dict(fixed or {})


def rows_sent(name: str, posted: Posted) -> list[int]:
    """Return the numbers of the rows of a list that a form sent, in order."""
    inside = [text.removeprefix(f"{name}.") for text in posted.texts if text.startswith(f"{name}.")]
    return sorted({int(found[1]) for text in inside if (found := _ROW.match(text))})


def fen_of(text: str) -> int | None:
    """Return yuan as typed (1,234.5 or full-width) in fen, None when it is no amount."""
    plain = _plain(text).replace(",", "").removeprefix("¥").removesuffix("元")
    if not _YUAN.fullmatch(plain):
        return None
    return int(Decimal(plain) * 100)


def yuan_typed(fen: int) -> str:
    """Return fen as yuan the way they are typed: 1234.50."""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{fen // 100}.{fen % 100:02d}"


def day_of(text: str) -> str:
    """Return a date as typed (20260305, 2026.3.5, 2026年3月5日) in ISO form; anything else as it was."""
    found = _DAY.fullmatch(_plain(text))
    return text if found is None else f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"


def month_of(text: str) -> str:
    """Return a month as typed (202603, 2026年3月) as 2026-03; anything else as it was."""
    found = _MONTH.fullmatch(_plain(text))
    return text if found is None else f"{found[1]}-{int(found[2]):02d}"


def _value(kind: Kind, name: str, posted: Posted) -> Any:  # noqa: ANN401 # one widget after another
    match kind.widget:
        case "group":
            return _group(kind.inner, name, posted, required=kind.required)
        case "groups":
            rows = [_group(kind.inner, f"{name}.{n}", posted) for n in rows_sent(name, posted)]
            return [row for row in rows if row is not _MISSING] or _MISSING
        case "variant":
            return _variant(kind, name, posted)
        case "choices" | "ids":
            return posted.all(name) or _MISSING
        case "texts":
            return _many(posted.all(name)) or _MISSING
        case "numbers":
            return [_number(text) for text in _many(posted.all(name))] or _MISSING
        case "yes_no":
            return posted.text(name) == "true"
        case "file" | "files":
            return _MISSING  # uploaded first, and given by the page
        case _:
            text = posted.text(name)
            return _MISSING if not text else _single(kind.widget, text)


def _single(widget: str, text: str) -> Any:  # noqa: ANN401
    match widget:
        case "money":
            fen = fen_of(text)
            return text if fen is None else fen
        case "number":
            return _number(text)
        case "maybe":
            return {"true": True, "false": False}.get(text, text)
        case "date":
            return day_of(text)
        case "month":
            return month_of(text)
        case _:
            return text


def _group(kinds: Iterable[Kind], name: str, posted: Posted, *, required: bool = False) -> Any:  # noqa: ANN401
    """A group nothing was typed into was not meant, unless it must be there."""
    read = {kind.name: _value(kind, f"{name}.{kind.name}", posted) for kind in kinds}
    given = {key: value for key, value in read.items() if value is not _MISSING}
    typed = [key for key, value in given.items() if value is not False]
    preset = {kind.name for kind in kinds if kind.default and given.get(kind.name) == kind.default}
    return given if required or set(typed) - preset else _MISSING


def _variant(kind: Kind, name: str, posted: Posted) -> Any:  # noqa: ANN401
    chosen = posted.text(f"{name}.{kind.tag}")
    for tag, inner in kind.variants:
        if tag == chosen:
            return {kind.tag: tag} | _group(inner, name, posted, required=True)
    return _MISSING


def _number(text: str) -> int | str:
    plain = _plain(text).replace(",", "")
    return int(plain) if _WHOLE.fullmatch(plain) else text


def _many(texts: Iterable[str]) -> list[str]:
    return [part for text in texts for part in _SEPARATOR.split(text) if part]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
