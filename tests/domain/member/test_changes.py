"""Changes of membership: every transition of domain.md 2.2, and every one that is none."""

from datetime import date, timedelta

import msgspec
import pytest

from domain.event import Event
from domain.member.aggregate import change_of
from domain.member.commands import MemberCommand
from domain.member.events import (
    MemberFactCorrected,
    MembershipChangeReversed,
)
from domain.membership import Membership
from tests.domain.member.cases import (
    APPLIED,
    APPROVED,
    APRIL,
    CAME,
    CANCELLED,
    DECEASED,
    DEEMED,
    EXPELLED,
    FEBRUARY,
    JOINED,
    JUNE,
    MARCH,
    MAY,
    PROFILE,
    REGISTERED,
    REINSTATED,
    REQUESTED,
    RETAINED,
    STARTED,
    WENT,
    WITHDRAWN,
    come,
    correct,
    die,
    go,
    reinstate,
    retain,
    reverse,
    withdraw,
)
from tests.support.given_when_then import Dated, given, on

ACTIVE: list[Event | Dated] = [REGISTERED]
IS_RETAINED: list[Event | Dated] = [REGISTERED, on(MARCH, RETAINED)]
HAS_LEFT: list[Event | Dated] = [REGISTERED, on(MARCH, WITHDRAWN)]
HAS_GONE: list[Event | Dated] = [REGISTERED, on(MARCH, WENT)]
IS_DEAD: list[Event | Dated] = [REGISTERED, on(MARCH, DECEASED)]
APPLICANT: list[Event | Dated] = [on(MARCH, APPLIED)]
CAME_BACK: list[Event | Dated] = [REGISTERED, on(MARCH, WENT), on(MAY, CAME)]
NOT_LIVE, NOT_LEGAL = "member.not_live", "member.change_not_legal"
ALREADY = "member.already_member"

LEGAL: list[tuple[list[Event | Dated], MemberCommand, Event, Membership]] = [
    (ACTIVE, retain(MAY), RETAINED, "retained"),
    (ACTIVE, withdraw(MAY), WITHDRAWN, "withdrawn"),
    (ACTIVE, die(MAY), DECEASED, "deceased"),
    (ACTIVE, go(MAY), WENT, "transferred_out"),
    (IS_RETAINED, reinstate(MAY), REINSTATED, "active"),
    (IS_RETAINED, withdraw(MAY), WITHDRAWN, "withdrawn"),
    (IS_RETAINED, die(MAY), DECEASED, "deceased"),
    (IS_RETAINED, go(MAY), WENT, "transferred_out"),
    (HAS_LEFT, come(MAY), CAME, "active"),
    (HAS_GONE, come(MAY), CAME, "active"),
]


@pytest.mark.parametrize(("history", "command", "event", "after"), LEGAL)
def test_a_legal_change_takes_effect_on_its_date(
    history: list[Event | Dated], command: MemberCommand, event: Event, after: Membership
) -> None:
    """中国工会章程 arts. 5, 6 and 8; rule 4 of the samples."""
    before = given(*history).when(correct(joined_on=JOINED)).state().timeline
    timeline = given(*history).when(command).then(event).state().timeline
    assert timeline.on(MAY) == timeline.latest() == after
    assert timeline.on(MAY - timedelta(days=1)) == before.on(MAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("history", "command"),
    [
        (ACTIVE, reinstate(MAY)),
        (IS_RETAINED, retain(MAY)),
        (APPLICANT, retain(MAY)),
        (APPLICANT, withdraw(MAY)),
        (APPLICANT, go(MAY)),
        (APPLICANT, die(MAY)),
    ],
)
def test_a_change_that_does_not_fit_the_state_is_refused(
    history: list[Event | Dated], command: MemberCommand
) -> None:
    given(*history).when(command).refused("member.change_not_legal", "occurred_on")


@pytest.mark.parametrize("history", [HAS_LEFT, HAS_GONE])
@pytest.mark.parametrize("command", [retain(MAY), reinstate(MAY), withdraw(MAY), die(MAY), go(MAY)])
def test_nothing_changes_for_whoever_is_no_member_any_more(
    history: list[Event | Dated], command: MemberCommand
) -> None:
    given(*history).when(command).refused("member.not_live", "occurred_on")


@pytest.mark.parametrize(
    "command", [retain(MAY), reinstate(MAY), withdraw(MAY), die(MAY), go(MAY), come(MAY)]
)
def test_nothing_changes_after_death(command: MemberCommand) -> None:
    """domain.md 2.2, row 17: terminal except deceased."""
    given(*IS_DEAD).when(command).refused("member.deceased", "occurred_on")


