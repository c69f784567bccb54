"""Who is at the door of an operation, and whether the table of rights lets them in.

An API key names itself in the Authorization header, a person's browser by the cookie of a session; what a browser
sends on another site's behalf is not believed. A person's roles are asked of the place's log at every request.
"""

import ipaddress
import re
from typing import NamedTuple, Protocol
from uuid import UUID

from domain.account.events import DenialReason
from services.auth import NO_TENANT, Login, Person, Policy, Refusal, access_id_of, refusal_of
from services.auth.sessions import Session
from services.http.cookies import (
    DEVICE_COOKIE,
    NONCE_COOKIE,
    SESSION_COOKIE,
    read_cookie,
    refuse_cross_site,
)
from services.http.parts import Parts
from services.http.problems import Problem
from services.http.reading import AnyRequest
from services.log import note

_BEARER = re.compile(r"Bearer (uk_[\x21-\x7e]{1,100})")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ENGAGEMENT = "audit-engagement"
_NOBODY = Login(key_id="nobody", union_id=NO_TENANT, role="unit", label="", expires_at=None)
"""Whoever asks for what is open to everybody."""

_DENIED: dict[Refusal, DenialReason] = {
    Refusal.OUT_OF_REACH: "out_of_reach",
    Refusal.FORBIDDEN: "forbidden",
    Refusal.SECOND_FACTOR_NEEDED: "second_factor",
}


class Admitted(NamedTuple):
    """Who was let in, and the session they came in, if they are a person."""

    login: Login
    session: Session | None


class Guarded(Protocol):
    """What is at the door: an operation, or a page."""

    @property
    def operation_id(self) -> str: ...

    @property
    def policy(self) -> Policy: ...


async def admitted_to(
    operation: Guarded,
    request: AnyRequest,
    parts: Parts,
    tenant_id: UUID | None,
    *,
    engagement_id: UUID | None = None,
) -> Admitted:
    """Return who asks, with what they hold at the place; raises the problem that keeps them out."""
    if operation.policy.public:
        _refuse_cross_site_if_named(request)
        return Admitted(_NOBODY, None)
    admitted = await _known(request, parts)
    note(principal="person" if admitted.login.person is not None else admitted.login.role)
    login = await parts.accounts.standing.placed(
        admitted.login,
        operation.policy,
        tenant_id,
        engagement_id=engagement_id,
        day=parts.today(),
    )
    refusal = refusal_of(operation.policy, login, tenant_id)
    if refusal is None and not await _is_of_its_kind(parts, operation, login, tenant_id):
        refusal = Refusal.OUT_OF_REACH
    if refusal is not None:
        await _note(parts, login, operation, refusal)
        raise _problem(operation, refusal)
    await parts.accounts.keys.note_use(login)
    return Admitted(login, admitted.session)


async def _is_of_its_kind(
    parts: Parts, operation: Guarded, login: Login, tenant_id: UUID | None
) -> bool:
    """An auditor's key may be a union's or a federation's: neither is taken for the other."""
    if login.person is not None or login.role != "auditor" or tenant_id is None:
        return True
    is_federation = await parts.accounts.standing.is_federation(tenant_id)
    return is_federation == (operation.policy.tenant == "federation")


async def _known(request: AnyRequest, parts: Parts) -> Admitted:
    written = request.headers.get("authorization")
    if written is not None:
        match = _BEARER.fullmatch(written)
        login = None if match is None else await parts.keys.authenticate(match[1])
        if login is None:
            raise Problem("access.unauthenticated")
        return Admitted(login, None)
    token = read_cookie(request, SESSION_COOKIE)
    session = None if token is None else await parts.accounts.credentials.sessions.find(token)
    if session is None:
        raise Problem("access.unauthenticated")
    refuse_cross_site(request)
    return Admitted(login_of(session), session)


def login_of(session: Session) -> Login:
    """Return the login of a session, before it is known where its person asks."""
    return Login(
        key_id=access_id_of(session.account_id),
        union_id=NO_TENANT,
        role="unit",
        label="",
        expires_at=None,
        person=Person(
            account_id=session.account_id,
            session_id=session.session_id,
            generation=session.generation,
            has_second_factor=session.second_factor_at is not None,
            password_is_first=session.must_change_password,
            owes_second_factor=session.owes_second_factor,
        ),
    )


def _problem(operation: Guarded, refusal: Refusal) -> Problem:
    if refusal is Refusal.OUT_OF_REACH:
        return Problem(f"{operation.policy.tenant}.unknown")
    return Problem(f"access.{refusal.value}")


async def _note(parts: Parts, login: Login, operation: Guarded, refusal: Refusal) -> None:
    reason = _DENIED.get(refusal)
    if reason is not None:
        await parts.accounts.denials.note(login, operation.operation_id, reason)


def engagement_named(request: AnyRequest) -> UUID | None:
    """Return the audit engagement a request says it belongs to."""
    named = request.headers.get(_ENGAGEMENT)
    return UUID(named) if named is not None and _UUID.fullmatch(named) else None


def _refuse_cross_site_if_named(request: AnyRequest) -> None:
    """At the door a program may say nothing of where it comes from; a browser's page must be our own."""
    if "origin" in request.headers or "sec-fetch-site" in request.headers:
        refuse_cross_site(request)


def our_cookies(request: AnyRequest) -> dict[str, str]:
    """Return the cookies that are ours."""
    found = {
        name: read_cookie(request, name) for name in (SESSION_COOKIE, DEVICE_COOKIE, NONCE_COOKIE)
    }
    return {name: value for name, value in found.items() if value is not None}


def address_of(request: AnyRequest, proxies: int) -> str:
    """Return where a request comes from: the peer, or what the last of so many proxies of ours wrote down."""
    client = request.scope.get("client")
    peer = "" if client is None else client[0]
    told = [
        part.strip()
        for line in request.headers.getall("x-forwarded-for", [])
        for part in line.split(",")
    ]
    named = told[-proxies] if 0 < proxies <= len(told) else peer
    try:
        return str(ipaddress.ip_address(named))
    except ValueError:
        return peer
