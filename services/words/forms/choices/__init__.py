"""What codes say on pages: tables of one field or of one struct's field, and below them one flat table by value."""

from collections.abc import Mapping
from typing import Final

from services.words.codes import CODE_WORDS
from services.words.forms.choices import aid, audit, books, county, exchange, money, people, reasons
from services.words.forms.choices.coded import CODED_COLUMNS
from services.words.forms.choices.common import COMMON

__all__ = ["CHOICES", "CHOICES_OF", "CODED_COLUMNS"]

_MODULES: Final = (aid, audit, books, county, exchange, money, people, reasons)

CHOICES: Final[dict[str, str]] = {**CODE_WORDS, **COMMON}
"""By value, for every field without a table of its own that has the value."""

CHOICES_OF: Final[dict[str, Mapping[str, str]]] = {
    name: table for module in _MODULES for name, table in module.CHOICES_OF.items()
}
"""By "field" or "Struct.field", then by value."""
