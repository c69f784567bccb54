"""Empty books, for what must hold of ledgers too."""

from tests.support.books import books

__all__ = ["books"]