def test_a_late_entry_is_judged_where_it_stands_in_time() -> None:
    """Rule 17 of domain.md: 补登 is normal."""
    outcome = given(REGISTERED, on(MAY, WITHDRAWN)).when(retain(MARCH)).then(RETAINED)
    timeline = outcome.state().timeline
    assert [timeline.on(day) for day in (MARCH, APRIL, MAY)] == [
        "retained",
        "retained",
        "withdrawn",
    ]


def test_a_late_entry_that_would_break_a_later_change_is_refused() -> None:
    given(REGISTERED, on(MARCH, RETAINED), on(MAY, REINSTATED)).when(reinstate(APRIL)).refused(
        "member.change_not_legal", "occurred_on"
    )


@pytest.mark.parametrize(
    ("history", "command", "code"),
    [
        (CAME_BACK, retain(APRIL), NOT_LIVE),
        (CAME_BACK, die(APRIL), NOT_LIVE),
        (CAME_BACK, go(FEBRUARY), NOT_LEGAL),
        ([CAME, on(MARCH, WITHDRAWN)], come(FEBRUARY), ALREADY),
        ([CAME, on(MARCH, DECEASED)], come(FEBRUARY), ALREADY),
        (IS_DEAD, withdraw(FEBRUARY), NOT_LEGAL),
        (IS_RETAINED, retain(FEBRUARY), NOT_LEGAL),
        (IS_RETAINED, reinstate(FEBRUARY), NOT_LEGAL),
    ],
)
def test_a_late_entry_is_refused_by_the_state_of_its_own_day(
    history: list[Event | Dated], command: MemberCommand, code: str
) -> None:
    """What the person is today does not say what was wrong with a change of last February."""
    given(*history).when(command).refused(code, "occurred_on")


@pytest.mark.parametrize("command", [retain(MARCH), withdraw(MARCH), die(MARCH), go(MARCH)])
def test_nothing_changes_before_the_first_day_of_a_rostered_member(command: MemberCommand) -> None:
    """domain.md 2.2, invariant (c): 入会日期 is not later than any later business date."""
    rostered = msgspec.structs.replace(REGISTERED, joined_on=APRIL)
    given(rostered).when(command).refused("member.change_not_legal", "occurred_on")


@pytest.mark.parametrize("command", [retain(APRIL), withdraw(APRIL), die(APRIL), go(APRIL)])
def test_a_rostered_member_may_change_on_the_first_day(command: MemberCommand) -> None:
    rostered = msgspec.structs.replace(REGISTERED, joined_on=APRIL)
    timeline = given(rostered).when(command).state().timeline
    assert timeline.on(MARCH) is None
    assert timeline.on(APRIL) == timeline.latest() != "active"


def test_of_two_changes_of_a_day_the_later_entered_counts() -> None:
    """Rule 4 of the samples: the state at the end of a day counts changes of that day."""
    state = given(REGISTERED, on(MAY, RETAINED)).when(reinstate(MAY)).state()
    assert state.timeline.on(MAY) == "active"


def test_a_fact_is_corrected_and_what_is_absent_stays() -> None:
    event = MemberFactCorrected(reason="录入有误", joined_on=date(2009, 1, 1))
    state = given(REGISTERED).when(correct(joined_on=date(2009, 1, 1))).then(event).state()
    assert state.joined_on == date(2009, 1, 1)
    assert given(REGISTERED).when(correct(profile=PROFILE)).state().joined_on == JOINED


@pytest.mark.parametrize("first_day", [date(2009, 1, 1), date(2011, 1, 1)])
def test_the_first_day_corrected_is_the_day_a_rostered_membership_begins(first_day: date) -> None:
    timeline = given(REGISTERED).when(correct(joined_on=first_day)).state().timeline
    assert timeline.on(first_day) == "active"
    assert timeline.on(first_day - timedelta(days=1)) is None


def test_what_is_legal_after_the_correction_of_the_first_day_was_not_before() -> None:
    rostered = msgspec.structs.replace(REGISTERED, joined_on=APRIL)
    given(rostered).when(retain(MARCH)).refused("member.change_not_legal", "occurred_on")
    corrected = given(rostered).when(correct(joined_on=FEBRUARY))
    assert corrected.and_when(retain(MARCH)).state().timeline.on(MARCH) == "retained"


