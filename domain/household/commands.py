"""What may be asked of a hardship file."""

from domain.command import Command
from domain.household.events import HardshipClass
from domain.ids import HouseholdId, MemberId
from domain.sealed import Sealed


class OpenHouseholdFile(Command, frozen=True, kw_only=True):
    household_id: HouseholdId
    file_no: str
    householder_id: MemberId
    hardship_class: HardshipClass | None
    circumstances: Sealed


HouseholdCommand = OpenHouseholdFile
