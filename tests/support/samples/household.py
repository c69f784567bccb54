"""Samples of the events of a hardship household."""

from domain.event import Event
from domain.household.events import HouseholdFileOpened
from tests.domain.values import HOUSEHOLD, MEMBER, sealed

COMPLETE: tuple[Event, ...] = (
    HouseholdFileOpened(
        household_id=HOUSEHOLD,
        file_no="KN2026-001",
        householder_id=MEMBER,
        hardship_class="deep",
        circumstances=sealed("file"),
    ),
)
MINIMAL: tuple[Event, ...] = (
    HouseholdFileOpened(
        household_id=HOUSEHOLD,
        file_no="KN2026-002",
        householder_id=MEMBER,
        hardship_class=None,
        circumstances=sealed("file"),
    ),
)
VARIANTS: dict[str, Event] = {}
