"""What the county decides about a unit: registered, approved, moved, stopped, merged, split, ended."""

from typing import Any, Final

from services.auth import may
from services.pages.page import Reply, Shown, page
from services.pages.steps import Prepared, step
from services.pages.unit_names import unit_choices
from services.pages.visit import Visit

_UNITS: Final = "/federations/{federation_id}/units"
_UNIT: Final = f"{_UNITS}/{{unit_id}}"
_LEADS: Final = "/units/{unit_id}"
_SECTION: Final = "units"
_STEP: Final = "county/unit_step.html"


async def _registering(visit: Visit) -> Prepared:
    """Under the county itself where no parent is chosen."""
    return Prepared(choices={"parent_id": await unit_choices(visit)}, values={"note": ""})


async def _moving(visit: Visit) -> Prepared:
    units = await unit_choices(visit, but=visit.ids["unit_id"])
    note = "不选上级单位的，直接归县总工会。"
    return Prepared(choices={"parent_id": units}, values={"note": note})


async def _receiving(visit: Visit) -> Prepared:
    units = await unit_choices(visit, but=visit.ids["unit_id"])
    note = "合并、分立按当天的余额和名册一次办完，不能撤回。请先核对账目已经记到这一天。"
    return Prepared(choices={"into_id": units}, values={"note": note})


async def _plain(visit: Visit) -> Prepared:  # noqa: ARG001 # every step is prepared for a visit
    return Prepared(values={"note": ""})


async def _ending(visit: Visit) -> Prepared:  # noqa: ARG001 # the same
    return Prepared(values={"note": "撤销后单位终止，不能恢复；账上余额由县级工会接收。"})


step(
    f"{_UNITS}/new",
    "registerUnit",
    leads=_LEADS,
    section=_SECTION,
    prepare=_registering,
    template="books/noted_step.html",
)
for path, operation_id, prepare in (
    ("approval", "approveFounding", _plain),
    ("move", "moveUnit", _moving),
    ("freeze", "freezeUnit", _plain),
    ("unfreeze", "unfreezeUnit", _plain),
):
    step(
        f"{_UNIT}/{path}",
        operation_id,
        about="readUnit",
        leads=_LEADS,
        section=_SECTION,
        prepare=prepare,
        template=_STEP,
    )
for path, operation_id, prepare in (
    ("merge", "mergeUnit", _receiving),
    ("split", "splitUnit", _receiving),
    ("dissolve", "dissolveUnit", _ending),
):
    step(
        f"{_UNIT}/{path}",
        operation_id,
        about="readUnit",
        leads=_LEADS,
        section=_SECTION,
        prepare=prepare,
        template=_STEP,
        shows="county/reorganised.html",
    )

_APPOINTMENTS: Final = f"{_UNIT}/appointments"


@page("GET", _APPOINTMENTS, "unit_appointments", policy=may("county.people"), section=_SECTION)
async def unit_appointments(visit: Visit) -> Reply:
    """Who holds or was offered which roles in a unit, without names: the county knows them by their papers."""
    values = {
        "view": await visit.read("readUnit"),
        "rows": (await visit.read("listAppointmentsInUnit")).appointments,
    }
    return Shown(template="county/appointments.html", values=values)


async def _offering(visit: Visit) -> Prepared:
    """The county gives a unit its chair and its auditors; its other roles are the chair's to give."""
    chosen: dict[str, Any] = {"roles": [visit.query.get("roles", "chair")]}
    return Prepared(texts=chosen, left_out=frozenset({"member_id"}), values={"note": ""})


step(
    f"{_APPOINTMENTS}/new",
    "offerAppointmentInUnit",
    about="readUnit",
    leads="/units/{unit_id}/appointments",
    section=_SECTION,
    prepare=_offering,
    template=_STEP,
    shows="county/code_shown.html",
)
step(
    f"{_APPOINTMENTS}/{{account_id}}/end",
    "endAppointmentInUnit",
    about="readUnit",
    leads="/units/{unit_id}/appointments",
    section=_SECTION,
    prepare=_plain,
    template=_STEP,
)
step(
    f"{_APPOINTMENTS}/{{account_id}}/offer-again",
    "offerAppointmentInUnitAgain",
    about="readUnit",
    leads="/units/{unit_id}/appointments",
    section=_SECTION,
    prepare=_plain,
    template=_STEP,
    shows="county/code_shown.html",
)
