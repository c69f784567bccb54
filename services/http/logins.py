"""Who the asker is, and the keys an operator issues and revokes. No data of a union passes here."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from domain.federation.events import FederationRegistered
from services.auth import NO_TENANT, OF_NO_UNION, KeyIdTaken, derived_key_id
from services.errors import UnionNotFound
from services.http.asking import Answer, Asking
from services.http.fields import Answered, Body, Title
from services.http.operation import ANYBODY_KNOWN, OPERATOR, operation
from services.http.problems import Problem

KeyRole = Literal["unit", "county", "auditor", "operator", "witness"]


class Me(Answered, frozen=True, kw_only=True):
    """`union_id` is the union or federation the key belongs to; an operator's belongs to none."""

    key_id: str
    role: str
    union_id: UUID | None
    label: str
    expires_at: datetime | None


class KeyRequest(Body, frozen=True, kw_only=True):
    """Whom the key is for. An operator's or witness's key names no union; any other names one."""

    role: KeyRole
    label: Title
    union_id: UUID | None = None
    valid_days: Annotated[int, Meta(ge=1, le=3660)] | None = None


class KeyIssued(Answered, frozen=True, kw_only=True):
    """`api_key` is shown this once."""

    key_id: str
    api_key: str
    role: str
    union_id: UUID | None


class KeyRevoked(Answered, frozen=True, kw_only=True):
    key_id: str
    revoked: bool


@operation("GET", "/v1/me", "readMe", tag="access", policy=ANYBODY_KNOWN, answer=Me)
async def read_me(asking: Asking) -> Answer:
    """Whose key this is."""
    login = asking.login
    me = Me(
        key_id=login.key_id,
        role=login.role,
        union_id=None if login.union_id == NO_TENANT else login.union_id,
        label=login.label,
        expires_at=login.expires_at,
    )
    return Answer(body=me)


@operation(
    "POST",
    "/v1/api-keys",
    "issueApiKey",
    tag="access",
    policy=OPERATOR,
    answer=KeyIssued,
    writes=True,
    status=201,
    refusals=("access.key_already_issued", "access.role_not_fitting", "union.unknown"),
    example={"role": "operator", "label": "值班", "valid_days": 365},
)
async def issue_api_key(asking: Asking, body: KeyRequest) -> Answer:
    """Issue a key. It is shown once: a repeat of the request is refused, not answered again."""
    await _refuse_strange_role(asking, body)
    try:
        issued = await asking.parts.keys.issue_key(
            role=body.role,
            label=body.label,
            union_id=body.union_id or NO_TENANT,
            valid_for=None if body.valid_days is None else timedelta(days=body.valid_days),
            key_id=derived_key_id(asking.login.key_id.encode() + asking.command_id.bytes),
        )
    except KeyIdTaken:
        raise Problem("access.key_already_issued") from None
    answered = KeyIssued(
        key_id=issued.key_id, api_key=issued.text, role=body.role, union_id=body.union_id
    )
    return Answer(body=answered)


async def _refuse_strange_role(asking: Asking, body: KeyRequest) -> None:
    """A county's key belongs to a federation, a unit's to a union that is none."""
    if (body.role in OF_NO_UNION) != (body.union_id is None):
        raise Problem("access.role_not_fitting")
    if body.union_id is None:
        return
    first = await asking.parts.log.read_after(body.union_id, 0, 1)
    if not first:
        raise UnionNotFound
    is_federation = first[0].topic == FederationRegistered.TOPIC
    if (body.role == "county") != is_federation and body.role != "auditor":
        raise Problem("access.role_not_fitting")


@operation(
    "DELETE",
    "/v1/api-keys/{key_id}",
    "revokeApiKey",
    tag="access",
    policy=OPERATOR,
    answer=KeyRevoked,
    refusals=("access.key_unknown",),
)
async def revoke_api_key(asking: Asking, key_id: str) -> Answer:
    """Revoke a key for ever. Other processes stop taking it within a second."""
    if not await asking.parts.keys.revoke_key(key_id):
        raise Problem("access.key_unknown")
    return Answer(body=KeyRevoked(key_id=key_id, revoked=True))
