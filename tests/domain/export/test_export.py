"""An export is on record once, with what it was and of how many people."""

from datetime import date

import msgspec
import pytest

from domain.export.commands import DeliverExport
from domain.export.events import ExportDelivered
from tests.domain.values import EXPORT
from tests.support.given_when_then import given

DAY = date(2026, 3, 2)
BANK_FILE = DeliverExport(
    occurred_on=DAY, export_id=EXPORT, kind="bank_file", about="list", people=3
)
DELIVERED = ExportDelivered(export_id=EXPORT, kind="bank_file", about="list", people=3)


def test_what_leaves_in_one_piece_is_on_record() -> None:
    given().when(BANK_FILE).then(DELIVERED)


def test_the_same_export_is_on_record_once() -> None:
    given(DELIVERED).when(BANK_FILE).refused("export.already_delivered", "export_id")


@pytest.mark.parametrize("about", ["", "x" * 201])
def test_an_export_is_of_something(about: str) -> None:
    wish = msgspec.structs.replace(BANK_FILE, about=about)
    given().when(wish).refused("export.about_missing", "about")


@pytest.mark.parametrize("people", [-1, 10**12])
def test_it_holds_as_many_people_as_there_are(people: int) -> None:
    wish = msgspec.structs.replace(BANK_FILE, people=people)
    given().when(wish).refused("export.people_out_of_range", "people")
