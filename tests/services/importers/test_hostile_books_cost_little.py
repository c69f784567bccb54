"""Every hostile file ends in its refusal within two seconds and 256 MB (assurance S4), in its own process."""

import pytest

from services.importers.limits import DEFAULT_LIMITS, Limits
from services.importers.refused import WorkbookRefused
from services.importers.texts import SharedTexts
from tests.services.importers import old_books as old
from tests.services.importers.hostile_books import BOOKS, HostileBook
from tests.services.importers.making import MAIN, ROSTER, book, member, raw_book, sheet_xml
from tests.services.importers.measured_child import cost_of

MOST_SECONDS = 2.0
MOST_MEGABYTES = 256


@pytest.mark.parametrize("hostile", BOOKS, ids=[book.name for book in BOOKS])
def test_a_hostile_book_is_refused_at_little_cost(hostile: HostileBook) -> None:
    content = hostile.make()
    assert len(content) <= DEFAULT_LIMITS.file_bytes
    cost = cost_of(content)
    assert cost.refused in hostile.kinds
    assert cost.megabytes <= MOST_MEGABYTES
    assert cost.cpu_seconds <= MOST_SECONDS


def test_there_are_as_many_hostile_books_as_promised() -> None:
    assert len(BOOKS) >= 30
    assert len({book.name for book in BOOKS}) == len(BOOKS)


def test_an_honest_roster_of_20_000_rows_is_read() -> None:
    grid = [ROSTER, *(member(serial, f"某某{serial}") for serial in range(20_000))]
    assert cost_of(book(grid)).refused == ""


def test_an_honest_old_sheet_of_many_cells_is_read() -> None:
    cells = [old.number(row, column) for row in range(20_000) for column in range(15)]
    cost = cost_of(old.container(old.workbook(old.sheet(*cells))))
    assert (cost.refused, cost.megabytes <= MOST_MEGABYTES) == ("", True)


def named(sheet: str, *texts: str, most: int) -> bool:
    """Whether a sheet may name so much of these texts."""
    inner = "".join(f"<si><t>{text}</t></si>" for text in texts)
    shared = f'<sst xmlns="{MAIN}">{inner}</sst>'.encode()
    try:
        counted = SharedTexts({"xl/sharedstrings.xml": shared}, Limits(answer_bytes=most))
        counted.name(sheet_xml(sheet).encode())
    except WorkbookRefused:
        return False
    return True


LONG = "x" * 1_000


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="s"><v>0</v></c>',
        "<c r='A1' t='s'><v>0</v></c>",
        '<c t="s" r="A1"><v>0</v></c>',
        '<c r="A1" t="s"><v >0</v></c>',
        '<c r="A1" t="s"><v>\n0</v></c>',
        '<c r="A1" t="&#115;"><v>0</v></c>',
        '<c r="A1" t="s"><f/><v>0</v></c>',
        '<c r="A1" t="s"><v>&#48;</v></c>',
        '<c r="A1" t="s"><v>0000000000</v></c>',
        '<c r="A1" t="s"><v><![CDATA[0]]></v></c>',
        '<x:c r="A1" t="s"><x:v>0</x:v></x:c>',
    ],
)
def test_a_shared_text_counts_however_it_is_named(cell: str) -> None:
    assert not named(cell * 100, LONG, "y", most=90_000)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="s"><v>1</v></c>',
        '<c r="A1"><v>0</v></c>',
        '<c r="A1" t="str"><v>0</v></c>',
        '<c r="A1" s="3" t="s"><v>1</v></c>',
        "<c r='A1'><v>0.5</v></c>",
        "<c r='A1'><v>-5E-2</v></c>",
    ],
)
def test_a_cell_that_does_not_name_the_long_text_costs_nothing(cell: str) -> None:
    assert named(cell * 100, LONG, "y", most=90_000)


def test_texts_of_several_sheets_are_counted_together() -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>{LONG}</t></si></sst>'.encode()
    counted = SharedTexts({"xl/sharedstrings.xml": shared}, Limits(answer_bytes=2_500))
    one = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>').encode()
    counted.name(one)
    counted.name(one)
    with pytest.raises(WorkbookRefused):
        counted.name(one)


def test_a_long_text_that_is_named_once_is_read() -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>{"长" * 30_000}</t></si></sst>'
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>0</v></c></row>' for n in range(2, 5_000))
    first = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    content = raw_book(sheet_xml(first + rows), {"xl/sharedStrings.xml": shared})
    assert cost_of(content).refused == ""
