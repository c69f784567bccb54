"""Whether this installation may serve real books: asked by the command line, and by every process that serves."""

from datetime import UTC, datetime

from services.backups.shelf import Shelf, ShelfUnusable, newest_until
from services.deployment import Finding, findings_of, hindering
from services.deployment.surroundings import findings_of_backups
from services.http.app import PUBLIC
from services.http.cookies import device_cookie, nonce_cookie, session_cookie
from services.pages.application import application
from services.settings import PRODUCTION, Settings


class NotFitForProduction(Exception):
    """Something is relaxed that real books do not bear; `codes` names what."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


async def findings_of_installation(settings: Settings) -> list[Finding]:
    """Return every relaxed item of settings, machine, databases and of the application itself."""
    cookies = (session_cookie(""), device_cookie(""), nonce_cookie(""))
    found = await findings_of(settings, application(), public=PUBLIC, cookies=cookies)
    return [*found, *findings_of_backups(_newest_backup(settings), datetime.now(UTC))]


def _newest_backup(settings: Settings) -> datetime | None:
    """Return when the newest base backup was complete; None where this machine sees none."""
    if settings.backups is None:
        return None
    try:
        bases = Shelf(settings.backups).bases
    except (ShelfUnusable, OSError):
        return None
    return newest_until((base.finished_at for base in bases), datetime.now(UTC))


async def refuse_unfit(settings: Settings) -> None:
    """Raise NotFitForProduction where the profile is production and something hinders that."""
    if settings.profile != PRODUCTION:
        return
    found = hindering(await findings_of_installation(settings))
    if found:
        raise NotFitForProduction([one.code for one in found])
