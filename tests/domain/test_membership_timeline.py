"""The membership of a person over time, against a simulation that goes day by day."""

from datetime import date, timedelta
from random import Random

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.membership import Change, Membership, Span, Step, Timeline, timeline
from domain.period import first_day, last_day, month_of
from tests.domain.strategies import (
    THOROUGH,
    days,
    days_of_2026,
    every_day,
    legal_steps,
    steps,
    timelines,
)

YEAR_BEGINS, YEAR_ENDS = date(2026, 1, 1), date(2026, 12, 31)
LIVE = ("active", "retained")
LEFT = ("transferred_out", "withdrawn", "deemed_withdrawn", "expelled")


def after(state: Membership | None, change: Change) -> Membership | None:
    """Say what a change makes of a state by domain.md 2.2; None where it is not legal."""
    if change == "register":
        return "active" if state is None else None
    if change in ("join", "transfer_in"):
        return "active" if state is None or state in LEFT else None
    if change == "retain":
        return "retained" if state == "active" else None
    if change == "reinstate":
        return "active" if state == "retained" else None
    if state not in LIVE:
        return None
    if change == "start_transfer_out":
        return state
    left: dict[Change, Membership] = {
        "transfer_out": "transferred_out",
        "withdraw": "withdrawn",
        "death": "deceased",
        "expel": "expelled",
    }
    if state == "active":
        left["deem_withdrawn"] = "deemed_withdrawn"
    return left.get(change)


def while_transferring(state: Membership | None, change: Change) -> Membership | None:
    """Say what a change makes of somebody whose transfer out is pending."""
    if change == "cancel_transfer_out":
        return state
    return after(state, change) if change in ("transfer_out", "death") else None


def simulated(
    changes: tuple[Step, ...], first: date, last: date, state: Membership | None = None
) -> list[Membership | None] | None:
    """Live through the days one by one; None if some change was not legal on its day."""
    states: list[Membership | None] = []
    transferring = False
    for day in every_day(first, last):
        for step in changes:
            if step.on == day:
                makes = while_transferring if transferring else after
                state = makes(state, step.change)
                transferring = step.change == "start_transfer_out"
                if state is None:
                    return None
        states.append(state)
    return states


def read(line: Timeline, first: date, last: date) -> list[Membership | None]:
    return [line.on(day) for day in every_day(first, last)]


def states_of_2026(line: Timeline) -> list[Membership | None]:
    return read(line, YEAR_BEGINS, YEAR_ENDS)


@THOROUGH
@given(st.one_of(steps(days_of_2026), legal_steps(days_of_2026)))
def test_the_state_of_a_day_agrees_with_living_through_the_days(changes: tuple[Step, ...]) -> None:
    """Rule 4 of the samples: a change takes effect on its date."""
    assume(not _roster_entry_is_replaced(changes))
    line = timeline(changes)
    states = simulated(changes, YEAR_BEGINS, YEAR_ENDS)
    assert (line is None) == (states is None)
    if line is not None:
        assert states_of_2026(line) == states


@THOROUGH
@given(st.one_of(steps(), legal_steps()), st.randoms(use_true_random=False), st.none() | days)
def test_the_order_of_entry_does_not_matter(
    changes: tuple[Step, ...], random: Random, retained_on: date | None
) -> None:
    """Rule 17 of domain.md: late entry is normal, so only the dates count."""
    versions = [step.version for step in changes]
    random.shuffle(versions)
    shuffled = [Step(s.on, v, s.change) for s, v in zip(changes, versions, strict=True)]
    random.shuffle(shuffled)
    in_order = timeline(changes, retained_on=retained_on)
    assert timeline(tuple(shuffled), retained_on=retained_on) == in_order


@THOROUGH
@given(timelines)
def test_spans_follow_one_another_without_gap_or_overlap(line: Timeline) -> None:
    for before, behind in zip(line.spans, line.spans[1:], strict=False):
        assert before.since < behind.since
        assert before.until == behind.since
    assert all(span.until is None for span in line.spans[-1:])


@THOROUGH
@given(timelines, days)
def test_whoever_is_transferring_is_still_a_member(line: Timeline, day: date) -> None:
    """domain.md 2.2, row 4: only completion ends the membership."""
    if line.is_transferring(day):
        assert line.on(day) in LIVE


def test_a_transfer_is_pending_from_its_start_to_its_end() -> None:
    """domain.md 2.2, rows 4 to 6; rights and dues stay as they were."""
    line = timeline(
        (
            Step(date(2010, 1, 1), 1, "register"),
            Step(date(2026, 3, 10), 2, "start_transfer_out"),
            Step(date(2026, 4, 10), 3, "cancel_transfer_out"),
            Step(date(2026, 5, 10), 4, "start_transfer_out"),
            Step(date(2026, 6, 10), 5, "transfer_out"),
        )
    )
    assert line is not None
    days_asked = [date(2026, month, 10) for month in (2, 3, 4, 5, 6)]
    assert [line.is_transferring(day) for day in days_asked] == [False, True, False, True, False]
    assert [line.on(day) for day in days_asked] == ["active"] * 4 + ["transferred_out"]


