"""The course of one matter, event by event, as a page tells it: what happened, when, by whom, what is in clear.

Nothing sealed is opened here, and of ids only those of officers become words: their masked names.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.attachment import Attachment
from domain.encoding import decode
from domain.event import Event
from domain.money import PostingLine
from services.store.contract import RecordedEvent
from services.words.events import event_title
from services.words.history import FACT_WORDS, PAPERS, code_word, truth_word

By = Literal["person", "county", "key", "operator"]

_WHOLE_REVERSED: Final = {
    "aid_case.approval_reversed": "aid_case.approved",
    "condolence.reversed": "condolence.recorded",
    "household.file_opening_reversed": "household.file_opened",
    "visit.reversed": "visit.recorded",
}
"""Reversals that name no version: the stream has one event of the kind they take back."""
_PAPERS: Final = ("attachments", "evidence")
_POSTINGS: Final = ("lines", "proposed")


class HistoryFact(msgspec.Struct, frozen=True, kw_only=True):
    """One field that stands in clear. `is_fen`: the value is an amount in fen."""

    field: str
    label: str
    value: str | int
    is_fen: bool = False


class HistoryPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that an event names; `kept`: it was uploaded here and can be looked at by whoever may."""

    digest: str
    media_type: str
    kept: bool


class HistoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One event. `who`: a masked name, or a word for whoever acted that is no officer here.

    `amount_fen` is the event's one amount, or the debit side of its lines. `reversed_position` tells which later
    event took this one back, `reverses_position` which earlier one this takes back.
    """

    position: int
    stream_id: UUID
    version: int
    topic: str
    title: str
    occurred_on: date
    recorded_at: datetime
    by: By
    who: str
    facts: list[HistoryFact]
    papers: list[HistoryPaper]
    amount_fen: int | None
    reversed_position: int | None = None
    reverses_position: int | None = None


class Acting(NamedTuple):
    """On whose side somebody acted, and what they are called."""

    by: By
    who: str


Names = Mapping[UUID, str]


def history_rows(
    events: Sequence[RecordedEvent],
    names: Names,
    acting: Callable[[str], Acting],
    *,
    as_of: date,
    until: int | None,
) -> list[HistoryRow]:
    """Return the rows of some streams, newest first, as of a date and as known at a position."""
    shown = [
        event
        for event in events
        if event.occurred_on <= as_of and (until is None or event.position <= until)
    ]
    told = {
        event.position: decode(event.topic, event.schema_version, event.body) for event in shown
    }
    reversals = dict(_reversals(shown, told))
    reversed_by = {original: reversal for reversal, original in reversals.items()}
    rows = [_row(event, told[event.position], names, acting(event.actor_id)) for event in shown]
    linked = [
        replace(
            row,
            reversed_position=reversed_by.get(row.position),
            reverses_position=reversals.get(row.position),
        )
        for row in rows
    ]
    return sorted(linked, key=lambda row: row.position, reverse=True)


def _row(
    event: RecordedEvent,
    told: Event,
    names: Names,
    acting: Acting,
) -> HistoryRow:
    return HistoryRow(
        position=event.position,
        stream_id=event.stream_id,
        version=event.version,
        topic=event.topic,
        title=event_title(event.topic),
        occurred_on=event.occurred_on,
        recorded_at=event.recorded_at,
        by=acting.by,
        who=acting.who,
        facts=list(_facts(told, names)),
        papers=list(_papers(told)),
        amount_fen=_amount_fen(told),
    )


def _reversals(
    events: Iterable[RecordedEvent], told: Mapping[int, Event]
) -> Iterator[tuple[int, int]]:
    """Yield (position of a reversal, position of what it takes back)."""
    by_version: dict[tuple[UUID, int], int] = {}
    by_topic: dict[tuple[UUID, str], int] = {}
    for event in sorted(events, key=lambda one: one.position):
        version = getattr(told[event.position], "reversed_version", None)
        original = by_version.get((event.stream_id, version)) if version is not None else None
        if event.topic in _WHOLE_REVERSED:
            original = by_topic.get((event.stream_id, _WHOLE_REVERSED[event.topic]))
        if original is not None:
            yield event.position, original
        by_version[event.stream_id, event.version] = event.position
        by_topic[event.stream_id, event.topic] = event.position


def _facts(event: Event, names: Names) -> Iterator[HistoryFact]:
    for name in event.__struct_fields__:
        value = getattr(event, name)
        if name in _PAPERS and value:
            yield HistoryFact(field=name, label=PAPERS, value=len(value))
        elif name in FACT_WORDS:
            is_fen = name.endswith("_fen")
            shown = value if is_fen else _shown(value, names)
            if shown is not None and shown != "":
                yield HistoryFact(field=name, label=FACT_WORDS[name], value=shown, is_fen=is_fen)


def _papers(event: Event) -> Iterator[HistoryPaper]:
    for name in _PAPERS:
        papers: tuple[Attachment, ...] = getattr(event, name, ())
        for paper in papers:
            yield HistoryPaper(
                digest=paper.sha256, media_type=paper.media_type, kept=bool(paper.kept)
            )


def _shown(value: Any, names: Names) -> str | int | None:  # noqa: ANN401 # whatever a field holds
    """Return what is shown of a value that stands in clear; None for what is not told."""
    match value:
        case bool():
            return truth_word(value)
        case int():
            return value
        case str():
            return code_word(value)
        case date():
            return value.isoformat()
        case UUID():
            return names.get(value)
        case tuple():
            parts = [_shown(part, names) for part in value]
            return "、".join(str(part) for part in parts if part is not None)
        case _:
            return None


def _amount_fen(event: Event) -> int | None:
    for name in ("amount_fen", "total_fen"):
        amount = getattr(event, name, None)
        if isinstance(amount, int):
            return amount
    for name in _POSTINGS:
        lines: tuple[PostingLine, ...] = getattr(event, name, ())
        if lines:
            return sum(line.fen for line in lines if line.fen > 0)
    return None
