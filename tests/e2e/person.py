"""Somebody at a browser of their own: gets in, opens pages, and notices whatever is not in order."""

import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
import pyotp
from playwright.async_api import APIResponse, Browser, BrowserContext, Page, Response, ViewportSize

from domain.roles import NEED_SECOND_FACTOR, PersonRole
from tests.e2e.guard import Guard, assert_accessible
from tests.e2e.site import Site

PASSWORD: Final = "陇上青山 17 只白鹭"
_SCREEN: Final[ViewportSize] = {"width": 1366, "height": 768}
_PATIENCE_MILLISECONDS: Final = 30_000
_SCREENSHOTS: Final = Path(os.environ.get("GONGHUI_SCREENSHOTS", ".gonghui/screenshots"))
PICTURES_OF_ALL: Final = "GONGHUI_SCREENSHOTS" in os.environ
"""Whether every page is to be pictured; without it the steps of the journeys are."""


class Person(msgspec.Struct, kw_only=True):
    """One person, with script or without."""

    role: PersonRole
    site: Site
    context: BrowserContext
    page: Page
    guard: Guard
    secret: str | None = None
    pictures: int = 0

    @property
    def path(self) -> str:
        """The address the person is at, with its query."""
        url = urlsplit(self.page.url)
        return url.path + (f"?{url.query}" if url.query else "")

    async def open(self, path: str) -> Response:
        """Type an address; what it answers is no fault."""
        answer = await self.page.goto(self.site.url + path)
        assert answer is not None
        self.guard.assert_clean(f"{self.role} {path}")
        return answer

    async def fetched(self, path: str) -> APIResponse:
        """Fetch an address with this person's cookies, as a download would; nothing is drawn."""
        return await self.context.request.get(self.site.url + path)

    async def looked(self, name: str, *, whole: bool = False) -> None:
        """Look at the page there is: the guards held, axe finds nothing serious; a picture is kept."""
        self.guard.assert_clean(f"{self.role} {self.path} ({name})")
        await self.picture(name, whole=whole)
        await assert_accessible(self.page, f"{self.role} {self.path} ({name})")

    async def picture(self, name: str, *, whole: bool = False) -> None:
        """Keep a picture of the page."""
        self.pictures += 1
        file = _SCREENSHOTS / f"{self.role}-{self.pictures:03d}-{name.replace('/', '-')}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=file, full_page=whole)

    def code(self) -> str:
        """What the authenticator shows."""
        assert self.secret is not None
        return pyotp.TOTP(self.secret).now()


async def person_at(
    site: Site,
    browser: Browser,
    role: PersonRole,
    *,
    script: bool = True,
    known: Person | None = None,
    let_in: bool = True,
) -> Person:
    """Return somebody with an empty browser profile, let in; with the cookies they are known by if they were."""
    context = await browser.new_context(
        java_script_enabled=script, viewport=_SCREEN, locale="zh-CN", accept_downloads=True
    )
    context.set_default_timeout(_PATIENCE_MILLISECONDS)
    guard = Guard(site.url)
    context.on("page", guard.watch)
    page = await context.new_page()
    person = Person(role=role, site=site, context=context, page=page, guard=guard)
    if known is not None:
        await context.add_cookies(await known.context.cookies())  # type: ignore[arg-type] # the same, read
        person.secret = known.secret
    elif let_in:
        await _let_in(person)
    return person


async def _let_in(person: Person) -> None:
    code = person.site.demo.codes[person.role]
    person.secret = await let_in(person.context, person.site.url, person.role, code)


async def let_in(context: BrowserContext, url: str, role: PersonRole, code: str) -> str | None:
    """Begin with the one-time code through the API; the pages of the door have a journey of their own.

    Returns the secret of the authenticator, where the role needs one.
    """

    async def send(path: str, body: Any) -> Any:  # noqa: ANN401 # JSON
        headers = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
        answer = await context.request.post(f"{url}/v1/{path}", data=body, headers=headers)
        assert answer.ok, await answer.text()
        return await answer.json()

    await send("sessions", {"login": role.replace("_", "."), "password": code})
    await send("me/password", {"old": code, "new": PASSWORD})
    if role not in NEED_SECOND_FACTOR:
        return None
    secret = (await send("me/second-factor", {"password": PASSWORD}))["secret"]
    await send("me/second-factor/confirm", {"code": pyotp.TOTP(secret).now()})
    return str(secret)
