"""What can happen to a hardship file (困难职工档案)."""

from typing import ClassVar, Literal

from domain.event import Event
from domain.ids import HouseholdId, MemberId
from domain.sealed import Sealed

HardshipClass = Literal["deep", "relative", "accidental"]


class HouseholdFileOpened(Event, frozen=True, kw_only=True):
    """A file was opened for a household (建档); the event's date is the 建档日期.

    `circumstances` holds cause, size and income of the family, sealed under the householder's file key.
    """

    TOPIC: ClassVar[str] = "household.file_opened"

    household_id: HouseholdId
    file_no: str
    householder_id: MemberId
    hardship_class: HardshipClass | None
    circumstances: Sealed


HouseholdEvent = HouseholdFileOpened
