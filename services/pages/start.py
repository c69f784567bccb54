"""The first page: it leads to the place somebody works at, or lets them choose among several."""

from typing import NamedTuple
from uuid import UUID

from domain.ids import PLATFORM
from services.auth import may
from services.pages.page import Reply, Shown, Went, page
from services.pages.visit import Visit
from services.words.forms import choice_text


class PlaceShown(NamedTuple):
    """Where somebody works, as what."""

    href: str
    name: str
    roles: str


@page("GET", "/", "start", policy=may("account.own"))
async def start(visit: Visit) -> Reply:
    """One place: straight there."""
    if visit.login.person is not None and visit.login.person.password_is_first:
        return Went(location="/me/password")
    if visit.session is not None and visit.session.owes_second_factor:
        return Went(location="/login/code")
    places = await places_of(visit)
    if len(places) == 1:
        return Went(location=places[0].href)
    return Shown(template="start.html", values={"places": places})


async def places_of(visit: Visit) -> list[PlaceShown]:
    """Return the places a visitor holds roles at."""
    me = await visit.read("readMe")
    return [await _place(visit, held.place_id, held.roles) for held in me.places]


async def _place(visit: Visit, place_id: UUID, roles: tuple[str, ...]) -> PlaceShown:
    held = "、".join(choice_text("roles", role) for role in roles)
    if place_id == PLATFORM:
        return PlaceShown("/platform", "平台", held)
    if {"county_officer", "county_auditor"} & set(roles):
        seen = await visit.read("readFederation", {"federation_id": place_id})
        return PlaceShown(f"/federations/{place_id}", seen.name, held)
    seen = await visit.read("readUnion", {"union_id": place_id})
    return PlaceShown(f"/unions/{place_id}", seen.union.name, held)
