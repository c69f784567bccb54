"""What kind of field a request body asks for, read from its type: one place knows how types become inputs."""

import types
from datetime import date
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

_MONTH: Final = r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])"
_LONG_TEXT: Final = 300
_PAPER: Final = frozenset({"sha256", "byte_count", "media_type"})
"""What every struct that names an attachment consists of."""
_DIGEST: Final = "[0-9a-f]{64}"
_WRITTEN_IDS: Final = frozenset({"transfer_id"})
"""Ids that are printed on a paper and typed as they stand there."""
FILES: Final = frozenset({"file", "files", "digest"})
"""Widgets that take one paper, or several, or a file of which only the digest is sent."""


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a body: `widget` says how it is asked for, `inner` what a list or group consists of.

    widget: text, long_text, date, month, money (yuan typed, fen sent), number, choice, choices, yes_no (a box to
    tick), maybe (yes, no or not said), person or officer (an id picked by name), id, ids, texts, file, files,
    digest, group, groups, variant (one of several groups, told by a tag).
    """

    name: str
    owner: str
    widget: str
    required: bool
    choices: tuple[str, ...] = ()
    inner: tuple["Kind", ...] = ()
    variants: tuple[tuple[str, tuple["Kind", ...]], ...] = ()
    tag: str = ""
    default: str = ""
    max_length: int | None = None


@cache
def kinds_of(body: type[msgspec.Struct]) -> tuple[Kind, ...]:
    """Return the fields of a body in the order they are declared."""
    hints = get_type_hints(body, include_extras=True)
    return tuple(_kind(body, field, hints[field.name]) for field in msgspec.structs.fields(body))


def _kind(body: type[msgspec.Struct], field: msgspec.structs.FieldInfo, hint: Any) -> Kind:  # noqa: ANN401
    plain, metas, optional = _plain(hint)
    default = "" if field.default in (msgspec.NODEFAULT, None, msgspec.UNSET) else field.default
    given: dict[str, Any] = {
        "name": field.name,
        "owner": body.__name__,
        "required": field.required,
        "default": default if isinstance(default, str) else _default_text(default),
        "max_length": next((m.max_length for m in metas if m.max_length is not None), None),
    }
    pattern = next((m.pattern for m in metas if m.pattern), "") or ""
    return Kind(**(given | _shape(plain, field.name, pattern, given["max_length"], optional)))


def _default_text(value: object) -> str:
    return "true" if value is True else str(value) if isinstance(value, int) and value else ""


def _shape(
    plain: Any,  # noqa: ANN401 # any annotation
    name: str,
    pattern: str,
    max_length: int | None,
    optional: bool,  # noqa: FBT001 # of the type, no switch
) -> dict[str, Any]:
    origin = get_origin(plain)
    if origin is Literal:
        return {"widget": "choice", "choices": tuple(map(str, get_args(plain)))}
    if origin in (tuple, list, frozenset):
        return _of_many(plain)
    if _is_union(plain):
        return _variants(get_args(plain))
    if plain is bool:
        return {"widget": "maybe" if optional else "yes_no"}
    if plain is int:
        return {"widget": "money" if name == "fen" or name.endswith("_fen") else "number"}
    if plain is date:
        return {"widget": "date"}
    if plain is UUID:
        return {"widget": "text" if name in _WRITTEN_IDS else "id"}
    if isinstance(plain, type) and issubclass(plain, msgspec.Struct):
        if set(plain.__struct_fields__) >= _PAPER:
            return {"widget": "file"}
        return {"widget": "group", "inner": kinds_of(plain)}
    if _DIGEST in pattern:
        return {"widget": "digest"}
    if _MONTH in pattern:
        return {"widget": "month"}
    return {"widget": "long_text" if max_length and max_length > _LONG_TEXT else "text"}


def _of_many(plain: Any) -> dict[str, Any]:  # noqa: ANN401
    element, _, _ = _plain(get_args(plain)[0])
    if isinstance(element, type) and set(getattr(element, "__struct_fields__", ())) >= _PAPER:
        return {"widget": "files"}
    if get_origin(element) is Literal:
        return {"widget": "choices", "choices": tuple(map(str, get_args(element)))}
    if element is UUID:
        return {"widget": "ids"}
    if isinstance(element, type) and issubclass(element, msgspec.Struct):
        return {"widget": "groups", "inner": kinds_of(element)}
    return {"widget": "numbers" if element is int else "texts"}


def _variants(members: tuple[Any, ...]) -> dict[str, Any]:
    structs = [one for one in members if isinstance(one, type) and issubclass(one, msgspec.Struct)]
    tag = structs[0].__struct_config__.tag_field or "type"
    variants = tuple((str(one.__struct_config__.tag), kinds_of(one)) for one in structs)
    return {"widget": "variant", "tag": tag, "variants": variants}


def _plain(hint: Any) -> tuple[Any, list[msgspec.Meta], bool]:  # noqa: ANN401
    """Return a type without its bounds, its None and its new name; the bounds; whether None is one of it."""
    metas: list[msgspec.Meta] = []
    optional = False
    while True:
        if get_origin(hint) is Annotated:
            metas += [one for one in get_args(hint)[1:] if isinstance(one, msgspec.Meta)]
            hint = get_args(hint)[0]
        elif hasattr(hint, "__supertype__"):
            hint = hint.__supertype__
        elif (left := _without_none(hint)) and len(left) < len(get_args(hint)):
            optional = True
            if len(left) > 1:
                joined = left[0]
                for one in left[1:]:
                    joined |= one
                return joined, metas, optional
            hint = left[0]
        else:
            return hint, metas, optional


def _without_none(hint: Any) -> list[Any]:  # noqa: ANN401
    if not _is_union(hint):
        return []
    return [one for one in get_args(hint) if one not in (type(None), msgspec.UnsetType)]


def _is_union(hint: Any) -> bool:  # noqa: ANN401
    return isinstance(hint, types.UnionType) or get_origin(hint) is Union
