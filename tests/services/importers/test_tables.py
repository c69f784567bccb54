"""Tables are found whatever stands around them, and nothing is left out in silence."""

from datetime import date
from typing import Any

import pytest

from services.importers.columns import FileKind
from services.importers.records import ChangeRow, DuesRow, RosterRow
from services.importers.refused import WorkbookRefused
from tests.services.importers.making import (
    DUES,
    MONTHS,
    ROSTER,
    book,
    dues,
    faults,
    member,
    person,
    read,
)


def refused(content: bytes, kind: FileKind | None = None) -> WorkbookRefused:
    with pytest.raises(WorkbookRefused) as raised:
        read(content, kind)
    return raised.value


def test_titles_blank_rows_and_reordered_columns_do_not_matter() -> None:
    grid = [
        ["某某工会会员花名册"],
        ["填报单位：某某工会    填报日期：2027年1月8日"],
        [],
        ["", "会籍\n状态", "＊证件号码", "入会时间（年月日）", "姓  名*", "工号"],
        [],
        ["", "正常", person(1), date(2019, 7, 9), "张三", "G1"],
        [],
        ["", "保留", person(2), date(2019, 7, 9), "李四", "G2"],
    ]
    found = read(book(grid))
    assert [row.row for row in found.rows] == [6, 8]
    assert found.rows[0].source.columns["身份证号"] == "C"


def test_a_two_row_header_is_read_as_one() -> None:
    top = ["序号", "姓名", "身份证号", "工资基数", "", "2026年会费实缴(元)"]
    below = ["", "", "", "1-6月", "7-12月", *(f"{month}实缴" for month in MONTHS)]
    row = [1, "张三", person(1), 2000, 3000, *([10] * 12)]
    found = read(book([["会费收缴明细表"], top, [], below, row])).rows[0]
    assert isinstance(found, DuesRow)
    assert (found.wage_first_half_fen, found.wage_second_half_fen) == (200000, 300000)
    assert found.received_fen == (1000,) * 12


def test_months_under_owed_are_not_taken_for_received() -> None:
    top = ["姓名", "身份证号", "工资基数", "应缴会费", *[""] * 11, "实缴会费"]
    below = ["", "", "", *MONTHS, *MONTHS]
    found = read(book([top, below, ["张三", person(1), 2000, *[99] * 12, *[10] * 12]])).rows[0]
    assert isinstance(found, DuesRow)
    assert found.received_fen == (1000,) * 12


@pytest.mark.parametrize(
    "months",
    [
        [f"{n:02d}月" for n in range(1, 13)],
        [f"2026年{n}月份" for n in range(1, 13)],
        [f"{n}月\n实缴（元）" for n in range(1, 13)],
        ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"],
        [date(2026, n, 1) for n in range(1, 13)],
    ],
)  # fmt: skip
def test_a_month_is_known_however_its_header_is_written(months: list[Any]) -> None:
    header = ["姓名", "身份证号", "工资基数", *months]
    found = read(book([header, ["张三", person(1), 2000, *range(1, 13)]])).rows[0]
    assert isinstance(found, DuesRow)
    assert found.received_fen == tuple(100 * n for n in range(1, 13))


def test_totals_and_signatures_are_not_data() -> None:
    grid = [
        ["序号", *ROSTER],
        [1, *member(1)],
        ["", "小  计", 1],
        [2, *member(2)],
        ["合  计", "", 2],
        ["合计（大写）", "人民币贰元整"],
        [],
        ["制表人：王五", "", "审核人：赵六"],
        ["审核人", "", "钱七"],
        ["注：本表一式两份。"],
        ["本表由各工会小组填写后报送。"],
        ["", "", "", "2027年1月8日"],
    ]
    found = read(book(grid))
    assert (len(found.rows), found.refused) == (2, [])
    assert [(note.kind, note.row) for note in found.notes] == [
        ("row_ignored", 11),
        ("row_ignored", 12),
    ]


def test_a_member_whose_name_looks_like_a_total_is_data() -> None:
    found = read(book([ROSTER, member(1, "合计"), member(2, "注：")]))
    assert len(found.rows) == 2


def test_a_serial_number_alone_is_no_row() -> None:
    found = read(book([["序号", *ROSTER], [1, *member(1)], [2], [3]]))
    assert (len(found.rows), found.refused) == (1, [])


def test_a_header_that_comes_again_on_the_next_page_starts_anew() -> None:
    moved = ["身份证号", "姓名", "会籍状态", "入会日期"]
    grid = [ROSTER, member(1), moved, [person(2), "李四", "正常", "2020.1.1"]]
    assert [row.row for row in read(book(grid)).rows] == [2, 4]


def test_a_header_on_every_printed_page_is_one_table() -> None:
    found = read(book([ROSTER, member(1), ROSTER, member(2), ROSTER, member(3)]))
    assert [row.row for row in found.rows] == [2, 4, 6]
    assert len({id(row.source) for row in found.rows}) == 1


def test_every_sheet_of_the_kind_is_read_and_hidden_ones_are_not() -> None:
    found = read(
        book(
            [["填写说明"], ["1. 身份证号请按文本格式填写。"]],
            [ROSTER, member(1)],
            [],
            [ROSTER, member(2), member(1)],
            names=["填写说明", "机关", "Sheet2", "下属"],
        )
    )
    assert [row.source.sheet for row in found.rows] == ["机关", "下属"]
    assert faults(found) == [(3, "B", "duplicate_in_file")]


