"""Forms as somebody fills them in: by the words that stand at the fields, in the drawer if one is open."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from playwright.async_api import FilePayload, Locator, Page

from tests.e2e.person import Person

_DRAWER: Final = "dialog[open]"
Given = str | bool | Path | FilePayload | Sequence[str]


def part(page: Page) -> Locator:
    """Return the drawer that is open, or else the middle of the page."""
    return page.locator(f"{_DRAWER}, body:not(:has({_DRAWER})) main")


async def fill_in(person: Person, fields: Mapping[str, Given]) -> None:
    """Fill in fields by their labels; a choice is made by words it begins with, several by a list."""
    form = part(person.page).locator("form[method=post]").last
    await form.wait_for()
    for label, given in fields.items():
        field = form.get_by_label(_label(label))
        labels = await form.locator("label").all_inner_texts()
        assert await field.count(), f"{person.path}: no field {label} among {labels}"
        await _enter(field.first, given)


async def send(person: Person) -> None:
    """Press a form's main button and wait for what comes of it."""
    form = part(person.page).locator("form[method=post]").last
    pressed = form.locator("button.primary")
    async with person.page.expect_response(lambda answer: answer.request.method == "POST"):
        await pressed.click()
    await person.page.wait_for_load_state()


async def done(person: Person, name: str) -> str:
    """Demand that a write went through; returns the receipt that is shown."""
    toast = person.page.locator("p.toast").first
    problem = part(person.page).locator("#problem")
    await toast.or_(problem).first.wait_for()
    assert not await problem.count(), f"{person.role} {name}: {await problem.inner_text()}"
    await person.looked(name)
    return await toast.inner_text()


async def follow(person: Person, words: str) -> None:
    """Follow a link by its words; a drawer opens, or the next page."""
    await follow_link(person, part(person.page).get_by_role("link", name=words).first)


async def follow_link(person: Person, link: Locator) -> None:
    """Follow a link; a drawer opens, or the next page."""
    if await link.get_attribute("data-drawer") is None:
        before = person.page.url
        await link.click()
        await person.page.wait_for_url(lambda url: url != before)
    else:
        await link.click()
        await person.page.locator(_DRAWER).wait_for()
    await person.page.wait_for_load_state()


async def step(person: Person, words: str, fields: Mapping[str, Given]) -> str:
    """Take a step of a case: follow its link, fill in its form, send it; returns the receipt."""
    await follow(person, words)
    await fill_in(person, fields)
    await send(person)
    return await done(person, words)


async def _enter(field: Locator, given: Given) -> None:
    kind = await field.evaluate("one => `${one.tagName} ${one.type}`")
    if kind.startswith("SELECT"):
        options = await field.locator("option").all_inner_texts()
        chosen = next((one for one in options if one.strip().startswith(str(given))), None)
        assert chosen is not None, f"{given} is none of {options}"
        await field.select_option(label=chosen.strip())
    elif kind.endswith("file"):
        assert not isinstance(given, (str, bool)), given
        await field.set_input_files(given)  # type: ignore[arg-type] # a path, or bytes with a name
    elif isinstance(given, bool):
        await field.set_checked(given)
    else:
        await field.fill(str(given))


def _label(words: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(words)}\s*\*?\s*$")
