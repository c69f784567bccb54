"""One cell becomes one value, or a refusal that says why. No cell is ever guessed at.

Money is integer fen and never passes through float arithmetic: a number cell is taken as the 15
significant digits Excel itself keeps, written out as decimal text.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

import msgspec
from stdnum.cn.ric import calc_check_digit

from domain.money import FEN_MAX
from services.importers.workbook import Cell

MAX_TEXT: Final = 1000
MAX_NAME: Final = 50
EXCEL_DIGITS: Final = 10**15

UNSAFE_START: Final = ("=", "+", "@")  # after NFKC, so ＝ ＋ ＠ as well
NOTHING: Final = frozenset(("", "-", "—", "–", "－", "−", "――", "——", "--", "/", "／", "\\"))
NO_DATE_GIVEN: Final = NOTHING | {"无"}
DOTS: Final = str.maketrans(dict.fromkeys("•・‧∙⋅･", "·"))
INVISIBLE: Final = frozenset(("Cc", "Cf", "Cs"))

SPACES: Final = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\ufeff]+")
TIME_OF_DAY: Final = re.compile(r"(?<=[0-9日])[\sT][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.0+)?)?\s*\Z")
DASHED_DATE: Final = re.compile(
    r"([0-9]{4})([-./。年])([0-9]{1,2})([-./。月])([0-9]{1,2})([日号]?)"
)
COMPACT_DATE: Final = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:\.0)?")
AMOUNT: Final = re.compile(
    r"(?P<minus>-?)(?:[¥￥]|人民币|RMB)?(?P<minus2>-?)"
    r"(?P<yuan>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.(?P<rest>[0-9]{0,20}))?(?:元整?|圆整?)?"
)
BRACKETED: Final = re.compile(r"\((.*)\)")
ID_NUMBER: Final = re.compile(r"[0-9]{17}[0-9X]")
SPOILT_ID: Final = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+")
COUNT: Final = re.compile(r"([0-9]{1,9})(?:\.0*)?[人户口名个]?")

MASK: Final = "*"
WORD_LENGTH: Final = 20
WORDS_TOLD: Final = 8


class CellRefusal(msgspec.Struct, frozen=True):
    """Why a cell cannot be taken.

    For an unknown word: the word itself unless it holds digits, and the known words nearest to it, or
    where none is near some that are known.
    """

    kind: str
    nearest: tuple[str, ...] = ()
    text: str = ""


Parsed = str | int | bool | date | CellRefusal | None
Parser = Callable[[Cell], Parsed]

UNSAFE: Final = CellRefusal("unsafe_text")
MISSING: Final = CellRefusal("missing_required")
FORMULA: Final = CellRefusal("formula_cell")
DUPLICATE: Final = CellRefusal("duplicate_in_file")
NO_DATE: Final = CellRefusal("date_malformed")
NO_AMOUNT: Final = CellRefusal("amount_malformed")
NEGATIVE: Final = CellRefusal("negative_amount")
TOO_FINE: Final = CellRefusal("amount_precision")
NO_COUNT: Final = CellRefusal("count_malformed")
NO_NAME: Final = CellRefusal("name_malformed")
NO_TEXT: Final = CellRefusal("text_malformed")
DIGITS_LOST: Final = CellRefusal("digits_lost")
ID_DESTROYED: Final = CellRefusal("id_destroyed")
ID_MALFORMED: Final = CellRefusal("id_malformed")
ID_CHECK: Final = CellRefusal("id_check_digit")
ID_BIRTH: Final = CellRefusal("id_birth_date")


def plain(text: str) -> str:
    """Full-width forms as ASCII, all white space gone."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text))


def is_unsafe(compact: str) -> bool:
    return compact.startswith(UNSAFE_START)


def is_empty(cell: Cell | None) -> bool:
    return cell is None or cell == "" or (isinstance(cell, str) and plain(cell) in NOTHING)


def parse_date(cell: Cell) -> date | CellRefusal | None:
    if isinstance(cell, datetime):
        return cell.date()
    text = plain(TIME_OF_DAY.sub("", cell)) if isinstance(cell, str) else decimal_text(cell)
    if text in NO_DATE_GIVEN:
        return None
    if is_unsafe(text):
        return UNSAFE
    return dashed_date(text) or compact_date(text) or NO_DATE


def dashed_date(text: str) -> date | None:
    match = DASHED_DATE.fullmatch(text)
    if match is None or (match[2] == "年") != (match[4] == "月"):
        return None
    return real_date(match[1], match[3], match[5])


def compact_date(text: str) -> date | None:
    match = COMPACT_DATE.fullmatch(text)
    return real_date(match[1], match[2], match[3]) if match else None


@lru_cache(maxsize=50_000)
def real_date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_amount_fen(cell: Cell) -> int | CellRefusal | None:
    """Whole fen, None where the cell is empty or a dash."""
    match cell:
        case datetime():
            return NO_AMOUNT
        case str():
            return fen_of_text(plain(cell))
        case _:
            return fen_of_decimal(Decimal(decimal_text(cell)))


def fen_of_text(text: str) -> int | CellRefusal | None:
    if text in NOTHING:
        return None
    if is_unsafe(text):
        return UNSAFE
    bracketed = BRACKETED.fullmatch(text)
    match = AMOUNT.fullmatch(bracketed[1] if bracketed else text)
    if match is None:
        return NO_AMOUNT
    amount = Decimal(f"{match['yuan'].replace(',', '')}.{match['rest'] or 0}")
    below_zero = bracketed or match["minus"] or match["minus2"]
    return fen_of_decimal(-amount if below_zero else amount)


