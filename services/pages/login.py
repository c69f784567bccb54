"""The door: login, second factor, and the way out."""

import re
from typing import Final

import msgspec

from services.auth import may
from services.http.asking import Answer
from services.http.cookies import SESSION_COOKIE
from services.http.problems import Problem
from services.pages.kept import Kept, carried_in
from services.pages.page import Reply, Shown, Went, page
from services.pages.reasons import said
from services.pages.visit import Visit, form_token_of, path_part

_OURS: Final = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*")
_KNOCK = may("door.knock")
_OWN = may("account.own")


@page("GET", "/login", "login", policy=_KNOCK)
async def login(visit: Visit) -> Reply:
    """Name and password."""
    return _door(visit, next_page=_safe(visit.query.get("next", "")))


@page("POST", "/login", "login", policy=_KNOCK)
async def log_in(visit: Visit) -> Reply:
    """Begin a session; a form that was kept is offered to be sent on."""
    came_for = _safe(visit.posted.text("next"))
    kept = carried_in(visit.posted)
    body = msgspec.json.encode(
        {"login": visit.posted.text("login"), "password": visit.posted.text("password")}
    )
    try:
        answer = await visit.write("logIn", body=body)
    except Problem as problem:
        return _door(visit, next_page=came_for, kept=kept, problem=problem)
    return await _entered(visit, answer, came_for, kept)


@page("GET", "/login/code", "login_code", policy=_OWN)
async def ask_code(visit: Visit) -> Reply:
    """The second factor."""
    values = _code_values(visit.query.get("next", ""), visit.form_token, Kept())
    return Shown(template="login_code.html", values=values)


@page("POST", "/login/code", "login_code", policy=_OWN)
async def confirm_code(visit: Visit) -> Reply:
    """Raise the session by a second factor."""
    came_for, kept = _safe(visit.posted.text("next")), carried_in(visit.posted)
    body = msgspec.json.encode(
        {
            "code": visit.posted.text("code").replace(" ", ""),
            "is_recovery": visit.posted.text("is_recovery") == "true",
        }
    )
    try:
        answer = await visit.write("confirmSecondFactor", body=body)
    except Problem as problem:
        if problem.code == "access.unauthenticated":
            raise
        values = _code_values(came_for, visit.form_token, kept, problem)
        return Shown(template="login_code.html", values=values, status=problem.status)
    return await _entered(visit, answer, came_for, kept)


@page("POST", "/logout", "logout", policy=_OWN)
async def log_out(visit: Visit) -> Reply:
    """End this session."""
    session = visit.session
    if session is None:
        return Went(location="/login")
    answer = await visit.write("endSession", {"session_id": session.session_id})
    return Went(location="/login", cookies=answer.cookies)


def _door(
    visit: Visit,
    *,
    next_page: str,
    kept: Kept | None = None,
    problem: Problem | None = None,
) -> Shown:
    values = {
        "next": next_page,
        "kept": kept or Kept(),
        "files_lost": False,
        "login": visit.posted.text("login"),
        "error": "" if problem is None else said(problem.code),
    }
    status = 200 if problem is None else problem.status
    return Shown(template="login.html", values=values, status=status)


async def _entered(visit: Visit, answer: Answer, came_for: str, kept: Kept) -> Reply:
    """Go on from the door; a kept form goes with its owner, over the second factor too."""
    token = next((one.value for one in answer.cookies if one.key == SESSION_COOKIE), None)
    session = await visit.parts.accounts.credentials.sessions.find(token or "")
    own, form_token = Kept(), ""
    if session is not None:
        own, form_token = kept.for_owner(session.account_id), form_token_of(session)
    match answer.body.waits_for:
        case "password_to_change":
            return Went(location="/me/password", cookies=answer.cookies)
        case "second_factor" if own.fields:
            values = _code_values(came_for, form_token, own)
            return Shown(template="login_code.html", values=values, cookies=answer.cookies)
        case "second_factor":
            query = f"?next={path_part(came_for)}" if came_for else ""
            return Went(location=f"/login/code{query}", cookies=answer.cookies)
        case _ if own.fields:
            shown = {"next": came_for, "kept": own, "form_token": form_token}
            return Shown(template="resume.html", values=shown, cookies=answer.cookies)
        case _:
            return Went(location=came_for or "/", cookies=answer.cookies)


def _code_values(
    came_for: str, form_token: str, kept: Kept, problem: Problem | None = None
) -> dict[str, object]:
    return {
        "next": _safe(came_for),
        "form_token": form_token,
        "kept": kept,
        "error": "" if problem is None else said(problem.code),
    }


def _safe(location: str) -> str:
    """An address of ours, or nothing: nobody is sent elsewhere after logging in.

    Browsers leave out tabs and ends of lines wherever they stand, and take a backslash for a slash.
    """
    return location if _OURS.fullmatch(location) else ""
