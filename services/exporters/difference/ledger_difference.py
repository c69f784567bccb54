"""What differs between two states of a ledger, line by line, and which events moved each line.

The way leads along the log at the first business date, then along the calendar at the second position. An
event is named for a line when the line changed as the event became known. Along the calendar it is named when
it is of a day on which the line changed, and the line changed, as of that day, as the event became known; where
too much happened on those days to look at every event, all events of the day are named. A line that changed on
a day without any event changed because the day came (a month falls due, a rule comes into force): the day is
named alone.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from services.exporters.difference.axes import DateAxis, KnowledgeAxis, Replaying
from services.exporters.difference.lines import Change, Key, Lines, changed_keys, paired
from services.exporters.difference.search import (
    STEP_BY_STEP_MAX,
    DifferenceTooWide,
    Step,
    Steps,
    steps_along,
)
from services.exporters.ledgers.table import LedgerAsked
from services.reads import Ledgers
from services.reads.ledger_pages import projections_named
from services.reads.scope import Replayed
from services.store.contract import LogStore
from services.words.ledgers import LEDGER_WORDS

_DAY = timedelta(days=1)
_DAYS_MAX = 100_000
_READ_EVENTS = 5_000


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A state of the books: of which business date, known at which position."""

    as_of: date
    position: int


