"""The tree changes: units are moved, frozen, merged, closed; officers sign; rules hold for units."""

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.event import Event
from domain.federation.commands import (
    AdoptPolicyForUnits,
    CloseUnit,
    EnrolUnit,
    FederationCommand,
    FreezeUnit,
    MergeUnit,
    MoveUnit,
    RecordCountyOfficer,
    UnfreezeUnit,
)
from domain.federation.events import (
    CountyOfficerRecorded,
    FederationRegistered,
    PolicyAdoptedForUnits,
    UnitClosed,
    UnitEnrolled,
    UnitFrozen,
    UnitMerged,
    UnitMoved,
    UnitUnfrozen,
)
from domain.ids import UnionId
from domain.officers import Office
from tests.domain.values import (
    ADOPTION,
    DUES_POLICY,
    FEDERATION,
    HANDLER,
    TRANSFER,
    UNION,
    sealed,
)
from tests.support.given_when_then import Outcome, given

DAY = date(2026, 2, 2)
PAPER = "青工〔2026〕8号"
SCHOOL, TEAM, STRANGER = (UnionId(UUID(int=number)) for number in (20, 21, 22))


def enrolled(unit_id: UnionId, parent_id: UnionId, code: str) -> UnitEnrolled:
    return UnitEnrolled(
        unit_id=unit_id,
        code=code,
        name=f"{code}工会",
        parent_id=parent_id,
        edge="territorial",
        legal_person=True,
    )


TREE: list[Event] = [
    FederationRegistered(code="QZ000", name="青峙县总工会"),
    enrolled(UNION, FEDERATION, "QZ002"),
    enrolled(SCHOOL, UNION, "QZ006"),
    enrolled(TEAM, SCHOOL, "QZ008"),
]
MOVE = MoveUnit(
    occurred_on=DAY, unit_id=SCHOOL, parent_id=FEDERATION, edge="industrial", document_no=PAPER
)
FREEZE = FreezeUnit(occurred_on=DAY, unit_id=UNION, reason="inactive", document_no=PAPER)
FROZEN = UnitFrozen(unit_id=UNION, reason="inactive", document_no=PAPER)
UNFREEZE = UnfreezeUnit(occurred_on=DAY, unit_id=UNION, document_no=PAPER)
MERGE = MergeUnit(
    occurred_on=DAY, unit_id=TEAM, into_id=UNION, transfer_id=TRANSFER, document_no=PAPER
)
CLOSE = CloseUnit(occurred_on=DAY, unit_id=TEAM, document_no=PAPER)
CLOSED = UnitClosed(unit_id=TEAM, document_no=PAPER)
ADOPT = AdoptPolicyForUnits(
    occurred_on=DAY,
    adoption_id=ADOPTION,
    policy=DUES_POLICY,
    valid_from=date(2026, 7, 1),
    document_no=PAPER,
)
ADOPTED = PolicyAdoptedForUnits(
    adoption_id=ADOPTION, policy=DUES_POLICY, valid_from=date(2026, 7, 1), document_no=PAPER
)
APPOINT = RecordCountyOfficer(
    occurred_on=DAY, officer_id=HANDLER, office="handler", name=sealed("books", subject=HANDLER)
)
APPOINTED = CountyOfficerRecorded(
    officer_id=HANDLER, office="handler", name=sealed("books", subject=HANDLER)
)
ABOUT_UNITS: list[FederationCommand] = [MOVE, FREEZE, UNFREEZE, MERGE, CLOSE]


def asked(command: FederationCommand, *later: Event) -> Outcome:
    return given(*TREE, *later).when(command, own_id=FEDERATION)


def test_a_unit_is_moved_under_another_parent_and_edge() -> None:
    """Rule 2 of domain.md: the edge is typed and dated."""
    moved = UnitMoved(unit_id=SCHOOL, parent_id=FEDERATION, edge="industrial", document_no=PAPER)
    state = asked(MOVE).then(moved).state()
    assert (state.places[SCHOOL].parent_id, state.places[SCHOOL].edge) == (
        FEDERATION,
        "industrial",
    )
    assert not state.has_units_below(UNION)


@pytest.mark.parametrize("below", [UNION, SCHOOL, TEAM])
def test_a_unit_never_hangs_under_itself_however_far_down(below: UnionId) -> None:
    command = msgspec.structs.replace(MOVE, unit_id=UNION, parent_id=below)
    asked(command).refused("federation.unit_below_itself", "parent_id")


def test_a_place_it_has_already_is_no_move() -> None:
    command = msgspec.structs.replace(MOVE, parent_id=UNION, edge="territorial")
    asked(command).refused("federation.place_unchanged", "parent_id")
    other_edge = msgspec.structs.replace(command, edge="zone")
    assert len(asked(other_edge).events()) == 1


def test_a_unit_is_not_moved_under_a_stranger() -> None:
    command = msgspec.structs.replace(MOVE, parent_id=STRANGER)
    asked(command).refused("federation.parent_unknown", "parent_id")


@pytest.mark.parametrize("command", ABOUT_UNITS, ids=lambda one: type(one).__name__)
def test_nothing_is_decided_about_a_unit_nobody_enrolled(command: FederationCommand) -> None:
    stranger = msgspec.structs.replace(command, unit_id=STRANGER)
    asked(stranger).refused("federation.unit_unknown", "unit_id")


