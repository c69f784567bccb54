"""The kinds of fields requests are made of, each with its bounds: nothing of unknown length or size comes in."""

import re
from functools import cache
from typing import Annotated, Final, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct

INT4_MAX = 2**31 - 1
INT8_MAX = 2**63 - 1
_ID_NUMBER = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9])"
)

IN_CLEAR: Final[dict[str, bool]] = {"in_clear": True}
"""Marks a field whose text stands in an event unsealed: no key could ever be destroyed for it."""

Code = Annotated[str, Meta(min_length=1, max_length=50, extra=IN_CLEAR)]
SealedCode = Annotated[str, Meta(min_length=1, max_length=50)]
Title = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=1000)]
Reason = Annotated[str, Meta(min_length=1, max_length=500, extra=IN_CLEAR)]
DocumentNo = Annotated[str, Meta(max_length=100, extra=IN_CLEAR)]
DocumentNoNeeded = Annotated[str, Meta(min_length=1, max_length=100, extra=IN_CLEAR)]
PersonName = Annotated[str, Meta(min_length=1, max_length=200, description="姓名")]
IdNumber = Annotated[str, Meta(min_length=1, max_length=40, description="公民身份号码")]
CreditCode = Annotated[str, Meta(pattern=r"\A[0-9A-HJ-NPQRTUWXY]{18}\Z")]
Mobile = Annotated[str, Meta(pattern=r"\A1[3-9][0-9]{9}\Z")]
CardNumber = Annotated[str, Meta(pattern=r"\A[0-9]{8,30}\Z")]
Month = Annotated[str, Meta(pattern=r"\A(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])\Z")]
Version = Annotated[int, Meta(ge=1, le=INT4_MAX)]
Count = Annotated[int, Meta(ge=0, le=10_000_000)]
Year = Annotated[int, Meta(ge=1900, le=2199)]
Limit = Annotated[int, Meta(ge=1, le=200)]
Position = Annotated[int, Meta(ge=0, le=INT8_MAX)]
Moment = Annotated[str, Meta(min_length=1, max_length=40, description="位置或 RFC 3339 时刻")]
AccountCode = Annotated[str, Meta(pattern=r"\A[0-9A-Za-z.]{1,20}\Z", description="科目编码")]
PageCursor = Annotated[str, Meta(min_length=1, max_length=1000)]


class Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every request body: unknown fields are refused (assurance S6). Repeat the words on each class.

    Nor does it take an ID number where nothing is sealed: the log would keep it for ever, and ids follow from some
    of these texts (assurance 10.4).
    """

    def __post_init__(self) -> None:
        """Refuse an ID number in clear; a ValueError is answered as a body that is not valid."""
        for name in _in_clear(type(self)):
            text = getattr(self, name)
            if isinstance(text, str) and _ID_NUMBER.search(text):
                raise ValueError(name)


@cache
def _in_clear(kind: type[Body]) -> tuple[str, ...]:
    """Return the fields of a body that are marked so, alone or beside None."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(name for name in kind.__struct_fields__ if _is_marked(hints[name]))


def _is_marked(hint: object) -> bool:
    if get_origin(hint) is Annotated:
        marks = get_args(hint)[1:]
        return any(isinstance(one, Meta) and one.extra == IN_CLEAR for one in marks)
    return any(_is_marked(inner) for inner in get_args(hint))


class Query(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every set of query parameters."""


class NoQuery(Query, frozen=True, kw_only=True):
    """Takes no query parameter."""


class Answered(Struct, frozen=True, kw_only=True):
    """Base of what is answered."""