class ChangedCell(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a line, as it was printed and as it is."""

    column: str
    before: str
    after: str


class LineDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A line that was added, removed or changed. `moved_by` are positions of `events`, `moved_on` days."""

    change: Change
    key: Sequence[str]
    before: Sequence[str] | None
    after: Sequence[str] | None
    cells: list[ChangedCell]
    moved_by: list[int]
    moved_on: list[date]


class MovingEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that moved a line; `actor_id` is the login that asked for it."""

    position: int
    topic: str
    occurred_on: date
    recorded_at: datetime
    actor_id: str


class PassedOver(msgspec.Struct, frozen=True, kw_only=True):
    """A part over which the ledger came out as it went in; what is in it can be asked for by itself."""

    axis: Literal["position", "date"]
    first: int | date
    last: int | date


class LedgerDifference(msgspec.Struct, frozen=True, kw_only=True):
    """Two states of a ledger held against each other. `columns` name the cells of each line."""

    ledger: str
    title: str
    columns: Sequence[str]
    first: Moment
    second: Moment
    lines: list[LineDifference]
    events: list[MovingEvent]
    passed_over: list[PassedOver]


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    before: Lines
    after: Lines
    known: Steps[int]
    dated: Steps[date]
    of_days: dict[date, list[int]]
    """The events of the days on which something changed, as far as they can move this ledger."""


async def ledger_difference(
    ledgers: Ledgers,
    log: LogStore,
    asked: LedgerAsked,
    ledger: str,
    *,
    first: Moment,
    second: Moment,
) -> LedgerDifference:
    """Return the difference; raises UnknownLedger, DifferenceTooWide, ReplayStumbled."""
    turned = first.position > second.position
    start, end = (second, first) if turned else (first, second)
    if abs((end.as_of - start.as_of).days) > _DAYS_MAX:
        raise DifferenceTooWide
    found = await _found(ledgers, asked, ledger, (start, end), frozenset())
    moved = await _moved(ledgers, asked, ledger, found)
    states = (found.after, found.before) if turned else (found.before, found.after)
    columns = LEDGER_WORDS[ledger].columns
    lines = [
        LineDifference(
            change=line.change,
            key=line.key,
            before=line.before,
            after=line.after,
            cells=_cells(columns, line.before, line.after),
            moved_by=sorted(moved.get(line.key, ())),
            moved_on=sorted({step.place for step in found.dated.steps if line.key in step.keys}),
        )
        for line in paired(*states)
    ]
    named = {position for line in lines for position in line.moved_by}
    return LedgerDifference(
        ledger=ledger,
        title=LEDGER_WORDS[ledger].title,
        columns=columns,
        first=first,
        second=second,
        lines=lines,
        events=await _events(log, asked.scope.union_id, sorted(named)),
        passed_over=[
            *(PassedOver(axis="position", first=a, last=b) for a, b in found.known.passed_over),
            *(PassedOver(axis="date", first=a, last=b) for a, b in found.dated.passed_over),
        ],
    )


async def _found(
    ledgers: Ledgers,
    asked: LedgerAsked,
    ledger: str,
    span: tuple[Moment, Moment],
    needed: frozenset[str],
) -> _Found:
    """Go from the one state to the other. A ledger may ask on its way for what it did not need at the ends."""
    start, end = span
    async with ledgers.replay(asked.scope.union_id) as replayed:
        replaying = Replaying(ledgers, replayed, asked, ledger)
        await replayed.show(projections_named(sorted(needed)))
        before = await _at_start(replaying, start, end)
        moving = frozenset(replayed.asked_for)
        positions = await replayed.moving(after=start.position, until=end.position)
        known = await steps_along(KnowledgeAxis(replaying), positions, before)
        await replayed.forward(end.position)
        days = _days(start.as_of, end.as_of)
        dated = _caused(await steps_along(DateAxis(replaying), days, known.end), start, end)
        of_days = await replayed.happened({step.place for step in dated.steps})
        needed = frozenset(replayed.asked_for)
    if needed != moving:
        return await _found(ledgers, asked, ledger, span, needed)
    return _Found(before=before, after=dated.end, known=known, dated=dated, of_days=of_days)


async def _at_start(replaying: Replaying, start: Moment, end: Moment) -> Lines:
    """Return the first state and stay there, knowing what tables either state is made from."""
    replayed = replaying.replayed
    await replayed.forward(start.position)
    replaying.as_of = start.as_of
    before = await replaying.look()
    await replayed.mark()
    await replayed.forward(end.position)
    replaying.as_of = end.as_of
    await replaying.look()
    replaying.as_of = start.as_of
    await replayed.back()
    await replayed.show(projections_named(sorted(replayed.asked_for)))
    return before


def _days(first: date, last: date) -> list[date]:
    """Return the days after the first up to the last, or before it down to the last."""
    step = 1 if last >= first else -1
    return [first + timedelta(n) for n in range(step, (last - first).days + step, step)]


def _caused(steps: Steps[date], start: Moment, end: Moment) -> Steps[date]:
    """Going back in time, what changes on reaching a day is what happened on the day after."""
    if end.as_of >= start.as_of:
        return steps
    return steps._replace(steps=[Step(step.place + _DAY, step.keys) for step in steps.steps])


async def _moved(
    ledgers: Ledgers, asked: LedgerAsked, ledger: str, found: _Found
) -> dict[Key, set[int]]:
    """Return the events of every key: those that moved it as they became known, and those of its days."""
    moved: dict[Key, set[int]] = {}
    for step in found.known.steps:
        for key in step.keys:
            moved.setdefault(key, set()).add(step.place)
    changed = {step.place: step.keys for step in found.dated.steps}
    candidates = sorted(
        (position, day) for day, positions in found.of_days.items() for position in positions
    )
    touched: dict[tuple[int, date], frozenset[Key]] = {}
    if len(candidates) <= STEP_BY_STEP_MAX:
        async with ledgers.replay(asked.scope.union_id) as replayed:
            touched = await _touched(Replaying(ledgers, replayed, asked, ledger), candidates)
    for day, keys in changed.items():
        of_day = found.of_days.get(day, [])
        for key in keys:
            own = [p for p in of_day if key in touched.get((p, day), ())]
            moved.setdefault(key, set()).update(own or of_day)
    return moved


async def _touched(
    replaying: Replaying, candidates: Iterable[tuple[int, date]]
) -> dict[tuple[int, date], frozenset[Key]]:
    """Tell what each event changed, as of its own day, as it became known."""
    replayed: Replayed = replaying.replayed
    touched = {}
    for position, day in candidates:
        replaying.as_of = day
        await replayed.forward(position - 1)
        before = await replaying.look()
        await replayed.forward(position)
        touched[position, day] = changed_keys(before, await replaying.look())
    return touched


def _cells(
    columns: Sequence[str], before: Sequence[str] | None, after: Sequence[str] | None
) -> list[ChangedCell]:
    if before is None or after is None:
        return []
    return [
        ChangedCell(column=column, before=was, after=now)
        for column, was, now in zip(columns, before, after, strict=True)
        if was != now
    ]


async def _events(log: LogStore, union_id: UUID, positions: Sequence[int]) -> list[MovingEvent]:
    wanted = frozenset(positions)
    found: list[MovingEvent] = []
    reached = positions[0] - 1 if positions else 0
    while positions and reached < positions[-1]:
        stretch = await log.read_after(union_id, reached, _READ_EVENTS, positions[-1])
        found += [
            MovingEvent(
                position=event.position,
                topic=event.topic,
                occurred_on=event.occurred_on,
                recorded_at=event.recorded_at,
                actor_id=event.actor_id,
            )
            for event in stretch
            if event.position in wanted
        ]
        reached = stretch[-1].position if stretch else positions[-1]
    return found
