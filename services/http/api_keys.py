"""Keys for programs: a union and a federation give their own, each cut down to what the program needs."""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from domain.ids import PLATFORM
from services.accounts.api_keys import NewKey
from services.auth import KeyIdTaken, derived_key_id, may
from services.http.asking import Answer, Asking
from services.http.fields import Answered, Body, Title
from services.http.operation import operation
from services.http.problems import Problem
from services.http.sessions import door

_DAYS_MOST = 366
Scopes = Annotated[
    tuple[Annotated[str, Meta(pattern=r"\A[a-z]+\.[a-z]+\Z")], ...],
    Meta(min_length=1, max_length=100, description="权限名，见接口说明"),
]
_REFUSALS = (
    "access.key_already_issued",
    "access.scope_not_fitting",
    "access.scope_signs",
    "access.scope_unknown",
)


class UnionKeyRequest(Body, frozen=True, kw_only=True):
    """A key to the union's own books; `auditor` only reads."""

    role: Literal["unit", "auditor"]
    label: Title
    scopes: Scopes
    valid_days: Annotated[int, Meta(ge=1, le=_DAYS_MOST)]


class CountyKeyRequest(Body, frozen=True, kw_only=True):
    """A key to the federation's own books; it opens no unit's."""

    role: Literal["county", "auditor"]
    label: Title
    scopes: Scopes
    valid_days: Annotated[int, Meta(ge=1, le=_DAYS_MOST)]


class PlatformKeyRequest(Body, frozen=True, kw_only=True):
    """What the key is for. Neither sees anybody's books: those keys are given by the union itself."""

    role: Literal["operator", "witness"]
    label: Title
    valid_days: Annotated[int, Meta(ge=1, le=3660)] | None = None


class KeyIssued(Answered, frozen=True, kw_only=True):
    """`api_key` is shown this once."""

    key_id: str
    api_key: str
    role: str


class KeyRevoked(Answered, frozen=True, kw_only=True):
    key_id: str
    revoked: bool


@operation(
    "POST",
    "/v1/unions/{union_id}/api-keys",
    "issueKeyOfUnion",
    tag="access",
    policy=may("keys.issue"),
    answer=KeyIssued,
    writes=True,
    status=201,
    refusals=_REFUSALS,
    example={
        "role": "unit",
        "label": "工资系统",
        "scopes": ["dues.receive", "members.read"],
        "valid_days": 180,
    },
)
async def issue_key_of_union(asking: Asking, body: UnionKeyRequest) -> Answer:
    """Give a program a key to some actions. It is shown once: a repeat of the request is refused."""
    return await _issue(asking, asking.tenant_id, body, body.scopes)


@operation(
    "DELETE",
    "/v1/unions/{union_id}/api-keys/{key_id}",
    "revokeKeyOfUnion",
    tag="access",
    policy=may("keys.issue"),
    answer=KeyRevoked,
    refusals=("access.key_unknown",),
)
async def revoke_key_of_union(asking: Asking, key_id: str) -> Answer:
    """Revoke a key for ever. Other processes stop taking it within a second."""
    return await _revoke(asking, asking.tenant_id, key_id)


@operation(
    "POST",
    "/v1/federations/{federation_id}/api-keys",
    "issueKeyOfFederation",
    tag="access",
    policy=may("county.keys"),
    answer=KeyIssued,
    writes=True,
    status=201,
    refusals=_REFUSALS,
    example={
        "role": "county",
        "label": "汇总平台",
        "scopes": ["county.read"],
        "valid_days": 180,
    },
)
async def issue_key_of_federation(asking: Asking, body: CountyKeyRequest) -> Answer:
    """Give a program a key to some of the county's actions; it is shown once."""
    return await _issue(asking, asking.tenant_id, body, body.scopes)


@operation(
    "DELETE",
    "/v1/federations/{federation_id}/api-keys/{key_id}",
    "revokeKeyOfFederation",
    tag="access",
    policy=may("county.keys"),
    answer=KeyRevoked,
    refusals=("access.key_unknown",),
)
async def revoke_key_of_federation(asking: Asking, key_id: str) -> Answer:
    """Revoke a key for ever."""
    return await _revoke(asking, asking.tenant_id, key_id)


@operation(
    "POST",
    "/v1/api-keys",
    "issueApiKey",
    tag="access",
    policy=may("platform.keys"),
    answer=KeyIssued,
    writes=True,
    status=201,
    refusals=("access.key_already_issued",),
    example={"role": "operator", "label": "值班", "valid_days": 365},
)
async def issue_api_key(asking: Asking, body: PlatformKeyRequest) -> Answer:
    """Issue a key of the platform's own. It is shown once: a repeat of the request is refused."""
    return await _issue(asking, PLATFORM, body, None)


@operation(
    "DELETE",
    "/v1/api-keys/{key_id}",
    "revokeApiKey",
    tag="access",
    policy=may("platform.keys"),
    answer=KeyRevoked,
    refusals=("access.key_unknown",),
)
async def revoke_api_key(asking: Asking, key_id: str) -> Answer:
    """Revoke a key of the platform's own for ever."""
    return await _revoke(asking, PLATFORM, key_id)


async def _issue(
    asking: Asking,
    place_id: UUID,
    body: UnionKeyRequest | CountyKeyRequest | PlatformKeyRequest,
    scopes: tuple[str, ...] | None,
) -> Answer:
    if asking.login.scopes is not None:  # what was cut down cuts nothing new
        raise Problem("access.forbidden")
    key_id = derived_key_id(asking.login.key_id.encode() + asking.command_id.bytes)
    wanted = NewKey(
        place_id=place_id,
        role=body.role,
        label=body.label,
        valid_for=None if body.valid_days is None else timedelta(days=body.valid_days),
        scopes=scopes,
        key_id=key_id,
    )
    try:
        with door():
            issued = await asking.parts.accounts.keys.issue(wanted, asking.login.actor)
    except KeyIdTaken:
        raise Problem("access.key_already_issued") from None
    return Answer(body=KeyIssued(key_id=issued.key_id, api_key=issued.text, role=body.role))


async def _revoke(asking: Asking, place_id: UUID, key_id: str) -> Answer:
    is_revoked = await asking.parts.accounts.keys.revoke(place_id, key_id, asking.login.actor)
    if not is_revoked:
        raise Problem("access.key_unknown")
    return Answer(body=KeyRevoked(key_id=key_id, revoked=True))
