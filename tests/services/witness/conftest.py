"""Witnesses of these tests do not wait for the disk."""

import pytest

from tests.services.witness.watching import quick_disk

__all__ = ["always_quick", "quick_disk"]


@pytest.fixture(autouse=True)
def always_quick(quick_disk: None) -> None:
    """Every test here is about what is decided, not about the disk."""
