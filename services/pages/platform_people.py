"""人员账号 of the platform: who works for counties and for itself, their accounts, and the platform's own keys."""

from typing import Any, Final

from services.auth import may
from services.pages.forms import Choices
from services.pages.page import Reply, Shown, page
from services.pages.steps import Prepared, step
from services.pages.visit import Visit

_PEOPLE: Final = "/platform/people"
_APPOINTMENTS: Final = "/platform/appointments"
_ACCOUNT: Final = "/platform/accounts/{account_id}"
_KEYS: Final = "/platform/api-keys"
_SECTION: Final = "people"
_PLATFORM: Final = "platform"


@page("GET", _PEOPLE, "platform_people", policy=may("platform.people"), section=_SECTION)
async def platform_people(visit: Visit) -> Reply:
    """Who holds or was offered which roles at a county or here; ids, no names."""
    places = await _places(visit)
    chosen = visit.query.get("federation_id") or _PLATFORM
    federation_id = None if chosen == _PLATFORM else chosen
    listed = await visit.read("listAppointmentsOfPlatform", federation_id=federation_id)
    values = {
        "places": places,
        "chosen": chosen,
        "name": dict(places).get(chosen, ""),
        "rows": listed.appointments,
        "own": None if visit.login.person is None else str(visit.login.person.account_id),
    }
    return Shown(template="platform/people.html", values=values)


async def _places(visit: Visit) -> Choices:
    listed = (await visit.read("listPlaces")).federations
    counties = [(str(one.federation_id), f"{one.code} {one.name}") for one in listed]
    return [(_PLATFORM, "平台本身"), *counties]


def _back(visit: Visit, _: Any) -> str:  # noqa: ANN401 # the answer's body
    """Return to the people of the place that was looked at."""
    place = visit.query.get("federation_id") or visit.posted.text("federation_id")
    return visit.at(_PEOPLE, federation_id=place)


async def _offering(visit: Visit) -> Prepared:
    counties = [choice for choice in await _places(visit) if choice[0] != _PLATFORM]
    note = "县级人员须选县级工会；平台管理员不选。县级工作人员签字时用自己的任职，姓名须与任职登记一致。"
    return Prepared(choices={"federation_id": counties}, values={"note": note})


async def _ending(visit: Visit) -> Prepared:
    """Of which place is said by the page one came from."""
    place = visit.query.get("federation_id")
    fixed = {"federation_id": place} if place and place != _PLATFORM else {}
    return Prepared(
        fixed=fixed, left_out=frozenset({"federation_id"}), values={"note": _whose(visit)}
    )


async def _of_account(visit: Visit) -> Prepared:
    return Prepared(values={"note": _whose(visit)})


async def _of_key(visit: Visit) -> Prepared:  # noqa: ARG001 # every step is prepared for a visit
    return Prepared(values={"note": "平台自身的密钥看不到任何单位的账。"})


def _whose(visit: Visit) -> str:
    return f"账号末位 {visit.ids['account_id'][-12:]}。请先向本人或其单位核实身份。"


step(
    f"{_APPOINTMENTS}/new",
    "offerAppointmentByPlatform",
    leads=_back,
    section=_SECTION,
    prepare=_offering,
    template="books/noted_step.html",
    shows="county/code_shown.html",
)
for _path, _operation_id, _prepare in (
    (f"{_APPOINTMENTS}/{{account_id}}/end", "endAppointmentByPlatform", _ending),
    (f"{_ACCOUNT}/reset", "resetAccount", _of_account),
    (f"{_ACCOUNT}/close", "closeAccount", _of_account),
    (f"{_ACCOUNT}/reopen", "reopenAccount", _of_account),
):
    step(
        _path,
        _operation_id,
        leads=_back,
        section=_SECTION,
        prepare=_prepare,
        template="books/noted_step.html",
    )
step(
    f"{_KEYS}/new",
    "issueApiKey",
    leads=_back,
    section=_SECTION,
    prepare=_of_key,
    template="books/noted_step.html",
    shows="county/key_shown.html",
)
step(
    f"{_KEYS}/{{key_id}}/revoke",
    "revokeApiKey",
    leads=_back,
    section=_SECTION,
    prepare=_of_key,
    template="books/noted_step.html",
)
