"""The outermost layer: methods and headers that never come in, a request id, security headers, one log line.

Litestar's own middleware does not run where no route matches; this wraps all of it.
"""

import time
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from services.http.metrics import Metrics
from services.http.problems import MEDIA_TYPE, Problem
from services.identifiers import new_id
from services.log import Line, bound, lined, logger, note
from services.tracing import Span, span

METHODS: Final = frozenset({"GET", "POST", "DELETE"})
"""HEAD and OPTIONS would be answered without asking who is there."""

REQUEST_ID: Final = "request_id"
NO_ROUTE: Final = "unmatched"

_ONCE: Final = frozenset(
    {
        b"authorization",
        b"content-length",
        b"content-type",
        b"host",
        b"idempotency-key",
        b"if-match",
        b"if-none-match",
    }
)
_CONTENT_POLICY: Final = (
    b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
    b"object-src 'none'"
)
_SECURITY: Final = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", _CONTENT_POLICY),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"server", b"-"),  # left out, the server would put its own name
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)

_TRACED: Final = frozenset(
    {"command_id", "method", "operation", "outcome", "principal", "route", "status", "union_id"}
)

log = logger("http")


class Entrance:
    """Wraps the application's ASGI handler."""

    def __init__(self, inner: ASGIApp, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        request_id = new_id()
        scope["state"][REQUEST_ID] = request_id
        answering = _Answering(send, request_id)
        begun = time.perf_counter()
        self._metrics.begun()
        with (
            bound(request_id=request_id),
            lined() as line,
            span("request", request_id=request_id) as traced,
        ):
            try:
                _refuse_strange(scope)
                await self._inner(scope, receive, answering.send)
            except Problem as problem:
                note(outcome=problem.code)
                await answering.refuse(problem)
            except Exception:
                log.exception("request_failed")
                note(outcome="service.failed")
                await answering.refuse(Problem("service.failed"))
            finally:
                seconds = time.perf_counter() - begun
                self._tell(scope, line, traced, answering.status, seconds)

    def _tell(self, scope: Scope, line: Line, traced: Span, status: int, seconds: float) -> None:
        """Route templates only: what else an address holds stays out of logs, metrics and traces."""
        route = str(scope.get("path_template") or NO_ROUTE)
        method = str(scope.get("method"))
        method = method if method in METHODS else "other"
        self._metrics.requested(method, route, status, seconds)
        told = {"outcome": "ok", **line, "method": method, "route": route, "status": status}
        traced.say(**{name: told[name] for name in told.keys() & _TRACED})
        log.info("request", **told, milliseconds=round(seconds * 1000))


class _Answering:
    """Sends on, with the headers every answer carries; remembers the status."""

    def __init__(self, send: Send, request_id: UUID) -> None:
        self._send = send
        self._request_id = request_id
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            named = {name for name, _ in message["headers"]}
            added = [pair for pair in self._always() if pair[0] not in named]
            message["headers"] = [*message["headers"], *added]
        await self._send(message)

    async def refuse(self, problem: Problem) -> None:
        """Answer a problem, unless an answer has begun already."""
        if self.status:
            return
        body = problem.document(instance="/", request_id=str(self._request_id))
        headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", b"%d" % len(body))]
        headers += [(n.lower().encode(), v.encode()) for n, v in problem.headers.items()]
        start: Any = {"type": "http.response.start", "status": problem.status, "headers": headers}
        await self.send(start)
        await self._send({"type": "http.response.body", "body": body, "more_body": False})

    def _always(self) -> Iterable[tuple[bytes, bytes]]:
        return (*_SECURITY, (b"x-request-id", str(self._request_id).encode()))


def _refuse_strange(scope: Scope) -> None:
    if scope.get("method") not in METHODS:
        raise Problem("request.method_not_allowed", headers={"Allow": ", ".join(sorted(METHODS))})
    if _is_spelt_otherwise(scope["path"]):
        raise Problem("request.path_unknown")
    seen = set()
    for name, value in scope["headers"]:
        if not (name.isascii() and value.isascii()) or b"\x00" in value:
            raise Problem("request.header_malformed")
        if name in _ONCE and name in seen:
            raise Problem("request.header_malformed")
        seen.add(name)


def _is_spelt_otherwise(path: str) -> bool:
    """Litestar takes // for / and leaves a last one out; whoever guards an address in front of us does not."""
    return "//" in path or (path.endswith("/") and path != "/")
