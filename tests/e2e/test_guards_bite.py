"""The guards of these tests notice what they are there for: each is shown a page at fault."""

import pytest
from playwright.async_api import Browser, Page

from tests.e2e.guard import Guard, assert_accessible

pytestmark = pytest.mark.asyncio(loop_scope="module")

HERE = "http://localhost:1"
SOUND = "<!doctype html><html lang=zh><title>好</title><main><h1>好</h1></main>"


async def page_at(chromium: Browser, html: str) -> tuple[Page, Guard]:
    page = await chromium.new_page()
    guard = Guard(HERE)
    guard.watch(page)
    await page.set_content(html, wait_until="load")
    return page, guard


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("<script>console.error('x')</script>", "console error"),
        ("<script>console.warn('x')</script>", "console warning"),
        ("<script>throw new Error('x')</script>", "script: x"),
        ("<script>alert('x')</script>", "asked: alert x"),
        ("<img alt='' src='https://cdn.example.org/x.png'>", "left the host: https://cdn"),
    ],
)
async def test_a_page_at_fault_does_not_pass(chromium: Browser, fault: str, told: str) -> None:
    page, guard = await page_at(chromium, SOUND + fault)
    with pytest.raises(AssertionError, match=told):
        guard.assert_clean("here")
    await page.close()


async def test_a_sound_page_passes(chromium: Browser) -> None:
    page, guard = await page_at(chromium, SOUND)
    guard.assert_clean("here")
    await assert_accessible(page, "here")
    await page.close()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("<img src='data:,'>", "image-alt"),
        ("<input>", "label"),
        ("<p style='color:#bbb;background:#fff'>看不清</p>", "color-contrast"),
    ],
)
async def test_axe_finds_what_shuts_people_out(chromium: Browser, fault: str, told: str) -> None:
    page, _ = await page_at(chromium, SOUND.replace("</main>", f"{fault}</main>"))
    with pytest.raises(AssertionError, match=told):
        await assert_accessible(page, "here")
    await page.close()
