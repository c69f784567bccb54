"""Finding names by how they are typed: characters, full pinyin, initials, mixed, any part of the name.

张三 is found by 张, zhang, zhangs, zs and 张s. A character of several readings is found by each of them,
whichever is right in this name. Whoever types ü writes v, u or yu.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pypinyin import Style, pinyin

_SURNAMES: Final = {
    "仇": "qiu",
    "任": "ren",
    "区": "ou",
    "单": "shan",
    "尉": "yu",
    "曾": "zeng",
    "朴": "piao",
    "查": "zha",
    "盖": "ge",
    "种": "chong",
    "秘": "bi",
    "繁": "po",
    "缪": "miao",
    "翟": "zhai",
    "覃": "qin",
    "解": "xie",
    "隗": "wei",
    "黑": "he",
    "乐": "yue",
    "乜": "nie",
}
"""How these are read where they begin a name, which sorting needs; searching takes every reading."""
_TWO_LETTERS: Final = ("zh", "ch", "sh")
_CHARACTERS_KEPT: Final = 30_000
_QUERY_MOST: Final = 40

EXACT, BEGINNING, WITHIN = range(3)
"""How well a name fits: all of it, from its first character on, or somewhere inside."""


def spelled(text: str) -> str:
    """Return a name or what was typed in its one spelling: one width, small letters, nothing between the words."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


@lru_cache(maxsize=_CHARACTERS_KEPT)
def readings(character: str) -> tuple[str, ...]:
    """Return every reading of a character, the character itself first; of a letter only itself."""
    found = [character]
    for reading in pinyin(character, style=Style.NORMAL, heteronym=True)[0]:
        found += _variants(reading)
    if character in _SURNAMES:
        found.append(_SURNAMES[character])
    return tuple(dict.fromkeys(found))


def _variants(reading: str) -> list[str]:
    """吕 is lv, and lu or lyu where a keyboard or a passport says so."""
    if "v" not in reading:
        return [reading]
    return [reading, reading.replace("v", "u"), reading.replace("v", "yu")]


def sort_key(name: str) -> tuple[str, ...]:
    """Return what puts names in the order of their pinyin, surname first."""
    key = [readings(letter)[1:2] or (letter,) for letter in spelled(name)]
    spoken = [reading for (reading,) in key]
    if spoken and name[:1] in _SURNAMES:
        spoken[0] = _SURNAMES[name[0]]
    return (*spoken, name)


class Typed:
    """What was typed, held against names. One is made for each search: it remembers what each character may be."""

    def __init__(self, text: str) -> None:
        self.text = spelled(text)[:_QUERY_MOST]
        self._steps: dict[str, tuple[tuple[int, ...], ...]] = {}

    def fit(self, name: str) -> int | None:
        """Return how well a spelled name fits, None where it does not."""
        if not self.text:
            return WITHIN
        for begin, character in enumerate(name):
            steps = self._steps.get(character) or self._learn(character)
            used = self._used(name, begin, steps[0]) if steps[0] else 0
            if used:
                if begin > 0:
                    return WITHIN
                return EXACT if used == len(name) else BEGINNING
        return None

    def _used(self, name: str, begin: int, first: tuple[int, ...]) -> int:
        """Return how many characters from one on spell what was typed, 0 when they do not.

        `first`: the places in the text that the first of them leads to.
        """
        end, reached = len(self.text), set(first)
        for count, character in enumerate(name[begin + 1 :], start=1):
            if end in reached:
                return count
            steps = self._steps.get(character) or self._learn(character)
            reached = {place for at in reached for place in steps[at]}
            if not reached:
                return 0
        return len(name) - begin if end in reached else 0

    def _learn(self, character: str) -> tuple[tuple[int, ...], ...]:
        """Note where a character leads from each place in the text."""
        steps = tuple(tuple({*self._after(character, at)}) for at in range(len(self.text)))
        self._steps[character] = steps
        return steps

    def _after(self, character: str, at: int) -> Iterator[int]:
        rest = self.text[at:]
        for reading in readings(character):
            if reading.startswith(rest):
                yield len(self.text)
            for part in _parts(reading):
                if rest.startswith(part):
                    yield at + len(part)


@lru_cache(maxsize=_CHARACTERS_KEPT)
def _parts(reading: str) -> tuple[str, ...]:
    """Return what may stand for a reading: all of it, its initial, zh or z."""
    initials = [reading[:1]]
    if reading.startswith(_TWO_LETTERS):
        initials.append(reading[:2])
    return tuple(dict.fromkeys([reading, *initials]))
