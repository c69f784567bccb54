"""Samples of the events of an import run."""

from domain.event import Event
from domain.import_run.events import ControlTotals, ImportCommitted, ImportReversed, RefusedRow

COMPLETE: tuple[Event, ...] = (
    ImportCommitted(
        table_kind="roster",
        rows_read=262,
        rows_accepted=261,
        refused=(RefusedRow(sheet="花名册", row=12, column="D", kind="id_destroyed"),),
    ),
    ImportReversed(undone=261, reason="导错了文件"),
)
MINIMAL: tuple[Event, ...] = (ImportCommitted(table_kind="roster", rows_read=0, rows_accepted=0),)
VARIANTS: dict[str, Event] = {
    "with_control_totals": ImportCommitted(
        table_kind="dues",
        rows_read=262,
        rows_accepted=262,
        outcome="0f" * 32,
        found=ControlTotals(count=262, total_fen=523000),
        control=ControlTotals(count=263, total_fen=525000),
        control_reason="名单上有一人当月调出",
    )
}
