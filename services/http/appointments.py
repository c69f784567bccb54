"""Who may do what in a union: roles offered, changed and taken away by its chair. Names are masked."""

from uuid import UUID

from services.auth import may
from services.http.appointment_form import (
    CHANGE_REFUSALS,
    END_REFUSALS,
    OFFER_REFUSALS,
    AppointmentChanged,
    AppointmentOffered,
    AppointmentsListed,
    Ending,
    RolesChange,
    UnionOffer,
    change_at,
    end_at,
    list_at,
    offer_again_at,
    offer_at,
)
from services.http.asking import Answer, Asking
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of

_UNION = "/v1/unions/{union_id}/appointments"


@operation(
    "GET",
    _UNION,
    "listAppointments",
    tag="access",
    policy=may("people.read"),
    answer=AppointmentsListed,
)
async def list_appointments(asking: Asking) -> Answer:
    """Who holds or was offered which roles in the union; names are masked."""
    scope = await scope_of(asking, ReadQuery())
    page = await asking.parts.ledgers.officers(scope)
    names = {row.officer_id: row.name for row in page.rows}
    return await list_at(asking, asking.tenant_id, names)


@operation(
    "POST",
    _UNION,
    "offerAppointment",
    tag="access",
    policy=may("people.appoint"),
    answer=AppointmentOffered,
    writes=True,
    status=201,
    refusals=OFFER_REFUSALS,
    example={"login": "li.si", "name": "李四", "roles": ["clerk"]},
)
async def offer_appointment(asking: Asking, body: UnionOffer) -> Answer:
    """Offer roles in the union to somebody; a repeat voids the first code and shows another."""
    return await offer_at(asking, body, "union", asking.tenant_id, member_id=body.member_id)


@operation(
    "POST",
    f"{_UNION}/{{account_id}}/change",
    "changeAppointment",
    tag="access",
    policy=may("people.appoint"),
    answer=AppointmentChanged,
    writes=True,
    refusals=CHANGE_REFUSALS,
    example={"roles": ["clerk", "reviewer"]},
)
async def change_appointment(asking: Asking, account_id: UUID, body: RolesChange) -> Answer:
    """Give other roles or another end; the person logs in anew."""
    return await change_at(asking, asking.tenant_id, account_id, body)


@operation(
    "POST",
    f"{_UNION}/{{account_id}}/end",
    "endAppointment",
    tag="access",
    policy=may("people.appoint"),
    answer=AppointmentChanged,
    writes=True,
    refusals=END_REFUSALS,
    example={"reason": "term_over"},
)
async def end_appointment(asking: Asking, account_id: UUID, body: Ending) -> Answer:
    """Take somebody's roles in the union away, from the next request on."""
    return await end_at(asking, asking.tenant_id, account_id, body.reason)


@operation(
    "POST",
    f"{_UNION}/{{account_id}}/offer-again",
    "offerAppointmentAgain",
    tag="access",
    policy=may("people.appoint"),
    answer=AppointmentOffered,
    writes=True,
    refusals=(*OFFER_REFUSALS, "appointment.not_offered"),
)
async def offer_appointment_again(asking: Asking, account_id: UUID) -> Answer:
    """Give out another code: the first was lost, or the account was reset."""
    return await offer_again_at(asking, "union", asking.tenant_id, account_id)
