"""What a supervisor asks a process: whether it runs, whether it can serve, its figures."""

import hmac
import ipaddress
import re
from collections.abc import Iterable
from typing import Final

import msgspec
from litestar import Response, get

from services.http.books_figures import books_figures
from services.http.metrics import MEDIA_TYPE
from services.http.problems import Problem
from services.http.reading import AnyRequest
from services.http.routes import parts_of
from services.settings import BEARER

_BEARER: Final = re.compile(f"Bearer ({BEARER.pattern})")
_THROUGH_A_PROXY: Final = frozenset({"forwarded", "x-forwarded-for", "x-real-ip", "via"})


@get("/health/live", include_in_schema=False)
async def live() -> Response[bytes]:
    """The process runs."""
    return _json({"live": True})


@get("/health/ready", include_in_schema=False)
async def ready(request: AnyRequest) -> Response[bytes]:
    """The process can serve; 503 and what is missing otherwise."""
    readiness = await parts_of(request).health.readiness()
    return _json(readiness, status=200 if readiness.ready else 503)


@get("/metrics", include_in_schema=False)
async def figures(request: AnyRequest) -> Response[bytes]:
    """Figures for Prometheus: those of this process, and what the books are like."""
    parts = parts_of(request)
    _refuse_strangers(request, parts.metrics_token)
    parts.metrics.looked(books_figures(await parts.watch.look()))
    return Response(parts.metrics.text(), media_type=MEDIA_TYPE)


def _refuse_strangers(request: AnyRequest, token: str | None) -> None:
    """They name no person, and tell all the same how many are at work and when: for whoever runs this alone."""
    if token is not None:
        if not is_sent(request.headers.get("authorization"), token):
            raise Problem("access.unauthenticated")
        return
    client = request.scope.get("client")
    if client is None or not is_of_this_machine(client[0], request.headers):
        raise Problem("request.path_unknown")


def is_sent(authorization: str | None, token: str) -> bool:
    """Tell whether a request sent the token."""
    sent = _BEARER.fullmatch(authorization or "")
    return sent is not None and hmac.compare_digest(sent[1].encode(), token.encode())


def is_of_this_machine(address: str, headers: Iterable[str]) -> bool:
    """Tell whether a request with headers of these names comes from this machine, and through no proxy on it."""
    if not _THROUGH_A_PROXY.isdisjoint(name.lower() for name in headers):
        return False
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _json(body: object, status: int = 200) -> Response[bytes]:
    return Response(msgspec.json.encode(body), status_code=status, media_type="application/json")
