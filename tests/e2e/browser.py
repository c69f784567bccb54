"""The browser of these tests: Debian's Chromium, that reaches this machine and nothing else."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
from playwright.async_api import Browser, async_playwright

_ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost",
)
_MISSING: Final = "these tests need Chromium: apt-get install chromium fonts-noto-cjk"


@asynccontextmanager
async def opened_browser() -> AsyncIterator[Browser]:
    """Open it, and close it at the end. Without one the test fails: nothing is skipped silently."""
    found = shutil.which("chromium")
    if found is None:
        pytest.fail(_MISSING)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=[*_ARGUMENTS])
        try:
            yield browser
        finally:
            await browser.close()
