"""A page of the console: everything there is to say about it, said where its function stands."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Literal, TypeVar

import msgspec

from services.auth import Policy
from services.http.asking import Answer
from services.pages.visit import Visit

Method = Literal["GET", "POST"]
_ENGAGEMENT: Final = "/engagements/{audit_id}"
_UNION: Final = "/unions/{union_id}"


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A page to be shown: its template and what fills it in."""

    template: str
    values: Mapping[str, Any] = {}
    status: int = 200
    cookies: tuple[Any, ...] = ()


class Went(msgspec.Struct, frozen=True, kw_only=True):
    """The visitor goes on to another page (303)."""

    location: str
    cookies: tuple[Any, ...] = ()


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """A file to download, as an operation answered it; `name`: what it is called, where that does not say."""

    answer: Answer
    name: str | None = None


Reply = Shown | Went | Fetched


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page under one address. `section` is the entry of the menu it belongs to.

    `max_bytes`: how much a form that is sent here may weigh; `files`: whether it brings files.
    """

    name: str
    method: Method
    path: str
    policy: Policy
    act: Callable[[Visit], Awaitable[Reply]]
    section: str
    max_bytes: int
    files: bool

    @property
    def operation_id(self) -> str:
        """What a page is called where its visitors are judged and denials are noted."""
        return f"page:{self.name}"

    @property
    def paths(self) -> list[str]:
        """Its address, and for what auditors may read the one within an engagement."""
        if "county_auditor" in self.policy.people and self.path.startswith(_UNION):
            return [self.path, _ENGAGEMENT + self.path]
        return [self.path]


PAGES: list[Page] = []
"""All of them, in the order the modules were imported."""


def is_page(path: str) -> bool:
    """Tell whether there is something to look at under an address."""
    parts = path.split("/")
    return any(
        len(pattern) == len(parts)
        and all(
            word == part or word.startswith("{") for word, part in zip(pattern, parts, strict=True)
        )
        for pattern in (page.path.split("/") for page in PAGES if page.method == "GET")
    )


FORM_MAX_BYTES: Final = 512 * 1024

_F = TypeVar("_F", bound=Callable[[Visit], Awaitable[Reply]])


def page(
    method: Method,
    path: str,
    name: str,
    *,
    policy: Policy,
    section: str = "",
    max_bytes: int = FORM_MAX_BYTES,
    files: bool = False,
) -> Callable[[_F], _F]:
    """Declare a function as a page. A GET and a POST of one address may share its name."""

    def declare(act: _F) -> _F:
        PAGES.append(
            Page(
                name=name,
                method=method,
                path=path,
                policy=policy,
                act=act,
                section=section,
                max_bytes=max_bytes,
                files=files,
            )
        )
        return act

    return declare
