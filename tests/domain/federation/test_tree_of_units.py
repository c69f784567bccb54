"""A county federation and the tree of its units."""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec
import pytest

from domain.federation.commands import (
    AnswerIdentityInquiry,
    EnrolUnit,
    FederationCommand,
    RegisterFederation,
)
from domain.federation.events import FederationRegistered, IdentityInquiryAnswered, UnitEnrolled
from domain.ids import UnionId
from tests.domain.values import FEDERATION, UNION
from tests.support.given_when_then import given

DAY = date(2026, 1, 5)
REGISTER = RegisterFederation(occurred_on=DAY, code="QZ000", name="青峙县总工会")
REGISTERED = FederationRegistered(code="QZ000", name="青峙县总工会")
ENROL = EnrolUnit(
    occurred_on=DAY,
    unit_id=UNION,
    code="QZ002",
    name="县教育工会",
    parent_id=FEDERATION,
    edge="industrial",
    legal_person=True,
)
ENROLLED = UnitEnrolled(
    unit_id=UNION,
    code="QZ002",
    name="县教育工会",
    parent_id=FEDERATION,
    edge="industrial",
    legal_person=True,
)
SCHOOL = UnionId(UUID(int=20))
ENROL_SCHOOL = msgspec.structs.replace(
    ENROL, unit_id=SCHOOL, code="QZ006", name="第五中学工会", parent_id=UNION
)
INQUIRE = AnswerIdentityInquiry(occurred_on=DAY, reason="核对重复入会", live=True)


def test_a_federation_is_registered() -> None:
    command = msgspec.structs.replace(REGISTER, credit_code="89330206MC0000001K")
    event = msgspec.structs.replace(REGISTERED, credit_code="89330206MC0000001K")
    assert given().when(command, own_id=FEDERATION).then(event).state().registered


def test_a_federation_is_registered_once() -> None:
    outcome = given(REGISTERED).when(REGISTER, own_id=FEDERATION)
    outcome.refused("federation.already_registered")


@pytest.mark.parametrize("command", [ENROL, INQUIRE], ids=lambda command: type(command).__name__)
def test_nothing_is_asked_of_a_federation_nobody_registered(command: FederationCommand) -> None:
    given().when(command, own_id=FEDERATION).refused("federation.unknown")


@pytest.mark.parametrize("edge", ["territorial", "industrial", "zone"])
def test_a_unit_hangs_under_the_federation_by_a_typed_edge(
    edge: Literal["territorial", "industrial", "zone"],
) -> None:
    """Rule 2 of domain.md."""
    command = msgspec.structs.replace(ENROL, edge=edge)
    event = msgspec.structs.replace(ENROLLED, edge=edge)
    state = given(REGISTERED).when(command, own_id=FEDERATION).then(event).state()
    assert (state.units, state.codes) == ({UNION}, {"QZ000", "QZ002"})


def test_a_unit_hangs_under_a_unit_enrolled_before() -> None:
    outcome = given(REGISTERED, ENROLLED).when(ENROL_SCHOOL, own_id=FEDERATION)
    state = outcome.then(
        msgspec.structs.replace(
            ENROLLED, unit_id=SCHOOL, code="QZ006", name="第五中学工会", parent_id=UNION
        )
    ).state()
    assert state.units == {UNION, SCHOOL}


def test_a_unit_does_not_hang_under_a_unit_nobody_enrolled() -> None:
    outcome = given(REGISTERED).when(ENROL_SCHOOL, own_id=FEDERATION)
    outcome.refused("federation.parent_unknown", "parent_id")


def test_a_unit_does_not_hang_under_itself() -> None:
    command = msgspec.structs.replace(ENROL, parent_id=UNION)
    outcome = given(REGISTERED).when(command, own_id=FEDERATION)
    outcome.refused("federation.parent_unknown", "parent_id")


def test_a_unit_is_enrolled_once() -> None:
    command = msgspec.structs.replace(ENROL, code="QZ099")
    outcome = given(REGISTERED, ENROLLED).when(command, own_id=FEDERATION)
    outcome.refused("federation.unit_already_enrolled", "unit_id")


def test_a_code_names_one_unit() -> None:
    command = msgspec.structs.replace(ENROL, unit_id=SCHOOL)
    outcome = given(REGISTERED, ENROLLED).when(command, own_id=FEDERATION)
    outcome.refused("federation.unit_code_taken", "code")


def test_the_code_of_the_federation_names_no_unit() -> None:
    command = msgspec.structs.replace(ENROL, code="QZ000")
    outcome = given(REGISTERED).when(command, own_id=FEDERATION)
    outcome.refused("federation.unit_code_taken", "code")


def test_a_federation_is_no_unit_of_its_own() -> None:
    command = msgspec.structs.replace(ENROL, unit_id=FEDERATION)
    outcome = given(REGISTERED).when(command, own_id=FEDERATION)
    outcome.refused("federation.unit_is_federation", "unit_id")


def test_an_answered_inquiry_is_recorded_and_changes_nothing_else() -> None:
    outcome = given(REGISTERED, ENROLLED).when(INQUIRE, own_id=FEDERATION)
    outcome.then(IdentityInquiryAnswered(reason="核对重复入会", live=True))
    assert outcome.state().units == {UNION}
