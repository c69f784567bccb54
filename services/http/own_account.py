"""A person's own account: password, second factor, and roles to accept."""

from typing import Annotated

from msgspec import Meta

from services.auth import may
from services.http.asking import Answer, Asking
from services.http.fields import Answered, Body
from services.http.operation import operation
from services.http.sessions import (
    OneTimeCode,
    Password,
    SessionBegun,
    begun,
    cookies_of,
    door,
    session_of,
)

_PROVEN = ("access.login_refused", "access.too_many_logins", "access.second_factor_needed")
_WEAK = (
    "access.password_too_short",
    "access.password_too_long",
    "access.password_common",
    "access.password_is_login",
    "access.password_unchanged",
)


class PasswordChange(Body, frozen=True, kw_only=True):
    """`old`: the password before, or for the first one the code of the appointment, which is accepted with it."""

    old: Password
    new: Password


class PasswordShown(Body, frozen=True, kw_only=True):
    """The password once more, before something that matters."""

    password: Password


class CodeShown(Body, frozen=True, kw_only=True):
    code: OneTimeCode


class SecondFactorBegun(Answered, frozen=True, kw_only=True):
    """To be put into an authenticator: as text, as an address, as an SVG picture. Shown this once."""

    secret: str
    uri: str
    svg: str


class SecondFactorEnrolled(Answered, frozen=True, kw_only=True):
    """Each recovery code opens once, in place of the authenticator. Shown this once."""

    recovery_codes: Annotated[list[str], Meta(description="恢复码")]


@operation(
    "POST",
    "/v1/me/password",
    "setPassword",
    tag="access",
    policy=may("account.own"),
    answer=SessionBegun,
    refusals=(*_PROVEN, *_WEAK, "appointment.ended", "appointment.not_offered"),
    example={"old": "ABCD-EFGH-JKMN-PQRS", "new": "correct horse battery staple"},
)
async def set_password(asking: Asking, body: PasswordChange) -> Answer:
    """Set one's own password; every other session ends and this one gets a new cookie."""
    with door():
        entered = await asking.parts.accounts.own.set_password(
            session_of(asking), body.old, body.new, asking.address
        )
    return begun(entered)


@operation(
    "POST",
    "/v1/me/second-factor",
    "beginSecondFactor",
    tag="access",
    policy=may("account.own"),
    answer=SecondFactorBegun,
    refusals=(*_PROVEN, "access.second_factor_present"),
    example={"password": "correct horse battery staple"},
)
async def begin_second_factor(asking: Asking, body: PasswordShown) -> Answer:
    """Return a secret for an authenticator; it counts once a code from it was typed back."""
    with door():
        enrolment = await asking.parts.accounts.own.begin_second_factor(
            session_of(asking), body.password, asking.address
        )
    shown = SecondFactorBegun(secret=enrolment.secret, uri=enrolment.uri, svg=enrolment.svg)
    return Answer(body=shown)


@operation(
    "POST",
    "/v1/me/second-factor/confirm",
    "enrolSecondFactor",
    tag="access",
    policy=may("account.own"),
    answer=SecondFactorEnrolled,
    refusals=(
        "access.too_many_logins",
        "access.code_refused",
        "access.second_factor_not_begun",
        "access.second_factor_present",
    ),
    example={"code": "123456"},
)
async def enrol_second_factor(asking: Asking, body: CodeShown) -> Answer:
    """Put the second factor to use; the session is raised by it."""
    with door():
        entered, codes = await asking.parts.accounts.own.confirm_second_factor(
            session_of(asking), body.code, asking.address
        )
    return Answer(
        body=SecondFactorEnrolled(recovery_codes=list(codes)),
        cookies=cookies_of(entered),
    )


@operation(
    "POST",
    "/v1/me/second-factor/remove",
    "removeSecondFactor",
    tag="access",
    policy=may("account.own"),
    answer=SessionBegun,
    refusals=_PROVEN,
    example={"password": "correct horse battery staple"},
)
async def remove_second_factor(asking: Asking, body: PasswordShown) -> Answer:
    """Forget the second factor, to enrol another one; roles that need it sleep meanwhile."""
    with door():
        entered = await asking.parts.accounts.own.remove_second_factor(
            session_of(asking), body.password, asking.address
        )
    return begun(entered)


@operation(
    "POST",
    "/v1/me/appointments/accept",
    "acceptAppointment",
    tag="access",
    policy=may("account.own"),
    answer=SessionBegun,
    refusals=(
        "access.too_many_logins",
        "access.second_factor_needed",
        "access.invitation_refused",
        "appointment.ended",
        "appointment.not_offered",
    ),
    example={"code": "ABCD-EFGH-JKMN-PQRS"},
)
async def accept_appointment(asking: Asking, body: CodeShown) -> Answer:
    """Accept roles at a place by the code it gave; the session gets a new cookie."""
    with door():
        entered = await asking.parts.accounts.own.accept(
            session_of(asking), body.code, asking.address
        )
    return begun(entered)
