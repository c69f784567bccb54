"""Founds federations and units: a fact between two logs, made of appends that may each be repeated.

Ids follow from the codes, so whoever founds the same unit twice, or goes on after a crash, finds it again.
"""

from datetime import date
from typing import cast
from uuid import UUID, uuid5

import msgspec

from domain.actor import Actor
from domain.command import Command
from domain.federation.commands import EnrolUnit, RegisterFederation
from domain.ids import UnionId
from domain.union.commands import AdoptPolicy, RegisterUnion
from domain.union.events import Edge, ParentEdge
from services.commands.adopting import Adopter
from services.commands.deciding import IfNew
from services.commands.desk import Asked, Desk
from services.policies import presets

_FEDERATIONS = UUID("8c1e7f5a-3a0b-5d1e-9b0e-6f2f4f1c7a10")
CHARTER_FEDERATION = b'{"kind":"federation","format":1}'
CHARTER_UNION = b'{"kind":"union","format":1}'


class NewUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit to found: its place in the tree and what its certificate says."""

    code: str
    name: str
    parent_id: UUID
    edge: str
    legal_person: bool = True
    credit_code: str | None = None
    employer_kind: str | None = None
    employee_count: int | None = None
    founded_on: date | None = None


class FoundingRefused(Exception):
    """A rule refused part of a founding; `code` is the refusal's."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


def federation_id_of(code: str) -> UnionId:
    """Return the tenant id of the federation with this code."""
    return UnionId(uuid5(_FEDERATIONS, code))


def unit_id_of(federation_id: UUID, code: str) -> UnionId:
    """Return the tenant id of the unit with this code in a federation."""
    return UnionId(uuid5(federation_id, f"unit:{code}"))


class Founder:
    """Founds through the desk, like everybody."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def found_federation(
        self, code: str, name: str, credit_code: str | None, *, actor: Actor, today: date
    ) -> UnionId:
        """Found a federation, or find the one with this code."""
        federation_id = federation_id_of(code)
        await self._desk.found(federation_id, CHARTER_FEDERATION)
        register = RegisterFederation(
            occurred_on=today, code=code, name=name, credit_code=credit_code
        )
        wish = IfNew(register, unless="federation.already_registered")
        await self._carry_out(federation_id, f"register:{code}", [wish], actor)
        return federation_id

    async def found_unit(
        self, federation_id: UUID, unit: NewUnit, *, actor: Actor, today: date
    ) -> UnionId:
        """Found a unit, or find the one with this code: its own log first, then its place in the tree.

        What the federation adopted for all its units holds in this one too.
        """
        unit_id = unit_id_of(federation_id, unit.code)
        await self._desk.found(unit_id, CHARTER_UNION)
        await self._carry_out(
            unit_id, f"register:{unit.code}", _own(unit, federation_id, today), actor
        )
        enrol = EnrolUnit(
            occurred_on=today,
            unit_id=unit_id,
            code=unit.code,
            name=unit.name,
            parent_id=UnionId(unit.parent_id),
            edge=cast("Edge", unit.edge),
            legal_person=unit.legal_person,
        )
        wish = IfNew(enrol, unless="federation.unit_already_enrolled")
        await self._carry_out(federation_id, f"enrol:{unit.code}", [wish], actor)
        await Adopter(self._desk).carry_out_for(federation_id, unit_id, actor=actor, day=today)
        return unit_id

    async def _carry_out(
        self, union_id: UUID, name: str, commands: list[Command | IfNew], actor: Actor
    ) -> None:
        outcome = await self._desk.carry_out(
            Asked(
                union_id=union_id,
                command_id=uuid5(union_id, name),
                actor=actor,
                request=name.encode(),
                groups=[commands],
            )
        )
        for one in outcome.refused:
            raise FoundingRefused(one.refused.code, one.refused.field)


def _own(unit: NewUnit, federation_id: UUID, today: date) -> list[Command | IfNew]:
    """What stands first in a unit's own log: its registration and the national policies it adopts."""
    register = RegisterUnion(
        occurred_on=today,
        code=unit.code,
        name=unit.name,
        federation_id=UnionId(federation_id),
        parent=ParentEdge(parent_id=UnionId(unit.parent_id), edge=cast("Edge", unit.edge)),
        legal_person=unit.legal_person,
        credit_code=unit.credit_code if unit.legal_person else None,
        employer_kind=unit.employer_kind,
        employee_count=unit.employee_count,
        founded_on=unit.founded_on,
    )
    return [
        register,
        *(
            AdoptPolicy(
                occurred_on=today,
                policy=preset.policy,
                valid_from=preset.valid_from,
                document_no=preset.document_no,
            )
            for preset in presets()
        ),
    ]
