"""Samples of the events of an import run."""

from domain.event import Event
from domain.import_run.events import ImportCommitted, RefusedRow

COMPLETE: tuple[Event, ...] = (
    ImportCommitted(
        table_kind="roster",
        rows_read=262,
        rows_accepted=261,
        refused=(RefusedRow(sheet="花名册", row=12, column="D", kind="id_destroyed"),),
    ),
)
MINIMAL: tuple[Event, ...] = (ImportCommitted(table_kind="roster", rows_read=0, rows_accepted=0),)
VARIANTS: dict[str, Event] = {}
