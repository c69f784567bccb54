"""What each mask leaves of a text, and that nothing short enough to guess is left whole (users.md 7.2)."""

import msgspec
import pytest

from services.reads.masking import (
    hidden,
    masked_card,
    masked_family,
    masked_id_number,
    masked_mobile,
    masked_name,
)
from services.reads.people import MASKS


@pytest.mark.parametrize(
    ("name", "shown"),
    [("仲平", "仲*"), ("仲小妮", "仲*妮"), ("司马阳明", "司**明"), ("仲", "*"), ("", "")],
)
def test_of_a_name_the_ends_are_shown(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("990101198001010018", "990101********0018"), ("9901010018", "**********"), ("99", "**")],
)
def test_of_an_id_number_ten_characters_are_shown(number: str, shown: str) -> None:
    assert masked_id_number(number) == shown


@pytest.mark.parametrize(("number", "shown"), [("18612341402", "186****1402"), ("1402", "****")])
def test_of_a_mobile_number_seven_digits_are_shown(number: str, shown: str) -> None:
    assert masked_mobile(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [("6222021234567890", "************7890"), ("7890", "****")]
)
def test_of_an_account_four_digits_are_shown(number: str, shown: str) -> None:
    assert masked_card(number) == shown


def test_of_an_illness_only_that_there_is_one() -> None:
    assert hidden("尘肺") == "***"


def test_of_a_family_everybody_is_masked() -> None:
    one = {
        "name": "仲小妮",
        "relation": "女",
        "id_number": "990101198001010018",
        "mobile": "18612341402",
        "illness": "尘肺",
        "health_status": "重大疾病",
        "birth_date": "1980-01-01",
        "school_or_employer": "青石小学",
        "remark": "由祖母照看",
    }
    shown = msgspec.json.decode(masked_family(msgspec.json.encode([one]).decode()))
    assert shown == [
        {
            "name": "仲*妮",
            "relation": "女",
            "id_number": "990101********0018",
            "mobile": "186****1402",
            "illness": "***",
            "health_status": "***",
            "birth_date": "***",
            "school_or_employer": "***",
            "remark": "***",
        }
    ]
    assert masked_family("仲小妮 18612341402") == ""


def test_health_is_masked_in_whatever_group_it_stands() -> None:
    """PIPL art. 28, rule 20 of domain.md: sensitive wherever it is told."""
    assert MASKS["illness"]("尘肺") == MASKS["health_status"]("重大疾病") == "***"
