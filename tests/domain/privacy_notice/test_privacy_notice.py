"""A union's notices about personal data: each version once, in force until the next of its kind."""

import hashlib
from datetime import date

import msgspec

from domain.privacy_notice.aggregate import State
from domain.privacy_notice.commands import PublishNotice
from domain.privacy_notice.events import NoticePublished
from tests.domain.privacy import DAY
from tests.support.given_when_then import given

PUBLISH = PublishNotice(
    occurred_on=DAY,
    version="2026-1",
    kind="membership",
    text="工会处理您的个人信息。",
    purposes=("dues", "membership_roster", "dues"),
    retention="while_member",
    valid_from=DAY,
)
PUBLISHED = NoticePublished(
    version="2026-1",
    kind="membership",
    text="工会处理您的个人信息。",
    text_sha256=hashlib.sha256("工会处理您的个人信息。".encode()).hexdigest(),
    purposes=("dues", "membership_roster"),
    retention="while_member",
    valid_from=DAY,
)


def test_a_notice_is_published_with_the_digest_of_its_text() -> None:
    given().when(PUBLISH).then(PUBLISHED)


def test_a_version_is_published_once() -> None:
    given(PUBLISHED).when(PUBLISH).refused("privacy_notice.already_published", "version")


def test_a_notice_says_what_for_and_since_when() -> None:
    """PIPL arts. 14 and 17."""
    blank = msgspec.structs.replace(PUBLISH, version=" ")
    given().when(blank).refused("privacy_notice.version_missing", "version")
    empty = msgspec.structs.replace(PUBLISH, text="")
    given().when(empty).refused("privacy_notice.text_missing", "text")
    aimless = msgspec.structs.replace(PUBLISH, purposes=())
    given().when(aimless).refused("privacy_notice.purposes_missing", "purposes")


def test_nobody_was_told_before_it_was_published() -> None:
    command = msgspec.structs.replace(PUBLISH, valid_from=date(2026, 1, 1))
    given().when(command).refused("privacy_notice.holds_before_published", "valid_from")


def test_of_each_kind_the_newest_holds() -> None:
    later = date(2026, 6, 1)
    state = State(
        {
            "2026-1": ("membership", DAY),
            "2026-2": ("membership", later),
            "aid-1": ("aid", DAY),
        }
    )
    assert state.in_force(date(2026, 1, 1)) == frozenset()
    assert state.in_force(DAY) == {"2026-1", "aid-1"}
    assert state.in_force(later) == {"2026-2", "aid-1"}
