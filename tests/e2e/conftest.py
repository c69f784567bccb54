"""Empty books and the office of one union; the demo, served; a browser, and people at it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from domain.roles import PersonRole
from tests.e2e.browser import opened_browser
from tests.e2e.person import Person, person_at
from tests.e2e.site import Demo, Site, demo_of_the_run, site_of
from tests.support.books import books, office
from tests.support.database import Server

__all__ = ["books", "office"]

Arrive = Callable[..., Awaitable[Person]]


@pytest.fixture(scope="session")
def demo(server: Server) -> Demo:
    """The demo county of this run."""
    return demo_of_the_run(server)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(server: Server, demo: Demo) -> AsyncIterator[Site]:
    """The demo county, served from a copy: what a module writes stays in it."""
    async with site_of(server, demo) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    """One browser."""
    async with opened_browser() as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def arrive(site: Site, chromium: Browser) -> AsyncIterator[Arrive]:
    """Lets somebody come to the console: each with a browser profile of their own, let in once."""
    here: dict[tuple[PersonRole, bool], Person] = {}

    async def come(role: PersonRole, *, script: bool = True) -> Person:
        if (role, script) not in here:
            known = here.get((role, not script))
            here[role, script] = await person_at(site, chromium, role, script=script, known=known)
        return here[role, script]

    yield come
    for person in here.values():
        await person.context.close()
