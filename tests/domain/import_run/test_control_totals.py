"""What was typed from the paper is compared with what the file holds; a difference needs a reason."""

import msgspec

from domain.import_run.events import ControlTotals, ImportCommitted
from tests.domain.import_run.test_import_once import COMMIT
from tests.support.given_when_then import given

FOUND = ControlTotals(count=261)
AGREED = msgspec.structs.replace(COMMIT, found=FOUND, control=FOUND, outcome="0f" * 32)
DIFFERS = msgspec.structs.replace(AGREED, control=ControlTotals(count=262))


def test_totals_that_agree_are_on_record_with_the_dry_run_agreed_to() -> None:
    """users.md 6, ideas 4 and 5."""
    event = given().when(AGREED).state().committed
    assert isinstance(event, ImportCommitted)
    assert (event.found, event.control, event.outcome) == (FOUND, FOUND, "0f" * 32)


def test_totals_that_differ_need_a_reason() -> None:
    given().when(DIFFERS).refused("import_run.control_differs", "control")
    with_reason = msgspec.structs.replace(DIFFERS, control_reason="一人当月调出")
    assert given().when(with_reason).state().committed.control_reason == "一人当月调出"


def test_totals_that_agree_need_no_reason() -> None:
    with_reason = msgspec.structs.replace(AGREED, control_reason="一人当月调出")
    given().when(with_reason).refused("import_run.control_agrees", "control_reason")
