"""Who the asker is."""

from datetime import datetime
from uuid import UUID

from domain.roles import NEED_SECOND_FACTOR, PersonRole
from services.auth import NO_TENANT, may
from services.http.asking import Answer, Asking
from services.http.fields import Answered
from services.http.operation import operation
from services.http.sessions import session_of


class PlaceHeld(Answered, frozen=True, kw_only=True):
    """The roles held at a union, a federation, or the platform."""

    place_id: UUID
    roles: tuple[PersonRole, ...]


class Me(Answered, frozen=True, kw_only=True):
    """`union_id` is the union or federation a key belongs to; an operator's belongs to none.

    `places`: where a person holds which roles. `needs_second_factor`: one of these asks for a second factor.
    """

    key_id: str
    role: str
    union_id: UUID | None
    label: str
    expires_at: datetime | None
    scopes: tuple[str, ...] | None = None
    account_id: UUID | None = None
    places: tuple[PlaceHeld, ...] = ()
    needs_second_factor: bool = False
    has_second_factor: bool = False


@operation("GET", "/v1/me", "readMe", tag="access", policy=may("account.identity"), answer=Me)
async def read_me(asking: Asking) -> Answer:
    """Whose key or session this is."""
    login = asking.login
    if login.person is not None:
        return await _read_person(asking)
    me = Me(
        key_id=login.key_id,
        role=login.role,
        union_id=None if login.union_id == NO_TENANT else login.union_id,
        label=login.label,
        expires_at=login.expires_at,
        scopes=login.scopes,
    )
    return Answer(body=me)


async def _read_person(asking: Asking) -> Answer:
    session = session_of(asking)
    places = await asking.parts.accounts.own.places(session)
    me = Me(
        key_id=asking.login.key_id,
        role="person",
        union_id=None,
        label="",
        expires_at=asking.login.expires_at,
        account_id=session.account_id,
        places=tuple(PlaceHeld(place_id=one.place_id, roles=one.roles) for one in places),
        needs_second_factor=any(NEED_SECOND_FACTOR.intersection(one.roles) for one in places),
        has_second_factor=session.second_factor_at is not None,
    )
    return Answer(body=me)
