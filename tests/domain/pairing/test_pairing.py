"""A pairing (一帮一, L18): a cadre, a household on file, a target, a due date, and reviews by others."""

from datetime import date

import msgspec
import pytest

from domain.pairing.aggregate import Context
from domain.pairing.commands import EndPairing, ReviewPairing, StartPairing
from domain.pairing.events import PairingEnded, PairingReviewed, PairingStarted
from tests.domain.aid import OFFICERS, PAIRING, STRANGER, who_is
from tests.domain.values import HANDLER, HOUSEHOLD, MEMBER, REVIEWER, sealed
from tests.support.given_when_then import given, on

DAY = date(2026, 3, 5)
CONTEXT = Context(file_opened_on=date(2026, 2, 3), householder_id=MEMBER, officers=OFFICERS)
START = StartPairing(
    occurred_on=DAY,
    pairing_id=PAIRING,
    cadre_id=HANDLER,
    household_id=HOUSEHOLD,
    target=sealed("file"),
    due_on=date(2026, 12, 31),
)
STARTED = PairingStarted(
    pairing_id=PAIRING,
    cadre_id=HANDLER,
    household_id=HOUSEHOLD,
    target=sealed("file"),
    due_on=date(2026, 12, 31),
)
REVIEW = ReviewPairing(
    occurred_on=DAY,
    pairing_id=PAIRING,
    progress="on_the_way",
    reviewer_id=REVIEWER,
    details=sealed("file"),
)
END = EndPairing(
    occurred_on=DAY, pairing_id=PAIRING, outcome="hardship_lifted", officer_id=REVIEWER
)
ENDED = PairingEnded(
    pairing_id=PAIRING,
    cadre_id=HANDLER,
    household_id=HOUSEHOLD,
    outcome="hardship_lifted",
    officer_id=REVIEWER,
)


def test_a_cadre_stands_by_a_household_until_a_day() -> None:
    """限期脱困方案: per household, start, due date, target (domain.md 5.7)."""
    assert given().when(START, CONTEXT).then(STARTED).state().due_on == date(2026, 12, 31)


def test_a_pairing_starts_once() -> None:
    given(STARTED).when(START, CONTEXT).refused("pairing.already_started", "pairing_id")


@pytest.mark.parametrize("opened_on", [None, date(2026, 3, 6)])
def test_only_a_household_on_file_is_paired(opened_on: date | None) -> None:
    context = msgspec.structs.replace(CONTEXT, file_opened_on=opened_on)
    given().when(START, context).refused("pairing.no_household_file", "household_id")


def test_no_pairing_begins_on_a_closed_file() -> None:
    context = msgspec.structs.replace(CONTEXT, file_closed_on=date(2026, 3, 4))
    given().when(START, context).refused("pairing.file_closed", "household_id")


def test_the_due_day_lies_ahead() -> None:
    command = msgspec.structs.replace(START, due_on=DAY)
    given().when(command, CONTEXT).refused("pairing.due_before_it_begins", "due_on")
    again = msgspec.structs.replace(REVIEW, due_on=DAY)
    given(STARTED).when(again, CONTEXT).refused("pairing.due_before_it_begins", "due_on")


def test_nobody_is_paired_with_himself() -> None:
    context = msgspec.structs.replace(CONTEXT, officers=who_is(HANDLER, MEMBER))
    given().when(START, context).refused("pairing.with_oneself", "cadre_id")


def test_each_hand_in_a_pairing_holds_an_office() -> None:
    start = msgspec.structs.replace(START, cadre_id=STRANGER)
    given().when(start, CONTEXT).refused("pairing.office_not_held", "cadre_id")
    review = msgspec.structs.replace(REVIEW, reviewer_id=STRANGER)
    given(STARTED).when(review, CONTEXT).refused("pairing.office_not_held", "reviewer_id")
    end = msgspec.structs.replace(END, officer_id=STRANGER)
    given(STARTED).when(end, CONTEXT).refused("pairing.office_not_held", "officer_id")


def test_the_progress_is_judged_by_somebody_else() -> None:
    """考核: the cadre does not judge the own work."""
    own = msgspec.structs.replace(STARTED, cadre_id=REVIEWER)
    given(own).when(REVIEW, CONTEXT).refused("pairing.reviewed_by_the_cadre", "reviewer_id")


def test_a_review_may_set_the_term_anew() -> None:
    command = msgspec.structs.replace(REVIEW, due_on=date(2027, 6, 30))
    reviewed = PairingReviewed(
        pairing_id=PAIRING,
        progress="on_the_way",
        reviewer_id=REVIEWER,
        details=sealed("file"),
        due_on=date(2027, 6, 30),
    )
    state = given(STARTED).when(command, CONTEXT).then(reviewed).state()
    assert (state.due_on, state.review_count) == (date(2027, 6, 30), 1)
    assert given(STARTED).when(REVIEW, CONTEXT).state().due_on == date(2026, 12, 31)


def test_a_pairing_ends_once() -> None:
    outcome = given(STARTED).when(END, CONTEXT).then(ENDED)
    outcome.and_when(END, CONTEXT).refused("pairing.ended_already", "pairing_id")


def test_nothing_happens_to_a_pairing_that_is_not_or_not_yet() -> None:
    given().when(END, CONTEXT).refused("pairing.unknown", "pairing_id")
    later = given(on(date(2026, 3, 6), STARTED))
    later.when(REVIEW, CONTEXT).refused("pairing.before_the_last_entry", "occurred_on")
