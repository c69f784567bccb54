"""Carries a federation's rules into the logs of its units: one decision there, one append in every unit.

The federation's decision comes first and stands by itself. Each unit's append may be repeated, so whoever goes on
after a crash, or founds a unit later, has the rest done and nothing twice.
"""

from datetime import date
from uuid import UUID, uuid5

import msgspec

from domain.actor import Actor
from domain.federation import aggregate as federation
from domain.federation.events import PolicyAdoptedForUnits
from domain.ids import UnionId
from domain.union.commands import AdoptPolicy
from services.commands.deciding import IfNew
from services.commands.desk import Asked, Desk
from services.errors import PeriodIsClosed, UnionMoved, UnionNotFound


class CarriedOut(msgspec.Struct, frozen=True, kw_only=True):
    """Which units have a rule in their logs, and why the others do not have it yet, by code."""

    done: list[UUID]
    waiting: dict[UUID, str]


class Adopter:
    """Writes what a federation adopted into its units' logs, through the desk like everybody."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def carry_out(
        self, federation_id: UUID, adoption_id: UUID, *, actor: Actor, day: date
    ) -> CarriedOut:
        """Carry one adoption out in every unit it is for; why a unit cannot take it yet is told, by code."""
        state = await self._federation(federation_id)
        adopted = state.adoptions[adoption_id]
        done: list[UUID] = []
        waiting: dict[UUID, str] = {}
        for unit_id in units_of(state, adopted):
            reason = await self._adopt(unit_id, [adopted], actor, day)
            if reason is None:
                done.append(unit_id)
            else:
                waiting[unit_id] = reason
        return CarriedOut(done=done, waiting=waiting)

    async def carry_out_for(
        self, federation_id: UUID, unit_id: UUID, *, actor: Actor, day: date
    ) -> None:
        """Have a unit adopt everything the federation adopted for all units, or for this one."""
        adopted = (await self._federation(federation_id)).adopted_for(UnionId(unit_id))
        if adopted:
            await self._adopt(unit_id, list(adopted), actor, day)

    async def standing(self, federation_id: UUID, adoption_id: UUID) -> CarriedOut | None:
        """Tell in which units' logs an adoption stands; None where the federation knows of none."""
        state = await self._federation(federation_id)
        adopted = state.adoptions.get(adoption_id)
        if adopted is None:
            return None
        done: list[UUID] = []
        waiting: dict[UUID, str] = {}
        for unit_id in units_of(state, adopted):
            known = await self._desk.read_union(unit_id)
            if adoption_id in known.adoptions:
                done.append(unit_id)
            else:
                waiting[unit_id] = "" if known.registered else "union.unknown"
        return CarriedOut(done=done, waiting=waiting)

    async def _federation(self, federation_id: UUID) -> federation.State:
        states = await self._desk.read_states(federation_id, [federation_id])
        return states.of(federation_id, federation.State)

    async def _adopt(
        self, unit_id: UUID, adopted: list[PolicyAdoptedForUnits], actor: Actor, day: date
    ) -> str | None:
        """Return why a unit cannot carry a rule out yet, None when it stands in its log."""
        for one in adopted:
            command = AdoptPolicy(
                occurred_on=day,
                policy=one.policy,
                valid_from=one.valid_from,
                document_no=one.document_no,
                adoption_id=one.adoption_id,
            )
            asked = Asked(
                union_id=unit_id,
                command_id=uuid5(one.adoption_id, f"adopt:{unit_id}"),
                actor=actor,
                request=f"adopt:{one.adoption_id}".encode(),
                groups=[[IfNew(command, unless="union.adoption_already_carried_out")]],
            )
            try:
                outcome = await self._desk.carry_out(asked)
            except (PeriodIsClosed, UnionMoved, UnionNotFound) as error:
                return error.code
            for refusal in outcome.refused:
                return refusal.refused.code
        return None


def units_of(state: federation.State, adopted: PolicyAdoptedForUnits) -> list[UnionId]:
    """Return the units an adoption is for and that still exist, in a stable order."""
    wanted = frozenset(adopted.units) or state.units
    return sorted(wanted - state.ended)