@pytest.mark.parametrize("entry", [[on(MARCH, APPLIED), on(APRIL, APPROVED)], [on(APRIL, CAME)]])
def test_a_recorded_entry_stays_where_it_is_when_the_first_day_is_corrected(
    entry: list[Dated],
) -> None:
    """入会日期 may lie in another union: membership here begins with the entry here."""
    state = given(*entry).when(correct(joined_on=JOINED)).state()
    assert state.joined_on == JOINED
    assert [state.timeline.on(day) for day in (MARCH, APRIL)] == [None, "active"]


def test_the_correction_for_an_applicant_begins_no_membership() -> None:
    state = given(*APPLICANT).when(correct(joined_on=JOINED)).state()
    assert (state.joined_on, state.timeline.spans) == (JOINED, ())


def test_a_rostered_member_did_not_join_after_the_first_change() -> None:
    """domain.md 2.2, invariant (c)."""
    outcome = given(*IS_RETAINED).when(correct(joined_on=APRIL))
    outcome.refused("member.joined_after_entry", "joined_on")
    joined = given(*IS_RETAINED).when(correct(joined_on=MARCH)).state()
    assert joined.timeline.on(MARCH) == "retained"


def test_a_correction_corrects_something() -> None:
    given(REGISTERED).when(correct()).refused("member.nothing_corrected")


@pytest.mark.parametrize("entry", [[on(MARCH, APPLIED), on(APRIL, APPROVED)], [on(APRIL, CAME)]])
def test_nobody_joined_after_coming_onto_the_books(entry: list[Dated]) -> None:
    """domain.md 2.2, invariant (c): 入会日期 is not later than any later business date."""
    given(*entry).when(correct(joined_on=MAY)).refused("member.joined_after_entry", "joined_on")


def test_a_mistaken_change_is_reversed() -> None:
    """Rule 17 of domain.md: 冲销, never edited."""
    event = MembershipChangeReversed(reversed_version=2, reason="录入有误")
    state = given(REGISTERED, on(MARCH, WITHDRAWN)).when(reverse(2)).then(event).state()
    assert state.timeline.latest() == "active"
    assert state.timeline.on(MARCH) == "active"


def test_a_reversed_change_may_be_entered_again_rightly() -> None:
    reversal = MembershipChangeReversed(reversed_version=2, reason="录入有误")
    outcome = given(REGISTERED, on(MARCH, WITHDRAWN), on(JUNE, reversal)).when(go(APRIL))
    assert outcome.then(WENT).state().timeline.on(MARCH) == "active"


@pytest.mark.parametrize("version", [-1, 0, 2, 4])
def test_only_a_change_is_reversed(version: int) -> None:
    """Version 2 is a correction, versions 0 and 4 are not there."""
    correction = MemberFactCorrected(reason="补录", joined_on=JOINED)
    given(REGISTERED, correction, on(MARCH, RETAINED)).when(reverse(version)).refused(
        "member.no_such_change", "reversed_version"
    )


def test_a_change_is_reversed_once() -> None:
    reversal = MembershipChangeReversed(reversed_version=2, reason="录入有误")
    outcome = given(REGISTERED, on(MARCH, RETAINED), reversal).when(reverse(2))
    outcome.refused("member.no_such_change", "reversed_version")


def test_a_change_others_rest_on_is_not_reversed() -> None:
    outcome = given(REGISTERED, on(MARCH, RETAINED), on(MAY, REINSTATED)).when(reverse(2))
    outcome.refused("member.change_not_legal", "occurred_on")


@pytest.mark.parametrize("entry", [[REGISTERED], [on(APRIL, CAME)]])
def test_the_entry_onto_the_books_is_not_reversed(entry: list[Event | Dated]) -> None:
    given(*entry).when(reverse(1)).refused("member.entry_not_reversible", "reversed_version")


@pytest.mark.parametrize(
    ("event", "change"),
    [
        (REGISTERED, "register"),
        (APPROVED, "join"),
        (CAME, "transfer_in"),
        (RETAINED, "retain"),
        (REINSTATED, "reinstate"),
        (WENT, "transfer_out"),
        (WITHDRAWN, "withdraw"),
        (DECEASED, "death"),
        (STARTED, "start_transfer_out"),
        (CANCELLED, "cancel_transfer_out"),
        (DEEMED, "deem_withdrawn"),
        (EXPELLED, "expel"),
        (REQUESTED, None),
        (APPLIED, None),
    ],
)
def test_an_event_says_which_change_it_makes(event: Event, change: str | None) -> None:
    assert change_of(event) == change  # type: ignore[arg-type] # the cases are member events
