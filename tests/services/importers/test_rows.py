"""One refusal per row, at the cell that is most at fault."""

import msgspec
import pytest

from services.importers.columns import COLUMNS, MONTHS, TableKind, read_columns
from services.importers.records import RosterRow
from services.importers.rows import ROW_TYPES
from tests.services.importers.making import DUES, ROSTER, book, dues, faults, member, person, read


@pytest.mark.parametrize("kind", [kind for kind in COLUMNS if kind != "dues"])
def test_the_columns_of_a_table_are_the_fields_of_its_row(kind: TableKind) -> None:
    fields = [field.name for field in msgspec.structs.fields(ROW_TYPES[kind])]
    assert fields == ["source", "row", *(column.field for column in read_columns(kind))]


def test_the_month_columns_are_read_in_the_order_of_the_year() -> None:
    assert tuple(c.field for c in read_columns("dues") if c.reader == "received") == MONTHS


def test_the_first_row_of_a_member_is_good_and_the_second_a_duplicate() -> None:
    spaced = member(1)
    spaced[1] = f"{spaced[1][:6]} {spaced[1][6:]}"
    found = read(book([ROSTER, member(1), member(2), spaced]))
    assert faults(found) == [(4, "B", "duplicate_in_file")]


def test_a_refused_row_does_not_use_up_its_id_number() -> None:
    nameless = member(1, "")
    found = read(book([ROSTER, nameless, member(1)]))
    assert faults(found) == [(2, "A", "missing_required")]
    assert [row.row for row in found.rows] == [3]


def test_dues_have_one_row_per_member() -> None:
    assert faults(read(book([DUES, dues(1), dues(1)]))) == [(3, "B", "duplicate_in_file")]


def test_the_gravest_fault_of_a_row_is_told() -> None:
    header = [*ROSTER, "备注"]
    rows = [
        ["", "3.30206E+17", "昨天", "正常", "'=1"],
        ["张三", "3.30206E+17", "昨天", "正常", "'=1"],
        ["张三", "3.30206E+17", "昨天", "正常", "=1+1"],
        ["张三", "3.30206E+17", "昨天", "不知道", ""],
        ["张三", person(1), "昨天", "不知道", ""],
        ["张三", person(1), "2020.1.1", "正长", ""],
    ]
    found = read(book([header, *rows]))
    assert faults(found) == [
        (2, "A", "missing_required"),
        (3, "E", "unsafe_text"),
        (4, "E", "formula_cell"),
        (5, "B", "id_destroyed"),
        (6, "C", "date_malformed"),
        (7, "D", "word_unknown"),
    ]
    assert found.refused[-1].nearest == ("正常",)


def test_an_id_number_typed_as_a_number_is_destroyed() -> None:
    typed = member(1)
    typed[1] = int(person(1))
    assert faults(read(book([ROSTER, typed]))) == [(2, "B", "id_destroyed")]


def test_truth_values_are_not_numbers() -> None:
    row = dues(1)
    row[3], row[4] = 1, True
    assert faults(read(book([DUES, row]))) == [(2, "E", "amount_malformed")]


def test_unsafe_text_in_an_optional_column_refuses_the_row() -> None:
    assert faults(read(book([[*ROSTER, "部门"], [*member(1), "'@SUM(1)"]]))) == [
        (2, "E", "unsafe_text")
    ]


def test_text_in_a_column_that_means_nothing_is_not_looked_at() -> None:
    found = read(book([[*ROSTER, "工号"], [*member(1), "'=1+1"]]))
    assert (len(found.rows), found.refused) == (1, [])


def test_a_row_can_refuse_itself_later_at_the_right_cell() -> None:
    row = read(book([["工号", *DUES], ["", *dues(1)]])).rows[0]
    assert row.refuse("身份证号", "unknown_member").column == "C"
    assert row.refuse("工资基数(7-12月)", "missing_required").column == "D"
    assert row.refuse("5月", "not_member_in_month").column == "I"


def test_a_countys_own_words_are_understood() -> None:
    words = '[columns]\n"人员" = "姓名"\n[words."会籍状态"]\n"在册" = "active"\n'
    header = ["人员", "身份证号", "入会日期", "会籍状态"]
    row = read(book([header, ["张三", person(1), "2020.1.1", "在册"]]), words=words).rows[0]
    assert isinstance(row, RosterRow)
    assert (row.name, row.status) == ("张三", "active")
