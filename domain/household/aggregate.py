"""Decides about hardship files: one household, one file (domain.md 5.3, step 7)."""

from datetime import date

import msgspec

from domain.event import Fact
from domain.household.commands import HouseholdCommand
from domain.household.events import HouseholdEvent, HouseholdFileOpened
from domain.ids import MemberId
from domain.membership import Timeline
from domain.refusal import Refused


class State(msgspec.Struct, frozen=True):
    """Whose file it is, and since when."""

    householder_id: MemberId | None = None
    opened_on: date | None = None


def evolve(state: State, fact: Fact) -> State:
    event: HouseholdEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    return msgspec.structs.replace(
        state, householder_id=event.householder_id, opened_on=fact.occurred_on
    )


def decide(
    state: State, command: HouseholdCommand, householder: Timeline
) -> list[HouseholdEvent] | Refused:
    """`householder` is the membership of the person the file is opened for."""
    if state.householder_id == command.householder_id:
        return Refused("household.file_already_open", "file_no")
    if state.householder_id is not None:
        return Refused("household.file_of_another", "file_no")
    if not householder.spans:
        return Refused("household.member_unknown", "householder_id")
    return [
        HouseholdFileOpened(
            household_id=command.household_id,
            file_no=command.file_no,
            householder_id=command.householder_id,
            hardship_class=command.hardship_class,
            circumstances=command.circumstances,
        )
    ]
