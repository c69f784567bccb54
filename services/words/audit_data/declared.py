"""How a table of exported books is declared: once, for its data, its schema and its dictionary."""

from typing import Literal, NamedTuple

Kind = Literal["text", "amount", "date", "instant", "number"]


class Column(NamedTuple):
    """A column: its name in the file, what it means in Chinese and in English, and how it is written."""

    name: str
    chinese: str
    english: str
    kind: Kind = "text"


class TableWords(NamedTuple):
    """A table: its name in the file, what it holds, and its columns in order."""

    name: str
    chinese: str
    english: str
    columns: tuple[Column, ...]