def test_dues_of_two_half_years_on_two_sheets_are_one_year() -> None:
    first = [["姓名", "身份证号", "工资基数", *MONTHS[:6]], ["张三", person(1), 2000, *[10] * 6]]
    second = [["姓名", "身份证号", "工资基数", *MONTHS[6:]], ["张三", person(1), 3000, *[15] * 6]]
    found = read(book(first, second))
    one, two = (row for row in found.rows if isinstance(row, DuesRow))
    assert one.received_fen == (1000,) * 6 + (None,) * 6
    assert two.received_fen == (None,) * 6 + (1500,) * 6
    assert (one.wage_first_half_fen, one.wage_second_half_fen) == (200000, None)
    assert (two.wage_first_half_fen, two.wage_second_half_fen) == (None, 300000)
    assert found.refused == []


def test_dues_that_lack_a_month_everywhere_are_refused() -> None:
    fault = refused(book([DUES[:-1], dues(1)[:-1]]))
    assert (fault.kind, set(fault.columns)) == ("column_missing", {"12月"})


def test_a_merged_department_stands_for_all_its_rows() -> None:
    header = [*ROSTER, "部门"]
    grid = [header, *([*member(n), ""] for n in range(1, 5))]
    found = read(book(grid, merged=["E2:E4"]))
    departments = [row.department for row in found.rows if isinstance(row, RosterRow)]
    assert departments == ["财务科", "财务科", "财务科", None]


def test_cases_and_payments_may_stand_below_each_other() -> None:
    cases = [
        "档案编号",
        "姓名",
        "身份证号",
        "建档日期",
        "帮扶编号",
        "帮扶项目",
        "资金来源",
        "审批金额",
        "审批日期",
    ]
    case = [
        "K1",
        "张三",
        person(1),
        "2020.1.1",
        "B1",
        "送温暖",
        "本级工会经费",
        "1,000元",
        "20260102",
    ]
    payments = ["帮扶编号", "姓名", "身份证号", "金额", "发放日期", "发放方式"]
    payment = ["B1", "张三", person(1), 500, "2026/1/5", "银行转账"]
    grid = [cases, case, ["合计", "", "", "", "", "", "", 1000], [], payments, payment]
    found = read(book(grid))
    assert found.kind == "aid"
    assert [row.source.kind for row in found.rows] == ["cases", "payments"]


def test_a_missing_column_is_named_with_the_headers_that_look_like_it() -> None:
    header = ["人员姓名", "身份证号", "入会日期", "会籍状态"]
    fault = refused(book([header, member(1)]))
    assert (fault.kind, fault.row, fault.code) == ("column_missing", 1, "importers.column_missing")
    assert fault.columns == {"姓名": ("人员姓名",)}


def test_one_broken_sheet_among_good_ones_refuses_the_file() -> None:
    broken = ["姓名", "身份证号", "入会日期", "状态"]
    fault = refused(book([ROSTER, member(1)], [broken, member(2)]))
    assert (fault.kind, fault.sheet) == ("column_missing", "Sheet2")


def test_a_column_that_stands_twice_is_refused() -> None:
    fault = refused(book([[*ROSTER, "证件号码"], [*member(1), person(2)]]))
    assert (fault.kind, fault.columns) == ("column_repeated", {"身份证号": ("B", "E")})


def test_a_workbook_without_any_table_is_refused() -> None:
    assert refused(book([["今天天气很好"], ["明天也是"]])).kind == "table_not_found"


def test_a_table_of_another_kind_than_asked_for_is_refused() -> None:
    assert refused(book([ROSTER, member(1)]), kind="condolence").kind == "table_not_found"


def test_two_kinds_in_one_file_must_be_told_apart_by_the_caller() -> None:
    content = book([ROSTER, member(1)], [DUES, dues(1)])
    assert refused(content).kind == "kind_ambiguous"
    found = read(content, kind="dues")
    assert [row.source.kind for row in found.rows] == ["dues"]
    assert [note.kind for note in found.notes] == ["table_skipped"]


def test_ten_thousand_yuan_is_never_taken_for_yuan() -> None:
    assert refused(book([["单位：万元"], DUES, dues(1)])).kind == "unit_not_yuan"
    wages = [*DUES[:2], "工资基数(万元)", *MONTHS]
    found = read(book([wages, dues(1)]))
    assert [row.wage_first_half_fen for row in found.rows if isinstance(row, DuesRow)] == [None]
    assert [(note.kind, note.nearest[0]) for note in found.notes] == [
        ("header_unknown", "工资基数")
    ]


def test_a_combined_table_is_read_as_the_kind_asked_for() -> None:
    content = book([[*DUES, "入会日期", "会籍状态"], [*dues(1), "2020.1.1", "正常"]])
    assert read(content).kind == "dues"
    assert isinstance(read(content, kind="roster").rows[0], RosterRow)


def test_the_columns_missing_are_those_of_the_kind_asked_for() -> None:
    fault = refused(book([["姓名", "身份证号", "金额", "发放日期"]]), kind="condolence")
    assert set(fault.columns) == {"慰问日期", "慰问事由"}


def test_a_changes_file_is_recognised_by_its_columns() -> None:
    header = ["职工姓名", "身份证号码", "会籍变化类型", "变动时间", "转出（入）工会"]
    found = read(book([header, ["张三", person(1), "转入", "2026年3月1日", "某某工会"]]))
    assert found.kind == "changes"
    row = found.rows[0]
    assert isinstance(row, ChangeRow)
    assert (row.change, row.changed_on, row.other_union) == (
        "transfer_in",
        date(2026, 3, 1),
        "某某工会",
    )
