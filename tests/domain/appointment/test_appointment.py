"""An appointment: who offers which roles to whom, and from when until when they hold."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from domain.appointment.commands import (
    AcceptAppointment,
    ChangeAppointment,
    EndAppointment,
    OfferAppointment,
)
from domain.appointment.events import (
    AppointmentAccepted,
    AppointmentChanged,
    AppointmentEnded,
    AppointmentOffered,
)
from domain.ids import appointment_stream
from domain.roles import INCOMPATIBLE_ROLES, ROLES_OF, PersonRole, Place
from tests.domain.values import ACCOUNT, APPROVER, HANDLER, MEMBER, OTHER_ACCOUNT, UNION
from tests.support.given_when_then import given

DAY = date(2026, 3, 2)
END = date(2028, 12, 31)
BY_CHAIR: Any = {
    "occurred_on": DAY,
    "account_id": ACCOUNT,
    "appointer_roles": ("chair",),
    "appointer": OTHER_ACCOUNT,
}
BY_COUNTY: Any = {**BY_CHAIR, "appointer_roles": ("county_officer",)}
BY_OPERATOR: Any = {**BY_CHAIR, "appointer_roles": None, "appointer": None}

OFFER = OfferAppointment(
    **BY_CHAIR,
    generation=1,
    place="union",
    roles=("reviewer", "approver"),
    officer_id=APPROVER,
    member_id=MEMBER,
    until=END,
)
ACCEPT = AcceptAppointment(occurred_on=DAY, account_id=ACCOUNT, generation=1)
CHANGE = ChangeAppointment(**BY_CHAIR, place="union", roles=("approver",), until=END)
STOP = EndAppointment(**BY_CHAIR, reason="term_over")

OFFERED = AppointmentOffered(
    account_id=ACCOUNT,
    roles=("reviewer", "approver"),
    officer_id=APPROVER,
    member_id=MEMBER,
    until=END,
    appointer=OTHER_ACCOUNT,
)
ACCEPTED = AppointmentAccepted(account_id=ACCOUNT, generation=1)
ENDED = AppointmentEnded(account_id=ACCOUNT, reason="term_over", appointer=OTHER_ACCOUNT)
CHAIR_OFFERED = AppointmentOffered(account_id=ACCOUNT, roles=("chair",))
BOTH = frozenset({"reviewer", "approver"})


def test_an_offer_holds_once_it_was_accepted() -> None:
    offered = given().when(OFFER).then(OFFERED)
    assert offered.state().roles_on(DAY, 1) == frozenset()
    assert offered.state().officer_on(DAY, 1) is None
    accepted = offered.and_when(ACCEPT).then(ACCEPTED)
    assert accepted.state().roles_on(DAY, 1) == BOTH
    assert accepted.state().officer_on(DAY, 1) == APPROVER


def test_roles_hold_up_to_the_day_before_the_end() -> None:
    state = given(OFFERED).when(ACCEPT).state()
    assert state.roles_on(END - timedelta(days=1), 1) == BOTH
    assert state.roles_on(END, 1) == frozenset()


def test_nothing_is_accepted_that_was_not_offered_or_not_twice() -> None:
    given().when(ACCEPT).refused("appointment.not_offered", "account_id")
    given(OFFERED, ACCEPTED).when(ACCEPT).refused("appointment.already_accepted")
    given(OFFERED, ENDED).when(ACCEPT).refused("appointment.ended", "account_id")
    late = msgspec.structs.replace(ACCEPT, occurred_on=END)
    given(OFFERED).when(late).refused("appointment.ended", "account_id")


def test_a_reset_of_the_account_puts_it_to_sleep_until_another_code_is_redeemed() -> None:
    """Whoever reset the account cannot inherit what other places gave to the person."""
    state = given(OFFERED).when(ACCEPT).state()
    assert state.roles_on(DAY, 2) == frozenset()
    again = msgspec.structs.replace(ACCEPT, generation=2)
    given(OFFERED, ACCEPTED).when(again).refused("appointment.not_offered", "generation")
    renewed = msgspec.structs.replace(OFFER, generation=2)
    outcome = given(OFFERED, ACCEPTED).when(renewed).then(OFFERED).and_when(again)
    assert outcome.state().roles_on(DAY, 2) == BOTH
    assert outcome.state().roles_on(DAY, 1) == frozenset()


def test_a_code_that_was_lost_is_offered_again_but_not_what_holds() -> None:
    given(OFFERED).when(OFFER).then(OFFERED)
    given(OFFERED, ACCEPTED).when(OFFER).refused("appointment.already_holds", "account_id")


def test_after_its_end_it_is_offered_and_accepted_anew() -> None:
    outcome = given(OFFERED, ACCEPTED, ENDED).when(OFFER).then(OFFERED)
    assert outcome.state().roles_on(DAY, 1) == frozenset()
    assert outcome.and_when(ACCEPT).state().roles_on(DAY, 1) == BOTH
    later = msgspec.structs.replace(OFFER, occurred_on=END, until=None)
    assert given(OFFERED, ACCEPTED).when(later).events()


def test_an_offer_that_takes_the_place_of_another_knows_whose_account_it_was() -> None:
    as_another = msgspec.structs.replace(OFFER, officer_id=HANDLER)
    assert given(OFFERED).when(as_another).state().replaced_officer_id == APPROVER
    assert given(OFFERED, ENDED).when(as_another).state().replaced_officer_id is None


def test_an_appointment_gives_a_role_at_least() -> None:
    command = msgspec.structs.replace(OFFER, roles=())
    given().when(command).refused("appointment.roles_missing", "roles")


@pytest.mark.parametrize(
    ("place", "role"),
    [("union", "county_officer"), ("federation", "clerk"), ("platform", "chair")],
)
def test_roles_are_of_the_place(place: Place, role: PersonRole) -> None:
    command = OfferAppointment(**BY_OPERATOR, generation=1, place=place, roles=(role,))
    given().when(command).refused("appointment.role_not_of_place", "roles")


@pytest.mark.parametrize("pair", INCOMPATIBLE_ROLES, ids=sorted)
def test_incompatible_roles_are_not_one_persons(pair: frozenset[PersonRole]) -> None:
    """会计法 art. 35, not even by the operator's word."""
    place: Place = "union" if pair <= ROLES_OF["union"] else "federation"
    command = OfferAppointment(**BY_OPERATOR, generation=1, place=place, roles=tuple(sorted(pair)))
    given().when(command).refused("appointment.roles_not_separated", "roles")
    first, second = sorted(pair)
    held = AppointmentOffered(account_id=ACCOUNT, roles=(first,))
    change = ChangeAppointment(**BY_OPERATOR, place=place, roles=(first, second))
    given(held).when(change).refused("appointment.roles_not_separated", "roles")


