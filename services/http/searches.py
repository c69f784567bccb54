"""Finding members and units as people look for them: by part of a name, by its pinyin or initials, by a code.

A whole ID or phone number never stands in an address, where logs of others would keep it: it is sent in a body.
"""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from msgspec import Meta
from msgspec.structs import asdict

from domain.membership import Membership
from services.auth import may
from services.http.asking import Answer, Asking, weak
from services.http.county import county_of
from services.http.fields import Answered, Body, Limit, Position, Query
from services.http.operation import operation
from services.http.paging import ReadQuery, scope_of
from services.http.people import id_number_of
from services.http.problems import Fault, Problem
from services.reads.rows import MemberRow, UnitRow
from services.reads.searching import Asked, Sort
from services.reads.spelling import EXACT, WITHIN, Typed, sort_key, spelled

_UNION: Final = "/v1/unions/{union_id}"
_FEDERATION: Final = "/v1/federations/{federation_id}"
_ID_NUMBER: Final = re.compile(r"[1-9][0-9]{14}([0-9]{2}[0-9Xx])?")
_WHOLE_NUMBER: Final = re.compile(r"[0-9]{7,}[0-9Xx]?")
_BETWEEN: Final = re.compile(r"[\s\-\u2010-\u2015]+")
"""What people put between the digits of a number."""

Typing = Annotated[str, Meta(max_length=40, description="姓名、拼音、首字母或号码后四位")]
PageNo = Annotated[int, Meta(ge=1, le=10_000)]


class _Wanted(Query, frozen=True, kw_only=True):
    """Of which date, and which page."""

    as_of: date | None = None
    min_position: Position = 0
    page: PageNo = 1
    size: Limit = 50


class MemberSearch(_Wanted, frozen=True, kw_only=True):
    """`q` empty: everybody. `relevance`: who fits best first; with nothing typed, in the order of entering."""

    q: Typing = ""
    membership: Membership | None = None
    place_id: UUID | None = None
    sort: Sort = "relevance"


class SearchQuery(_Wanted, frozen=True, kw_only=True):
    """The rest of the search stands in the body."""


class PrivateSearch(Body, frozen=True, kw_only=True):
    """As in an address, and besides a whole ID number or phone number in `q`."""

    q: Typing
    membership: Membership | None = None
    place_id: UUID | None = None
    sort: Sort = "relevance"


class UnitSearch(_Wanted, frozen=True, kw_only=True):
    """`q`: part of a name, its pinyin or initials, or of a code; empty: every unit."""

    q: Typing = ""
    state: Literal["live", "frozen", "ended"] | None = None


class MembersFound(Answered, frozen=True, kw_only=True):
    """A numbered page. The names looked in are those of now, everything else is as of the date."""

    position: int
    as_of: date
    total: int
    page: int
    pages: int
    rows: list[MemberRow]


class UnitsFound(Answered, frozen=True, kw_only=True):
    position: int
    as_of: date
    total: int
    page: int
    pages: int
    rows: list[UnitRow]


@operation(
    "GET",
    f"{_UNION}/members/search",
    "searchMembers",
    tag="members",
    policy=may("members.read"),
    answer=MembersFound,
    refusals=("request.search_in_body",),
)
async def search_members(asking: Asking, query: MemberSearch) -> Answer:
    """Members by name, pinyin, initials, or the last four digits of ID or phone; numbered pages."""
    text = query.q.strip()
    if number_typed(text) is not None:
        faults = [Fault("#/q", "request.search_in_body")]
        raise Problem("request.search_in_body", faults=faults)
    asked = Asked(text, query.membership, query.place_id, query.sort)
    return await _members(asking, query, asked)


@operation(
    "POST",
    f"{_UNION}/members/search",
    "searchMembersPrivately",
    tag="members",
    policy=may("members.write"),
    answer=MembersFound,
    refusals=("person.id_malformed", "person.id_check_digit", "person.id_birth_date"),
    example={"q": "11010519491231002X"},
)
async def search_members_privately(
    asking: Asking, query: SearchQuery, body: PrivateSearch
) -> Answer:
    """The same, and by a whole ID or phone number: for whoever keeps the roster, as in finding by ID number."""
    text = number_typed(body.q) or body.q.strip()
    found = None
    if _ID_NUMBER.fullmatch(text):
        number = id_number_of(text)
        known = await asking.parts.vault.find(asking.tenant_id, "id_number", [number])
        found = list(known.values())
    asked = Asked(text, body.membership, body.place_id, body.sort, found)
    return await _members(asking, query, asked)


def number_typed(text: str) -> str | None:
    """Return the whole ID or phone number somebody typed (full-width, in groups of digits), None if it is none."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    return plain if _WHOLE_NUMBER.fullmatch(plain) else None


async def _members(asking: Asking, query: _Wanted, asked: Asked) -> Answer:
    scope = await scope_of(asking, _read(query))
    found = await asking.parts.member_search.search(
        scope, asked, offset=(query.page - 1) * query.size, limit=query.size
    )
    view = MembersFound(
        position=found.position,
        as_of=scope.as_of,
        total=found.total,
        page=query.page,
        pages=_pages(found.total, query.size),
        rows=found.rows,
    )
    return Answer(body=view, headers=weak(found.position))


@operation(
    "GET",
    f"{_FEDERATION}/units/search",
    "searchUnits",
    tag="federations",
    policy=may("county.read"),
    answer=UnitsFound,
)
async def search_units(asking: Asking, query: UnitSearch) -> Answer:
    """The units of a federation by name, pinyin, initials or code; numbered pages."""
    await county_of(asking)
    scope = await scope_of(asking, _read(query))
    every = await asking.parts.ledgers.units(scope)
    fitting = _fitting([row for row in every.rows if _is_in(row, query.state)], query.q)
    first = (query.page - 1) * query.size
    view = UnitsFound(
        position=every.position,
        as_of=scope.as_of,
        total=len(fitting),
        page=query.page,
        pages=_pages(len(fitting), query.size),
        rows=fitting[first : first + query.size],
    )
    return Answer(body=view, headers=weak(every.position))


def _fitting(units: list[UnitRow], text: str) -> list[UnitRow]:
    """Return the units that fit, the best first; with nothing typed by code."""
    if not spelled(text):
        return units
    typed = Typed(text)
    ranked: list[tuple[Any, ...]] = []
    for row in units:
        fit = _code_fit(row.code, text)
        if fit is None:
            fit = typed.fit(spelled(row.name))
        if fit is not None:
            ranked.append((fit, sort_key(row.name), row.code, row))
    return [row for *_, row in sorted(ranked, key=lambda one: one[:3])]


def _code_fit(code: str, text: str) -> int | None:
    wanted, have = spelled(text), spelled(code)
    if wanted == have:
        return EXACT
    return WITHIN if wanted in have else None


def _is_in(row: UnitRow, state: str | None) -> bool:
    match state:
        case None:
            return True
        case "ended":
            return row.ended_on is not None
        case "frozen":
            return row.ended_on is None and row.frozen_reason is not None
        case _:
            return row.ended_on is None and row.frozen_reason is None


def _read(query: _Wanted) -> ReadQuery:
    kept = {name: value for name, value in asdict(query).items() if name in _SCOPE}
    return ReadQuery(**kept)


_SCOPE: Final = frozenset({"as_of", "min_position"})


def _pages(total: int, size: int) -> int:
    return max(1, -(-total // size))
