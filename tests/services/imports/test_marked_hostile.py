"""A file nobody made in a spreadsheet comes back marked all the same, and costs no memory."""

import io
from datetime import UTC, datetime

import pytest

from services.importers.jobs.marked import marked
from services.importers.report import FileReport, Refusal
from services.importers.workbook import Sheet, Workbook
from services.words.workbooks import WHOLE_FILE_SHEET
from tests.services.exporters.reading import sheets

_LONG = "名" * 31
_WHOLE_FILE = Refusal(file="x.xlsx", sheet="", row=0, column="", kind="unreadable", reason="读不了")
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14


def _report(*refused: Refusal) -> FileReport:
    return FileReport(
        file="x.xlsx",
        kind="roster",
        committed=False,
        repeated=False,
        rows_read=1,
        rows_accepted=0,
        refused=list(refused),
    )


@pytest.mark.parametrize(
    "names",
    [
        ["a[b]:*?/\\"],
        ["'甲'"],
        [""],
        ["甲\x01"],
        ["A", "a"],
        [f"{_LONG}一", f"{_LONG}二"],
        [WHOLE_FILE_SHEET],
    ],
)
def test_a_sheet_may_be_called_what_no_spreadsheet_takes(names: list[str]) -> None:
    workbook = Workbook([Sheet(name, [["甲"]]) for name in names])
    made = marked(workbook, _report(_WHOLE_FILE), {})
    assert len(sheets(made)) == len(names) + 1


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), 1e308, datetime(1, 1, 1, tzinfo=UTC)])
def test_a_number_or_day_no_spreadsheet_has_comes_back(cell: float | datetime) -> None:
    assert marked(Workbook([Sheet("甲", [[cell]])]), _report(), {})


@pytest.mark.parametrize(
    "merged",
    [
        [(1, 0, 2, 1), (1, 1, 2, 1)],
        [(1, 0, _MOST_ROWS, _MOST_COLUMNS - 1)] * 1_000,
        [(0, 0, 0, 0), (2, 1, 1, 0)],
    ],
)
def test_merged_ranges_upon_one_another_or_beyond_the_rows_are_left_out(
    merged: list[tuple[int, int, int, int]],
) -> None:
    workbook = Workbook([Sheet("甲", [["a", "b"], ["c", "d"]], merged=merged)])
    assert len(marked(workbook, _report(), {})) < 100_000


def test_ranges_over_a_whole_sheet_again_and_again_take_no_time() -> None:
    rows: list[list[object]] = [["a"] * 200 for _ in range(400)]
    workbook = Workbook([Sheet("甲", rows, merged=[(1, 0, 400, 199)] * 50_000)])
    begun = io.BytesIO(marked(workbook, _report(), {}))
    assert begun.getbuffer().nbytes
