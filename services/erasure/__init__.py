"""Erasing one person's data: what is needed of them, the keys destroyed, and the search for what is left."""

from services.erasure.erasures import ErasureRow, Erasures

__all__ = ["ErasureRow", "Erasures"]
