"""The application of this process: built once, looked at before it serves, and opened when it does.

Building it is a second's work, over a thousand routes. The server's first process looks at it (`fitness.py`), and
the worker that is forked from there opens the same one.
"""

from contextlib import AbstractAsyncContextManager
from functools import cache

from litestar import Litestar

from services.http.app import Opening, build
from services.http.metrics import Metrics
from services.http.parts import Parts
from services.pages.answering import tell_browser
from services.pages.routes import handlers
from services.uncollected import uncollected


class OnlyLookedAt(Exception):
    """An application that was only looked at is not opened."""


class _Door:
    """What opens the application of this process."""

    opening: Opening | None = None


@cache
def application() -> Litestar:
    """Return the application, to be looked at."""
    with uncollected():
        return build(_open, handlers(), tell_browser)


def opened_by(opening: Opening) -> Litestar:
    """Return the application; it works with what this opening gives it."""
    _Door.opening = opening
    return application()


def _open(metrics: Metrics) -> AbstractAsyncContextManager[Parts]:
    if _Door.opening is None:
        raise OnlyLookedAt
    return _Door.opening(metrics)