def fen_of_decimal(yuan: Decimal) -> int | CellRefusal:
    if yuan < 0:
        return NEGATIVE
    fen = yuan.scaleb(2)
    if fen > FEN_MAX:
        return NO_AMOUNT
    return int(fen) if fen == fen.to_integral_value() else TOO_FINE


def decimal_text(number: float) -> str:
    """Exact decimal text of what Excel shows: 15 significant digits, whole numbers bare."""
    return format(Decimal(format(number, ".15g")).normalize(), "f")


def parse_id_number(cell: Cell) -> str | CellRefusal | None:
    """18 characters of GB 11643. The area code is never checked: codes are retired and split."""
    if isinstance(cell, str):
        if not ID_NUMBER.fullmatch(cell):
            return id_of_text(plain(cell).removeprefix("'").removeprefix("’").upper())
        return checked_id(cell)
    if isinstance(cell, datetime):
        return ID_MALFORMED
    return ID_DESTROYED if abs(cell) >= EXCEL_DIGITS else ID_MALFORMED


def id_of_text(text: str) -> str | CellRefusal | None:
    if text in NOTHING:
        return None
    if is_unsafe(text):
        return UNSAFE
    if SPOILT_ID.fullmatch(text):
        return ID_DESTROYED
    return checked_id(text) if ID_NUMBER.fullmatch(text) else ID_MALFORMED


def checked_id(number: str) -> str | CellRefusal:
    if calc_check_digit(number) != number[17]:
        return ID_DESTROYED if number.endswith("000") else ID_CHECK
    born = real_date(number[6:10], number[10:12], number[12:14])
    return number if born else ID_BIRTH


def parse_name(cell: Cell) -> str | CellRefusal | None:
    """NFC, not NFKC, which would change rare characters; blanks inside mean nothing."""
    if not isinstance(cell, str):
        return NO_NAME
    name = "".join(unicodedata.normalize("NFC", cell).split()).translate(DOTS)
    if name in NOTHING:
        return None
    if is_unsafe(unicodedata.normalize("NFKC", name)):
        return UNSAFE
    return NO_NAME if len(name) > MAX_NAME or has_invisible(name) else name


def or_masked(parse: Parser) -> Parser:
    """Read a cell of an exported roster: what is masked still is taken as it is shown."""

    def parse_masked(cell: Cell) -> Parsed:
        shown = plain(cell) if isinstance(cell, str) else ""
        if is_masked(shown) and not is_unsafe(shown) and not has_invisible(shown):
            return shown[:MAX_NAME]
        return parse(cell)

    return parse_masked


def is_masked(text: str) -> bool:
    """Tell whether something of a text is left out."""
    return MASK in text


def has_invisible(text: str) -> bool:
    return not text.isprintable() and any(unicodedata.category(c) in INVISIBLE for c in text)


def parse_text(cell: Cell) -> str | CellRefusal | None:
    match cell:
        case datetime():
            return cell.date().isoformat()
        case str():
            return text_of(cell.strip())
        case _ if abs(cell) >= EXCEL_DIGITS:
            return DIGITS_LOST
        case _:
            return decimal_text(cell)


def text_of(text: str) -> str | CellRefusal | None:
    if text.isascii() and text.isalnum():  # telephone and card numbers: many, all different
        return text
    if text in NOTHING:
        return None
    if is_unsafe(plain(text[:4])):
        return UNSAFE
    shown = " ".join(unicodedata.normalize("NFC", text).split())
    return NO_TEXT if len(shown) > MAX_TEXT or has_invisible(shown) else shown


def parse_count(cell: Cell) -> int | CellRefusal | None:
    if isinstance(cell, datetime):
        return NO_COUNT
    text = plain(cell) if isinstance(cell, str) else decimal_text(cell)
    if text in NOTHING:
        return None
    if is_unsafe(text):
        return UNSAFE
    match = COUNT.fullmatch(text)
    return int(match[1]) if match else NO_COUNT


def word_parser(
    words: Mapping[str, str] | Mapping[str, bool], nearest: Callable[[str], tuple[str, ...]]
) -> Callable[[Cell], str | bool | CellRefusal | None]:
    """Reads a cell as one of the known words and answers its key."""

    def parse_word(cell: Cell) -> str | bool | CellRefusal | None:
        if not isinstance(cell, str):
            return CellRefusal("word_unknown")
        text = plain(cell)
        if text in words:
            return words[text]
        if text in NOTHING:
            return None
        return UNSAFE if is_unsafe(text) else unknown_word(text, nearest(text) or tuple(words))

    return parse_word


def unknown_word(text: str, near: tuple[str, ...]) -> CellRefusal:
    told = "" if any(character.isdigit() for character in text) else text[:WORD_LENGTH]
    return CellRefusal("word_unknown", near[:WORDS_TOLD], told)


def received_parser(nothing: Mapping[str, str]) -> Parser:
    """A month of dues: an amount, or a word that means nothing was received."""

    def parse_received(cell: Cell) -> int | CellRefusal:
        if isinstance(cell, str) and plain(cell) in nothing:
            return 0
        amount = parse_amount_fen(cell)
        return 0 if amount is None else amount

    return parse_received
