"""人员与密钥: who signs for the county, and the keys of its programs."""

from typing import Final

from services.auth import may
from services.pages.appointments import scopes_for
from services.pages.page import Reply, Shown, page
from services.pages.steps import Prepared, step
from services.pages.visit import Visit

_FEDERATION: Final = "/federations/{federation_id}"
_KEYS: Final = f"{_FEDERATION}/api-keys"
_SECTION: Final = "people"


@page("GET", f"{_FEDERATION}/people", "county_people", policy=may("county.read"), section=_SECTION)
async def county_people(visit: Visit) -> Reply:
    """The officers of the county on a day, and its keys, those revoked included."""
    sees_keys = visit.can("listKeysOfFederation")
    values = {
        "officers": await visit.read("listCountyOfficers", as_of=visit.query.get("as_of")),
        "keys": await visit.read("listKeysOfFederation") if sees_keys else None,
    }
    return Shown(template="county/people.html", values=values)


async def _keyed(visit: Visit) -> Prepared:  # noqa: ARG001 # every step is prepared for a visit
    """What a county's key may be given: what its role may do, without signing."""
    return Prepared(
        choices={"scopes": scopes_for("county", "auditor")},
        texts={"valid_days": ["180"]},
        values={"note": "只勾选程序用得着的；密钥只显示这一次，不能再看。"},
    )


async def _plain(visit: Visit) -> Prepared:  # noqa: ARG001 # the same
    return Prepared(values={"note": ""})


step(
    f"{_FEDERATION}/officers/new",
    "recordCountyOfficer",
    leads="/people",
    section=_SECTION,
    prepare=_plain,
    template="books/noted_step.html",
)
step(
    f"{_KEYS}/new",
    "issueKeyOfFederation",
    leads="/people",
    section=_SECTION,
    prepare=_keyed,
    template="books/noted_step.html",
    shows="county/key_shown.html",
)
step(
    f"{_KEYS}/{{key_id}}/revoke",
    "revokeKeyOfFederation",
    leads="/people",
    section=_SECTION,
    prepare=_plain,
    template="books/noted_step.html",
)
