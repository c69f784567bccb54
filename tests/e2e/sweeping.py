"""A walk along the menus: every entry, every link on it, and on from there as long as pages are new."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product
from typing import Final
from urllib.parse import urlsplit

import msgspec
from playwright.async_api import Error

from domain.roles import PersonRole
from services.pages import every
from services.pages.page import PAGES, Page
from tests.e2e.guard import assert_accessible
from tests.e2e.person import PICTURES_OF_ALL, Person

_MENU: Final = "nav.menu a[href]"
_LINKS: Final = "main a[href], header.topbar a[href]"
_EACH: Final = frozenset({"ledger", "kind"})
"""Words of an address that make another page of the same function; of other ids one on a page is followed."""
_FILES: Final = ("/prints/", "/workbook", "/attachments/", "/templates/", "/bank-file", "/exports/")
"""Addresses that answer a file: they are fetched, not drawn."""
_WAYS: Final = 4
"""In so many ways ids from other addresses are put together to reach a page no link led to."""
_REFUSED: Final = 400
_FEW_LINES: Final = (
    "document.querySelectorAll('tbody > tr:nth-child(n+9)').forEach(one => one.remove())"
)
_BECAME_A_FILE: Final = "Download is starting"
_PARAMETER: Final = re.compile(r"\{(\w+)\}")
_NUMBERS: Final = re.compile(r"[0-9a-f-]{32,}|\d+")


class Stop(msgspec.Struct, frozen=True):
    """An address to go to, and the page whose link it was."""

    path: str
    from_path: str


class Sweep(msgspec.Struct, kw_only=True):
    """What has been seen so far: pages by whoever drew them first, addresses tried, ids that stood in addresses.

    `looks`: each page is looked at the first time, by axe and for a picture.
    """

    looks: bool = True
    drawn: dict[str, PersonRole] = {}
    tried: set[tuple[PersonRole, str]] = set()
    ids: dict[str, list[str]] = {}
    faults: dict[str, str] = {}

    def missing(self) -> list[Page]:
        """Pages nobody has drawn."""
        return [page for page in get_pages() if page.path not in self.drawn]

    def note(self, kind: str, fault: str) -> None:
        """Keep the first fault of a kind."""
        self.faults.setdefault(kind, fault)

    def keep_ids(self, ids: Mapping[str, str]) -> None:
        """Keep the ids of an address: other pages take them too."""
        for name, value in ids.items():
            known = self.ids.setdefault(name, [])
            if value not in known:
                known.append(value)


class Found(msgspec.Struct, frozen=True):
    """The page an address belongs to, and the ids in it."""

    page: Page
    ids: Mapping[str, str]


@cache
def get_pages() -> Sequence[Page]:
    """Return every page there is to look at, each address once."""
    assert every.MODULES
    return list({page.path: page for page in PAGES if page.method == "GET"}.values())


@cache
def found_at(path: str) -> Found | None:
    """Return the page of an address; a word of the address wins over a place for an id."""
    fitting = [
        (pattern.count("{"), page, match.groupdict())
        for page in get_pages()
        for pattern in page.paths
        if (match := _regex(pattern).fullmatch(path))
    ]
    if not fitting:
        return None
    _, page, ids = min(fitting, key=lambda one: one[0])
    return Found(page, ids)


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(_PARAMETER.sub(r"(?P<\1>[^/]+)", pattern))


async def walk_menu(person: Person, sweep: Sweep, *, fetch: bool = True) -> None:
    """Open every entry of the person's menu, each link on those pages, and on from pages nobody had drawn yet.

    A page that somebody drew before is fetched (with `fetch`): what is shown to this person must open for them.
    """
    waiting = deque(await _begin(person))
    while waiting:
        stop = waiting.popleft()
        further = await _visit(person, sweep, stop, fetch=fetch)
        waiting += [Stop(path, stop.path) for path in further]


async def walk_to_missing(person: Person, sweep: Sweep, chosen: Iterable[Page]) -> None:
    """Open pages no link led to, with ids that stood in other addresses; whatever refuses stays missing."""
    for page in chosen:
        for path in islice(_ways_to(page, sweep.ids), _WAYS):
            if (await person.fetched(path)).status < _REFUSED:
                await _draw(person, sweep, Stop(path, "ids of other pages"), page)
                break


def _ways_to(page: Page, ids: Mapping[str, Sequence[str]]) -> Iterator[str]:
    names = _PARAMETER.findall(page.path)
    for values in product(*(reversed(ids.get(name, ())) for name in names)):
        yield page.path.format(**dict(zip(names, values, strict=True)))


async def _begin(person: Person) -> list[Stop]:
    """Home; somebody of several places begins at each of them."""
    await person.open("/")
    home = person.path
    entries = await _links(person, _MENU)
    others = await _links(person, _LINKS)
    if not entries:
        for place in others:
            await person.open(place)
            entries += await _links(person, _MENU)
    stops = [home, *entries, *others]
    return [Stop(path, home) for path in dict.fromkeys(stops)]


async def _visit(person: Person, sweep: Sweep, stop: Stop, *, fetch: bool) -> list[str]:
    """Visit an address; returns the links to go on with."""
    plain = urlsplit(stop.path).path
    found = found_at(plain)
    if (person.role, plain) in sweep.tried:
        return []
    sweep.tried.add((person.role, plain))
    if found is None:
        await _fetch(person, sweep, stop, _NUMBERS.sub("…", plain))
        return []
    sweep.keep_ids(found.ids)
    if found.page.path in sweep.drawn:
        if fetch:
            await _fetch(person, sweep, stop, found.page.path)
        return []
    return await _draw(person, sweep, stop, found.page)


async def _draw(person: Person, sweep: Sweep, stop: Stop, page: Page) -> list[str]:
    """Open a page in the browser, look at it the first time, and return its links, one of a kind."""
    sweep.drawn.setdefault(page.path, person.role)
    if any(word in stop.path for word in _FILES):
        await _fetch(person, sweep, stop, page.path)
        return []
    links: list[str] = []
    try:
        answer = await person.open(stop.path)
        assert answer.status < _REFUSED, answer.status
        links = await _links(person, _LINKS)
        if sweep.looks:
            await _look(person, page)
    except AssertionError as fault:
        sweep.note(page.path, f"{person.role} {stop.path} from {stop.from_path}: {fault}")
    except Error as fault:
        if _BECAME_A_FILE not in fault.message:
            raise
        await _fetch(person, sweep, stop, page.path)
    return _one_of_a_kind(links)


async def _look(person: Person, page: Page) -> None:
    """Of a long table the first lines: the rest are like them.

    Forms are all made of the same parts: their colours are looked at in the journeys, everything else here too.
    """
    where = f"{person.role} {person.path}"
    if PICTURES_OF_ALL:
        await person.picture(page.name)
    await person.page.evaluate(_FEW_LINES)
    await assert_accessible(person.page, where, contrast=page.path not in _forms())


@cache
def _forms() -> frozenset[str]:
    return frozenset(page.path for page in PAGES if page.method == "POST")


async def _fetch(person: Person, sweep: Sweep, stop: Stop, kind: str) -> None:
    answer = await person.fetched(stop.path)
    if answer.status >= _REFUSED:
        told = f"{person.role} {stop.path}: {answer.status} from {stop.from_path}"
        sweep.note(f"{kind} {answer.status}", told)


def _one_of_a_kind(links: Sequence[str]) -> list[str]:
    return list({_kind(link): link for link in reversed(links)}.values())[::-1]


def _kind(link: str) -> str:
    plain = urlsplit(link).path
    found = found_at(plain)
    if found is None:
        return _NUMBERS.sub("…", plain)
    return found.page.path + "".join(found.ids[name] for name in _EACH if name in found.ids)


async def _links(person: Person, selector: str) -> list[str]:
    """Return the addresses of links within the console."""
    found: list[str] = await person.page.locator(selector).evaluate_all(
        "links => links.filter(one => one.origin === location.origin).map(one => one.href)"
    )
    origin = person.site.url
    return list(dict.fromkeys(one.removeprefix(origin).partition("#")[0] for one in found))
