"""A witness with a key and a store in a folder, and its rounds against any log."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from services.witness import Held, Holding, Told, Witness, holding, new_key, open_witness
from services.witness.connection import Asking
from tests.services.witness.fake_log import FakeLog

NAME: Final = "witness.example"
NOW: Final = 1_780_000_000


class Watched:
    """Where one witness lives; each round is a start of its own, as after a restart."""

    def __init__(self, folder: Path, log_key: str) -> None:
        self.folder = folder
        self.key, self.store = folder / "witness.key", folder / "witness.sqlite"
        self.public = new_key(self.key, NAME)
        self.log_key = log_key
        self.now = NOW

    def told(self, *, is_first_time: bool = False) -> Told:
        return Told(
            name=NAME,
            log_key=self.log_key,
            key=self.key,
            store=self.store,
            is_first_time=is_first_time,
        )

    @contextmanager
    def opened(self, asking: Asking, *, is_first_time: bool = False) -> Iterator[Witness]:
        told = self.told(is_first_time=is_first_time)
        with open_witness(told, asking, clock=lambda: self.now) as witness:
            yield witness

    def begin(self, log: Asking) -> None:
        """Begin the store without a round."""
        with self.opened(log, is_first_time=True):
            pass

    def round(self, asking: Asking) -> int:
        """Do one round; returns the size that was cosigned."""
        with self.opened(asking) as witness:
            return witness.round().size

    def holding(self) -> Holding:
        return Holding.open(self.store)

    def held(self) -> Held | None:
        holding = self.holding()
        try:
            return holding.newest()
        finally:
            holding.close()


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: a killed process loses nothing that was written, only a machine does."""
    do_not_wait_for_the_disk(monkeypatch)


def do_not_wait_for_the_disk(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(holding, "DURABILITY", "off")
    patch.setattr("os.fsync", lambda _: None)


def watched(folder: Path, log: FakeLog) -> Watched:
    made = Watched(folder, log.signer.public.text)
    made.begin(log)
    return made
