"""An audit engagement through the API: opened by the union's own audit committee, with a key to read under it."""

from datetime import date, timedelta
from typing import Any, get_args

import httpx
import msgspec

from domain.engagement.topics import Topic
from tests.services.http.calling import Caller, County, Json


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """An engagement, its chair and a reader; everything happens on `day`."""

    county: County
    engagement_id: str
    chair: str
    day: str
    access_id: str
    reader: Caller

    @property
    def path(self) -> str:
        return f"{self.county.union}/engagements/{self.engagement_id}"

    def signed(self) -> Json:
        return {"occurred_on": self.day, "officer_id": self.chair}

    def scope(self) -> Json:
        return scope_of(self.day, self.chair)

    def granting(self) -> Json:
        return granting_of(self.day, self.chair)

    async def version(self) -> int:
        """The version of the engagement, without leaving a trace of a read."""
        tag: str = (await self.county.unit.get(self.path)).headers["ETag"]
        return int(tag.strip('"'))

    async def do(self, name: str, body: Json, **changed: Any) -> httpx.Response:  # noqa: ANN401
        """Take a step as the union's own committee."""
        version = await self.version()
        asked = self.signed() | body | changed
        return await self.county.unit.post(f"{self.path}/{name}", asked, if_match=version)

    async def grant(self) -> Caller:
        """Have one more key given out."""
        answer = await self.do("access", self.granting())
        assert answer.status_code == 201, answer.text
        return Caller(self.county.client, answer.json()["api_key"])

    async def close(self, outcome: str) -> httpx.Response:
        return await self.do("close", {"outcome": outcome})


def scope_of(day: str, chair: str) -> Json:
    last = date.fromisoformat(day) + timedelta(days=30)
    return {
        "occurred_on": day,
        "officer_id": chair,
        "books_from": "2026-01-01",
        "books_until": "2026-12-31",
        "topics": ["dues", "books"],
        "access_until": str(last),
    }


def granting_of(day: str, chair: str) -> Json:
    last = date.fromisoformat(day) + timedelta(days=9)
    return {"occurred_on": day, "officer_id": chair, "holder": "audit_firm", "until": str(last)}


ALL_TOPICS = list(get_args(Topic))


async def engaged(county: County) -> Caller:
    """Open an engagement about everything, and return who reads under it."""
    return (await opened(county, topics=ALL_TOPICS)).reader


async def opened(
    county: County,
    *,
    chair: str | None = None,
    day: date | None = None,
    **scope: Any,  # noqa: ANN401 # fields of the opening
) -> Audit:
    """Open a review, today unless a day is named, and give out a key."""
    on = str(day or county.parts.today())
    chair = chair or await county.officer("戊经审", "audit_committee_chair")
    body = scope_of(on, chair) | {"kind": "review"} | scope
    answer = await county.unit.post(f"{county.union}/engagements", body)
    assert answer.status_code == 201, answer.text
    path = f"{county.union}/engagements/{answer.json()['engagement_id']}"
    granting = granting_of(on, chair)
    granted = await county.unit.post(f"{path}/access", granting, if_match=1)
    assert granted.status_code == 201, granted.text
    return Audit(
        county=county,
        engagement_id=answer.json()["engagement_id"],
        chair=chair,
        day=on,
        access_id=granted.json()["access_id"],
        reader=Caller(county.client, granted.json()["api_key"]),
    )
