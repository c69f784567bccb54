"""Samples of the events of an export."""

from domain.event import Event
from domain.export.events import ExportDelivered
from tests.domain.values import EXPORT

COMPLETE: tuple[Event, ...] = (
    ExportDelivered(export_id=EXPORT, kind="bank_file", about="list", people=3),
)
MINIMAL: tuple[Event, ...] = (ExportDelivered(export_id=EXPORT, kind="bundle", about="18-3"),)
VARIANTS: dict[str, Event] = {
    "workbook": ExportDelivered(export_id=EXPORT, kind="workbook", about="L3 2026 2026-12-31"),
}
