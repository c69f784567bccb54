"""Occasions of visits (五必访) are the union's own list."""

import msgspec
import pytest

from domain.policy.visit import is_sound
from tests.domain.aid import VISIT_POLICY


@pytest.mark.parametrize(
    "unsound", [{"occasions": {}}, {"occasions": {"ill": ""}}, {"due_within_days": -1}]
)
def test_a_list_without_occasions_words_or_days_is_not_sound(unsound: dict[str, object]) -> None:
    assert is_sound(VISIT_POLICY)
    assert not is_sound(msgspec.structs.replace(VISIT_POLICY, **unsound))
