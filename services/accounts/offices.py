"""The offices roles sign by: an appointment records them in the books of its place."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from domain.command import Command
from domain.federation.commands import RecordCountyOfficer
from domain.ids import OfficerId
from domain.officers import Office
from domain.roles import PersonRole
from domain.union.commands import RecordOfficer
from services.accounts.offers import NewAppointment
from services.commands.deciding import IfNew
from services.keys import Vault

OFFICES: Final[Mapping[PersonRole, tuple[Office, ...]]] = {
    "clerk": ("handler", "accountant"),
    "reviewer": ("reviewer",),
    "approver": ("approver",),
    "cashier": ("cashier",),
    "chair": ("chairperson",),
    "unit_auditor": ("audit_committee_member",),
    "county_officer": ("handler", "approver"),
    "county_auditor": ("audit_committee_member",),
    "platform_admin": (),
}
"""The offices a role signs by: recorded in the place's books with the offer."""


class Offices:
    """Records who is to hold which office."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def officer_id(self, wanted: NewAppointment) -> OfficerId | None:
        """Return whom the place knows under the name; None on the platform, which has no officers."""
        if wanted.place == "platform":
            return None
        enrolled = await self._vault.enrol(wanted.place_id, "officer", [wanted.name])
        return OfficerId(enrolled[wanted.name])

    async def recorded(
        self, wanted: NewAppointment, officer_id: OfficerId | None, command_id: UUID, day: date
    ) -> list[Command | IfNew]:
        """Return what records the offices of the roles wanted; what is on record already is left out."""
        if officer_id is None:
            return []
        sealer = await self._vault.sealer(wanted.place_id, command_id, [officer_id])
        offices = dict.fromkeys(office for role in wanted.roles for office in OFFICES[role])
        commands: list[Command | IfNew] = []
        for ordinal, office in enumerate(offices):
            name = sealer.seal(
                officer_id, "books", field="officer", ordinal=ordinal, fields={"name": wanted.name}
            )
            if wanted.place == "union":
                record: Command = RecordOfficer(
                    occurred_on=day,
                    officer_id=officer_id,
                    office=office,
                    name=name,
                    until=wanted.until,
                    member_id=wanted.member_id,
                )
            else:
                record = RecordCountyOfficer(
                    occurred_on=day,
                    officer_id=officer_id,
                    office=office,
                    name=name,
                    until=wanted.until,
                )
            commands.append(IfNew(record, unless=f"{wanted.place}.officer_already_recorded"))
        return commands
