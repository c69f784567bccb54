"""What is relaxed in an application is found, each item once; our own application relaxes nothing."""

from contextlib import AbstractAsyncContextManager
from typing import Annotated, Any

import msgspec
import pytest
from litestar import Litestar, Response, get, post
from litestar.datastructures import Cookie
from litestar.logging import LoggingConfig
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.params import Body
from litestar.types import ASGIApp

from services.deployment import Finding, findings_of_application
from services.http.app import PUBLIC, answer_problem, build
from services.http.cookies import device_cookie, session_cookie
from services.http.metrics import Metrics
from services.http.parts import Parts
from services.pages.routes import handlers


class Lenient(msgspec.Struct, frozen=True):
    """Takes whatever comes."""

    name: str


class Changeable(msgspec.Struct, forbid_unknown_fields=True):
    name: str


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    inner: list[Changeable] | None = None


@get("/open")
async def open_to_all() -> Response[bytes]:
    return Response(b"")


@post("/lenient")
async def lenient(data: Annotated[Lenient, Body()]) -> Response[bytes]:
    return Response(data.name.encode())


@post("/strict")
async def strict(data: Annotated[Strict, Body()]) -> Response[bytes]:
    return Response(repr(data).encode())


class Guard:
    def __init__(self, app: ASGIApp, exclude: list[str] | None = None) -> None:
        self.app, self.exclude = app, exclude

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401
        await self.app(scope, receive, send)


def made(*handlers: Any, **changed: Any) -> Litestar:  # noqa: ANN401
    """An application with nothing relaxed but what is asked for."""
    fields: dict[str, Any] = {
        "route_handlers": list(handlers),
        "openapi_config": None,
        "logging_config": None,
        "debug": False,
        "request_max_body_size": 1_000,
        "exception_handlers": {Exception: answer_problem},
    }
    return Litestar(**(fields | changed))


PATHS = frozenset({"/open", "/lenient", "/strict"})


@pytest.mark.parametrize(
    ("app", "expected"),
    [
        (made(open_to_all), []),
        (made(open_to_all, debug=True), [Finding("debug_on")]),
        (
            made(open_to_all, openapi_config=OpenAPIConfig(title="x", version="1")),
            [Finding("openapi_pages_on")],
        ),
        (made(open_to_all, exception_handlers={}), [Finding("errors_not_logged")]),
        (made(lenient), [Finding("struct_lenient", ("Lenient",))]),
        (made(strict), [Finding("struct_lenient", ("Changeable",))]),
        (
            made(open_to_all, request_max_body_size=None),
            [Finding("body_unbounded", ("/open",))],
        ),
        (
            made(open_to_all, request_max_body_size=100_000_000),
            [Finding("body_unbounded", ("/open",))],
        ),
        (
            made(open_to_all, middleware=[DefineMiddleware(Guard, exclude=["/login"])]),
            [Finding("auth_excluded", ("Guard",))],
        ),
        (made(open_to_all, middleware=[DefineMiddleware(Guard)]), []),
    ],
)
def test_what_is_relaxed_is_found(app: Litestar, expected: list[Finding]) -> None:
    public = PATHS | {route.path for route in app.routes if route.path not in PATHS}
    assert findings_of_application(app, public=public) == expected


@pytest.mark.parametrize(
    ("told", "is_found"), [("debug", True), ("never", True), ("always", False)]
)
def test_without_our_handler_litestar_must_log_every_error(told: Any, *, is_found: bool) -> None:  # noqa: ANN401
    app = made(open_to_all, exception_handlers={})
    app.logging_config = LoggingConfig(log_exceptions=told)  # given later, it sets up no logging
    found = findings_of_application(app, public=PATHS)
    assert (found == [Finding("errors_not_logged")]) is is_found


def test_a_route_that_says_nothing_of_who_may_is_found() -> None:
    found = findings_of_application(made(open_to_all), public=frozenset())
    assert found == [Finding("handler_without_policy", ("/open",))]


@pytest.mark.parametrize(
    "cookie",
    [
        Cookie("sid", value="", path="/", secure=True, httponly=True, samesite="lax"),
        Cookie("__Host-sid", value="", path="/", secure=False, httponly=True, samesite="lax"),
        Cookie("__Host-sid", value="", path="/", secure=True, httponly=False, samesite="lax"),
        Cookie("__Host-sid", value="", path="/", secure=True, httponly=True, samesite="none"),
        Cookie("__Host-sid", value="", path="/x", secure=True, httponly=True, samesite="lax"),
        Cookie(
            "__Host-sid",
            value="",
            path="/",
            domain="a.b",
            secure=True,
            httponly=True,
            samesite="lax",
        ),
    ],
)
def test_a_lax_cookie_is_found(cookie: Cookie) -> None:
    found = findings_of_application(made(open_to_all), public=PATHS, cookies=[cookie])
    assert found == [Finding("cookie_lax", (cookie.key,))]


def test_our_own_application_relaxes_nothing() -> None:
    def unopened(_: Metrics) -> AbstractAsyncContextManager[Parts]:
        raise AssertionError

    cookies = (session_cookie(""), device_cookie(""))
    assert (
        findings_of_application(build(unopened, handlers()), public=PUBLIC, cookies=cookies) == []
    )
