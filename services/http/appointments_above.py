"""Roles the county gives in its units, and the platform gives to counties and to its own; without names."""

from uuid import UUID

from services.auth import may
from services.http.appointment_form import (
    END_REFUSALS,
    OFFER_REFUSALS,
    AppointmentChanged,
    AppointmentOffered,
    AppointmentsListed,
    Ending,
    PlaceQuery,
    PlatformEnding,
    PlatformOffer,
    UnionOffer,
    end_at,
    list_at,
    offer_again_at,
    offer_at,
    place_named,
    refuse_strange_unit,
)
from services.http.asking import Answer, Asking
from services.http.operation import operation

_UNIT = "/v1/federations/{federation_id}/units/{unit_id}/appointments"
_PLATFORM = "/v1/platform/appointments"


@operation(
    "GET",
    _UNIT,
    "listAppointmentsInUnit",
    tag="county",
    policy=may("county.people"),
    answer=AppointmentsListed,
    refusals=("federation.unit_unknown",),
)
async def list_appointments_in_unit(asking: Asking, unit_id: UUID) -> Answer:
    """Who holds or was offered which roles in a unit, without names."""
    await refuse_strange_unit(asking, unit_id)
    return await list_at(asking, unit_id, {})


@operation(
    "GET",
    _PLATFORM,
    "listAppointmentsOfPlatform",
    tag="platform",
    policy=may("platform.people"),
    answer=AppointmentsListed,
    refusals=("access.place_unknown", "request.query_invalid"),
)
async def list_appointments_of_platform(asking: Asking, query: PlaceQuery) -> Answer:
    """Who holds or was offered which roles at a federation or on the platform, without names."""
    _, place_id = await place_named(asking, query.federation_id)
    return await list_at(asking, place_id, {})


@operation(
    "POST",
    _UNIT,
    "offerAppointmentInUnit",
    tag="county",
    policy=may("county.people"),
    answer=AppointmentOffered,
    writes=True,
    status=201,
    refusals=(*OFFER_REFUSALS, "federation.unit_unknown"),
    example={"login": "wang.wu", "name": "王五", "roles": ["chair"]},
)
async def offer_appointment_in_unit(asking: Asking, unit_id: UUID, body: UnionOffer) -> Answer:
    """Offer a unit's chair or auditor their roles; what a chair gives, the county does not."""
    await refuse_strange_unit(asking, unit_id)
    return await offer_at(asking, body, "union", unit_id, member_id=body.member_id)


@operation(
    "POST",
    f"{_UNIT}/{{account_id}}/end",
    "endAppointmentInUnit",
    tag="county",
    policy=may("county.people"),
    answer=AppointmentChanged,
    writes=True,
    refusals=(*END_REFUSALS, "federation.unit_unknown"),
    example={"reason": "term_over"},
)
async def end_appointment_in_unit(
    asking: Asking, unit_id: UUID, account_id: UUID, body: Ending
) -> Answer:
    """Take somebody's roles in a unit away."""
    await refuse_strange_unit(asking, unit_id)
    return await end_at(asking, unit_id, account_id, body.reason)


@operation(
    "POST",
    f"{_UNIT}/{{account_id}}/offer-again",
    "offerAppointmentInUnitAgain",
    tag="county",
    policy=may("county.people"),
    answer=AppointmentOffered,
    writes=True,
    refusals=(*OFFER_REFUSALS, "appointment.not_offered", "federation.unit_unknown"),
)
async def offer_appointment_in_unit_again(
    asking: Asking, unit_id: UUID, account_id: UUID
) -> Answer:
    """Give out another code for roles in a unit."""
    await refuse_strange_unit(asking, unit_id)
    return await offer_again_at(asking, "union", unit_id, account_id)


@operation(
    "POST",
    _PLATFORM,
    "offerAppointmentByPlatform",
    tag="platform",
    policy=may("platform.people"),
    answer=AppointmentOffered,
    writes=True,
    status=201,
    refusals=(*OFFER_REFUSALS, "access.place_unknown"),
    example={
        "login": "zhao.liu",
        "name": "赵六",
        "roles": ["county_officer"],
        "federation_id": "01959000-0000-7000-8000-000000000002",
    },
)
async def offer_appointment_by_platform(asking: Asking, body: PlatformOffer) -> Answer:
    """Offer a federation's people, or another administrator, their roles."""
    place, place_id = await place_named(asking, body.federation_id)
    return await offer_at(asking, body, place, place_id)


@operation(
    "POST",
    f"{_PLATFORM}/{{account_id}}/end",
    "endAppointmentByPlatform",
    tag="platform",
    policy=may("platform.people"),
    answer=AppointmentChanged,
    writes=True,
    refusals=(*END_REFUSALS, "access.place_unknown"),
    example={"reason": "term_over"},
)
async def end_appointment_by_platform(
    asking: Asking, account_id: UUID, body: PlatformEnding
) -> Answer:
    """Take the roles of a federation's person or an administrator away."""
    _, place_id = await place_named(asking, body.federation_id)
    return await end_at(asking, place_id, account_id, body.reason)
