"""Late entry (补登) at the aggregate: what was accepted stays legal, whatever order it came in."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.event import Event, Fact
from domain.member import aggregate
from domain.member.commands import MemberCommand
from domain.membership import Change, Step, timeline
from tests.domain.member.cases import (
    APPROVED,
    CAME,
    CANCELLED,
    DECEASED,
    DEEMED,
    EXPELLED,
    REINSTATED,
    RETAINED,
    STARTED,
    WENT,
    WITHDRAWN,
    cancel_transfer,
    come,
    die,
    go,
    register,
    reinstate,
    retain,
    start_transfer,
    withdraw,
)
from tests.domain.strategies import THOROUGH, days, days_of_2026, legal_steps, run

EVENT_OF: dict[Change, Event] = {
    "join": APPROVED,
    "transfer_in": CAME,
    "retain": RETAINED,
    "reinstate": REINSTATED,
    "transfer_out": WENT,
    "withdraw": WITHDRAWN,
    "death": DECEASED,
    "start_transfer_out": STARTED,
    "cancel_transfer_out": CANCELLED,
    "deem_withdrawn": DEEMED,
    "expel": EXPELLED,
}

changes = st.one_of(
    [
        days_of_2026.map(build)
        for build in (
            retain,
            reinstate,
            withdraw,
            die,
            come,
            go,
            start_transfer,
            cancel_transfer,
        )
    ]
)


@THOROUGH
@given(legal_steps(), st.data())
def test_a_life_entered_in_any_order_is_the_same_life(
    steps: tuple[Step, ...], data: st.DataObject
) -> None:
    """Rule 17 of domain.md: only the dates count."""
    recorded = [step for step in steps if step.change != "register"]
    roster = [register(joined_on=step.on) for step in steps if step.change == "register"]
    state, _ = run(aggregate, roster, aggregate.decide)
    for step in data.draw(st.permutations(recorded)):
        fact = Fact(EVENT_OF[step.change], step.on, state.version + 1)
        state = aggregate.evolve(state, fact)
    assert state.timeline == timeline(steps)


@THOROUGH
@given(days, st.none() | days, st.lists(changes, max_size=10, unique_by=lambda c: c.occurred_on))
def test_what_was_accepted_one_by_one_is_legal_together(
    joined_on: date, retained_on: date | None, commands: list[MemberCommand]
) -> None:
    roster = register(joined_on=joined_on, retained_on=retained_on)
    state, facts = run(aggregate, [roster, *commands], aggregate.decide)
    steps = tuple(sorted(state.steps))
    assert len(steps) == len(facts)
    assert timeline(steps, retained_on=state.retained_on) == state.timeline
    assert state.timeline.spans
