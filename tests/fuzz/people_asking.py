"""People in sessions, for what only people may ask: one of each kind, appointed and logged in as people are."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from tests.services.http.browsing import Browser
from tests.services.http.calling import County, Json
from tests.services.http.people import appointed, first_admin

_HOST = "gonghui.test"


class Sessions(NamedTuple):
    """People logged in, and the account of somebody who has not begun: what is done to it ends no session."""

    sessions: Sequence[Browser]
    account_id: str


async def sessions_of(county: County, mark: str) -> Sessions:
    """A clerk, the chair, an officer of the county and an administrator of the platform."""
    admin = await first_admin(county, f"admin{mark}")
    federation: Json = {"federation_id": county.federation_id, "name": "县甲"}
    officer = await appointed(
        admin,
        "/v1/platform/appointments",
        f"officer{mark}",
        federation | {"roles": ["county_officer"]},
        enrols=True,
    )
    chair = await appointed(
        officer,
        f"{county.federation}/units/{county.union_id}/appointments",
        f"chair{mark}",
        {"name": "主席丙", "roles": ["chair"]},
        enrols=True,
    )
    staff = f"{county.union}/appointments"
    clerk = await appointed(
        chair, staff, f"clerk{mark}", {"name": "经办戊", "roles": ["clerk"]}, enrols=False
    )
    later: Json = {"login": f"later{mark}", "name": "后来己", "roles": ["reviewer"]}
    offered = await chair.post(staff, later)
    assert offered.status_code == 201, offered.text
    return Sessions((clerk, chair, officer, admin), offered.json()["account_id"])


def as_headers(browser: Browser, if_match: int | None) -> Json:
    """What a browser sends with a write; a raw request has no host of its own."""
    given = browser.headers(Host=_HOST) | {"Idempotency-Key": str(uuid.uuid4())}
    return given if if_match is None else given | {"If-Match": f'"{if_match}"'}
