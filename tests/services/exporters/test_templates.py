"""Official templates: empty ones import nothing, filled ones import clean, and the example never can be."""

import re
import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from services.importers.columns import TABLES_OF, FileKind, read_columns, required_names
from services.importers.template_workbook import template
from services.importers.templates import template_tables
from services.importers.vocabulary import built_in
from services.words.templates import HINTS, PURPOSES, SAMPLE_ID_NUMBER, SAMPLES, SUGGESTIONS
from tests.services.exporters.reading import sheets
from tests.services.importers.making import book, person, read

KINDS: tuple[FileKind, ...] = tuple(TABLES_OF)


def filled(kind: FileKind, *serials: int) -> bytes:
    """The template with rows of people in it, each a copy of the example with another number."""
    pages = sheets(template(kind))
    grids: list[Any] = []
    names: list[str] = []
    for table in template_tables(kind):
        example = pages["示例" if len(TABLES_OF[kind]) == 1 else f"示例-{table.sheet}"]
        heads = pages[table.sheet][0]
        assert example[1] == heads
        rows = []
        for serial in serials:
            number = person(serial)
            cells = [number if cell == SAMPLE_ID_NUMBER else cell for cell in example[2]]
            rows.append([f"{cell}-{serial}" if cell == "DW001" else cell for cell in cells])
        grids.append([heads, *rows])
        names.append(table.sheet)
    return book(*grids, names=names)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_template_is_understood_and_holds_no_row(kind: FileKind) -> None:
    found = read(template(kind))
    assert (found.kind, found.rows, found.refused, found.notes) == (kind, [], [], [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_template_is_read_without_a_refusal(kind: FileKind) -> None:
    found = read(filled(kind, 1, 2))
    assert (found.kind, found.refused, found.notes) == (kind, [], [])
    assert len(found.rows) == 2 * len(TABLES_OF[kind])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "units"])
def test_the_example_put_among_the_rows_is_told_apart(kind: FileKind) -> None:
    grids, names = [], []
    pages = sheets(template(kind))
    for table in template_tables(kind):
        grids.append(pages["示例" if len(TABLES_OF[kind]) == 1 else f"示例-{table.sheet}"][1:])
        names.append(table.sheet)
    found = read(book(*grids, names=names))
    assert found.rows == []
    assert {refusal.kind for refusal in found.refused} == {"sample_row"}


@pytest.mark.parametrize("kind", KINDS)
def test_required_headings_bear_a_star_and_nothing_is_left_out(kind: FileKind) -> None:
    pages = sheets(template(kind))
    for table in template_tables(kind):
        heads = pages[table.sheet][0]
        starred = {head.removesuffix("*") for head in heads if head.endswith("*")}
        months = {f"{month}月" for month in range(1, 13)}
        assert starred == required_names(table.table) - months
        offered = {head.removesuffix("*") for head in heads}
        known = {column.name for column in read_columns(table.table)}
        assert known - offered <= {"会员编号", "版本", "工资基数"}


def test_a_template_is_the_same_bytes_every_time() -> None:
    assert template("roster") == template("roster")


def test_numbers_of_people_and_cards_are_text_and_words_are_chosen() -> None:
    with zipfile.ZipFile(BytesIO(template("aid"))) as archive:
        page = archive.read("xl/worksheets/sheet2.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
        workbook = archive.read("xl/workbook.xml").decode()
    columns = {column.name: at for at, column in enumerate(template_tables("aid")[1].columns, 1)}
    formats = re.findall(r"<xf numFmtId=\"(\d+)\"", styles.partition("<cellXfs")[2])
    for name in ("身份证号", "银行卡号", "联系电话", "帮扶编号"):
        (style,) = [
            int(style)
            for first, last, style in re.findall(
                r'<col min="(\d+)" max="(\d+)"[^>]*style="(\d+)"', page
            )
            if int(first) <= columns[name] <= int(last)
        ]
        assert formats[style] == "49"  # text
    assert page.count('type="list"') == 3
    assert '<sheet name="选项" sheetId="6" state="hidden"' in workbook


def test_the_example_of_dues_is_in_yuan() -> None:
    example = sheets(template("dues"))["示例"]
    heads, cells = example[1], example[2]
    values = dict(zip(heads, cells, strict=True))
    assert (values["工资基数(1-6月)"], values["1月"]) == (5123.45, 25.6)


def test_every_word_of_a_template_is_about_something_there_is() -> None:
    names = {
        column.name for kind in KINDS for table in template_tables(kind) for column in table.columns
    }
    assert names >= HINTS.keys()
    assert names >= SUGGESTIONS.keys()
    assert PURPOSES.keys() == TABLES_OF.keys()
    for table, sample in SAMPLES.items():
        known = {column.name for column in read_columns(table)}  # type: ignore[arg-type] # a key of that table
        assert sample.keys() <= known
        for name, value in sample.items():
            words = built_in().words.get(name)
            assert words is None or value in words
            assert isinstance(value, str | int | date)
