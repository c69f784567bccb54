"""A person's own account: password, second factor, sessions, and an appointment to accept."""

from collections.abc import Mapping

import msgspec

from services.auth import may
from services.http.problems import Problem
from services.pages.page import Reply, Shown, Went, page
from services.pages.reasons import said
from services.pages.visit import Visit

_OWN = may("account.own")


@page("GET", "/me", "me", policy=_OWN, section="me")
async def own_account(visit: Visit) -> Reply:
    """Who one is, where one is logged in."""
    return Shown(
        template="me.html",
        values={
            "me": await visit.read("readMe"),
            "sessions": (await visit.read("listSessions")).sessions,
        },
    )


@page("GET", "/me/password", "password", policy=_OWN, section="me")
async def password(visit: Visit) -> Reply:
    """A new password."""
    return _password(visit, None)


@page("POST", "/me/password", "password", policy=_OWN, section="me")
async def set_password(visit: Visit) -> Reply:
    """Set a password; with the first one the appointment is accepted."""
    new, again = visit.posted.text("new"), visit.posted.text("again")
    if new != again:
        return _password(visit, None, error="两次输入的新密码不一致。请重新输入。")
    body = msgspec.json.encode({"old": visit.posted.text("old"), "new": new})
    try:
        answer = await visit.write("setPassword", body=body)
    except Problem as problem:
        if problem.code == "access.unauthenticated":
            raise
        return _password(visit, problem)
    return Went(location="/", cookies=answer.cookies)


@page("GET", "/me/second-factor", "second_factor", policy=_OWN, section="me")
async def second_factor(_: Visit) -> Reply:
    """Begin with the password."""
    return _factor({"step": "begin", "error": ""})


@page("POST", "/me/second-factor", "second_factor", policy=_OWN, section="me")
async def begin_second_factor(visit: Visit) -> Reply:
    """Show the secret, to be scanned or typed into an authenticator."""
    body = msgspec.json.encode({"password": visit.posted.text("password")})
    try:
        answer = await visit.write("beginSecondFactor", body=body)
    except Problem as problem:
        if problem.code == "access.unauthenticated":
            raise
        return _factor({"step": "begin", "error": said(problem.code)}, problem.status)
    return _factor({"step": "scan", "error": "", "begun": answer.body})


@page("POST", "/me/second-factor/confirm", "second_factor_confirm", policy=_OWN, section="me")
async def confirm_second_factor(visit: Visit) -> Reply:
    """Put the authenticator to use; the recovery codes are shown once."""
    body = msgspec.json.encode({"code": visit.posted.text("code").replace(" ", "")})
    try:
        answer = await visit.write("enrolSecondFactor", body=body)
    except Problem as problem:
        if problem.code == "access.unauthenticated":
            raise
        values = {"step": "wrong_code", "error": said(problem.code)}
        return _factor(values, problem.status)
    values = {"step": "done", "error": "", "codes": answer.body.recovery_codes}
    return Shown(template="second_factor.html", values=values, cookies=answer.cookies)


@page("POST", "/me/sessions/{session_id}/end", "session_end", policy=_OWN, section="me")
async def end_session(visit: Visit) -> Reply:
    """End a session left open elsewhere."""
    await visit.write("endSession")
    return Went(location="/me")


@page("POST", "/me/appointments", "appointment_accept", policy=_OWN, section="me")
async def accept_appointment(visit: Visit) -> Reply:
    """Accept a further appointment by its one-time code."""
    body = msgspec.json.encode({"code": visit.posted.text("code")})
    answer = await visit.write("acceptAppointment", body=body)
    return Went(location="/", cookies=answer.cookies)


def _password(visit: Visit, problem: Problem | None, error: str = "") -> Shown:
    is_first = visit.login.person is not None and visit.login.person.password_is_first
    told = error if problem is None else said(problem.code)
    status = 200 if not told else (422 if problem is None else problem.status)
    return Shown(
        template="password.html", values={"is_first": is_first, "error": told}, status=status
    )


def _factor(values: Mapping[str, object], status: int = 200) -> Shown:
    return Shown(template="second_factor.html", values=values, status=status)
