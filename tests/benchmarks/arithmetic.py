"""The page of arithmetic: from measured bytes and rates to disks, hours and nodes (`deploy/arithmetic.md`).

`python -m tests.benchmarks large census post --figures tests/benchmarks/figures.toml` measures anew on another
machine, `python -m tests.benchmarks.arithmetic --write` prints the page from what was measured.
"""

import argparse
import math
import os
import platform
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

PAGE: Final = Path("deploy/arithmetic.md")
FIGURES: Final = Path(__file__).with_name("figures.toml")

_SECONDS_A_DAY: Final = 86_400
_HOUR: Final = 3_600
_PEAK_SHARE: Final = 0.6
_PEAK_SECONDS: Final = 3 * 8 * _HOUR
_MONTHS: Final = 12
_GB: Final = 1e9
_GROWN_IN_A_BUSY_MINUTE: Final = 0.05
_NODE_BYTES: Final = 4e12
_NODE_SHARE: Final = 0.5
_PAPERS_BYTES_A_COUNTY: Final = 60e9
_UNIONS_A_COUNTY: Final = 870
_YEARS_AHEAD: Final = 30


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Who keeps books together: how many unions and members, and what they record in a year (users.md 2.1)."""

    name: str
    unions: int
    members: int
    receipts: float
    other: float

    @property
    def events(self) -> float:
        return self.receipts + self.other


PLACES: Final = (
    Place(name="county", unions=870, members=95_000, receipts=1.15e6, other=0.35e6),
    Place(name="province", unions=87_000, members=9_500_000, receipts=115e6, other=35e6),
    Place(name="nation", unions=2_500_000, members=300_000_000, receipts=3.6e9, other=0.91e9),
)


class Figures(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was measured: bytes of an event in each place, things a second, seconds a union."""

    event_row_bytes_receipt: float
    event_row_bytes_other: float
    event_page_overhead: float
    event_index_bytes: float
    command_bytes_per_event: float
    ledger_bytes_receipt: float
    ledger_bytes_other: float
    wal_bytes_single: float
    wal_bytes_bulk: float
    ledger_wal_bytes_single: float
    ledger_wal_bytes_bulk: float
    load_events_per_second: float
    read_events_per_second: float
    verify_events_per_second: float
    rebuild_events_per_second: float
    append_commands_per_second: float
    rollup_seconds: float
    checkpoint_seconds_per_union: float
    checkpoint_seconds_per_grown_log: float
    checkpoint_look_seconds_per_union: float
    http_receipts_per_second: float
    backup_bytes_per_second: float


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """The figures, and on what machine they were taken."""

    machine: str
    figures: Figures


def read_figures(file: Path = FIGURES) -> Measured:
    """Return what a run of the benchmarks wrote down; raises msgspec.ValidationError where a figure is missing."""
    return msgspec.convert(tomllib.loads(file.read_text("utf-8")), Measured)


def figures_text(figures: Mapping[str, float]) -> str:
    """Return figures as the file that `read_figures` reads."""
    machine = (
        f"{os.cpu_count()} cores, {_memory_gigabytes():.0f} GB, Python {platform.python_version()}"
    )
    lines = [f"{name} = {value:.6g}" for name, value in sorted(figures.items())]
    return "\n".join([f'machine = "{machine}"', "", "[figures]", *lines, ""])


def _memory_gigabytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GB


def page(measured: Measured, before: str) -> str:
    """Return the page with its two tables as they follow from the figures; the words stay as they are."""
    figures = measured.figures
    tables = {
        "measured": [
            f"On {measured.machine}:",
            "",
            *_table(("figure", "value"), _measured_rows(figures)),
        ],
        "follows": list(_table(("", *(place.name for place in PLACES)), _rows(figures))),
    }
    for name, lines in tables.items():
        first, last = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
        head, _, rest = before.partition(first)
        _, _, tail = rest.partition(last)
        before = "".join((head, first, *(f"{line}\n" for line in lines), last, tail))
    return before


