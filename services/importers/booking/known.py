"""What is known of the people on an exported roster: their fields in clear, to see what somebody changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from domain.encoding import decode
from domain.ids import MemberId
from domain.member.events import (
    MemberFactCorrected,
    MemberRegistered,
    MembershipApplied,
    TransferInAccepted,
)
from domain.sealed import Sealed
from services.importers.records import RosterRow, Row, UnitRow
from services.keys import Opener, Vault
from services.store.contract import RecordedEvent

Fields = Mapping[str, str]

_PERSONAL = (MemberRegistered, MembershipApplied, MemberFactCorrected, TransferInAccepted)
_TOPICS = frozenset(kind.TOPIC for kind in _PERSONAL)


class KnownFields(NamedTuple):
    """The groups of a person's fields as last stated; None where no key opens them any more."""

    identity: Fields | None
    profile: Fields | None


class _Closed(NamedTuple):
    sealed: Sealed
    command_id: UUID


def id_numbers_of(rows: Iterable[Row]) -> list[str]:
    """Return by which numbers people are looked for; whoever has a row's key is known already."""
    return [row.id_number for row in rows if not isinstance(row, UnitRow) and _key(row) is None]


def keyed_members(rows: Iterable[Row]) -> list[MemberId]:
    """Return whose rows bear a key."""
    return [MemberId(UUID(key)) for row in rows if (key := _key(row)) is not None]


async def known_fields(
    vault: Vault, union_id: UUID, events: Sequence[RecordedEvent], people: Sequence[MemberId]
) -> dict[MemberId, KnownFields]:
    """Return what is known of those people who stand on these books; nobody else is in the answer."""
    if not people:
        return {}
    wanted = frozenset(people)
    stated: dict[MemberId, dict[str, _Closed]] = {}
    for event in events:
        who = MemberId(event.stream_id)
        if who in wanted and event.topic in _TOPICS:
            stated.setdefault(who, {}).update(_groups(event))
    opener = await vault.opener(union_id, list(stated))
    return {
        who: KnownFields(
            _opened(opener, groups.get("identity"), "identity"),
            _opened(opener, groups.get("profile"), "profile"),
        )
        for who, groups in stated.items()
    }


def _key(row: Row) -> str | None:
    return row.member_key if isinstance(row, RosterRow) else None


def _groups(event: RecordedEvent) -> dict[str, _Closed]:
    body = decode(event.topic, event.schema_version, event.body)
    if not isinstance(body, _PERSONAL):
        return {}
    groups = {"identity": body.identity, "profile": body.profile}
    return {
        name: _Closed(sealed, event.command_id)
        for name, sealed in groups.items()
        if sealed is not None
    }


def _opened(opener: Opener, closed: _Closed | None, field: str) -> Fields | None:
    if closed is None:
        return {}
    return opener.open(closed.sealed, command_id=closed.command_id, field=field)
