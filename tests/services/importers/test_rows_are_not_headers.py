"""What stands between header and data, or looks like the one and is the other."""

from datetime import date

import pytest

from tests.services.importers.making import MONTHS, book, dues, member, read

_HEADER = ("姓名", "身份证号", "出生日期", "入会日期", "会籍状态")


@pytest.mark.parametrize("broken", ["9.90101E+17", ""])
def test_a_row_whose_dates_fall_on_the_first_of_a_month_is_no_header(broken: str) -> None:
    """Such dates may head months in a table of dues; two birthdays must not end a roster in silence."""
    rows = [[*member(n)[:2], date(1980, 1, 2), date(2019, 7, 9), "正常"] for n in (1, 2)]
    odd = ["李军", broken, date(1980, 1, 1), date(1999, 1, 1), "正常"]
    found = read(book([_HEADER, rows[0], odd, rows[1]]))
    assert len(found.rows) == 2
    assert [refused.row for refused in found.refused] == [3]


def test_a_short_title_above_the_next_table_is_no_row_of_the_one_before() -> None:
    first = ("姓名", "身份证号", "工资基数", *MONTHS[:6])
    second = ("姓名", "身份证号", "工资基数", *MONTHS[6:])
    found = read(book([first, dues(1)[:9], [], ["下半年会费"], second, dues(1)[:9]]))
    assert found.refused == []
    assert len(found.rows) == 2


def test_a_line_of_signatures_with_a_telephone_is_no_row() -> None:
    header = ("身份证号", "姓名", "入会日期", "会籍状态")
    row = [member(1)[1], "张三", "2019.07.09", "正常"]
    found = read(book([header, row, ["制表人：赵钱　联系电话：13800000000"]]))
    assert found.refused == []
    assert len(found.rows) == 1
