"""Another identity provider that may say who a person is: asked at the door, linked and unlinked by the person.

The nonce is made here, of a secret in the browser's cookie: a token is good only in the browser that asked for it,
and whoever reads the nonce in one does not know the secret.
"""

import hashlib
import secrets
from typing import Annotated

import msgspec
from msgspec import Meta

from services.auth import may
from services.auth.identities import IdentityRefused
from services.http.asking import Answer, Asking
from services.http.cookies import NONCE_COOKIE, no_nonce, nonce_cookie
from services.http.fields import Answered, Body
from services.http.operation import operation
from services.http.problems import Problem
from services.http.sessions import (
    Password,
    SessionBegun,
    begun,
    door,
    knock_of,
    session_of,
)

Issuer = Annotated[str, Meta(min_length=1, max_length=200)]
IdToken = Annotated[str, Meta(min_length=1, max_length=16_384)]
_NONCE_BYTES = 32
_TOKEN = {"issuer": "https://id.example", "id_token": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"}
_PROVEN = ("access.login_refused", "access.too_many_logins", "access.second_factor_needed")
_PASSWORD = {"password": "correct horse battery staple"}


class IdentityToken(Body, frozen=True, kw_only=True):
    """What another identity provider gave for the nonce of this browser, and which one it was."""

    issuer: Issuer
    id_token: IdToken


class NonceGiven(Answered, frozen=True, kw_only=True):
    """To be sent along to the other provider; it serves once, in this browser, within ten minutes."""

    nonce: str


class IdentityLink(Body, frozen=True, kw_only=True):
    """The password of the account, and what the other provider gave for this very request."""

    password: Password
    issuer: Issuer
    id_token: IdToken


class IdentityUnlink(Body, frozen=True, kw_only=True):
    password: Password
    issuer: Issuer


class IdentityChanged(Answered, frozen=True, kw_only=True):
    issuer: str
    linked: bool


@operation(
    "POST",
    "/v1/sessions/identity/nonce",
    "beginIdentityLogin",
    tag="access",
    policy=may("door.knock"),
    answer=NonceGiven,
    refusals=("access.cross_site",),
)
async def begin_identity_login(_: Asking) -> Answer:
    """Make a nonce for a login at another identity provider, and tie it to this browser."""
    secret = secrets.token_urlsafe(_NONCE_BYTES)
    return Answer(body=NonceGiven(nonce=_made_of(secret)), cookies=(nonce_cookie(secret),))


@operation(
    "POST",
    "/v1/sessions/identity",
    "logInWithIdentity",
    tag="access",
    policy=may("door.knock"),
    answer=SessionBegun,
    status=201,
    refusals=("access.cross_site", "access.identity_refused"),
    example=_TOKEN,
)
async def log_in_with_identity(asking: Asking, body: IdentityToken) -> Answer:
    """Begin a session for whom another provider vouches. Union and roles never come from its token."""
    identities = asking.parts.accounts.credentials.identities
    try:
        identity = identities.verify(body.issuer, body.id_token, _nonce_of(asking))
    except IdentityRefused:
        raise Problem("access.identity_refused") from None
    account_id = await identities.account_of(identity)
    if account_id is None:
        raise Problem("access.identity_refused")
    with door():
        entered = await asking.parts.accounts.door.enter_as(account_id, knock_of(asking))
    answer = begun(entered)
    return msgspec.structs.replace(answer, cookies=(*answer.cookies, no_nonce()))


@operation(
    "POST",
    "/v1/me/identities",
    "linkIdentity",
    tag="access",
    policy=may("account.own"),
    answer=IdentityChanged,
    refusals=(*_PROVEN, "access.identity_refused", "access.identity_taken"),
    example=_PASSWORD | _TOKEN,
)
async def link_identity(asking: Asking, body: IdentityLink) -> Answer:
    """Let another provider vouch for who one is. Union and roles never come from there."""
    with door():
        await asking.parts.accounts.linking.link(
            session_of(asking),
            password=body.password,
            issuer=body.issuer,
            id_token=body.id_token,
            nonce=_nonce_of(asking),
            address=asking.address,
        )
    return Answer(body=IdentityChanged(issuer=body.issuer, linked=True), cookies=(no_nonce(),))


@operation(
    "POST",
    "/v1/me/identities/remove",
    "unlinkIdentity",
    tag="access",
    policy=may("account.own"),
    answer=IdentityChanged,
    refusals=(*_PROVEN, "account.no_such_identity"),
    example=_PASSWORD | {"issuer": "https://id.example"},
)
async def unlink_identity(asking: Asking, body: IdentityUnlink) -> Answer:
    """Let the other provider vouch no longer."""
    with door():
        await asking.parts.accounts.linking.unlink(
            session_of(asking),
            password=body.password,
            issuer=body.issuer,
            address=asking.address,
        )
    return Answer(body=IdentityChanged(issuer=body.issuer, linked=False))


def _nonce_of(asking: Asking) -> str:
    """Return the nonce of this browser; one that asked for none has nothing a token could fit."""
    secret = asking.cookies.get(NONCE_COOKIE, "")
    if not secret:
        raise Problem("access.identity_refused")
    return _made_of(secret)


def _made_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
