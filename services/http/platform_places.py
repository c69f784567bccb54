"""Which federations and unions the platform keeps, for whoever runs it: codes and names, nothing of their books."""

from uuid import UUID

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered
from services.http.operation import operation


class UnitPlace(Answered, frozen=True, kw_only=True):
    unit_id: UUID
    code: str
    name: str


class FederationPlace(Answered, frozen=True, kw_only=True):
    federation_id: UUID
    code: str
    name: str
    units: list[UnitPlace]


class PlacesListed(Answered, frozen=True, kw_only=True):
    federations: list[FederationPlace]


@operation(
    "GET",
    "/v1/platform/places",
    "listPlaces",
    tag="access",
    policy=may("platform.found"),
    answer=PlacesListed,
)
async def list_places(asking: Asking) -> Answer:
    """Every federation with its units, by code."""
    directory = asking.parts.directory
    units: dict[UUID, list[UnitPlace]] = {}
    for one in await directory.units():
        place = UnitPlace(unit_id=one.unit_id, code=one.code, name=one.name)
        units.setdefault(one.federation_id, []).append(place)
    listed = [
        FederationPlace(
            federation_id=one.federation_id,
            code=one.code,
            name=one.name,
            units=units.get(one.federation_id, []),
        )
        for one in await directory.federations()
    ]
    return Answer(body=PlacesListed(federations=listed))
