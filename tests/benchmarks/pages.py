"""The console on a unit of 20,000 members, in real Chromium: first pages, and a list turned in place.

The baseline is what people wait for (users.md 2.2 and 8): a second for a page, 300 ms for a part of one.
"""

import os
from typing import Final

from playwright.async_api import Page

from services.accounts.offers import Appointer, NewAppointment
from services.cli.ready import prepare, today
from services.settings import read_settings
from tests.benchmarks.ground import Ground
from tests.benchmarks.measuring import Clock, Row, in_turns
from tests.e2e.browser import opened_browser
from tests.e2e.person import let_in
from tests.e2e.site import served
from tests.support.large_county import ACTOR, MEMBERS, YEAR, LargeCounty, make

_PAGE_SECONDS: Final = 1.0
_PART_SECONDS: Final = 0.3
_PAYING: Final = 2_000


async def page_rows(ground: Ground) -> list[Row]:
    """Row of issue 6: first page and swaps on the large unit."""
    environ = {
        "PATH": os.environ["PATH"],
        "GONGHUI_HOME": str(ground.home),
        "DATABASE_URL": ground.administrator,
    }
    size, paying = ground.sized(MEMBERS, MEMBERS // 10), ground.sized(_PAYING, _PAYING // 10)
    settings = read_settings(environ)
    await prepare(settings)
    county = await make(settings, members=size, paying=paying)
    code = await _clerk(ground, county)
    async with served(environ) as url, opened_browser() as browser:
        context = await browser.new_context(locale="zh-CN")
        await let_in(context, url, "clerk", code)
        page = await context.new_page()
        taken = await _measured(page, f"{url}/unions/{county.union_id}", ground.rounds)
    wanted = {"members": _PAGE_SECONDS, "dues_month": _PAGE_SECONDS, "swap": _PART_SECONDS}
    return [
        Row(
            name=f"page_{name}_{size // 1000}k",
            baseline=f"{wanted[name] * 1000:.0f} ms",
            count=1,
            baseline_seconds=wanted[name],
            our_seconds=seconds,
            wanted=1.0,
        )
        for name, seconds in taken.items()
    ]


async def _measured(page: Page, home: str, rounds: int) -> dict[str, float]:
    async def members(_: int) -> float:
        with Clock() as clock:
            await page.goto(f"{home}/members")
        return clock.seconds

    async def dues_month(_: int) -> float:
        with Clock() as clock:
            await page.goto(f"{home}/dues/months/{YEAR}-01")
        return clock.seconds

    async def swap(_: int) -> float:
        await page.goto(f"{home}/members")
        onward = page.locator(".pager a").filter(has_text="下一页")
        first = page.locator("tbody tr td.number").first
        before = await first.inner_text()
        with Clock() as clock:
            await onward.click()
            await page.wait_for_function(
                "before => document.querySelector('tbody tr td.number').innerText !== before",
                arg=before,
            )
        return clock.seconds

    contenders = {"members": members, "dues_month": dues_month, "swap": swap}
    return await in_turns(contenders, rounds)


async def _clerk(ground: Ground, county: LargeCounty) -> str:
    """Appoint somebody; returns the code they begin with."""
    offered = await ground.books.accounts.appointments.offer(
        NewAppointment(
            place="union",
            place_id=county.union_id,
            login="clerk",
            name="大厂经办",
            roles=("clerk",),
        ),
        Appointer(actor=ACTOR),
        today(),
    )
    return str(offered.code)
