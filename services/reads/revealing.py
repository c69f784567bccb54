"""Opens what is sealed of one person, unmasked: only for a viewing or export that is on record already."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from domain.ids import MemberId, dues_stream, erasure_stream
from domain.sealed import Sealed
from services.keys import Opener, Vault
from services.store.contract import RecordedEvent
from services.store.person_log import PersonLog

_OWN_PACKAGES = frozenset(
    {"member", "dues", "household", "aid_case", "condolence", "pairing", "visit", "erasure"}
)
"""Packages whose streams are about one person or their household, so that all of such a stream is."""


class _Closed(NamedTuple):
    field: str
    sealed: Sealed
    command_id: UUID


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One event as far as it is about a person: what stands in clear of it, and what was sealed, opened."""

    position: int
    occurred_on: str
    topic: str
    plain: dict[str, Any]
    opened: dict[str, dict[str, str]]


class Revealing:
    """What the log holds of a person, in clear."""

    def __init__(self, log: PersonLog, vault: Vault) -> None:
        self._log = log
        self._vault = vault

    async def fields(
        self, union_id: UUID, subject_id: UUID, wanted: Sequence[str], *, restricted: bool
    ) -> dict[str, str | None]:
        """Return fields by `group.name` as last stated; None for what was never stated or no key opens any more."""
        events = await self._events(union_id, subject_id)
        opener = await self._opener(union_id, subject_id, restricted=restricted)
        newest: dict[str, dict[str, str]] = {}
        groups = {field.partition(".")[0] for field in wanted}
        for event in reversed(events):
            for closed in _sealed_of(event, subject_id):
                if closed.field in groups and closed.field not in newest:
                    opened = _open(opener, closed)
                    if opened is not None:
                        newest[closed.field] = opened
        return {
            field: newest.get(group, {}).get(name)
            for field in wanted
            for group, _, name in [field.partition(".")]
        }

    async def entries(self, union_id: UUID, subject_id: UUID) -> list[Entry]:
        """Return everything recorded about a person, oldest first; of others named beside them nothing."""
        opener = await self._opener(union_id, subject_id, restricted=False)
        return [
            Entry(
                position=event.position,
                occurred_on=event.occurred_on.isoformat(),
                topic=event.topic,
                plain=_plain(event, subject_id),
                opened={
                    closed.field: fields
                    for closed in _sealed_of(event, subject_id)
                    if (fields := _open(opener, closed)) is not None
                },
            )
            for event in await self._events(union_id, subject_id)
        ]

    async def _events(self, union_id: UUID, subject_id: UUID) -> list[RecordedEvent]:
        """First what names the person, then the whole of the streams that are theirs."""
        own = [subject_id, dues_stream(MemberId(subject_id)), erasure_stream(subject_id)]
        named = await self._log.about(union_id, subject_id, own)
        theirs = {event.stream_id for event in named if _package(event) in _OWN_PACKAGES}
        return await self._log.about(union_id, subject_id, [*own, *sorted(theirs)])

    async def _opener(self, union_id: UUID, subject_id: UUID, *, restricted: bool) -> Opener:
        if restricted:
            return await self._vault.opener_of_restricted(union_id, subject_id)
        return await self._vault.opener(union_id, [subject_id])


def _package(event: RecordedEvent) -> str:
    return event.topic.partition(".")[0]


def _open(opener: Opener, closed: _Closed) -> dict[str, str] | None:
    return opener.open(closed.sealed, command_id=closed.command_id, field=closed.field)


def _sealed_of(event: RecordedEvent, subject_id: UUID) -> Iterator[_Closed]:
    for field, sealed in _named("", msgspec.json.decode(event.body)):
        if sealed.subject_id == subject_id:
            yield _Closed(field, sealed, event.command_id)


def _named(field: str, value: Any) -> Iterator[tuple[str, Sealed]]:  # noqa: ANN401 # any JSON
    if _is_sealed(value):
        yield field, msgspec.convert(value, Sealed)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _named(name, part)
    elif isinstance(value, list):
        for part in value:
            yield from _named(field, part)


def _is_sealed(value: Any) -> bool:  # noqa: ANN401 # any JSON
    return isinstance(value, dict) and value.keys() == set(Sealed.__struct_fields__)


def _plain(event: RecordedEvent, subject_id: UUID) -> dict[str, Any]:
    """What stands in clear, without ids of others: of a list of people only the person's own lines."""
    told = {}
    for name, value in msgspec.json.decode(event.body).items():
        kept = _without_others(value, str(subject_id))
        if kept is not None and kept != []:
            told[name] = kept
    return told


def _without_others(value: Any, who: str) -> Any:  # noqa: ANN401 # any JSON
    if _is_sealed(value):
        return None
    if isinstance(value, list):
        lines = [line for line in value if not _is_anothers(line, who)]
        return [kept for line in lines if (kept := _without_others(line, who)) is not None]
    if isinstance(value, dict):
        told = {name: _without_others(part, who) for name, part in value.items()}
        return {name: part for name, part in told.items() if part is not None}
    return value


def _is_anothers(line: Any, who: str) -> bool:  # noqa: ANN401 # any JSON
    """A line of a list that names a person, and another one."""
    if not isinstance(line, dict):
        return False
    named = {str(line[name]) for name in _PEOPLE if line.get(name) is not None}
    return bool(named) and who not in named


_PEOPLE: Iterable[str] = ("member_id", "recipient_id", "beneficiary_id", "subject_id")
