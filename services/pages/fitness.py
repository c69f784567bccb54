"""Whether this installation may serve real books: asked by the command line, and by every process that serves."""

from contextlib import AbstractAsyncContextManager
from typing import Final

from services.deployment import Finding, findings_of
from services.http.app import PUBLIC, build
from services.http.cookies import device_cookie, nonce_cookie, session_cookie
from services.http.metrics import Metrics
from services.http.parts import Parts
from services.pages.routes import handlers
from services.settings import Settings

PRODUCTION: Final = "production"


class NotFitForProduction(Exception):
    """Something is relaxed that real books do not bear; `codes` names what."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


async def findings_of_installation(settings: Settings) -> list[Finding]:
    """Return every relaxed item of settings, machine, databases and of the application itself."""
    cookies = (session_cookie(""), device_cookie(""), nonce_cookie(""))
    app = build(_unopened, handlers())
    return await findings_of(settings, app, public=PUBLIC, cookies=cookies)


async def refuse_unfit(settings: Settings) -> None:
    """Raise NotFitForProduction where the profile is production and something is relaxed."""
    if settings.profile != PRODUCTION:
        return
    found = await findings_of_installation(settings)
    if found:
        raise NotFitForProduction([one.code for one in found])


class _OnlyLookedAt(Exception):
    """An application that is looked at is never opened."""


def _unopened(_metrics: Metrics) -> AbstractAsyncContextManager[Parts]:
    raise _OnlyLookedAt
