"""Replies and problems become HTML, within the layout or, for the script of our own, without it."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from litestar import Response

from services.http.asking import Answer
from services.http.cookies import SESSION_COOKIE, read_cookie
from services.http.problems import Problem
from services.http.reading import AnyRequest
from services.http.routes import parts_of
from services.pages.kept import kept_of
from services.pages.menus import menu_of
from services.pages.page import Fetched, Page, Reply, Went
from services.pages.reasons import reason_on_page
from services.pages.rendering import render
from services.pages.visit import Posted, Visit, path_part

FRAGMENT: Final = "x-fragment"
"""A request header of our own script: it wants the page's middle only."""
CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
_NOT_LOGGED_IN: Final = "access.unauthenticated"
_POSITION: Final = re.compile(r"[1-9][0-9]{0,17}")
_OF_ADDRESSES: Final = "/%?&=#:;,+@!$'()*~"
"""What stays as it is where an address is sent in a header; anything else a browser may read otherwise."""


def html(
    request: AnyRequest,
    template: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
    cookies: tuple[Any, ...] = (),
    visit: Visit | None = None,
) -> Response[str]:
    """Return a page as a response."""
    is_fragment = request.headers.get(FRAGMENT) == "main"
    filled = {
        "layout": "fragment.html" if is_fragment else "layout.html",
        "visit": visit,
        "menu": [] if visit is None else menu_of(visit),
        "done": None if visit is None else _written_at(visit),
        **values,
    }
    return Response(
        render(template, filled),
        media_type="text/html; charset=utf-8",
        status_code=status,
        cookies=cookies,
        headers={
            "Content-Security-Policy": CONTENT_POLICY,
            "Referrer-Policy": "same-origin",  # without it a browser's form says it comes from nowhere
            "Vary": "X-Fragment, Cookie",
        },
    )


def _written_at(visit: Visit) -> str | None:
    """Return the position a step has just written; the address may say anything."""
    done = visit.query.get("done", "")
    return done if _POSITION.fullmatch(done) else None


def of_reply(visit: Visit, reply: Reply) -> Response[Any] | Answer:
    """Return what is sent for a reply."""
    match reply:
        case Went():
            return _went(reply.location, reply.cookies)
        case Fetched():
            return _named(reply)
        case _:
            return html(
                visit.request,
                reply.template,
                reply.values,
                status=reply.status,
                cookies=reply.cookies,
                visit=visit,
            )


def tell_browser(request: AnyRequest, problem: Problem) -> Response[Any]:
    """Return the page for an address that is none."""
    reason = reason_on_page(problem.code)
    values = {"reason": reason, "problem": problem, "title": reason.what}
    return html(request, "problem.html", values, status=problem.status)


async def on_error(
    request: AnyRequest, page: Page, visit: Visit | None, posted: Posted, problem: Problem
) -> Response[Any]:
    """Return the page that says what is wrong, or leads where it can be put right."""
    if problem.code == _NOT_LOGGED_IN:
        return _ask_login(request, page, posted)
    if problem.code == "access.password_to_change":
        return _went("/me/password", ())
    if problem.code == "access.second_factor_needed":
        return _went(await _where_factor(request), ())
    reason = reason_on_page(problem.code)
    values = {"reason": reason, "problem": problem, "title": reason.what}
    return html(request, "problem.html", values, status=problem.status, visit=visit)


async def _where_factor(request: AnyRequest) -> str:
    """A session that owes its second factor shows it; whoever has none yet enrols one."""
    token = read_cookie(request, SESSION_COOKIE)
    sessions = parts_of(request).accounts.credentials.sessions
    session = None if token is None else await sessions.find(token)
    came_for = f"?next={path_part(str(request.scope['path']))}"
    if session is not None and session.owes_second_factor:
        return "/login/code" + came_for
    return "/me/second-factor" + came_for


def _ask_login(request: AnyRequest, page: Page, posted: Posted) -> Response[Any]:
    """A form that was sent too late is kept on the login page, and sent on from there; secrets are not."""
    query = request.scope["query_string"].decode("ascii", "ignore")
    came_for = quote(str(request.scope["path"])) + (f"?{query}" if query else "")
    if page.name == "logout":
        return _went("/login", ())
    if page.method == "GET":
        location = "/login" if came_for == "/" else f"/login?next={path_part(came_for)}"
        return _went(location, ())
    values = {
        "next": came_for,
        "kept": kept_of(posted),
        "files_lost": bool(posted.files),
        "login": "",
        "error": "",
    }
    return html(request, "login.html", values, status=401)


def _went(location: str, cookies: tuple[Any, ...]) -> Response[None]:
    return Response(
        None,
        status_code=303,
        headers={"Location": quote(location, safe=_OF_ADDRESSES), "Vary": "Cookie"},
        cookies=cookies,
    )


def _named(reply: Fetched) -> Answer:
    """A download has a name a browser keeps it under (RFC 6266, RFC 8187)."""
    if reply.name is None:
        return reply.answer
    disposition = f"attachment; filename*=UTF-8''{path_part(reply.name)}"
    headers = {**reply.answer.headers, "Content-Disposition": disposition}
    return Answer(
        body=reply.answer.body,
        headers=headers,
        media_type=reply.answer.media_type,
        file=reply.answer.file,
    )