def test_a_stored_span_says_nothing_of_transfers_where_there_is_none() -> None:
    """Spans stand in ledgers as JSON: what was written before transfers were tracked stays the same."""
    plain = Span(date(2026, 1, 1), None, "active")
    assert msgspec.json.encode(plain) == (
        b'{"since":"2026-01-01","until":null,"membership":"active"}'
    )


@THOROUGH
@given(timelines, days)
def test_whoever_was_live_on_some_day_of_a_month_was_a_member_in_it(
    line: Timeline, day: date
) -> None:
    month = month_of(day)
    lived = any(state in LIVE for state in read(line, first_day(month), last_day(month)))
    assert line.was_member_in(month) == lived


@THOROUGH
@given(timelines)
def test_death_is_the_last_thing_that_happens(line: Timeline) -> None:
    died = line.deceased_on()
    assert (died is not None) == (line.latest() == "deceased")
    if died is not None:
        assert line.on(died) == "deceased"
        assert line.on(died - timedelta(days=1)) != "deceased"


@THOROUGH
@given(
    joined_on=st.dates(date(1990, 1, 1), date(2025, 12, 31)),
    retained_on=st.none() | st.dates(date(1990, 1, 1), date(2025, 12, 31)),
    changes=st.one_of(steps(days_of_2026), legal_steps(days_of_2026)),
)
def test_the_roster_and_the_changes_of_the_year_make_the_year(
    joined_on: date, retained_on: date | None, changes: tuple[Step, ...]
) -> None:
    """Rule 3 of the samples."""
    changes = tuple(step for step in changes if step.change != "register")
    newcomer = bool(changes) and changes[0].change in ("join", "transfer_in")
    # a recorded retention is better evidence than the roster's date, which may be the same one
    assume(retained_on is None or not changes or changes[0].change != "retain")
    began: Membership = "active" if retained_on is None else "retained"
    states = simulated(changes, YEAR_BEGINS, YEAR_ENDS, None if newcomer else began)
    roster = Step(joined_on, 0, "register")
    line = timeline((roster, *changes), retained_on=retained_on)
    assert (line is None) == (states is None)
    if line is not None:
        assert states_of_2026(line) == states


@THOROUGH
@given(joined_on=days_of_2026, changes=st.one_of(steps(days_of_2026), legal_steps(days_of_2026)))
def test_what_a_roster_dates_after_the_first_change_is_no_life(
    joined_on: date, changes: tuple[Step, ...]
) -> None:
    """domain.md 2.2, invariant (c): 入会日期 is not later than any later business date."""
    later = tuple(step for step in changes if step.change != "register")
    assume(later and later[0].change not in ("join", "transfer_in"))
    line = timeline((Step(joined_on, 0, "register"), *later))
    if joined_on > later[0].on:
        assert line is None
    elif line is not None:
        assert line.spans[0].since == joined_on


@THOROUGH
@given(joined_on=st.dates(date(1990, 1, 1), date(2025, 12, 31)), retained_on=days_of_2026)
def test_the_roster_repeats_the_date_of_a_retention_of_the_year(
    joined_on: date, retained_on: date
) -> None:
    """Rules 2 and 3 of the samples: 保留会籍日期 is set for whoever is or was retained."""
    changes = (Step(joined_on, 1, "register"), Step(retained_on, 2, "retain"))
    line = timeline(changes, retained_on=retained_on)
    assert line is not None
    assert states_of_2026(line) == simulated(changes[1:], YEAR_BEGINS, YEAR_ENDS, "active")


def test_nobody_has_a_state_before_anything_happened() -> None:
    assert timeline(()) == Timeline()
    assert Timeline().latest() is None
    assert Timeline().deceased_on() is None


def test_who_joins_on_the_last_day_of_a_month_is_active_at_its_end() -> None:
    """Rule 4 of the samples."""
    line = timeline((Step(date(2026, 5, 31), 1, "join"),))
    assert line is not None
    assert line.on(date(2026, 5, 31)) == "active"


def test_who_leaves_on_the_last_day_of_a_month_is_not_active_at_its_end() -> None:
    """Rule 4 of the samples."""
    line = timeline(
        (Step(date(2010, 1, 1), 1, "register"), Step(date(2026, 5, 31), 2, "transfer_out"))
    )
    assert line is not None
    assert line.on(date(2026, 5, 31)) == "transferred_out"
    assert line.was_member_in("2026-05")
    assert not line.was_member_in("2026-06")


def _roster_entry_is_replaced(changes: tuple[Step, ...]) -> bool:
    """A recorded 入会 or 转入 replaces the roster's entry: rule 3 has its own test."""
    return (
        len(changes) > 1
        and changes[0].change == "register"
        and changes[1].change in ("join", "transfer_in")
    )
