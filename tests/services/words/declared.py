"""What the operations of the API ask and answer, walked through: structs, fields, codes and ticks."""

import typing
from collections.abc import Iterator
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec

import services.http.app  # noqa: F401 # declares the operations
from services.http.operation import OPERATIONS


class Found(NamedTuple):
    """Structs by name in each place; `codes` and `ticks` by struct and field; `nested`: structs within others."""

    structs: dict[str, set[str]]
    codes: dict[tuple[str, str], set[str]]
    ticks: set[tuple[str, str]]
    nested: set[str]

    @property
    def fields(self) -> set[tuple[str, str]]:
        """Every field of every struct."""
        return {(struct, field) for struct, fields in self.structs.items() for field in fields}


@cache
def asked() -> Found:
    """Return what requests are made of: bodies and queries."""
    return _walked([one for each in OPERATIONS for one in (each.body, each.query) if one])


@cache
def answered() -> Found:
    """Return what answers are made of."""
    return _walked([each.answer for each in OPERATIONS])


def _walked(roots: list[Any]) -> Found:
    found = Found({}, {}, set(), set())
    seen: set[Any] = set()
    for root in roots:
        structs = list(_structs_in(root, "", "", found))
        found.nested.update(rows.__name__ for rows in structs[1:])
        for struct in structs:
            _walk(struct, found, seen)
    return found


def _walk(struct: Any, found: Found, seen: set[Any]) -> None:  # noqa: ANN401 # any struct
    if struct in seen:
        return
    seen.add(struct)
    hints = get_type_hints(struct, include_extras=True)
    names = struct.__struct_fields__
    found.structs.setdefault(struct.__name__, set()).update(names)
    for name in names:
        for inner in _structs_in(hints[name], struct.__name__, name, found):
            found.nested.add(inner.__name__)
            _walk(inner, found, seen)


def _structs_in(
    hint: Any,  # noqa: ANN401 # any annotation
    owner: str,
    field: str,
    found: Found,
) -> Iterator[Any]:
    """Yield the structs a type is made of; note its codes and ticks on the way."""
    origin = get_origin(hint)
    if origin is Annotated:
        yield from _structs_in(get_args(hint)[0], owner, field, found)
    elif isinstance(hint, typing.NewType):
        yield from _structs_in(hint.__supertype__, owner, field, found)
    elif origin is Literal:
        found.codes.setdefault((owner, field), set()).update(map(str, get_args(hint)))
    elif hint is bool:
        found.ticks.add((owner, field))
    elif isinstance(origin or hint, type) and issubclass(origin or hint, msgspec.Struct):
        yield origin or hint
        for inner in get_args(hint):
            yield from _structs_in(inner, owner, field, found)
    elif isinstance(hint, type) and issubclass(hint, Enum):
        found.codes.setdefault((owner, field), set()).update(str(one.value) for one in hint)
    else:
        if origin in (Union, UnionType):
            _note_tags(get_args(hint), found)
        for inner in get_args(hint):
            yield from _structs_in(inner, owner, field, found)


def _note_tags(members: tuple[Any, ...], found: Found) -> None:
    """A choice between structs is made by their tags: codes of the tag's field, whichever struct they are in."""
    configs = [one.__struct_config__ for one in members if hasattr(one, "__struct_config__")]
    if len(configs) > 1:
        tags = {str(config.tag) for config in configs}
        found.codes.setdefault(("", str(configs[0].tag_field)), set()).update(tags)
