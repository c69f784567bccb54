"""What can happen to a union's notices about personal data. The text is not personal and stands in the event."""

from datetime import date
from typing import ClassVar, Literal

from domain.attachment import Sha256
from domain.event import Event

NoticeKind = Literal["membership", "aid", "publication", "provision"]
"""入会, 帮扶 (sensitive data), 公示 (PIPL art. 25), 向上级提供 (PIPL art. 23)."""
Purpose = Literal[
    "membership_roster",
    "dues",
    "aid",
    "condolence",
    "certificates",
    "public_notice",
    "provision_to_county",
    "statistics",
    "audit",
]
Retention = Literal["while_member", "accounting_years", "aid_years", "until_withdrawn"]
"""在会期间, 会计档案保管期限, 帮扶档案保管期限, 至撤回同意."""


class NoticePublished(Event, frozen=True, kw_only=True):
    """A version of a notice holds from `valid_from` until the next of its kind does (PIPL arts. 14, 17).

    `text_sha256`: of the text's UTF-8 bytes, so that a paper copy can be held against it.
    """

    TOPIC: ClassVar[str] = "privacy_notice.published"

    version: str
    kind: NoticeKind
    text: str
    text_sha256: Sha256
    purposes: tuple[Purpose, ...]
    retention: Retention
    valid_from: date


PrivacyNoticeEvent = NoticePublished
