"""Identifiers that follow from others."""

from domain.ids import dues_stream
from tests.domain.values import MEMBER, OTHER_MEMBER


def test_a_member_has_one_dues_account_always_found_under_the_same_name() -> None:
    """Stored streams are found by this name: it never changes."""
    assert str(dues_stream(MEMBER)) == "3d26309c-82e3-55da-82f2-fa9a3185f690"
    assert dues_stream(MEMBER) != dues_stream(OTHER_MEMBER)