@pytest.mark.parametrize("command", ABOUT_UNITS, ids=lambda one: type(one).__name__)
def test_nothing_is_decided_about_a_unit_that_ended(command: FederationCommand) -> None:
    gone = msgspec.structs.replace(command, unit_id=TEAM)
    asked(gone, CLOSED).refused("federation.unit_ended", "unit_id")


def test_no_unit_hangs_under_one_that_ended() -> None:
    enrol = EnrolUnit(
        occurred_on=DAY,
        unit_id=STRANGER,
        code="QZ010",
        name="新工会",
        parent_id=TEAM,
        edge="territorial",
        legal_person=True,
    )
    asked(enrol, CLOSED).refused("federation.parent_ended", "parent_id")
    move = msgspec.structs.replace(MOVE, parent_id=TEAM)
    asked(move, CLOSED).refused("federation.parent_ended", "parent_id")


def test_a_unit_is_frozen_with_a_reason_and_unfrozen() -> None:
    outcome = asked(FREEZE).then(FROZEN)
    assert outcome.state().frozen == {UNION}
    thawed = outcome.and_when(UNFREEZE, own_id=FEDERATION)
    thawed.then(UnitUnfrozen(unit_id=UNION, document_no=PAPER))
    assert not thawed.state().frozen


def test_a_frozen_unit_is_not_frozen_again() -> None:
    asked(FREEZE, FROZEN).refused("federation.unit_already_frozen", "unit_id")


def test_a_unit_that_is_not_frozen_is_not_unfrozen() -> None:
    asked(UNFREEZE).refused("federation.unit_not_frozen", "unit_id")


def test_a_unit_merges_into_another() -> None:
    """章程 art. 40."""
    merged = UnitMerged(unit_id=TEAM, into_id=UNION, transfer_id=TRANSFER, document_no=PAPER)
    state = asked(MERGE).then(merged).state()
    assert state.ended == {TEAM}
    assert TEAM in state.units


def test_a_unit_does_not_merge_into_itself() -> None:
    command = msgspec.structs.replace(MERGE, into_id=TEAM)
    asked(command).refused("federation.unit_merged_into_itself", "into_id")


def test_a_unit_merges_only_into_a_unit_that_exists() -> None:
    command = msgspec.structs.replace(MERGE, into_id=STRANGER)
    asked(command).refused("federation.receiver_unknown", "into_id")


def test_a_unit_is_closed() -> None:
    """工会法 art. 13."""
    assert asked(CLOSE).then(CLOSED).state().ended == {TEAM}


@pytest.mark.parametrize("command", [MERGE, CLOSE], ids=lambda one: type(one).__name__)
def test_a_unit_ends_only_after_those_below_it(command: FederationCommand) -> None:
    with_team = msgspec.structs.replace(command, unit_id=SCHOOL)
    asked(with_team).refused("federation.units_below", "unit_id")
    assert len(asked(with_team, CLOSED).events()) == 1


def test_a_rule_holds_for_all_units_also_later_ones() -> None:
    state = asked(ADOPT).then(ADOPTED).state()
    assert state.adopted_for(UNION) == state.adopted_for(STRANGER) == (ADOPTED,)


def test_a_rule_holds_for_the_listed_units_only() -> None:
    command = msgspec.structs.replace(ADOPT, units=(SCHOOL,))
    state = asked(command).then(msgspec.structs.replace(ADOPTED, units=(SCHOOL,))).state()
    assert state.adopted_for(SCHOOL)
    assert not state.adopted_for(UNION)


def test_a_rule_is_adopted_once_under_its_id() -> None:
    asked(ADOPT, ADOPTED).refused("federation.already_adopted", "adoption_id")


def test_a_rule_nobody_can_reckon_with_is_not_adopted() -> None:
    unsound = msgspec.structs.replace(DUES_POLICY, rate_denominator=0)
    command = msgspec.structs.replace(ADOPT, policy=unsound)
    asked(command).refused("federation.policy_not_sound", "policy")


def test_a_rule_is_adopted_for_units_that_are_enrolled() -> None:
    command = msgspec.structs.replace(ADOPT, units=(SCHOOL, STRANGER))
    asked(command).refused("federation.unit_unknown", "units")


def test_an_officer_of_the_county_is_recorded() -> None:
    state = asked(APPOINT).then(APPOINTED).state()
    assert state.officers.holds(HANDLER, "handler", DAY)


def test_an_officer_of_the_county_takes_an_office_once() -> None:
    asked(APPOINT, APPOINTED).refused("federation.officer_already_recorded", "officer_id")


def test_an_office_of_the_county_does_not_end_before_it_begins() -> None:
    command = msgspec.structs.replace(APPOINT, until=date(2026, 2, 1))
    asked(command).refused("federation.office_ends_before_it_begins", "until")


@pytest.mark.parametrize(("held", "wanted"), [("accountant", "cashier"), ("cashier", "accountant")])
def test_nobody_is_accountant_and_cashier_of_the_county(held: Office, wanted: Office) -> None:
    """会计法 art. 35."""
    command = msgspec.structs.replace(APPOINT, office=wanted)
    outcome = asked(command, msgspec.structs.replace(APPOINTED, office=held))
    outcome.refused("federation.offices_not_separated", "office")
    for_a_term = msgspec.structs.replace(command, until=date(2028, 12, 31))
    outcome = asked(for_a_term, msgspec.structs.replace(APPOINTED, office=held))
    outcome.refused("federation.offices_not_separated", "office")
