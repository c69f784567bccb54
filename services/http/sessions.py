"""Logging in and out. A refusal at the door is the same for everybody, known or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar.datastructures import Cookie
from msgspec import Meta

from services.accounts.door import Entered, Knock, TooMany
from services.accounts.platform import AccessRefused
from services.auth import may
from services.auth.sessions import Session, SessionGone, csrf_token
from services.http.asking import Answer, Asking
from services.http.cookies import DEVICE_COOKIE, device_cookie, no_session, session_cookie
from services.http.fields import Answered, Body
from services.http.operation import operation
from services.http.problems import Fault, Problem

Password = Annotated[str, Meta(min_length=1, max_length=1_000)]
OneTimeCode = Annotated[str, Meta(min_length=1, max_length=50)]
Waits = Literal["open", "password_to_change", "second_factor"]

_AT_THE_DOOR = ("access.login_refused", "access.too_many_logins", "access.cross_site")


class LoginAttempt(Body, frozen=True, kw_only=True):
    """For an account without a password yet, the code of its appointment stands in for one."""

    login: Annotated[str, Meta(min_length=1, max_length=200)]
    password: Password


class SecondFactor(Body, frozen=True, kw_only=True):
    """The code an authenticator shows now, or one of the recovery codes."""

    code: OneTimeCode
    is_recovery: bool = False


class SessionBegun(Answered, frozen=True, kw_only=True):
    """`waits_for` tells what is missing before everything is open; `form_token` goes into HTML forms."""

    session_id: UUID
    waits_for: Waits
    form_token: str


class SessionListed(Answered, frozen=True, kw_only=True):
    session_id: UUID
    agent: str
    created_at: datetime
    seen_at: datetime
    has_second_factor: bool
    is_this_one: bool


class SessionsListed(Answered, frozen=True, kw_only=True):
    sessions: list[SessionListed]


class SessionEnded(Answered, frozen=True, kw_only=True):
    session_id: UUID
    ended: bool


@operation(
    "POST",
    "/v1/sessions",
    "logIn",
    tag="access",
    policy=may("door.knock"),
    answer=SessionBegun,
    status=201,
    refusals=_AT_THE_DOOR,
    example={"login": "zhang.san", "password": "correct horse battery staple"},
)
async def log_in(asking: Asking, body: LoginAttempt) -> Answer:
    """Begin a session with name and password; the cookie holds it."""
    with door():
        entered = await asking.parts.accounts.door.log_in(
            body.login, body.password, knock_of(asking)
        )
    return begun(entered)


@operation(
    "POST",
    "/v1/sessions/second-factor",
    "confirmSecondFactor",
    tag="access",
    policy=may("account.own"),
    answer=SessionBegun,
    refusals=("access.code_refused", "access.too_many_logins"),
    example={"code": "123456"},
)
async def confirm_second_factor(asking: Asking, body: SecondFactor) -> Answer:
    """Raise the session by a second factor; its cookie is exchanged."""
    with door():
        entered = await asking.parts.accounts.door.confirm(
            session_of(asking), body.code, knock_of(asking), is_recovery=body.is_recovery
        )
    return begun(entered)


@operation(
    "GET",
    "/v1/sessions",
    "listSessions",
    tag="access",
    policy=may("account.own"),
    answer=SessionsListed,
)
async def list_sessions(asking: Asking) -> Answer:
    """The person's own sessions that hold now."""
    session = session_of(asking)
    listed = await asking.parts.accounts.credentials.sessions.listed(session.account_id)
    rows = [
        SessionListed(
            session_id=one.session_id,
            agent=one.agent,
            created_at=one.created_at,
            seen_at=one.seen_at,
            has_second_factor=one.second_factor_at is not None,
            is_this_one=one.session_id == session.session_id,
        )
        for one in listed
    ]
    return Answer(body=SessionsListed(sessions=rows))


@operation(
    "DELETE",
    "/v1/sessions/{session_id}",
    "endSession",
    tag="access",
    policy=may("account.own"),
    answer=SessionEnded,
    refusals=("access.session_unknown", "access.second_factor_needed"),
)
async def end_session(asking: Asking, session_id: UUID) -> Answer:
    """End one of the person's own sessions: this one, which is logging out, or one left open elsewhere."""
    session = session_of(asking)
    is_own = session_id == session.session_id
    if session.owes_second_factor and not is_own:
        raise Problem("access.second_factor_needed")
    ended = await asking.parts.accounts.door.leave(
        session.account_id, session_id, "logout" if is_own else "ended_by_person"
    )
    if not ended:
        raise Problem("access.session_unknown")
    cookies = (no_session(),) if is_own else ()
    return Answer(body=SessionEnded(session_id=session_id, ended=True), cookies=cookies)


def session_of(asking: Asking) -> Session:
    """Return the session the request came in; a key has none."""
    if asking.session is None:
        raise Problem("access.forbidden")
    return asking.session


def knock_of(asking: Asking) -> Knock:
    """Return from where the request came."""
    return Knock(
        device=asking.cookies.get(DEVICE_COOKIE),
        address=asking.address,
        agent=asking.headers.get("user-agent", "")[:400],
    )


def begun(entered: Entered) -> Answer:
    """Return the answer to a session that began or was renewed, with its cookies."""
    session = entered.begun.session
    body = SessionBegun(
        session_id=session.session_id,
        waits_for=_waits_for(entered),
        form_token=csrf_token(session),
    )
    return Answer(body=body, cookies=cookies_of(entered))


def cookies_of(entered: Entered) -> tuple[Cookie, ...]:
    """Return the cookies of a session that began or was renewed: its token, and the browser's where it is new."""
    session = session_cookie(entered.begun.token)
    return (session,) if entered.device is None else (session, device_cookie(entered.device))


def _waits_for(entered: Entered) -> Waits:
    session = entered.begun.session
    if session.must_change_password:
        return "password_to_change"
    if entered.has_second_factor and session.second_factor_at is None:
        return "second_factor"
    return "open"


@contextmanager
def door() -> Iterator[None]:
    """Turn what goes wrong at the door into problems."""
    try:
        yield
    except TooMany as much:
        seconds = max(1, int(much.wait.total_seconds() + 1))
        raise Problem("access.too_many_logins", headers={"Retry-After": str(seconds)}) from None
    except AccessRefused as refused:
        faults = [Fault(f"#/{refused.field}", refused.code)] if refused.field else []
        raise Problem(refused.code, faults=faults) from None
    except SessionGone:
        raise Problem("access.unauthenticated") from None
