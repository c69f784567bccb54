"""What all places do alike with appointments: offers, changes, endings, and how they are listed."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from domain.appointment.events import EndReason
from domain.ids import PLATFORM, AccountId, MemberId
from domain.roles import FederationRole, PersonRole, Place, PlatformRole, UnionRole
from services.accounts.names import login_name
from services.accounts.offers import Appointer, NewAppointment, Offered, Stands
from services.http.asking import Answer, Asking
from services.http.fields import Answered, Body, PersonName, Query
from services.http.people import person_name
from services.http.problems import Fault, Problem
from services.http.sessions import door

LoginName = Annotated[str, Meta(min_length=1, max_length=64, description="登录名")]
OFFER_REFUSALS = (
    "access.login_name_invalid",
    "appointment.already_holds",
    "appointment.ends_before_it_begins",
    "appointment.not_oneself",
    "appointment.not_yours_to_give",
    "appointment.role_not_of_place",
    "appointment.roles_not_separated",
    "person.name_malformed",
    "person.name_missing",
    "person.unsafe_text",
    "store.claim_taken",
    "union.officer_is_another_member",
)
CHANGE_REFUSALS = (
    "appointment.ended",
    "appointment.ends_before_it_begins",
    "appointment.not_changed",
    "appointment.not_offered",
    "appointment.not_oneself",
    "appointment.not_yours_to_give",
    "appointment.role_not_of_place",
    "appointment.roles_missing",
    "appointment.roles_not_separated",
)
END_REFUSALS = (
    "appointment.ended",
    "appointment.not_offered",
    "appointment.not_oneself",
    "appointment.not_yours_to_give",
)


class _Offer(Body, frozen=True, kw_only=True):
    """Who is to hold which roles, under which login name; `until` is the first day without them."""

    login: LoginName
    name: PersonName
    until: date | None = None


class UnionOffer(_Offer, frozen=True, kw_only=True):
    """`member_id`: the member the person is, so that nobody decides about their own case."""

    roles: Annotated[tuple[UnionRole, ...], Meta(min_length=1, max_length=6)]
    member_id: UUID | None = None


class PlatformOffer(_Offer, frozen=True, kw_only=True):
    """Of a federation where one is named, else of the platform itself."""

    roles: Annotated[tuple[FederationRole | PlatformRole, ...], Meta(min_length=1, max_length=3)]
    federation_id: UUID | None = None


class RolesChange(Body, frozen=True, kw_only=True):
    """What takes the place of the roles and end before, wholly."""

    roles: Annotated[tuple[UnionRole, ...], Meta(min_length=1, max_length=6)]
    until: date | None = None


class Ending(Body, frozen=True, kw_only=True):
    reason: EndReason


class PlatformEnding(Body, frozen=True, kw_only=True):
    reason: EndReason
    federation_id: UUID | None = None


class AppointmentOffered(Answered, frozen=True, kw_only=True):
    """`code` is shown this once: to be handed to the person, who accepts the roles with it.

    It is the first password of whoever has none yet; whether that is so is not told.
    """

    account_id: UUID
    officer_id: UUID | None
    code: str
    position: int


class PlaceQuery(Query, frozen=True, kw_only=True):
    """Of a federation, or of the platform itself."""

    federation_id: UUID | None = None


class AppointmentRow(Answered, frozen=True, kw_only=True):
    """`name` is masked; None where the asker is not to know it. `until`: the first day without the roles."""

    account_id: UUID
    officer_id: UUID | None
    name: str | None
    roles: tuple[PersonRole, ...]
    until: date | None
    stands: Stands


class AppointmentsListed(Answered, frozen=True, kw_only=True):
    appointments: list[AppointmentRow]


class AppointmentChanged(Answered, frozen=True, kw_only=True):
    account_id: UUID
    position: int


async def list_at(asking: Asking, place_id: UUID, names: Mapping[UUID, str | None]) -> Answer:
    listed = await asking.parts.accounts.appointments.listed(place_id, asking.parts.today())
    rows = [
        AppointmentRow(
            account_id=one.account_id,
            officer_id=one.officer_id,
            name=None if one.officer_id is None else names.get(one.officer_id),
            roles=one.roles,
            until=one.until,
            stands=one.stands,
        )
        for one in listed
    ]
    return Answer(body=AppointmentsListed(appointments=rows))


async def offer_at(
    asking: Asking,
    body: UnionOffer | PlatformOffer,
    place: Place,
    place_id: UUID,
    *,
    member_id: UUID | None = None,
) -> Answer:
    login = login_name(body.login)
    if login is None:
        fault = Fault("#/login", "access.login_name_invalid")
        raise Problem("access.login_name_invalid", faults=[fault])
    roles: tuple[PersonRole, ...] = body.roles
    wanted = NewAppointment(
        place=place,
        place_id=place_id,
        login=login,
        name=person_name(body.name),
        roles=roles,
        member_id=None if member_id is None else MemberId(member_id),
        until=body.until,
    )
    with door():
        offered = await asking.parts.accounts.appointments.offer(
            wanted,
            appointer_of(asking),
            asking.parts.today(),
            command_id=asking.command_id,
            request=asking.fingerprint,
        )
    return _offered(offered)


async def offer_again_at(asking: Asking, place: Place, place_id: UUID, account_id: UUID) -> Answer:
    with door():
        offered = await asking.parts.accounts.appointments.offer_again(
            place, place_id, AccountId(account_id), appointer_of(asking), asking.parts.today()
        )
    return _offered(offered)


async def change_at(asking: Asking, place_id: UUID, account_id: UUID, body: RolesChange) -> Answer:
    with door():
        position = await asking.parts.accounts.appointments.change(
            "union",
            place_id,
            AccountId(account_id),
            roles=body.roles,
            until=body.until,
            by=appointer_of(asking),
            day=asking.parts.today(),
            command_id=asking.command_id,
            request=asking.fingerprint,
        )
    return Answer(body=AppointmentChanged(account_id=account_id, position=position))


async def end_at(asking: Asking, place_id: UUID, account_id: UUID, reason: EndReason) -> Answer:
    with door():
        position = await asking.parts.accounts.appointments.end(
            place_id,
            AccountId(account_id),
            reason=reason,
            by=appointer_of(asking),
            day=asking.parts.today(),
            command_id=asking.command_id,
            request=asking.fingerprint,
        )
    return Answer(body=AppointmentChanged(account_id=account_id, position=position))


def appointer_of(asking: Asking) -> Appointer:
    """Return the asker as one who gives roles; only people do."""
    person = asking.login.person
    if person is None:
        raise Problem("access.forbidden")
    return Appointer(
        actor=asking.login.actor,
        account_id=person.account_id,
        roles=tuple(sorted(person.roles)),
    )


def _offered(offered: Offered) -> Answer:
    body = AppointmentOffered(
        account_id=offered.account_id,
        officer_id=offered.officer_id,
        code=offered.code,
        position=offered.position,
    )
    return Answer(body=body)


async def refuse_strange_unit(asking: Asking, unit_id: UUID) -> None:
    """A unit of another county is as unknown as one nobody has."""
    if (await asking.parts.desk.read_union(unit_id)).federation_id != asking.tenant_id:
        raise Problem("federation.unit_unknown")


async def place_named(
    asking: Asking, federation_id: UUID | None
) -> tuple[Literal["federation", "platform"], UUID]:
    if federation_id is None:
        return "platform", PLATFORM
    if not await asking.parts.accounts.standing.is_federation(federation_id):
        raise Problem("access.place_unknown")
    return "federation", federation_id
