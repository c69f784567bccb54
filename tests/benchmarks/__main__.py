"""`make bench`: every row against its baseline in the same run, as a table and one line of JSON."""

import argparse
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import msgspec
import uvloop
from rich.console import Console
from rich.table import Table

from services import log
from tests.benchmarks.appending import append_rows, has_psycopg
from tests.benchmarks.arithmetic import figures_text
from tests.benchmarks.bulk import bulk_rows
from tests.benchmarks.census import census_rows
from tests.benchmarks.fairness import fairness_rows
from tests.benchmarks.ground import Ground, Server, fresh_ground, fresh_server
from tests.benchmarks.importing import import_rows
from tests.benchmarks.irregularities import rule_rows
from tests.benchmarks.large import large_rows
from tests.benchmarks.measuring import Row
from tests.benchmarks.pages import page_rows
from tests.benchmarks.posting import post_rows
from tests.benchmarks.rebuilding import rebuild_rows
from tests.benchmarks.replaying import replay_rows

GROUPS: dict[str, Callable[[Ground], Awaitable[list[Row]]]] = {
    "import": import_rows,
    "append": append_rows,
    "bulk": bulk_rows,
    "rebuild": rebuild_rows,
    "replay": replay_rows,
    "rules": rule_rows,
    "pages": page_rows,
    "post": post_rows,
    "large": large_rows,
    "census": census_rows,
    "fairness": fairness_rows,
}


async def measure(
    server: Server, groups: Sequence[str], *, quick: bool
) -> tuple[list[Row], dict[str, float]]:
    """Measure groups of rows one after another; returns them, and the figures they left."""
    rows: list[Row] = []
    figures: dict[str, float] = {}
    for name in groups:
        async with fresh_ground(server, name, quick=quick) as ground:
            rows += await GROUPS[name](ground)
            figures |= ground.figures
    return rows, figures


def table_of(rows: Sequence[Row]) -> Table:
    """Return the rows for people."""
    table = Table(title="speed against a baseline in the same run")
    for name in ("row", "baseline", "a second", "ours", "ratio", "wanted", "reached", "note"):
        table.add_column(name, justify="left" if name in {"row", "baseline", "note"} else "right")
    for row in rows:
        table.add_row(
            row.name,
            row.baseline,
            f"{row.count / row.baseline_seconds:,.0f}",
            f"{row.count / row.our_seconds:,.0f}",
            f"{row.ratio:.2f}",
            f"{row.wanted:.2f}",
            "yes" if row.reached else "NO",
            row.note,
        )
    return table


def main() -> None:
    """Run, print the table and, last, the ratios by row as one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less work, under a minute")
    parser.add_argument("groups", nargs="*", choices=[[], *GROUPS], help="only these groups")
    parser.add_argument("--figures", type=Path, help="write what the page of arithmetic needs here")
    arguments = parser.parse_args()
    log.configure(level=logging.ERROR)
    with fresh_server() as server:
        chosen = arguments.groups or list(GROUPS)
        rows, figures = uvloop.run(measure(server, chosen, quick=arguments.quick))
    Console(width=None if sys.stdout.isatty() else 160).print(table_of(rows))
    if not has_psycopg():
        sys.stdout.write("psycopg is not installed: eventsourcing's recorder was not measured\n")
    if arguments.figures is not None:
        arguments.figures.write_text(figures_text(figures), encoding="utf-8")
    ratios = {row.name: round(row.ratio, 3) for row in rows}
    sys.stdout.write(msgspec.json.encode(ratios).decode() + "\n")


if __name__ == "__main__":
    main()
