"""The door: login, second factor, and the way out."""

import msgspec

from services.auth import may
from services.http.asking import Answer
from services.http.problems import Problem
from services.pages.page import Reply, Shown, Went, page
from services.pages.reasons import said
from services.pages.visit import Visit, path_part

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
    kept = [
        (name, text)
        for name, texts in visit.posted.texts.items()
        if name.startswith("kept.")
        for text in texts
    ]
    body = msgspec.json.encode(
        {"login": visit.posted.text("login"), "password": visit.posted.text("password")}
    )
    try:
        answer = await visit.write("logIn", body=body)
    except Problem as problem:
        return _door(visit, next_page=came_for, kept=kept, problem=problem)
    return _entered(answer, came_for, kept)


@page("GET", "/login/code", "login_code", policy=_OWN)
async def ask_code(visit: Visit) -> Reply:
    """The second factor."""
    return Shown(template="login_code.html", values=_code_values(visit.query.get("next", ""), None))


@page("POST", "/login/code", "login_code", policy=_OWN)
async def confirm_code(visit: Visit) -> Reply:
    """Raise the session by a second factor."""
    came_for = visit.posted.text("next")
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
        values = _code_values(came_for, problem)
        return Shown(template="login_code.html", values=values, status=problem.status)
    return Went(location=_safe(came_for) or "/", cookies=answer.cookies)


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
    kept: list[tuple[str, str]] | None = None,
    problem: Problem | None = None,
) -> Shown:
    values = {
        "next": next_page,
        "kept": [(name.removeprefix("kept."), text) for name, text in kept or []],
        "files_lost": False,
        "login": visit.posted.text("login"),
        "error": "" if problem is None else said(problem.code),
    }
    status = 200 if problem is None else problem.status
    return Shown(template="login.html", values=values, status=status)


def _entered(answer: Answer, came_for: str, kept: list[tuple[str, str]]) -> Reply:
    match answer.body.waits_for:
        case "password_to_change":
            return Went(location="/me/password", cookies=answer.cookies)
        case "second_factor":
            query = f"?next={path_part(came_for)}" if came_for else ""
            return Went(location=f"/login/code{query}", cookies=answer.cookies)
        case _ if kept:
            values = {
                "next": came_for,
                "kept": [(name.removeprefix("kept."), text) for name, text in kept],
                "form_token": answer.body.form_token,
            }
            return Shown(template="resume.html", values=values, cookies=answer.cookies)
        case _:
            return Went(location=came_for or "/", cookies=answer.cookies)


def _code_values(came_for: str, problem: Problem | None) -> dict[str, str]:
    return {"next": _safe(came_for), "error": "" if problem is None else said(problem.code)}


def _safe(location: str) -> str:
    """An address of ours, or nothing: nobody is sent elsewhere after logging in."""
    is_ours = location.startswith("/") and not location.startswith(("//", "/\\"))
    return location if is_ours and "\\" not in location and "\n" not in location else ""
