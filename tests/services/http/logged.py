"""What a process of ours writes to its log while a test runs, line by line."""

import io
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import structlog

from services.log import configure


class Logged:
    """Every line so far, and those of one event."""

    def __init__(self) -> None:
        self.written = io.StringIO()

    def lines(self, event: str, **known: object) -> list[dict[str, Any]]:
        """Return the lines of an event that hold these values."""
        told = [msgspec.json.decode(line) for line in self.written.getvalue().splitlines()]
        return [line for line in told if line["event"] == event and known.items() <= line.items()]


@pytest.fixture
def logged() -> Iterator[Logged]:
    """Catch the log."""
    before, caught = structlog.get_config(), Logged()
    configure()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(caught.written))
    yield caught
    structlog.configure(**before)