def test_an_appointment_ends_after_it_begins() -> None:
    for until in (DAY, DAY - timedelta(days=1)):
        command = msgspec.structs.replace(OFFER, until=until)
        given().when(command).refused("appointment.ends_before_it_begins", "until")
        change = msgspec.structs.replace(CHANGE, until=until)
        given(OFFERED).when(change).refused("appointment.ends_before_it_begins", "until")


@pytest.mark.parametrize(
    ("giver", "place", "role"),
    [
        ("clerk", "union", "clerk"),
        ("chair", "union", "chair"),
        ("chair", "union", "unit_auditor"),
        ("county_officer", "union", "cashier"),
        ("county_officer", "federation", "county_officer"),
        ("county_auditor", "union", "unit_auditor"),
        ("platform_admin", "union", "chair"),
    ],
)
def test_nobody_gives_what_is_not_theirs(giver: PersonRole, place: Place, role: PersonRole) -> None:
    command = msgspec.structs.replace(OFFER, place=place, roles=(role,), appointer_roles=(giver,))
    given().when(command).refused("appointment.not_yours_to_give", "roles")


@pytest.mark.parametrize(
    ("giver", "place", "role"),
    [
        ("chair", "union", "cashier"),
        ("county_officer", "union", "chair"),
        ("county_officer", "union", "unit_auditor"),
        ("platform_admin", "federation", "county_officer"),
        ("platform_admin", "platform", "platform_admin"),
        (None, "platform", "platform_admin"),
    ],
)
def test_each_level_appoints_the_next(
    giver: PersonRole | None, place: Place, role: PersonRole
) -> None:
    held = None if giver is None else (giver,)
    command = msgspec.structs.replace(OFFER, place=place, roles=(role,), appointer_roles=held)
    assert given().when(command).events()


def test_no_role_at_all_gives_nothing() -> None:
    command = msgspec.structs.replace(OFFER, appointer_roles=())
    given().when(command).refused("appointment.not_yours_to_give", "roles")


def test_nobody_appoints_or_dismisses_themselves() -> None:
    own: Any = {"appointer": ACCOUNT}
    given().when(msgspec.structs.replace(OFFER, **own)).refused("appointment.not_oneself")
    given(OFFERED).when(msgspec.structs.replace(CHANGE, **own)).refused("appointment.not_oneself")
    given(OFFERED).when(msgspec.structs.replace(STOP, **own)).refused("appointment.not_oneself")


