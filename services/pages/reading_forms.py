"""What was typed into a form, as the JSON document an operation reads; what cannot be read goes on as it was typed.

So the operation itself refuses it, in the place and the words it always does.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from services.http.problems import Problem
from services.pages.kinds import Kind
from services.pages.visit import Posted

_MISSING: Final = object()
_YUAN: Final = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,2})?")
_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")
_GROUPED: Final = re.compile(r"(?<![0-9.])[0-9]{1,3}(,[0-9]{3})+(?![0-9,])")
_DAY: Final = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")
_DAY_OF_DIGITS: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH: Final = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})月?")
_MONTH_OF_DIGITS: Final = re.compile(r"([0-9]{4})([0-9]{2})")
_COUNT: Final = re.compile(r"[0-9]{1,18}")
_SAME: Final = ("<wide>", "<narrow>", "<compat>", "<noBreak>")
"""Ways to write the same character; a raised 2, a half or a 1 in a circle say something else."""
_ROWS_MOST: Final = 2_000
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
    """Return the numbers of the rows of a list that a form sent, in order; raises Problem where they are too many.

    Every row comes back as inputs: of a form of nothing but rows a page of many megabytes would be made.
    """
    inside = [text.removeprefix(f"{name}.") for text in posted.texts if text.startswith(f"{name}.")]
    numbers = {int(found[1]) for text in inside if (found := _ROW.match(text))}
    if len(numbers) > _ROWS_MOST:
        raise Problem("request.body_too_large")
    return sorted(numbers)


def fen_of(text: str) -> int | None:
    """Return yuan as typed (1,234.5 or full-width) in fen, None when it is no amount (1,23 may mean anything)."""
    plain = _ungrouped(_plain(text).removeprefix("¥").removesuffix("元"))
    if not _YUAN.fullmatch(plain):
        return None
    return int(Decimal(plain) * 100)


def yuan_typed(fen: int) -> str:
    """Return fen as yuan the way they are typed: 1234.50."""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{fen // 100}.{fen % 100:02d}"


def day_of(text: str) -> str:
    """Return a date as typed (20260305, 2026.3.5, 2026年3月5日) in ISO form; anything else as it was."""
    plain = _plain(text)
    found = _DAY.fullmatch(plain) or _DAY_OF_DIGITS.fullmatch(plain)
    return text if found is None else f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"


def month_of(text: str) -> str:
    """Return a month as typed (202603, 2026年3月) as 2026-03; anything else as it was."""
    plain = _plain(text)
    found = _MONTH.fullmatch(plain) or _MONTH_OF_DIGITS.fullmatch(plain)
    return text if found is None else f"{found[1]}-{int(found[2]):02d}"


def count_of(text: str) -> int | None:
    """Return a whole number of an address, None for anything else: what Python takes for a digit may be none."""
    return int(text) if _COUNT.fullmatch(text) else None


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
    plain = _ungrouped(_plain(text))
    return int(plain) if _WHOLE.fullmatch(plain) else text


def _many(texts: Iterable[str]) -> list[str]:
    return [part for text in texts for part in _SEPARATOR.split(text) if part]


def _plain(text: str) -> str:
    """Full-width letters and blanks as the plain ones."""
    return "".join(map(_folded, text)).strip()


def _folded(character: str) -> str:
    is_same = unicodedata.decomposition(character).startswith(_SAME)
    return unicodedata.normalize("NFKC", character) if is_same else character


def _ungrouped(text: str) -> str:
    return _GROUPED.sub(lambda found: found[0].replace(",", ""), text)
