"""What holds for every page: text stays text, scripts are ours, nothing comes from elsewhere, entries lead on."""

import re
from typing import Final

import pytest

from services.pages import every
from services.pages.menus import FEDERATION, PLATFORM, UNION
from services.pages.page import PAGES
from services.pages.rendering import environment
from tests.architecture.repository import ROOT

PAGES_FOLDER: Final = ROOT / "services" / "pages"
TEMPLATES: Final = sorted((PAGES_FOLDER / "templates").rglob("*.html"))
STATIC: Final = sorted((PAGES_FOLDER / "static").iterdir())
SAFE: Final = {"charts.py", "rendering.py"}
"""Modules that make markup of their own: pictures drawn by us."""
INLINE: Final = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=|javascript:"
    r"|\son(?:click|load|error|submit|change|input|key|mouse|focus|blur)[a-z]*=",
    re.IGNORECASE,
)
ELSEWHERE: Final = re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE)
UNESCAPED: Final = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\(")
RISKY: Final = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|eval|Function|document\.write|postMessage)\b"
)


def names_of(template: object) -> str:
    return str(template).partition("/templates/")[2]


def test_everything_that_is_filled_in_is_escaped() -> None:
    made = environment().from_string("{{ text }} <p title='{{ text }}'>")
    assert "<script>" not in made.render(text="<script>alert(1)</script>'\"")
    found = [path.name for path in TEMPLATES if UNESCAPED.search(path.read_text(encoding="utf-8"))]
    assert not found
    code = [p for p in PAGES_FOLDER.rglob("*.py") if "Markup(" in p.read_text(encoding="utf-8")]
    assert {path.name for path in code} <= SAFE


@pytest.mark.parametrize("path", TEMPLATES, ids=names_of)
def test_a_template_holds_no_script_no_style_and_nothing_from_elsewhere(path: object) -> None:
    text = (ROOT / str(path)).read_text(encoding="utf-8")
    assert not INLINE.search(text)
    assert not ELSEWHERE.search(text)


@pytest.mark.parametrize(
    "path", [p for p in STATIC if p.suffix == ".js"], ids=lambda path: path.name
)
def test_a_script_is_short_and_makes_no_markup_of_text(path: object) -> None:
    text = (ROOT / str(path)).read_text(encoding="utf-8")
    assert not RISKY.search(text)
    assert not ELSEWHERE.search(text)
    assert text.count("\n") < 400


def test_pictures_drawn_by_us_are_the_only_markup_let_through() -> None:
    used = {path.name for path in TEMPLATES if "safe_svg" in path.read_text(encoding="utf-8")}
    assert used <= {"second_factor.html", "statement.html"}


def test_every_template_and_every_static_file_is_used() -> None:
    told = "\n".join(
        p.read_text(encoding="utf-8") for p in [*PAGES_FOLDER.rglob("*.py"), *TEMPLATES]
    )
    unused = [names_of(path) for path in TEMPLATES if names_of(path) not in told]
    unused += [path.name for path in STATIC if path.name not in told]
    assert not unused


def test_every_entry_of_a_menu_leads_to_a_page() -> None:
    assert every.MODULES
    paths = {page.path for page in PAGES if page.method == "GET"}
    for base, headings in (
        ("/unions/{union_id}", UNION),
        ("/federations/{federation_id}", FEDERATION),
        ("", PLATFORM),
    ):
        for heading in headings:
            for entry in heading.entries:
                assert base + entry.path in paths, entry


def test_every_page_asks_for_a_right_its_place_knows() -> None:
    for page in PAGES:
        place = "union" if "{union_id}" in page.path else None
        place = "federation" if place is None and "{federation_id}" in page.path else place
        assert page.policy.anybody or page.policy.public or page.policy.tenant == place, page.path


def test_a_form_that_is_sent_has_a_page_that_shows_it() -> None:
    shown = {page.path for page in PAGES if page.method == "GET"}
    lonely = [page.path for page in PAGES if page.method == "POST" and page.path not in shown]
    for path in lonely:
        assert path.rpartition("/")[0] in shown or path == "/logout" or path.endswith("/end"), path


def test_what_is_planted_is_found() -> None:
    assert INLINE.search('<p onclick="x()">')
    assert INLINE.search("<script>x</script>")
    assert not INLINE.search('<script src="/static/x.js"></script>')
    assert ELSEWHERE.search('<img src="https://cdn.example/x.png">')
    assert UNESCAPED.search("{{ text | safe }}")
    assert RISKY.search("one.innerHTML = text")
