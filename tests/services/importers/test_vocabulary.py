"""A county's words are added to ours; what they cannot mean is refused by name."""

from pathlib import Path

import pytest

from services.importers.columns import COLUMNS
from services.importers.vocabulary import VocabularyRefused, load_vocabulary, merge, nearest


def refused(text: str) -> VocabularyRefused:
    with pytest.raises(VocabularyRefused) as raised:
        merge([text])
    return raised.value


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("姓名", "姓名"),
        (" ＊ 姓\u3000名 ", "姓名"),
        ("身份证\n号码", "身份证号"),
        ("金额（元）", "金额"),
        ("审批金额[元]", "审批金额"),
        ("工资基数（1-6月）", "工资基数(1-6月)"),
        ("工资基数(1月—6月)", "工资基数(1-6月)"),
        ("工资基数（上半年）", "工资基数(1-6月)"),
        ("7-12月工资基数", "工资基数(7-12月)"),
        ("工资基数(岗位工资+薪级工资)", "工资基数"),
        ("原/新工会", "原/新工会"),
        ("一月", "1月"),
        ("12月份", "12月"),
    ],
)
def test_a_header_is_known_however_it_is_written(header: str, name: str) -> None:
    assert name in load_vocabulary().names_of(header)


@pytest.mark.parametrize("header", ["1月应缴", "13月", "工资基数(万元)", "身份证号(配偶)", "月"])
def test_a_header_that_means_something_else_is_not_known(header: str) -> None:
    assert load_vocabulary().names_of(header) == ()


def test_every_word_column_has_words() -> None:
    words = load_vocabulary().words
    for columns in COLUMNS.values():
        for column in columns:
            if column.reader in {"word", "yes_no"}:
                assert words[column.name]


def test_a_countys_file_is_added(tmp_path: Path) -> None:
    path = tmp_path / "county.toml"
    path.write_text('[columns]\n"月工资" = "工资基数"\n"人员姓名" = "姓名"\n', "utf-8")
    assert load_vocabulary(path).names_of("月工资(元)") == ("工资基数",)
    assert load_vocabulary().names_of("月工资") == ()


def test_an_unknown_column_is_refused_with_the_nearest() -> None:
    fault = refused('[columns]\n"月薪" = "工资基准"\n')
    assert (fault.kind, fault.code) == ("column_unknown", "importers.column_unknown")
    assert '"月薪" = "工资基准"' in fault.entry
    assert "工资基数" in fault.nearest


def test_an_unknown_key_is_refused_with_the_nearest() -> None:
    fault = refused('[words."会籍状态"]\n"在册" = "activ"\n')
    assert (fault.kind, fault.where, fault.nearest[0]) == ("word_key_unknown", "会籍状态", "active")


def test_an_unknown_word_table_is_refused_with_the_nearest() -> None:
    fault = refused('[words."会员状态"]\n"在册" = "active"\n')
    assert (fault.kind, fault.nearest[0]) == ("word_table_unknown", "会籍状态")


@pytest.mark.parametrize("text", ["[columns", '[colums]\n"a" = "姓名"\n', "columns = 3"])
def test_a_file_of_another_shape_is_refused(text: str) -> None:
    assert refused(text).kind == "vocabulary_malformed"


def test_at_most_three_nearest_are_named() -> None:
    assert nearest("入会时间", ["入会日期", "转入时间", "入会时", "会时间", "备注"])[0] == "入会时"
    assert len(nearest("入会时间", ["入会日期", "转入时间", "入会时", "会时间", "备注"])) == 3
