"""The cookies of a browser, and what a request that carries one must show: that it came from our own pages.

Source: assurance 11 (`__Host-`, SameSite, Origin and Sec-Fetch-Site on every request that is not a GET).
"""

from typing import Final
from urllib.parse import urlsplit

from litestar.datastructures import Cookie

from services.http.problems import Problem
from services.http.reading import AnyRequest

SESSION_COOKIE: Final = "__Host-sid"
DEVICE_COOKIE: Final = "__Host-device"
NONCE_COOKIE: Final = "__Host-nonce"
_NONCE_SECONDS: Final = 600
_DEVICE_SECONDS: Final = 180 * 24 * 3600
_SAFE: Final = frozenset({"GET"})


def session_cookie(token: str) -> Cookie:
    """Return the cookie of a session; it ends with the browser, and before that with the session itself."""
    return _cookie(SESSION_COOKIE, token)


def no_session() -> Cookie:
    """Return the cookie that takes a session away."""
    return _cookie(SESSION_COOKIE, "", max_age=0)


def device_cookie(token: str) -> Cookie:
    """Return the cookie of a browser somebody has logged in with."""
    return _cookie(DEVICE_COOKIE, token, max_age=_DEVICE_SECONDS)


def nonce_cookie(nonce: str) -> Cookie:
    """Return the cookie that ties a login at another identity provider to this browser."""
    return _cookie(NONCE_COOKIE, nonce, max_age=_NONCE_SECONDS)


def no_nonce() -> Cookie:
    """Return the cookie that takes the nonce away: it serves once."""
    return _cookie(NONCE_COOKIE, "", max_age=0)


def read_cookie(request: AnyRequest, name: str) -> str | None:
    """Return the value of one of our cookies; one that comes twice is nobody's."""
    found = [
        value
        for line in request.headers.getall("cookie", [])
        for key, _, value in (part.strip().partition("=") for part in line.split(";"))
        if key == name
    ]
    return found[0] if len(found) == 1 else None


def refuse_cross_site(request: AnyRequest) -> None:
    """Refuse a write that another site's page has a browser send; raises Problem.

    A browser says where a request comes from; one that does not say so is not believed.
    """
    if request.method in _SAFE:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site != "same-origin":
        raise Problem("access.cross_site")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Problem("access.cross_site")
    if site is None and origin is None:
        raise Problem("access.cross_site")


def _cookie(name: str, value: str, max_age: int | None = None) -> Cookie:
    """`__Host-`: only over TLS (or to this very machine), for this host and all of it."""
    return Cookie(
        key=name,
        value=value,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
        max_age=max_age,
    )
