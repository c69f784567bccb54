"""What may be asked of a union's notices."""

from datetime import date

from domain.command import Command
from domain.privacy_notice.events import NoticeKind, Purpose, Retention


class PublishNotice(Command, frozen=True, kw_only=True):
    version: str
    kind: NoticeKind
    text: str
    purposes: tuple[Purpose, ...]
    retention: Retention
    valid_from: date


PrivacyNoticeCommand = PublishNotice
