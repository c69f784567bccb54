"""Recomputes what the books claim: every digest and chain, from the stored bytes."""

from services.audit.verify import BooksVerifier, UnionVerified

__all__ = ["BooksVerifier", "UnionVerified"]
