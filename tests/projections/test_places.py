"""Where in the union a member belonged when: the ledger's answer is the decisions' answer, on every day."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.event import Fact
from domain.member.aggregate import State, evolve
from domain.member.events import (
    MemberAssigned,
    MemberEvent,
    MemberRegistered,
    MembershipApproved,
    MembershipChangeReversed,
    WithdrawalAnnounced,
)
from projections.roster.projection import Place, places
from tests.domain.values import BRANCH, GROUP, sealed

FIRST = date(2025, 1, 1)
days = st.integers(0, 60).map(lambda number: FIRST + timedelta(number))
happenings: st.SearchStrategy[MemberEvent] = st.sampled_from(
    [
        MemberAssigned(branch_id=BRANCH),
        MemberAssigned(branch_id=BRANCH, group_id=GROUP),
        MemberAssigned(),
        WithdrawalAnnounced(),
        MembershipApproved(),
        MembershipChangeReversed(reversed_version=2, reason="录错"),
        MembershipChangeReversed(reversed_version=3, reason="录错"),
    ]
)
REGISTERED = MemberRegistered(
    identity=sealed("books"), profile=sealed("file", 1), joined_on=date(2020, 1, 1)
)


def lived(told: list[tuple[date, MemberEvent]]) -> State:
    """Only what a desk would have allowed, in any order of dates."""
    state = evolve(State(), Fact(REGISTERED, FIRST, 1))
    for on, event in told:
        now = evolve(state, Fact(event, on, state.version + 1))
        state = now if now.timeline.spans else state
    return state


def place_on(found: list[Place], day: date) -> tuple[object, object]:
    held = [place for place in found if place.since <= day]
    return (held[-1].branch_id, held[-1].group_id) if held else (None, None)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(days, happenings), max_size=7))
def test_the_roster_and_a_decision_agree_where_a_member_belongs(
    told: list[tuple[date, MemberEvent]],
) -> None:
    state = lived(told)
    found = places(state)
    for number in range(61):
        day = FIRST + timedelta(number)
        decided = state.assignment_on(day)
        expected = (None, None) if decided is None else (decided.branch_id, decided.group_id)
        assert place_on(found, day) == expected, day
