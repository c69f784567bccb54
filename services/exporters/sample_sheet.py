"""抽样清单: the items of a sample, with the way to each one's evidence and columns to tick off by hand."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from domain.engagement.events import SampleDrawn
from domain.money import yuan_text
from services.store.contract import RecordedEvent
from services.words.samples import COLUMNS, EVENTS, HEADINGS, METHODS, TICKS, TITLE
from services.workbooks.formulas import safe_text

_BYTE_ORDER_MARK = "\ufeff"
"""Excel takes a CSV without it for another encoding and shows no Chinese."""


class SheetLine(msgspec.Struct, frozen=True, kw_only=True):
    """An item that was drawn; `evidence` is where its event and its proof are read.

    The event's own fields are None where the log has no event at the position any more.
    """

    number: int
    position: int
    occurred_on: date | None
    topic: str | None
    stream_id: UUID | None
    stratum: str
    amount_fen: int
    hits: int
    evidence: str


def sheet_lines(
    union_id: UUID, sample: SampleDrawn, events: Mapping[int, RecordedEvent]
) -> list[SheetLine]:
    """Return the lines of a sheet, in the order of the log."""
    lines = []
    for number, item in enumerate(sample.drawn, start=1):
        event = events.get(item.position)
        line = SheetLine(
            number=number,
            position=item.position,
            occurred_on=event.occurred_on if event else None,
            topic=event.topic if event else None,
            stream_id=event.stream_id if event else None,
            stratum=item.stratum,
            amount_fen=item.amount_fen,
            hits=item.hits,
            evidence=f"/v1/unions/{union_id}/events/{item.position}",
        )
        lines.append(line)
    return lines


def sheet_csv(sample: SampleDrawn, drawn_on: date, lines: Sequence[SheetLine]) -> str:
    """Return a sheet for a spreadsheet: how it was drawn, then a row for each item, then room for a person."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([TITLE])
    for name, value in _heading(sample, drawn_on).items():
        writer.writerow([HEADINGS[name], value])
    writer.writerow([*COLUMNS, *TICKS])
    for line in lines:
        writer.writerow([*_cells(line), *("" for _ in TICKS)])
    return _BYTE_ORDER_MARK + written.getvalue()


def _heading(sample: SampleDrawn, drawn_on: date) -> dict[str, str]:
    return {
        "sample_no": str(sample.sample_no),
        "drawn_on": str(drawn_on),
        "method": METHODS[sample.method],
        "seed": safe_text(sample.seed),
        "until_position": str(sample.until_position),
        "population_count": str(sample.population_count),
        "population_yuan": yuan_text(sample.population_fen),
        "population_sha256": sample.population_sha256,
        "size": str(sample.size),
    }


def _cells(line: SheetLine) -> tuple[str, ...]:
    package = (line.topic or "").partition(".")[0]
    return (
        str(line.number),
        str(line.position),
        str(line.occurred_on or ""),
        safe_text(EVENTS.get(package, package)),
        safe_text(line.stratum),
        yuan_text(line.amount_fen),
        str(line.hits),
    )
