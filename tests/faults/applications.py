"""Applications as they are served, over a database of a test, and a county to write in through any of them."""

import os
import signal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import msgspec

from services.auth import ApiKeyRing
from services.clock import business_day
from services.store.api_keys import ApiKeys
from services.wiring import wired
from tests.services.http.browsing import ORIGIN, Browser
from tests.services.http.calling import Caller, County, found_county
from tests.services.http.people import first_admin
from tests.soak.nursery import Nursery
from tests.support.database import Database
from tests.support.serving import Child, free_port, serve_anew, until_it_serves

_SECONDS: Final = 60
_HOST: Final = urlsplit(ORIGIN).netloc


class Application:
    """One application: its process, and a client of its port."""

    def __init__(self, child: Child, port: int) -> None:
        self.child = child
        self.client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", timeout=_SECONDS, headers={"Host": _HOST}
        )

    def stop(self) -> None:
        """Let it stand still in whatever it is at."""
        self.child.signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on."""
        self.child.signal(signal.SIGCONT)

    def caller(self, key: str | None) -> Caller:
        """Return somebody with a key who comes to this application."""
        return Caller(self.client, key)


class Applications:
    """Starts applications, and leaves none behind."""

    def __init__(self, nursery: Nursery, database: Database, folder: Path) -> None:
        self._nursery = nursery
        self.database = database
        self._folder = folder
        self._started: list[Application] = []

    async def begin(self) -> None:
        """Make the ledgers' first tables."""
        async with wired(self.database.settings) as books:
            await books.builds.create_first()

    async def start(self, **environment: str) -> Application:
        """Start one from the nursery."""
        port = free_port()
        given = self._environment(port) | environment
        child = await self._nursery.start(["serve"], given, self._log_of(port))
        return await self._served(child, port)

    async def start_anew(self, **environment: str) -> Application:
        """Start one with nothing loaded beforehand: its environment holds from its first instruction on."""
        port = free_port()
        child = await serve_anew(self._environment(port) | environment, self._log_of(port))
        return await self._served(child, port)

    async def county(self, application: Application) -> County:
        """Found a county with one unit through an application."""
        async with wired(self.database.settings) as books:
            ring = ApiKeyRing(ApiKeys(books.pools.app))
            operator = (await ring.issue_key(role="operator", label="first")).text
            parts: Any = SimpleNamespace(keys=ring)
            return await found_county(application.client, parts, operator)

    async def admin(self, county: County) -> Browser:
        """Let the first administrator in, who comes to the application the county was founded through."""
        async with wired(self.database.settings) as books:
            parts: Any = SimpleNamespace(accounts=books.accounts, today=business_day)
            return await first_admin(msgspec.structs.replace(county, parts=parts), "admin")

    async def close(self) -> None:
        """End them all."""
        for one in self._started:
            await one.client.aclose()
            one.child.kill()
            await one.child.ended

    def _environment(self, port: int) -> dict[str, str]:
        settings = self.database.settings
        return {
            "PATH": os.environ.get("PATH", ""),
            "DATABASE_URL": str(settings.database_url),
            "GONGHUI_HOME": str(settings.home),
            "GONGHUI_ROOT_KEY_FILE": str(settings.root_key_file),
            "GONGHUI_HTTP_PORT": str(port),
            "GONGHUI_POOL_SIZE": "4",
        }

    async def _served(self, child: Child, port: int) -> Application:
        made = Application(child, port)
        self._started.append(made)
        await until_it_serves(child, port, self._log_of(port))
        return made

    def _log_of(self, port: int) -> Path:
        return self._folder / f"{port}.log"
