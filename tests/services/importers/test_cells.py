"""Each spelling of a cell, and each refusal."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from services.importers import cells
from services.importers.cells import CellRefusal
from services.importers.workbook import Cell
from tests.services.importers.making import checked, person

DAY = date(2019, 7, 9)


def kind(value: object) -> str:
    assert isinstance(value, CellRefusal), value
    return value.kind


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2019, 7, 9, tzinfo=UTC),
        "2019.07.09",
        "2019.7.9",
        "2019/7/9",
        "2019-07-09",
        "2019年7月9日",
        "2019 年 07 月 09 日",
        "20190709",
        20190709.0,
        20190709,
        "２０１９年７月９日",
        "２０１９０７０９",
        "２０１９．７．９",
        " 2019-07-09 ",
        "2019-07-09 00:00:00",
        "2019-07-09T08:30",
    ],
)
def test_every_spelling_of_a_date_is_the_same_day(cell: Cell) -> None:
    assert cells.parse_date(cell) == DAY


def test_a_time_of_day_never_becomes_part_of_the_day() -> None:
    assert cells.parse_date("2019-7-1 10:00") == date(2019, 7, 1)


@pytest.mark.parametrize("cell", ["", " ", "-", "—", "/", "无"])
def test_a_dash_is_no_date(cell: str) -> None:
    assert cells.parse_date(cell) is None


@pytest.mark.parametrize(
    "cell",
    ["2019.02.30", "20190230", "2019年7月", "7/9/2019", "去年", 43655.0, "2019年7-9", 2019.5],
)
def test_an_impossible_or_ambiguous_date_is_refused(cell: Cell) -> None:
    assert kind(cells.parse_date(cell)) == "date_malformed"


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (1500, 150000),
        (21.3, 2130),
        (19.950000000000003, 1995),
        (0.1 + 0.2, 30),
        ("1500.00", 150000),
        ("1,500.00", 150000),
        ("1500元", 150000),
        ("1,500.00 元", 150000),
        ("¥1,500", 150000),
        ("￥1500.5", 150050),
        ("２１．７５", 2175),
        ("1.500", 150),
        (0.0, 0),
        ("0", 0),
        ("", None),
        ("—", None),
    ],
)
def test_every_spelling_of_an_amount_is_whole_fen(cell: Cell, fen: int | None) -> None:
    assert cells.parse_amount_fen(cell) == fen


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (-60.35, "negative_amount"),
        ("-5", "negative_amount"),
        ("－５元", "negative_amount"),
        ("(5.00)", "negative_amount"),
        (26.155, "amount_precision"),
        ("58.305元", "amount_precision"),
        ("1,50.00", "amount_malformed"),
        ("1.5万元", "amount_malformed"),
        ("约100", "amount_malformed"),
        (1e15, "amount_malformed"),
        ("1e3", "amount_malformed"),
        ("=1+1", "unsafe_text"),
        ("＋5", "unsafe_text"),
        (datetime(2026, 1, 1, tzinfo=UTC), "amount_malformed"),
    ],
)
def test_an_amount_that_is_no_sum_of_money_is_refused(cell: Cell, reason: str) -> None:
    assert kind(cells.parse_amount_fen(cell)) == reason


@pytest.mark.parametrize("cell", ["", "0", 0, "-", "—", "–", "－", "/", "免", "欠", "未缴", " 免 "])
def test_a_month_marked_as_unpaid_received_nothing(cell: Cell) -> None:
    parse = cells.received_parser({"免": "nothing", "欠": "nothing", "未缴": "nothing"})
    assert parse(cell) == 0


@pytest.mark.parametrize(
    "spell",
    [
        lambda number: number,
        lambda number: f" {number} ",
        lambda number: f"\t{number}",
        lambda number: f"'{number}",
        lambda number: f"{number[:6]} {number[6:14]} {number[14:]}",
        lambda number: number.translate({48 + n: 0xFF10 + n for n in range(10)}),
        lambda number: f"\u200e{number}\u202c",
    ],
)
def test_every_spelling_of_an_id_number_is_the_same_person(spell: Callable[[str], str]) -> None:
    assert cells.parse_id_number(spell(person(7))) == person(7)


@pytest.mark.parametrize("spelt", ["11010519491231002x", "11010519491231002Ｘ"])
def test_a_small_x_is_an_x(spelt: str) -> None:
    assert cells.parse_id_number(spelt) == "11010519491231002X"


def test_a_retired_area_code_is_good() -> None:
    assert cells.parse_id_number("440524188001010014") == "440524188001010014"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (3.30206200205145e17, "id_destroyed"),
        (330206200205145222, "id_destroyed"),
        ("3.30206E+17", "id_destroyed"),
        ("4.30122e+17", "id_destroyed"),
        ("330206200205145000", "id_destroyed"),
        ("330206198102021511", "id_check_digit"),
        ("33020619810202", "id_malformed"),
        ("330206198102021510\n1", "id_malformed"),
        ("٣30206198102021510", "id_malformed"),
        (330206810202151.0, "id_malformed"),
        ("=A1", "unsafe_text"),
        (checked("99010119500230001"), "id_birth_date"),
    ],
)
def test_an_id_number_that_nobody_has_is_refused(cell: Cell, reason: str) -> None:
    assert kind(cells.parse_id_number(cell)) == reason


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("张 三", "张三"),
        ("张\u3000三", "张三"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("赵明𬭎", "赵明𬭎"),
        ("-", None),
        ("", None),
    ],
)
def test_a_name_is_known_whatever_its_blanks_and_dots(cell: str, name: str | None) -> None:
    assert cells.parse_name(cell) == name


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("张\u202e三", "name_malformed"),
        ("张\x00三", "name_malformed"),
        ("张" * 51, "name_malformed"),
        (7.0, "name_malformed"),
        ("@SUM(1+1)", "unsafe_text"),
        ("＝cmd", "unsafe_text"),
    ],
)
def test_a_name_with_hidden_or_unsafe_text_is_refused(cell: Cell, reason: str) -> None:
    assert kind(cells.parse_name(cell)) == reason


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (19300001987.0, "19300001987"),
        (" 备注  一 ", "备注 一"),
        ("-", None),
        ("—", None),
        (0.5, "0.5"),
    ],
)
def test_text_is_trimmed_and_a_number_is_written_out(cell: Cell, text: str | None) -> None:
    assert cells.parse_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("=1+1", "unsafe_text"),
        (" +1", "unsafe_text"),
        ("\t@x", "unsafe_text"),
        ("＠x", "unsafe_text"),
        (6222824135629969652.0, "digits_lost"),
    ],
)
def test_text_that_a_spreadsheet_would_run_is_refused(cell: Cell, reason: str) -> None:
    assert kind(cells.parse_text(cell)) == reason


def test_an_unknown_word_names_the_nearest_known_ones() -> None:
    parse = cells.word_parser({"正常": "active"}, lambda _: ("正常",))
    assert parse("正 常") == "active"
    assert parse("正长") == CellRefusal("word_unknown", ("正常",), "正长")


def test_a_word_like_no_other_is_told_with_words_that_are_known() -> None:
    parse = cells.word_parser({"正常": "active", "保留": "retained"}, lambda _: ())
    assert parse("在册") == CellRefusal("word_unknown", ("正常", "保留"), "在册")


def test_what_holds_digits_in_the_place_of_a_word_is_not_repeated() -> None:
    """A number in the wrong column may be somebody's ID number."""
    parse = cells.word_parser({"正常": "active"}, lambda _: ())
    assert parse("11010519491231002X") == CellRefusal("word_unknown", ("正常",), "")


@pytest.mark.parametrize(("cell", "count"), [(5.0, 5), ("5", 5), ("５人", 5), ("", None)])
def test_a_count_is_a_whole_number(cell: Cell, count: int | None) -> None:
    assert cells.parse_count(cell) == count


@pytest.mark.parametrize("cell", [5.5, "约5", "-1"])
def test_a_count_that_is_none_is_refused(cell: Cell) -> None:
    assert kind(cells.parse_count(cell)) == "count_malformed"
