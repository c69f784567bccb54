"""Empty books."""

from tests.support.books import books

__all__ = ["books"]
