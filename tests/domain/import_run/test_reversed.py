"""A whole import run is taken back, once."""

from datetime import date

from domain.ids import ImportRunId
from domain.import_run.commands import ReverseImport
from domain.import_run.events import ImportReversed
from tests.domain.import_run.test_import_once import COMMIT, COMMITTED
from tests.support.given_when_then import given

REVERSE = ReverseImport(
    occurred_on=date(2026, 1, 6),
    import_run_id=ImportRunId(COMMIT.import_run_id),
    undone=261,
    reason="导错了文件",
)
REVERSED = ImportReversed(undone=261, reason="导错了文件")


def test_a_run_is_taken_back() -> None:
    """users.md 6, idea 4."""
    assert given(COMMITTED).when(REVERSE).then(REVERSED).state().reversed


def test_a_run_is_taken_back_once_and_only_when_it_was_committed() -> None:
    given().when(REVERSE).refused("import_run.not_committed")
    given(COMMITTED, REVERSED).when(REVERSE).refused("import_run.already_reversed")
