"""An import run: a workbook is taken in once."""

from datetime import date
from uuid import UUID

from domain.ids import ImportRunId
from domain.import_run.commands import CommitImport
from domain.import_run.events import ImportCommitted, RefusedRow
from tests.support.given_when_then import given

REFUSED = (RefusedRow(sheet="花名册", row=12, column="D", kind="id_destroyed"),)
COMMIT = CommitImport(
    occurred_on=date(2026, 1, 5),
    import_run_id=ImportRunId(UUID(int=30)),
    table_kind="roster",
    rows_read=262,
    rows_accepted=261,
    refused=REFUSED,
)
COMMITTED = ImportCommitted(table_kind="roster", rows_read=262, rows_accepted=261, refused=REFUSED)


def test_an_import_is_committed_with_its_refused_rows() -> None:
    assert given().when(COMMIT).then(COMMITTED).state().committed == COMMITTED


def test_the_same_workbook_is_not_imported_twice() -> None:
    given(COMMITTED).when(COMMIT).refused("import_run.already_committed")
