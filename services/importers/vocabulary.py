"""What clerks write and what it means: our own words plus, if a county has one, its own file.

Both have the same TOML shape; a later file wins. Headers and words are compared after their
spelling is made plain, so a county lists habits, not typing.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec

from services.importers.cells import plain
from services.importers.columns import KNOWN_NAMES, MONTHS

BUILT_IN: Final = Path(__file__).with_name("vocabulary.toml")
MOST_NEAREST: Final = 3
NEAR_ENOUGH: Final = 0.4

STARS: Final = re.compile(r"[*※★☆]")
UNIT: Final = re.compile(
    r"[(\[【〔](?:单位:)?(?:人民币)?(?:元|元/月|元/人|元/年|人民币|人|名|个|必填|选填|可选|年月日|文本|文本格式)[)\]】〕]"
)
BRACKETS: Final = str.maketrans("", "", "()[]【】〔〕{}「」")
RANGE: Final = re.compile(r"([0-9]{1,2})月?(?:份)?[-—–~至到−]+([0-9]{1,2})月(?:份)?")
MONTH: Final = re.compile(
    r"(?:20[0-9]{2}[年./-](?:度)?)?0?([1-9]|1[0-2])月(?:份)?"
    r"(?:实缴|实收|已缴|缴纳)?(?:会费|工会会费|金额|数|额)?(?:实缴|实收)?"
)
CHINESE_NUMBERS: Final = (*"一二三四五六七八九十", "十一", "十二")
NUMERALS: Final = {
    f"{text}月": f"{number}月" for number, text in enumerate(CHINESE_NUMBERS, start=1)
}


class VocabularyRefused(Exception):
    """A line of a county's file that means nothing here. `where` is "columns" or a word table."""

    def __init__(self, kind: str, where: str, entry: str, nearest: tuple[str, ...] = ()) -> None:
        near = f" (nearest: {', '.join(nearest)})" if nearest else ""
        super().__init__(f"{kind}: [{where}] {entry}{near}")
        self.kind, self.where, self.entry, self.nearest = kind, where, entry, nearest

    @property
    def code(self) -> str:
        return f"importers.{self.kind}"


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The shape of a vocabulary file."""

    columns: dict[str, str | list[str]] = {}
    words: dict[str, dict[str, str]] = {}


class Vocabulary(msgspec.Struct, frozen=True):
    """Plain header to the names of columns it may mean; word table to plain text to key."""

    columns: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]

    def names_of(self, header: str) -> tuple[str, ...]:
        text = plain_header(header)
        return self.columns.get(text) or month_of(text)


def load_vocabulary(*paths: Path) -> Vocabulary:
    """Our words and those of the files; raises `VocabularyRefused`."""
    return merge(path.read_text("utf-8-sig") for path in paths)


def merge(texts: Iterable[str]) -> Vocabulary:
    known = built_in()
    columns: dict[str, tuple[str, ...]] = {plain_header(name): (name,) for name in KNOWN_NAMES}
    words: dict[str, dict[str, str]] = {}
    for written in (known, *map(parse, texts)):
        refuse_unknown(written, known)
        columns.update({plain_header(h): names(c) for h, c in written.columns.items()})
        for table, entries in written.words.items():
            words.setdefault(table, {}).update({plain(t): key for t, key in entries.items()})
    return Vocabulary(columns=columns, words=words)


@cache
def built_in() -> Written:
    return parse(BUILT_IN.read_text("utf-8"))


def parse(text: str) -> Written:
    try:
        content: Any = tomllib.loads(text)
        return msgspec.convert(content, Written)
    except (ValueError, RecursionError) as error:  # also a whole number of thousands of digits
        raise VocabularyRefused("vocabulary_malformed", "", str(error)) from error


def names(column: str | list[str]) -> tuple[str, ...]:
    return (column,) if isinstance(column, str) else tuple(column)


def refuse_unknown(written: Written, known: Written) -> None:
    for header, column in written.columns.items():
        for name in names(column):
            refuse_if(name, KNOWN_NAMES, "column_unknown", "columns", header)
    for table, entries in written.words.items():
        refuse_if(table, known.words, "word_table_unknown", "words", table)
        for text, key in entries.items():
            refuse_if(key, known.words[table].values(), "word_key_unknown", table, text)


def refuse_if(name: str, known: Iterable[str], kind: str, where: str, entry: str) -> None:
    names = sorted(set(known))
    if name not in names:
        raise VocabularyRefused(kind, where, f'"{entry}" = "{name}"', nearest(name, names))


@lru_cache(maxsize=4096)
def plain_header(header: str) -> str:
    """The header without blanks, stars, units and brackets; "1月—6月" becomes "1-6月"."""
    text = UNIT.sub("", STARS.sub("", plain(header)))
    return RANGE.sub(r"\1-\2月", text).translate(BRACKETS).rstrip(":")


def month_of(text: str) -> tuple[str, ...]:
    if "月" not in text:
        return ()
    for numeral in sorted(NUMERALS, key=len, reverse=True):
        text = text.replace(numeral, NUMERALS[numeral])
    match = MONTH.fullmatch(text)
    return (MONTHS[int(match[1]) - 1],) if match else ()


def nearest(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """At most three known texts that look like this one, best first."""
    return nearest_of_any([text], known)


def nearest_of_any(spellings: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    ranked = sorted(
        ((max(likeness(text, other) for text in spellings), other) for other in set(known)),
        reverse=True,
    )
    return tuple(other for score, other in ranked[:MOST_NEAREST] if score >= NEAR_ENOUGH)


def likeness(one: str, other: str) -> float:
    """Half the order of the characters, half how many are shared."""
    one, other = plain(one), plain(other)
    shared = len(set(one) & set(other)) / max(1, min(len(set(one)), len(set(other))))
    return (SequenceMatcher(None, one, other).ratio() + shared) / 2
