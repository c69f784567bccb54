"""人员账号 of the platform: who works for counties and for itself, their accounts, and the platform's own keys."""

from typing import Final

import msgspec

from services.auth import may
from services.pages.forms import Choices
from services.pages.page import Reply, Shown, Went, page
from services.pages.steps import Prepared, step
from services.pages.visit import Visit, path_part

_PEOPLE: Final = "/platform/people"
_OF_PLACE: Final = f"{_PEOPLE}/{{place}}"
_LEADS: Final = "/platform/people/{place}"
_KEYS: Final = "/platform/api-keys"
_SECTION: Final = "people"
_PLATFORM: Final = "platform"
"""Stands in an address for the platform itself, where otherwise the id of a county stands."""


@page("GET", _PEOPLE, "platform_people", policy=may("platform.people"), section=_SECTION)
async def platform_people(visit: Visit) -> Reply:
    """The platform's own people, or those of the county that was chosen."""
    chosen = visit.query.get("federation_id") or _PLATFORM
    return Went(location=f"{_PEOPLE}/{path_part(chosen)}")


@page("GET", _OF_PLACE, "people_of_place", policy=may("platform.people"), section=_SECTION)
async def people_of_place(visit: Visit) -> Reply:
    """Who holds or was offered which roles at a county or here; ids, no names."""
    places = await _places(visit)
    chosen = visit.ids["place"]
    listed = await visit.read("listAppointmentsOfPlatform", federation_id=_federation_id(visit))
    values = {
        "places": places,
        "chosen": chosen,
        "name": dict(places).get(chosen, ""),
        "rows": listed.appointments,
        "own": None if visit.login.person is None else str(visit.login.person.account_id),
    }
    return Shown(template="platform/people.html", values=values)


@page("GET", _KEYS, "platform_key", policy=may("platform.keys"), section=_SECTION)
async def platform_key(visit: Visit) -> Reply:
    """The key with this number, to be revoked; without a number back to the people."""
    key_id = visit.query.get("key_id", "").strip()
    return Went(location=f"{_KEYS}/{path_part(key_id)}/revoke" if key_id else _PEOPLE)


async def _places(visit: Visit) -> Choices:
    listed = (await visit.read("listPlaces")).federations
    counties = [(str(one.federation_id), f"{one.code} {one.name}") for one in listed]
    return [(_PLATFORM, "平台本身"), *counties]


def _federation_id(visit: Visit) -> str | None:
    place = visit.ids["place"]
    return None if place == _PLATFORM else place


async def _at_place(visit: Visit) -> Prepared:
    """Of which place is said by the address."""
    note = "县级工作人员签字时用自己的任职，姓名须与任职登记一致。授权码请当面交给本人。"
    return _prepared(visit, note)


async def _of_account(visit: Visit) -> Prepared:
    note = f"账号末位 {visit.ids['account_id'][-12:]}。请先向本人或其单位核实身份。"
    return _prepared(visit, note)


def _prepared(visit: Visit, note: str) -> Prepared:
    place = _federation_id(visit)
    return Prepared(
        fixed={} if place is None else {"federation_id": place},
        left_out=frozenset({"federation_id"}),
        values={"note": note},
    )


async def _known(visit: Visit) -> Prepared:
    """Resetting, closing and reopening concern the account, wherever it works."""
    return msgspec.structs.replace(await _of_account(visit), fixed={})


async def _of_key(_: Visit) -> Prepared:
    return Prepared(values={"note": "平台自身的密钥看不到任何单位的账。"})


step(
    f"{_OF_PLACE}/new",
    "offerAppointmentByPlatform",
    leads=_LEADS,
    section=_SECTION,
    prepare=_at_place,
    template="books/noted_step.html",
    shows="county/code_shown.html",
)
for _path, _operation_id, _prepare in (
    ("end", "endAppointmentByPlatform", _of_account),
    ("reset", "resetAccount", _known),
    ("close", "closeAccount", _known),
    ("reopen", "reopenAccount", _known),
):
    step(
        f"{_OF_PLACE}/{{account_id}}/{_path}",
        _operation_id,
        leads=_LEADS,
        section=_SECTION,
        prepare=_prepare,
        template="books/noted_step.html",
    )
step(
    f"{_KEYS}/new",
    "issueApiKey",
    leads=_PEOPLE,
    section=_SECTION,
    prepare=_of_key,
    template="books/noted_step.html",
    shows="county/key_shown.html",
)
step(
    f"{_KEYS}/{{key_id}}/revoke",
    "revokeApiKey",
    leads=_PEOPLE,
    section=_SECTION,
    prepare=_of_key,
    template="books/noted_step.html",
)
