"""大写金额: the worked examples of users.md 7.2."""

import pytest

from services.words.capitals import capitals


@pytest.mark.parametrize(
    ("fen", "spelled"),
    [
        (140_950, "壹仟肆佰零玖元伍角"),
        (600_714, "陆仟零柒元壹角肆分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元零伍角叁分"),
        (10_000, "壹佰元整"),
        (5, "伍分"),
        (0, "零元整"),
        (100_001_000, "壹佰万零壹拾元整"),
        (1_000_010_005, "壹仟万零壹佰元零伍分"),
    ],
)
def test_amounts_are_spelled_as_papers_spell_them(fen: int, spelled: str) -> None:
    assert capitals(fen) == f"人民币{spelled}"


def test_what_came_back_is_negative() -> None:
    assert capitals(-10_000) == "负人民币壹佰元整"