def _measured_rows(figures: Figures) -> Iterator[tuple[str, str]]:
    yield "event in the log, receipt", f"{figures.event_row_bytes_receipt:.0f} B"
    yield "event in the log, other", f"{figures.event_row_bytes_other:.0f} B"
    yield "table of events, for each byte of its rows", f"{figures.event_page_overhead:.2f} B"
    yield "indexes of events, an event", f"{figures.event_index_bytes:.0f} B"
    yield "commands, an event", f"{figures.command_bytes_per_event:.0f} B"
    yield "ledgers, a receipt", f"{figures.ledger_bytes_receipt:.0f} B"
    yield "ledgers, any other event", f"{figures.ledger_bytes_other:.0f} B"
    yield "WAL of the log, a command of one event", f"{figures.wal_bytes_single:,.0f} B"
    yield "WAL of its ledgers", f"{figures.ledger_wal_bytes_single:,.0f} B"
    yield "WAL of the log, an event of a bulk append", f"{figures.wal_bytes_bulk:,.0f} B"
    yield "WAL of its ledgers", f"{figures.ledger_wal_bytes_bulk:,.0f} B"
    yield "appended one by one, 256 at once", f"{figures.append_commands_per_second:,.0f}/s"
    yield "receipts by HTTP, 64 clients, one worker", f"{figures.http_receipts_per_second:,.0f}/s"
    yield "loaded by COPY with the chain", f"{figures.load_events_per_second:,.0f} events/s"
    yield "verified, one core", f"{figures.verify_events_per_second:,.0f} events/s"
    yield "rebuilt, one worker", f"{figures.rebuild_events_per_second:,.0f} events/s"
    yield "base backup", f"{figures.backup_bytes_per_second / 1e6:,.0f} MB/s"
    yield "roll-up of 870 units, a year", f"{figures.rollup_seconds * 1000:,.0f} ms"
    yield "checkpoint, a union", f"{figures.checkpoint_seconds_per_union * 1e6:.1f} µs"
    yield (
        "checkpoint, a log that has grown",
        f"{figures.checkpoint_seconds_per_grown_log * 1e3:.2f} ms",
    )
    yield (
        "look whether one is due, a union",
        f"{figures.checkpoint_look_seconds_per_union * 1e6:.2f} µs",
    )


def _rows(figures: Figures) -> Iterator[tuple[str, ...]]:
    for name, of_place in _ROWS.items():
        yield (name, *(of_place(place, figures) for place in PLACES))


def log_bytes(place: Place, figures: Figures) -> float:
    """Return what a year adds to the log, in bytes: events, their indexes, and commands."""
    rows = (
        figures.event_row_bytes_receipt * place.receipts
        + figures.event_row_bytes_other * place.other
    )
    beside = figures.event_index_bytes + figures.command_bytes_per_event
    return rows * figures.event_page_overhead + beside * place.events


def ledger_bytes(place: Place, figures: Figures) -> float:
    """Return what a year adds to the ledgers, in bytes."""
    return figures.ledger_bytes_receipt * place.receipts + figures.ledger_bytes_other * place.other


def database_bytes(place: Place, figures: Figures, years: int) -> float:
    """Return how large the database is after some years, in bytes; papers not counted."""
    return years * (log_bytes(place, figures) + ledger_bytes(place, figures))


def wal_bytes(place: Place, figures: Figures) -> float:
    """Return what is archived in a year, in bytes: receipts come in bulk, the rest one by one."""
    in_bulk = figures.wal_bytes_bulk + figures.ledger_wal_bytes_bulk
    alone = figures.wal_bytes_single + figures.ledger_wal_bytes_single
    return in_bulk * place.receipts + alone * place.other


def papers_bytes(place: Place) -> float:
    """Return what a year adds in papers (附件), in bytes."""
    return place.unions / _UNIONS_A_COUNTY * _PAPERS_BYTES_A_COUNTY


def peak_receipts(place: Place) -> float:
    """Return the receipts a second in the last working days of a month."""
    return place.receipts / _MONTHS * _PEAK_SHARE / _PEAK_SECONDS


def rebuild_hours(place: Place, figures: Figures, years: int) -> float:
    """Return the hours one worker needs to rebuild every ledger of some years."""
    return years * place.events / figures.rebuild_events_per_second / _HOUR


