"""How names are found by what is typed."""

import pytest

from services.reads.spelling import BEGINNING, EXACT, WITHIN, Typed, sort_key, spelled


def fit(typed: str, name: str) -> int | None:
    return Typed(typed).fit(spelled(name))


@pytest.mark.parametrize(
    "typed", ["张三", "zs", "ZS", "zhangsan", "zhang san", "zhs", "zsan", "zhangs", "张s", "zh三"]
)
def test_a_name_is_found_by_characters_pinyin_initials_and_mixtures(typed: str) -> None:
    assert fit(typed, "张三") == EXACT


@pytest.mark.parametrize("typed", ["z", "zha", "zhang", "张", "zhangx", "zxi"])
def test_the_beginning_of_a_name_is_enough(typed: str) -> None:
    assert fit(typed, "张小三") == BEGINNING


@pytest.mark.parametrize("typed", ["xs", "小三", "xiaosan", "san", "三"])
def test_part_of_a_name_is_enough(typed: str) -> None:
    assert fit(typed, "张小三") == WITHIN


@pytest.mark.parametrize("typed", ["zs", "sz", "zhangs三三", "wang", "张三"])
def test_what_does_not_stand_together_is_not_found(typed: str) -> None:
    assert fit(typed, "张小三") is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zeng", "曾国强"),
        ("qiu", "仇和"),
        ("chou", "仇和"),
        ("shan", "单田"),
        ("xie", "解放"),
        ("ou", "区小英"),
        ("piao", "朴正"),
        ("moqi", "万俟卨"),
        ("yuchi", "尉迟恭"),
        ("zhangsun", "长孙无忌"),
        ("lingh", "令狐冲"),
        ("qin", "覃辉"),
        ("yue", "乐乐"),
        ("lv", "吕布"),
        ("lu", "吕布"),
        ("lyu", "吕布"),
        ("hang", "孙行"),
        ("xing", "孙行"),
        ("he", "黑龙"),
    ],
)
def test_every_reading_of_a_surname_or_character_is_found(typed: str, name: str) -> None:
    assert fit(typed, name) is not None


def test_dots_width_and_case_make_no_difference() -> None:
    assert fit("aili", "买买提·艾力") == WITHIN
    assert fit("ａｌｉ", "Ali") == EXACT
    assert fit("mmt", "买买提·艾力") == BEGINNING


def test_names_are_put_in_the_order_of_their_pinyin_by_surname() -> None:
    names = ["赵四", "曾一", "安二", "单五", "丁六", "仇七"]
    assert sorted(names, key=sort_key) == ["安二", "丁六", "仇七", "单五", "曾一", "赵四"]