def test_but_anybody_may_resign() -> None:
    resign = EndAppointment(
        occurred_on=DAY,
        account_id=ACCOUNT,
        reason="resigned",
        appointer_roles=("approver",),
        appointer=ACCOUNT,
    )
    resigned = AppointmentEnded(account_id=ACCOUNT, reason="resigned", appointer=ACCOUNT)
    given(OFFERED, ACCEPTED).when(resign).then(resigned)


def test_a_chair_does_not_take_the_place_of_what_the_county_offered() -> None:
    over = msgspec.structs.replace(OFFER, roles=("clerk",))
    given(CHAIR_OFFERED).when(over).refused("appointment.not_yours_to_give", "roles")
    assert given(CHAIR_OFFERED, ENDED).when(over).events()


def test_a_change_takes_effect_without_another_code() -> None:
    changed = AppointmentChanged(
        account_id=ACCOUNT, roles=("approver",), until=END, appointer=OTHER_ACCOUNT
    )
    outcome = given(OFFERED, ACCEPTED).when(CHANGE).then(changed)
    assert outcome.state().roles_on(DAY, 1) == {"approver"}


def test_a_change_changes_something_that_was_offered_and_did_not_end() -> None:
    given().when(CHANGE).refused("appointment.not_offered", "account_id")
    given(OFFERED, ENDED).when(CHANGE).refused("appointment.ended", "account_id")
    same = msgspec.structs.replace(CHANGE, roles=("approver", "reviewer"))
    given(OFFERED).when(same).refused("appointment.not_changed", "roles")


def test_whoever_changes_may_give_what_is_gained_and_take_what_is_lost() -> None:
    chair_gives_chair = msgspec.structs.replace(CHANGE, roles=("approver", "chair"))
    given(OFFERED).when(chair_gives_chair).refused("appointment.not_yours_to_give", "roles")
    chair_takes_chair = msgspec.structs.replace(CHANGE, roles=("clerk",), until=None)
    given(CHAIR_OFFERED).when(chair_takes_chair).refused("appointment.not_yours_to_give", "roles")
    county_takes = ChangeAppointment(**BY_COUNTY, place="union", roles=("approver",), until=END)
    assert given(OFFERED).when(county_takes).events()


def test_a_longer_term_is_given_a_shorter_one_taken() -> None:
    both: Any = {"place": "union", "roles": ("reviewer", "approver")}
    longer = ChangeAppointment(**BY_COUNTY, **both)
    given(OFFERED).when(longer).refused("appointment.not_yours_to_give", "roles")
    shorter = ChangeAppointment(**BY_COUNTY, **both, until=date(2027, 1, 1))
    assert given(OFFERED).when(shorter).events()
    by_clerk = msgspec.structs.replace(shorter, appointer_roles=("clerk",))
    given(OFFERED).when(by_clerk).refused("appointment.not_yours_to_give", "roles")


def test_it_ends_once_and_nothing_holds_any_more() -> None:
    given().when(STOP).refused("appointment.not_offered", "account_id")
    outcome = given(OFFERED, ACCEPTED).when(STOP).then(ENDED)
    assert outcome.state().roles_on(DAY, 1) == frozenset()
    outcome.and_when(STOP).refused("appointment.ended", "account_id")
    given(OFFERED).when(STOP).then(ENDED)


def test_whoever_gave_takes_away_and_so_do_those_above() -> None:
    by_county = msgspec.structs.replace(STOP, appointer_roles=("county_officer",))
    assert given(OFFERED).when(by_county).events()
    assert given(CHAIR_OFFERED).when(by_county).events()
    by_auditor = msgspec.structs.replace(STOP, appointer_roles=("unit_auditor",))
    given(OFFERED).when(by_auditor).refused("appointment.not_yours_to_give", "roles")
    given(CHAIR_OFFERED).when(STOP).refused("appointment.not_yours_to_give", "roles")
    by_admin = msgspec.structs.replace(STOP, appointer_roles=("platform_admin",))
    admin = AppointmentOffered(account_id=ACCOUNT, roles=("platform_admin",))
    assert given(admin).when(by_admin).events()


def test_a_place_has_one_appointment_of_an_account_always_found_under_the_same_name() -> None:
    """Stored streams are found by this name: it never changes."""
    assert appointment_stream(UNION, ACCOUNT) != appointment_stream(UNION, OTHER_ACCOUNT)
    assert str(appointment_stream(UNION, ACCOUNT)) == "54c4cffa-ddbe-510a-b194-566f1ac392a3"