def verify_hours(place: Place, figures: Figures, years: int) -> float:
    """Return the hours one core needs to recompute the logs of some years."""
    return years * place.events / figures.verify_events_per_second / _HOUR


def checkpoint_seconds(place: Place, figures: Figures) -> float:
    """Return what one checkpoint of a busy minute takes, in seconds."""
    grown = place.unions * _GROWN_IN_A_BUSY_MINUTE
    return (
        place.unions * figures.checkpoint_seconds_per_union
        + grown * figures.checkpoint_seconds_per_grown_log
    )


def nodes(place: Place, figures: Figures) -> int:
    """Return how many database nodes carry thirty years, or the peak, whichever asks for more."""
    by_disk = database_bytes(place, figures, _YEARS_AHEAD) / _NODE_BYTES
    by_writing = peak_receipts(place) / (_NODE_SHARE * figures.append_commands_per_second)
    return max(1, math.ceil(by_disk), math.ceil(by_writing))


def network_megabits(place: Place, figures: Figures) -> float:
    """Return what one copy of the WAL asks of the network at the peak, in Mbit/s."""
    return peak_receipts(place) * wal_bytes(place, figures) / place.events * 8 / 1e6


_ROWS: Final[Mapping[str, Callable[[Place, Figures], str]]] = {
    "unions": lambda place, _: f"{place.unions:,}",
    "events a year": lambda place, _: _count(place.events),
    "receipts a second at the peak": lambda place, _: f"{peak_receipts(place):,.1f}",
    "log, a year": lambda place, figures: _size(log_bytes(place, figures)),
    "ledgers, a year": lambda place, figures: _size(ledger_bytes(place, figures)),
    "WAL, a year": lambda place, figures: _size(wal_bytes(place, figures)),
    "WAL, thirty days": lambda place, figures: _size(wal_bytes(place, figures) * 30 / 365),
    "papers, a year": lambda place, _: _size(papers_bytes(place)),
    "database after 1 year": lambda place, figures: _size(database_bytes(place, figures, 1)),
    "database after 10 years": lambda place, figures: _size(database_bytes(place, figures, 10)),
    "database after 30 years": lambda place, figures: _size(database_bytes(place, figures, 30)),
    "base backup after 10 years": lambda place, figures: _time(
        database_bytes(place, figures, 10) / figures.backup_bytes_per_second
    ),
    "rebuild of 10 years, one worker": lambda place, figures: _time(
        rebuild_hours(place, figures, 10) * _HOUR
    ),
    "verify 10 years, one core": lambda place, figures: _time(
        verify_hours(place, figures, 10) * _HOUR
    ),
    "a checkpoint of a busy minute": lambda place, figures: _time(
        checkpoint_seconds(place, figures)
    ),
    "one look whether one is due": lambda place, figures: _time(
        place.unions * figures.checkpoint_look_seconds_per_union
    ),
    "WAL to a copy at the peak": lambda place, figures: (
        f"{network_megabits(place, figures):,.2f} Mbit/s"
    ),
    "database nodes": lambda place, figures: f"{nodes(place, figures):,}",
}


def _count(value: float) -> str:
    return f"{value / 1e6:,.1f} million"


def _size(value: float) -> str:
    return f"{value / 1e12:,.1f} TB" if value >= 1e12 else f"{value / _GB:,.1f} GB"


def _time(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * 1000:,.0f} ms"
    if seconds < 120:
        return f"{seconds:,.1f} s"
    if seconds < 2 * _HOUR:
        return f"{seconds / 60:,.0f} min"
    if seconds < 3 * _SECONDS_A_DAY:
        return f"{seconds / _HOUR:,.1f} h"
    return f"{seconds / _SECONDS_A_DAY:,.1f} days"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def main() -> None:
    """Print the page with other figures, or write it where it lives."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.arithmetic")
    parser.add_argument("--from", dest="file", type=Path, default=FIGURES, help="measured figures")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE}")
    arguments = parser.parse_args()
    text = page(read_figures(arguments.file), PAGE.read_text("utf-8"))
    if arguments.write:
        PAGE.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
