"""Decides about a union's notices: each version once, with a text, purposes and a first day (PIPL arts. 14, 17)."""

import hashlib
from datetime import date
from typing import assert_never

import msgspec

from domain.event import Fact
from domain.privacy_notice.commands import PrivacyNoticeCommand, PublishNotice
from domain.privacy_notice.events import NoticeKind, NoticePublished, PrivacyNoticeEvent
from domain.refusal import Refused

Decided = list[PrivacyNoticeEvent] | Refused


class State(msgspec.Struct, frozen=True):
    """Every version by its name: its kind and its first day."""

    versions: dict[str, tuple[NoticeKind, date]] = {}

    def in_force(self, day: date) -> frozenset[str]:
        """Return the versions that hold on a day: of each kind the one begun last."""
        newest: dict[NoticeKind, tuple[date, str]] = {}
        for version, (kind, since) in self.versions.items():
            begun = newest.get(kind)
            if since <= day and (begun is None or begun[0] <= since):
                newest[kind] = (since, version)
        return frozenset(version for _, version in newest.values())


def evolve(state: State, fact: Fact) -> State:
    event: PrivacyNoticeEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case NoticePublished():
            return State({**state.versions, event.version: (event.kind, event.valid_from)})
        case _:
            assert_never(event)


def decide(state: State, command: PrivacyNoticeCommand) -> Decided:
    match command:
        case PublishNotice():
            return _publish(state, command)
        case _:
            assert_never(command)


def _publish(state: State, command: PublishNotice) -> Decided:
    if not command.version.strip():
        return Refused("privacy_notice.version_missing", "version")
    if command.version in state.versions:
        return Refused("privacy_notice.already_published", "version")
    if not command.text.strip():
        return Refused("privacy_notice.text_missing", "text")
    if not command.purposes:
        return Refused("privacy_notice.purposes_missing", "purposes")
    if command.valid_from < command.occurred_on:
        return Refused("privacy_notice.holds_before_published", "valid_from")
    return [
        NoticePublished(
            version=command.version,
            kind=command.kind,
            text=command.text,
            text_sha256=hashlib.sha256(command.text.encode("utf-8", "surrogatepass")).hexdigest(),
            purposes=tuple(dict.fromkeys(command.purposes)),
            retention=command.retention,
            valid_from=command.valid_from,
        )
    ]
