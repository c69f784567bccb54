"""Empty books and the office of one union."""

from tests.support.books import books, office

__all__ = ["books", "office"]
