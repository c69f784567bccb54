"""Strict reading of what comes in, in one place: body and query become a struct or a problem (assurance 12)."""

import asyncio
import json
import re
import types
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, NoReturn, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl

import msgspec
from litestar import Request
from litestar.exceptions import HTTPException

from services.http.fields import Body, Query
from services.http.problems import Fault, Problem
from services.importers.cells import has_invisible

BODY_MAX_BYTES = 256 * 1024
DEPTH_MAX = 32

_BODY_SECONDS = 10.0
_QUERY_MAX_CHARACTERS = 4_000
_YEARS = range(1900, 2200)
_TEXT = re.compile(rb'"(?:[^"\\]++|\\.?)*+"?', re.DOTALL)  # possessive: one pass, whatever comes
_BRACKET = re.compile(rb"[\[\]{}]")
_PLACE = re.compile(r" - at `\$(?P<place>[^`]*)`\Z")
_FIELD = re.compile(r"Object missing required field `(?P<field>\w+)`")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|\[\.\.\.\]")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,19}")

_B = TypeVar("_B", bound=Body)
_Q = TypeVar("_Q", bound=Query)
AnyRequest = Request[Any, Any, Any]


async def read_bytes(request: AnyRequest) -> bytes:
    """Return the body; it must be called JSON, be short, and arrive in time."""
    if request.headers.get("content-type") != "application/json":
        raise Problem("request.media_type_unsupported")
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            return await request.body()
    except TimeoutError:
        raise Problem("request.body_slow") from None
    except HTTPException as error:
        too_large = error.status_code == 413  # noqa: PLR2004 # Litestar's, raised while reading
        raise Problem("request.body_too_large" if too_large else "request.body_malformed") from None


def read_body(raw: bytes, kind: type[_B]) -> _B:
    """Return the body as a struct; raises Problem for anything the interface does not describe."""
    _refuse_malformed(raw)
    try:
        body: _B = _decoder(kind).decode(raw)
    except msgspec.ValidationError as error:
        _refuse("request.body_invalid", str(error))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Problem("request.body_malformed") from None
    _refuse_strange_dates(body, "request.body_invalid")
    return body


def read_query(raw: bytes, kind: type[_Q]) -> _Q:
    """Return the query parameters as a struct; repeated and unknown ones are refused."""
    given: dict[str, Any] = {}
    for name, text in _pairs(raw):
        if name in given or has_invisible(text):
            raise Problem("request.query_invalid")
        given[name] = text
    for name in _numbers(kind) & given.keys():
        if not _WHOLE_NUMBER.fullmatch(given[name]):
            raise Problem(
                "request.query_invalid", faults=[Fault(f"#/{name}", "request.field_invalid")]
            )
    try:
        query = msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        _refuse("request.query_invalid", str(error))
    _refuse_strange_dates(query, "request.query_invalid")
    return query


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    if not raw:
        return []
    if len(raw) > _QUERY_MAX_CHARACTERS:
        raise Problem("request.query_invalid")
    try:
        return parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=20,
        )
    except ValueError:  # also what is not ASCII or, once unquoted, not UTF-8
        raise Problem("request.query_invalid") from None


def _refuse_malformed(raw: bytes) -> None:
    """Refuse what is not one plain JSON document: before anything recurses into it."""
    if _depth(raw) > DEPTH_MAX:
        raise Problem("request.body_malformed")
    try:
        document = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        raise Problem("request.body_malformed") from None
    if any(has_invisible(text) for text in _texts(document)):
        raise Problem("request.text_unsafe")


def _depth(raw: bytes) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.finditer(_TEXT.sub(b"", raw)):
        depth += 1 if bracket[0] in b"[{" else -1
        deepest = max(deepest, depth)
        if deepest > DEPTH_MAX:
            break
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice in one object")
    return found


def _no_constant(_: str) -> NoReturn:
    raise ValueError("not a number of JSON")


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for name, inner in value.items():
                yield name
                yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)


def _refuse_strange_dates(value: object, code: str) -> None:
    for pointer, day in _dates(value, "#"):
        if day.year not in _YEARS:
            raise Problem(code, faults=[Fault(pointer, "request.date_out_of_range")])


def _dates(value: object, pointer: str) -> Iterator[tuple[str, date]]:
    match value:
        case date():
            yield pointer, value
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from _dates(getattr(value, name), f"{pointer}/{name}")
        case list() | tuple():
            for place, inner in enumerate(value):
                yield from _dates(inner, f"{pointer}/{place}")


def _refuse(code: str, message: str) -> NoReturn:
    """Say where, in the interface's own words: names and values that were sent are not repeated."""
    fault = "request.field_invalid"
    pointer = _pointer(message)
    if message.startswith("Object contains unknown field"):
        fault = "request.field_unknown"
    elif missing := _FIELD.match(message):
        fault = "request.field_missing"
        pointer = f"{pointer}/{missing['field']}"
    raise Problem(code, faults=[Fault(pointer, fault)]) from None


def _pointer(message: str) -> str:
    place = _PLACE.search(message)
    if place is None:
        return "#"
    steps = (step[1] or step[2] or "*" for step in _STEP.finditer(place["place"]))
    return "/".join(("#", *steps))


@cache
def _decoder(kind: type[_B]) -> msgspec.json.Decoder[_B]:
    return msgspec.json.Decoder(kind, strict=True)


@cache
def _numbers(kind: type[Query]) -> frozenset[str]:
    hints: Mapping[str, Any] = get_type_hints(kind)
    return frozenset(name for name, hint in hints.items() if _is_number(hint))


def _is_number(hint: object) -> bool:
    if get_origin(hint) is Annotated:
        return _is_number(get_args(hint)[0])
    if get_origin(hint) is types.UnionType:
        return any(_is_number(inner) for inner in get_args(hint))
    return hint is int
