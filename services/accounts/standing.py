"""What somebody may do at a place, asked of that place's own log at every request: nothing is remembered.

So a right that was taken away is gone at the next request, whichever process answers it (assurance S22).
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from domain.actor import Role
from domain.appointment import aggregate as appointment
from domain.federation import aggregate as federation
from domain.ids import PLATFORM, AccountId, OfficerId, UnionId, appointment_stream
from domain.roles import ROLES_OF, PersonRole
from services.auth import Login, Person, Policy
from services.commands import Desk
from services.commands.states import StreamOfAnotherKind
from services.errors import UnionNotFound


class Held(msgspec.Struct, frozen=True):
    """The roles somebody holds at a place, and as which of its officers they sign."""

    roles: frozenset[PersonRole] = frozenset()
    officer_id: OfficerId | None = None


class Standing:
    """Reads appointments."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def held(self, place_id: UUID, account_id: AccountId, generation: int, day: date) -> Held:
        """Return what an account holds at a place on a day; nothing where there is no such place."""
        stream_id = appointment_stream(UnionId(place_id), account_id)
        try:
            states = await self._desk.read_states(place_id, [stream_id])
        except UnionNotFound:
            return Held()
        state = states.of(stream_id, appointment.State)
        return Held(state.roles_on(day, generation), state.officer_on(day, generation))

    async def officers(
        self, place_id: UUID, account_ids: Sequence[AccountId]
    ) -> dict[AccountId, OfficerId | None]:
        """Return as whom accounts sign at a place, also those whose appointment is over; strangers are left out."""
        streams = {appointment_stream(UnionId(place_id), one): one for one in account_ids}
        try:
            states = await self._desk.read_states(place_id, list(streams))
        except UnionNotFound:
            return {}
        found = {one: states.of(stream, appointment.State) for stream, one in streams.items()}
        return {one: state.officer_id for one, state in found.items() if state.offered}

    async def is_federation(self, place_id: UUID) -> bool:
        """Tell whether a place is a federation."""
        try:
            states = await self._desk.read_states(place_id, [place_id])
            return states.of(place_id, federation.State).registered
        except (UnionNotFound, StreamOfAnotherKind):
            return False

    async def placed(
        self,
        login: Login,
        policy: Policy,
        place_id: UUID | None,
        *,
        engagement_id: UUID | None,
        day: date,
    ) -> Login:
        """Return a person's login with what they hold at the place the request is about; a key's as it is."""
        person = login.person
        where = PLATFORM if policy.tenant is None else place_id
        if person is None or policy.anybody or where is None:
            return login
        held = await self.held(where, person.account_id, person.generation, day)
        roles = held.roles & ROLES_OF[policy.tenant or "platform"]
        if not roles and policy.tenant == "union" and engagement_id is not None:
            return await self._auditing(login, person, where, engagement_id, day)
        return msgspec.structs.replace(
            login,
            union_id=where,
            role=_side(policy),
            person=msgspec.structs.replace(
                person,
                roles=roles,
                officer_id=held.officer_id,
                reaches=bool(roles),
            ),
        )

    async def _auditing(
        self, login: Login, person: Person, union_id: UUID, engagement_id: UUID, day: date
    ) -> Login:
        """An auditor of the county, in a unit's books, under the engagement the request names."""
        federation_id = (await self._desk.read_union(union_id)).federation_id
        if federation_id is None:
            return login
        held = await self.held(federation_id, person.account_id, person.generation, day)
        roles = held.roles & {"county_auditor"}
        return msgspec.structs.replace(
            login,
            union_id=union_id,
            role="auditor",
            engagement_id=engagement_id,
            person=msgspec.structs.replace(person, roles=roles, reaches=bool(roles)),
        )


def _side(policy: Policy) -> Role:
    """Return for whom a person acts: a county's decision in a unit's log is the county's."""
    match policy.tenant:
        case "union":
            return "unit"
        case "federation":
            return "county"
        case None:
            return "operator"
