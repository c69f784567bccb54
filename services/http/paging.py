"""Which books a read is about, and how to turn the page: cursors are signed, bound to union, route and filters."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import UTC, date, datetime
from hmac import compare_digest
from typing import Annotated, Generic, Literal, TypeVar
from urllib.parse import urlencode

import msgspec

from services.http.asking import Answer, Asking, weak
from services.http.fields import Answered, Limit, Moment, PageCursor, Position, Query
from services.http.problems import Fault, Problem
from services.reads import Scope
from services.reads.rows import Page

Row = TypeVar("Row")

_NOT_FILTERS = frozenset({"cursor", "limit", "min_position", "count", "totals"})
_POSITION = re.compile(r"[0-9]{1,18}")
_SIGNATURE_BYTES = 32

AwareInstant = Annotated[datetime, msgspec.Meta(tz=True)]


class ReadQuery(Query, frozen=True, kw_only=True):
    """`as_of` is the business date (default: today in China); `known_at` a position or an instant."""

    as_of: date | None = None
    known_at: Moment | None = None
    min_position: Position = 0


class ListQuery(ReadQuery, frozen=True, kw_only=True):
    """`count=exact`: every page says how many rows the whole list had when its first page was read."""

    limit: Limit = 50
    cursor: PageCursor | None = None
    count: Literal["exact"] | None = None


class Rows(Answered, Generic[Row], frozen=True, kw_only=True):
    """Some rows, the position they show, the date they are of, the mark of the next page; how many, if asked."""

    position: int
    as_of: date
    rows: list[Row]
    next: str | None = None
    total: int | None = None


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where the page before ended, the business date all pages share, and the number of rows of all of them."""

    as_of: date
    after: tuple[str, ...]
    total: int | None = None


_place_decoder = msgspec.json.Decoder(Place)


async def scope_of(asking: Asking, query: ReadQuery, place: Place | None = None) -> Scope:
    """Return the books a read is about."""
    return Scope(
        union_id=asking.tenant_id,
        as_of=place.as_of if place else query.as_of or asking.parts.today(),
        known_at=await known_position(asking, query.known_at),
        min_position=query.min_position,
    )


async def known_position(asking: Asking, known_at: str | None) -> int | None:
    """Return the position a read shall stop at, None for now."""
    if known_at is None:
        return None
    if not _POSITION.fullmatch(known_at):
        return await asking.parts.log.position_at(asking.tenant_id, instant_of(known_at))
    position = int(known_at)
    if position > (await asking.parts.log.head(asking.tenant_id)).position:
        raise Problem("request.known_at_ahead")
    return position


def instant_of(text: str) -> datetime:
    """Return an instant with an offset, as UTC."""
    try:
        return msgspec.convert(text.replace(" ", "+"), AwareInstant).astimezone(UTC)
    except (ValueError, OverflowError):  # ValidationError is a ValueError
        raise Problem(
            "request.query_invalid", faults=[Fault("#/known_at", "request.field_invalid")]
        ) from None


async def listed(asking: Asking, query: ListQuery) -> tuple[Scope, tuple[str, ...] | None]:
    """Return the books a list is about, and after which row to go on."""
    place = await _place(asking, query)
    scope = await scope_of(asking, query, place)
    if place is None:
        return msgspec.structs.replace(scope, counts=query.count == "exact"), None
    return scope, place.after


async def _place(asking: Asking, query: ListQuery) -> Place | None:
    """Return where to go on; raises Problem for a cursor that is not ours or of another list."""
    if query.cursor is None:
        return None
    try:
        signed = urlsafe_b64decode(query.cursor)
        signature, payload = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
        if not compare_digest(signature, await _signature(asking, query, payload)):
            raise Problem("request.cursor_invalid")
        return _place_decoder.decode(payload)
    except (NotBase64, ValueError):
        raise Problem("request.cursor_invalid") from None


async def paged(asking: Asking, query: ListQuery, scope: Scope, page: Page[Row]) -> Answer:
    """Answer a page, with the way to the next one in the body and in `Link`."""
    total = page.total
    if query.count is not None and query.cursor is not None:
        place = await _place(asking, query)
        total = None if place is None else place.total
    body = Rows(position=page.position, as_of=scope.as_of, rows=page.rows, total=total)
    headers = weak(page.position)
    if page.next_after is not None:
        payload = msgspec.json.encode(Place(scope.as_of, page.next_after, total))
        signed = await _signature(asking, query, payload) + payload
        cursor = urlsafe_b64encode(signed).decode()
        body = msgspec.structs.replace(body, next=cursor)
        headers["Link"] = f'<{asking.path}?{_parameters(query, cursor)}>; rel="next"'
    return Answer(body=body, headers=headers)


def whole(scope: Scope, page: Page[Row]) -> Answer:
    """Answer a list that has one page only."""
    body = Rows(position=page.position, as_of=scope.as_of, rows=page.rows)
    return Answer(body=body, headers=weak(page.position))


async def _signature(asking: Asking, query: ListQuery, payload: bytes) -> bytes:
    keys = await asking.parts.vault.union_keys(asking.tenant_id)
    bound = msgspec.json.encode(["cursor", asking.path, _filters(query)])
    return keys.digest(bound + payload)


def _filters(query: ListQuery) -> dict[str, object]:
    given = msgspec.structs.asdict(query)
    return {name: value for name, value in given.items() if name not in _NOT_FILTERS}


def _parameters(query: ListQuery, cursor: str) -> str:
    given = {name: value for name, value in _filters(query).items() if value is not None}
    if query.count is not None:
        given["count"] = query.count
    return urlencode({**given, "limit": query.limit, "cursor": cursor})
