"""Samples of the events of a union's notices about personal data."""

import hashlib
from datetime import date

from domain.event import Event
from domain.privacy_notice.events import NoticePublished

_TEXT = "工会为管理会籍和收缴会费处理您的个人信息。"

COMPLETE: tuple[Event, ...] = (
    NoticePublished(
        version="2026-1",
        kind="membership",
        text=_TEXT,
        text_sha256=hashlib.sha256(_TEXT.encode()).hexdigest(),
        purposes=("membership_roster", "dues"),
        retention="while_member",
        valid_from=date(2026, 1, 1),
    ),
)
MINIMAL: tuple[Event, ...] = ()
VARIANTS: dict[str, Event] = {}
