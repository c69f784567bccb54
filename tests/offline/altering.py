"""Bundles in which one byte of one file is another: none may pass. `make evidence` calls the long form."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from services.audit import offline_verifier as verifier
from tests.offline.making import zipped
from tests.offline.workshop import Workshop


class Altered(NamedTuple):
    """Which byte of which file is another, and the bundle."""

    name: str
    offset: int
    archive: bytes


def altered_bundles(seed: int, count: int) -> Iterator[Altered]:
    """Yield `count` bundles of each file, each with one byte changed; the places are spread over the file."""
    dice = random.Random(seed)  # noqa: S311 # repeatable on purpose
    workshop = Workshop(seed)
    files = workshop.signed(workshop.files())
    for name, raw in sorted(files.items()):
        for number in range(count):
            offset = (len(raw) * number // count + dice.randrange(1 + len(raw) // count)) % len(raw)
            changed = bytearray(raw)
            changed[offset] ^= dice.randrange(1, 256)
            yield Altered(name, offset, zipped(files | {name: bytes(changed)}))


def is_refused(archive: bytes, wishes: verifier.Wishes = verifier.Wishes()) -> bool:  # noqa: B008 # never changes
    """Tell whether the verifier refuses a bundle: with a failure, or as unreadable."""
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        Path(file.name).write_bytes(archive)
        try:
            return verifier.verify_bundle(file.name, wishes).status != 0
        except verifier.Unreadable:
            return True
