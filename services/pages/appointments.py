"""人员权限: who may do what in the union, codes handed over once, and keys for programs."""

from typing import Any, Final

from services.auth import may, rights
from services.http.appointment_form import AppointmentRow
from services.http.problems import Problem
from services.pages.forms import Choices
from services.pages.page import Reply, Shown, page
from services.pages.steps import Prepared, step
from services.pages.visit import Visit

_UNION: Final = "/unions/{union_id}"
_APPOINTMENTS: Final = f"{_UNION}/appointments"
_APPOINTMENT: Final = f"{_APPOINTMENTS}/{{account_id}}"
_KEYS: Final = f"{_UNION}/api-keys"
_SECTION: Final = "people"
_CODE: Final = "people/code.html"
_STEP: Final = "people/appointment_step.html"


@page("GET", _APPOINTMENTS, "appointments", policy=may("people.read"), section=_SECTION)
async def appointments(visit: Visit) -> Reply:
    """Who holds or was offered which roles, and the keys of programs."""
    listed = (await visit.read("listAppointments")).appointments
    ended = ("ended", "over")
    values = {
        "holding": [one for one in listed if one.stands not in ended],
        "ended": [one for one in listed if one.stands in ended],
        "own": visit.login.person,
        "keys": (await visit.read("listKeysOfUnion")).keys,
        "actions": {policy.action: policy.title for policy in rights().values()},
        "today": visit.parts.today(),
    }
    return Shown(template="people/appointments.html", values=values)


async def _row(visit: Visit) -> AppointmentRow:
    listed = (await visit.read("listAppointments")).appointments
    for one in listed:
        if str(one.account_id) == visit.ids["account_id"]:
            return one  # type: ignore[no-any-return] # rows of the answer
    raise Problem("appointment.not_offered")


async def _changing(visit: Visit) -> Prepared:
    """Begin with what is held: the new roles take its place wholly."""
    row = await _row(visit)
    texts: dict[str, list[str]] = {"roles": [*row.roles]}
    if row.until is not None:
        texts["until"] = [row.until.isoformat()]
    return Prepared(texts=texts, values={"appointment": row})


async def _about(visit: Visit) -> Prepared:
    return Prepared(values={"appointment": await _row(visit)})


async def _offering(_: Visit) -> Prepared:
    return Prepared(values={"appointment": None})


async def _issuing(_: Visit) -> Prepared:
    """Each action is a box to tick; nobody gives a key that signs."""
    return Prepared(
        choices={"scopes": scopes_for("unit", "auditor")},
        texts={"valid_days": ["180"]},
        values={"appointment": None},
    )


def scopes_for(*roles: str) -> Choices:
    """Return the actions a key of a union in some roles may be given, with what they mean."""
    return [
        (policy.action, policy.title)
        for policy in rights().values()
        if policy.keys & set(roles) and not policy.signs and policy.tenant != "federation"
    ]


async def _revoking(_: Visit) -> Prepared:
    return Prepared(values={"appointment": None})


def _step(path: str, operation_id: str, prepare: Any, **more: Any) -> None:  # noqa: ANN401
    step(
        path,
        operation_id,
        leads="/appointments",
        section=_SECTION,
        prepare=prepare,
        template=_STEP,
        **more,
    )


_step(f"{_APPOINTMENTS}/new", "offerAppointment", _offering, shows=_CODE)
_step(f"{_APPOINTMENT}/offer-again", "offerAppointmentAgain", _about, shows=_CODE)
_step(f"{_APPOINTMENT}/change", "changeAppointment", _changing)
_step(f"{_APPOINTMENT}/end", "endAppointment", _about)
_step(f"{_KEYS}/new", "issueKeyOfUnion", _issuing, shows="people/key.html")
_step(f"{_KEYS}/{{key_id}}/revoke", "revokeKeyOfUnion", _revoking)
