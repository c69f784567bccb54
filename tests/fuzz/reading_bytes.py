"""Good bytes made bad and given to every reader: it takes them, or refuses them by its own exception."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from services.importers.refused import WorkbookRefused
from services.importers.sandbox import read_workbook
from tests.fuzz.mutating import changed_bytes
from tests.fuzz.parsers import READERS, Reader
from tests.services.importers.making import ROSTER, book, member

SLOW_SECONDS: Final = 2.0
_OLD: Final = Path(__file__).parents[1] / "services/importers/books/roster.xls"


class Given(NamedTuple):
    """How many bytes were given to a reader, how many it took, and what it should not have done."""

    name: str
    given: int
    taken: int
    faults: list[str]


def read_all(seed: int, each: int) -> Iterator[Given]:
    """Give every reader so many spoilt bytes."""
    for reader in READERS:
        dice = random.Random(f"{seed} {reader.name}")  # noqa: S311 # repeatable
        taken, faults = 0, []
        for _ in range(each):
            raw = spoilt(dice, reader.good[dice.randrange(len(reader.good))])
            fault = fault_of(reader, raw)
            taken += fault == ""
            if fault:
                faults.append(f"{reader.name}: {fault} {raw[:200]!r}")
        yield Given(reader.name, each, taken, faults[:5])


def read_books(seed: int, count: int) -> Given:
    """Give the sandbox so many spoilt workbooks, new and old; each costs a process."""
    dice = random.Random(f"{seed} books")  # noqa: S311 # repeatable
    good = (book([ROSTER, *(member(serial) for serial in range(30))]), _OLD.read_bytes())
    taken, faults = 0, []
    for number in range(count):
        raw = spoilt(dice, good[number % len(good)])
        begun = time.perf_counter()
        try:
            read_workbook(raw)
            taken += 1
        except WorkbookRefused:
            pass
        except Exception as error:  # noqa: BLE001 # any other is a fault
            faults.append(f"books: {error!r}")
        if time.perf_counter() - begun > SLOW_SECONDS:
            faults.append(f"books: slow, number {number}")
    return Given("books", count, taken, faults[:5])


def fault_of(reader: Reader, raw: bytes) -> str | None:
    """Return "" where the bytes were taken, None where they were refused, else what happened."""
    begun = time.perf_counter()
    try:
        reader.read(raw)
    except reader.told:
        return None
    except Exception as error:  # noqa: BLE001 # any other is a fault
        return repr(error)[:300]
    seconds = time.perf_counter() - begun
    return f"{seconds:.1f} s" if seconds > SLOW_SECONDS else ""


def spoilt(dice: random.Random, good: bytes) -> bytes:
    """Mostly a few bytes changed; now and then something repeated over and over, or mere noise."""
    match dice.randrange(20):
        case 0:
            piece = good[(at := dice.randrange(len(good) or 1)) : at + dice.randint(1, 3)]
            return good[:at] + piece * dice.randint(1_000, 40_000) + good[at:]
        case 1:
            return dice.randbytes(dice.randint(0, 300))
        case 2:
            opened = dice.choice((b"[", b"{", b'{"a":', b"<a>", b"a=[", b"(", b'"'))
            return good[: dice.randrange(len(good) + 1)] + opened * 20_000
        case _:
            return changed_bytes(dice, good)
