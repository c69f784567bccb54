"""Findings about the application: what Litestar does by default and we must not (assurance 12)."""

import types
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

import msgspec
from litestar import Litestar
from litestar.datastructures import Cookie
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import Empty

from services.auth import Policy
from services.deployment.finding import Finding

BODY_MOST_BYTES: Final = 8 * 1024 * 1024
FILES_MOST_BYTES: Final = 64 * 1024 * 1024
"""The largest body anything may send: a workbook."""


def findings_of_application(
    app: Litestar, *, public: frozenset[str], cookies: Iterable[Cookie] = ()
) -> list[Finding]:
    """Return what is relaxed in an application; `public` are the paths that ask nobody who they are."""
    handlers = list(_handlers(app))
    found = [
        *([Finding("debug_on")] if app.debug else []),
        *([Finding("openapi_pages_on")] if app.openapi_config is not None else []),
        *([] if _are_errors_told(app) else [Finding("errors_not_logged")]),
        _named("handler_without_policy", _without_policy(handlers, public)),
        _named("struct_lenient", _lenient(handlers)),
        _named("auth_excluded", _excluding(app, handlers)),
        _named("body_unbounded", _unbounded(handlers)),
        _named("cookie_lax", (one.key for one in cookies if not _is_strict(one))),
    ]
    return [one for one in found if one is not None]


def _named(code: str, places: Iterable[str]) -> Finding | None:
    named = tuple(sorted(set(places)))
    return Finding(code, named) if named else None


def _handlers(app: Litestar) -> Iterator[tuple[str, BaseRouteHandler]]:
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            handler = getattr(route, "route_handler", None)
            if handler is not None:
                yield route.path, handler
            continue
        for handler, _ in route.route_handler_map.values():
            if handler.http_methods != {"OPTIONS"}:  # Litestar's own; the entrance lets none in
                yield route.path, handler


def _without_policy(
    handlers: Iterable[tuple[str, BaseRouteHandler]], public: frozenset[str]
) -> Iterator[str]:
    for path, handler in handlers:
        if path not in public and not isinstance(handler.opt.get("policy"), Policy):
            yield path


def _are_errors_told(app: Litestar) -> bool:
    """Our own handler logs every error; without it Litestar must be told to, or it logs none."""
    if app.exception_handlers.get(Exception) is not None:
        return True
    return getattr(app.logging_config, "log_exceptions", None) == "always"


def _unbounded(handlers: Iterable[tuple[str, BaseRouteHandler]]) -> Iterator[str]:
    for path, handler in handlers:
        limit = getattr(handler, "resolve_request_max_body_size", lambda: None)()
        if limit is None or limit is Empty or limit > _most(handler):
            yield path


def _most(handler: BaseRouteHandler) -> int:
    """What takes files says so, and may take more than what takes a form or a document."""
    operation, shown = handler.opt.get("operation"), handler.opt.get("page")
    takes_files = getattr(operation, "uploads", None) is not None or getattr(shown, "files", False)
    return FILES_MOST_BYTES if takes_files else BODY_MOST_BYTES


def _excluding(app: Litestar, handlers: Iterable[tuple[str, BaseRouteHandler]]) -> Iterator[str]:
    """`exclude` is a regular expression that is not anchored: `/login` opens `/members/login` as well."""
    used = [
        *app.middleware,
        *(one for _, handler in handlers for one in handler.resolve_middleware()),
    ]
    for middleware in used:
        options = getattr(middleware, "kwargs", None) or getattr(middleware, "__dict__", {})
        if options.get("exclude"):
            kind = getattr(middleware, "middleware", middleware)
            yield getattr(kind, "__name__", type(kind).__name__)


def _lenient(handlers: Iterable[tuple[str, BaseRouteHandler]]) -> Iterator[str]:
    """Structs that would let a field pass that nobody declared, or that could be changed once read."""
    seen: set[type] = set()
    for _, handler in handlers:
        for kind in _inputs(handler):
            for struct in _structs(kind, seen):
                config = struct.__struct_config__
                if not (config.forbid_unknown_fields and config.frozen):
                    yield struct.__qualname__


def _inputs(handler: BaseRouteHandler) -> Iterator[object]:
    operation = handler.opt.get("operation")
    if operation is not None:
        yield operation.body
        yield operation.query
    field = getattr(handler, "parsed_data_field", None)
    if field is not None:
        yield field.annotation


def _structs(kind: object, seen: set[type]) -> Iterator[type[msgspec.Struct]]:
    """Yield a struct and every struct inside it, once."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _structs(get_args(kind)[0], seen)
    elif origin in (Union, types.UnionType) or origin is not None:
        for inner in get_args(kind):
            yield from _structs(inner, seen)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind not in seen:
        seen.add(kind)
        yield kind
        hints: dict[str, Any] = get_type_hints(kind, include_extras=True)
        for name in kind.__struct_fields__:
            yield from _structs(hints[name], seen)


def _is_strict(cookie: Cookie) -> bool:
    """`__Host-` makes a browser insist on TLS, on the whole host and on no other one."""
    host_only = cookie.key.startswith("__Host-") and cookie.path == "/" and cookie.domain is None
    same_site = cookie.samesite in ("lax", "strict")
    return bool(host_only and cookie.secure and cookie.httponly and same_site)
