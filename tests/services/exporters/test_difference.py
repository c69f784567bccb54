"""The difference of two states of a ledger: complete, and every line with the events that moved it."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from domain.dues.commands import DeclareWageBase, ReceiveDues, ReverseDuesReceipt
from services.exporters.difference import (
    DifferenceTooWide,
    LedgerDifference,
    Moment,
    ledger_difference,
    search,
)
from services.exporters.difference.lines import Key, Lines, changed_keys, lines_of
from services.exporters.ledgers import LEDGER_NUMBERS, LedgerAsked
from services.exporters.ledgers.registry import ledger_rows
from services.identifiers import new_id
from services.reads import Scope
from services.words.ledgers import LEDGER_WORDS
from services.words.ledgers.keys import KEYS
from tests.services.projector.histories import YEAR, Teller, Wish, histories
from tests.support.beginnings import FirstUnit
from tests.support.books import Office, fresh_office
from tests.support.database import Server

FEW = settings(
    max_examples=2,
    deadline=None,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
END = date(YEAR, 12, 31)
MANY = ("L1", "L3", "L7", "L9", "L12", "L15")


def asked_of(office: Office, moment: Moment) -> LedgerAsked:
    scope = Scope(union_id=office.union_id, as_of=moment.as_of, known_at=moment.position)
    return LedgerAsked(scope=scope, year=YEAR)


async def lines_at(office: Office, ledger: str, moment: Moment) -> Lines:
    """The ledger by a replay of its own, as anybody may print it."""
    ledgers = office.books.ledgers
    return lines_of(ledger, await ledger_rows(ledgers, asked_of(office, moment), ledger))


async def difference(
    office: Office, ledger: str, first: Moment, second: Moment
) -> LedgerDifference:
    books = office.books
    return await ledger_difference(
        books.ledgers, books.log, asked_of(office, first), ledger, first=first, second=second
    )


def applied(before: Lines, found: LedgerDifference) -> dict[Key, Counter[tuple[str, ...]]]:
    """The first state with every difference applied to it."""
    lines = {key: Counter(rows) for key, rows in before.items()}
    for line in found.lines:
        own = lines.setdefault(tuple(line.key), Counter())
        if line.before is not None:
            own[tuple(line.before)] -= 1
        if line.after is not None:
            own[tuple(line.after)] += 1
    return {key: +rows for key, rows in lines.items() if +rows}


async def start_of(office: Office) -> int:
    return (await office.head()).position


async def test_every_ledger_knows_its_rows_again() -> None:
    for ledger in LEDGER_NUMBERS:
        assert set(KEYS.get(ledger, ())) <= set(LEDGER_WORDS[ledger].columns), ledger
    assert KEYS.keys() <= set(LEDGER_NUMBERS)


@FEW
@given(history=histories)
async def test_the_named_events_explain_the_difference_and_no_other_touches_the_line(
    server: Server, first_unit: FirstUnit, history: list[Wish]
) -> None:
    async with fresh_office(server, first_unit) as office:
        teller = await Teller.of(office)
        start = await start_of(office)
        for wish in history[:16]:
            await teller.tell(wish)
        end = await start_of(office)
        for ledger in MANY:
            await _explained(office, ledger, start, end)


async def _explained(office: Office, ledger: str, start: int, end: int) -> None:
    first, second = (Moment(as_of=END, position=at) for at in (start, end))
    found = await difference(office, ledger, first, second)
    states = [
        await lines_at(office, ledger, Moment(as_of=END, position=at))
        for at in range(start, end + 1)
    ]
    assert applied(states[0], found) == applied(states[-1], _nothing(found))
    moved_by = {tuple(line.key): set(line.moved_by) for line in found.lines}
    assert moved_by.keys() == changed_keys(states[0], states[-1])
    for position in range(start + 1, end + 1):
        touched = changed_keys(states[position - start - 1], states[position - start])
        for key, named in moved_by.items():
            assert (position in named) == (key in touched), (ledger, position, key)
    assert found.passed_over == []
    assert {event.position for event in found.events} == set().union(*moved_by.values())


def _nothing(found: LedgerDifference) -> LedgerDifference:
    return LedgerDifference(
        ledger=found.ledger,
        title=found.title,
        columns=found.columns,
        first=found.first,
        second=found.second,
        lines=[],
        events=[],
        passed_over=[],
    )


@FEW
@given(history=histories)
async def test_the_calendar_explains_what_the_log_does_not(
    server: Server, first_unit: FirstUnit, history: list[Wish]
) -> None:
    async with fresh_office(server, first_unit) as office:
        teller = await Teller.of(office)
        for wish in history[:16]:
            await teller.tell(wish)
        position = await start_of(office)
        spring = Moment(as_of=date(YEAR, 3, 31), position=position)
        winter = Moment(as_of=END, position=position)
        for ledger in ("L1", "L9", "L15"):
            forth = await difference(office, ledger, spring, winter)
            back = await difference(office, ledger, winter, spring)
            before, after = [await lines_at(office, ledger, at) for at in (spring, winter)]
            assert applied(before, forth) == applied(after, _nothing(forth))
            assert applied(after, back) == applied(before, _nothing(back))
            days = {event.occurred_on for event in forth.events}
            assert all(spring.as_of < day <= winter.as_of for day in days)
            assert [event.position for event in back.events] == [
                event.position for event in forth.events
            ]


@pytest.fixture
async def received(office: Office) -> tuple[int, ...]:
    """Two receipts of two members, the second of them reversed; positions of all three."""
    positions = []
    for serial in (1, 2):
        who = await office.member(serial)
        await office.do(_receipt(who))
        positions.append(await start_of(office))
    undo = ReverseDuesReceipt(
        occurred_on=date(2026, 4, 2), member_id=who, reversed_version=1, reason="录错"
    )
    await office.do(undo)
    return (*positions, await start_of(office))


def _receipt(who: object) -> ReceiveDues:
    return ReceiveDues(
        occurred_on=date(2026, 3, 2),
        member_id=who,  # type: ignore[arg-type] # a member's id
        dues_month="2026-03",
        amount_fen=1_500,
    )


async def test_a_changed_line_shows_its_cells_and_who_moved_it(
    office: Office, received: tuple[int, ...]
) -> None:
    found = await difference(
        office,
        "L9",
        Moment(as_of=END, position=received[0]),
        Moment(as_of=END, position=received[1]),
    )
    bank = next(line for line in found.lines if line.key == ("102",))
    assert (bank.change, bank.moved_by) == ("changed", [received[1]])
    cells = {cell.column: (cell.before, cell.after) for cell in bank.cells}
    assert cells["本期借方"] == ("15.00", "30.00")
    (event,) = found.events
    assert (event.topic, event.actor_id) == ("dues.received", "clerk-1")
    assert event.occurred_on == date(2026, 3, 2)


async def test_what_was_known_later_may_come_first(
    office: Office, received: tuple[int, ...]
) -> None:
    early, late = (Moment(as_of=END, position=at) for at in received[:2])
    found = await difference(office, "L9", late, early)
    bank = next(line for line in found.lines if line.key == ("102",))
    assert [(cell.before, cell.after) for cell in bank.cells if cell.column == "本期借方"] == [
        ("30.00", "15.00")
    ]
    assert bank.moved_by == [received[1]]


async def test_on_a_long_way_what_undid_itself_is_named_as_passed_over(
    office: Office, received: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "STEP_BY_STEP_MAX", 1)
    first, second = (Moment(as_of=END, position=at) for at in (received[0], received[2]))
    whole = await difference(office, "L9", first, second)
    assert (whole.lines, whole.events) == ([], [])
    (part,) = whole.passed_over
    assert (part.axis, part.last) == ("position", received[2])
    assert isinstance(part.first, int)
    within = await difference(office, "L9", first, Moment(as_of=END, position=received[1]))
    assert [line.moved_by for line in within.lines if line.key == ("102",)] == [[received[1]]]


async def test_too_wide_a_question_is_not_answered(
    office: Office, received: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "LOOKS_MAX", 1)
    first, second = (Moment(as_of=END, position=at) for at in received[:2])
    with pytest.raises(DifferenceTooWide):
        await difference(office, "L9", first, second)
    far = Moment(as_of=END + timedelta(200_000), position=received[0])
    with pytest.raises(DifferenceTooWide):
        await difference(office, "L9", first, far)


async def test_a_day_without_events_is_named_alone(office: Office) -> None:
    """A month falls due because it is over, not because anything happened."""
    declared_by = new_id()
    who = await office.member(1, joined_on=date(2020, 3, 1))
    wage = DeclareWageBase(
        occurred_on=date(2026, 1, 5),
        member_id=who,
        from_month="2026-01",
        wage_fen=500_000,
        wage=await office.seal(who, "wage", {"wage_fen": "500000"}, command_id=declared_by),
    )
    await office.do(wage, command_id=declared_by)
    position = await start_of(office)
    first, second = [Moment(as_of=date(2026, 3, day), position=position) for day in (10, 31)]
    found = await difference(office, "L5", first, second)
    (person, totals) = found.lines
    assert {cell.column for cell in person.cells} >= {"欠缴起止月", "欠缴金额"}
    assert (person.moved_by, person.moved_on) == ([], [date(2026, 3, 31)])
    assert (totals.key, found.events) == (("合计",), [])
    back = await difference(office, "L5", second, first)
    assert back.lines[0].moved_on == [date(2026, 3, 31)]
