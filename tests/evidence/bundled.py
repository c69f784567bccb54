"""A union of a hundred thousand events as a bundle, written by the server and checked by the one-file verifier."""

import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

from domain.dues.commands import ReceiveDues
from services.audit import offline_verifier
from services.wiring import Wired
from tests.support.books import new_office

EVENTS = 100_000
_IN_ONE_APPEND = 10_000
_MEMBERS = 200


class Bundled(NamedTuple):
    """How many events, how big, seconds to write and to check, and the verifier's exit status."""

    events: int
    megabytes: float
    write_seconds: float
    verify_seconds: float
    status: int


async def bundled(books: Wired, events: int = EVENTS) -> Bundled:
    """Write a bundle of so many receipts and check it as an auditor would: `python -I verify.py`."""
    office = await new_office(books, code="BIG", county="BIGC", patience_seconds=120.0)
    members = [await office.member(nth + 1) for nth in range(_MEMBERS)]
    for nth in range(-(-events // _IN_ONE_APPEND)):
        month = f"2026-{nth % 12 + 1:02d}"
        receipts = [
            ReceiveDues(
                occurred_on=date(2026, 12, 1), member_id=who, dues_month=month, amount_fen=100
            )
            for who in members
        ]
        await office.do(*receipts * (_IN_ONE_APPEND // _MEMBERS))
    taken = await books.checkpointer.take()
    assert taken.checkpoint is not None
    with tempfile.TemporaryDirectory() as folder:
        file, verifier = Path(folder) / "books.zip", Path(folder) / "verify.py"
        verifier.write_bytes(Path(offline_verifier.__file__).read_bytes())  # noqa: ASYNC240
        begun = time.perf_counter()
        with file.open("wb") as target:
            name = await books.bundles.name(office.union_id)
            written = await books.bundles.write(office.union_id, name, target)
        wrote = time.perf_counter() - begun
        held = ("--held", taken.checkpoint.short_code, "--key", books.signing.own.public.text)
        begun = time.perf_counter()
        done = subprocess.run(  # noqa: S603, ASYNC221 # our own file, nothing else runs meanwhile
            [sys.executable, "-I", str(verifier), str(file), *held],
            capture_output=True,
            check=False,
        )
        return Bundled(
            written.position,
            file.stat().st_size / 2**20,
            wrote,
            time.perf_counter() - begun,
            done.returncode,
        )
