"""The kinds of fields requests are made of, each with its bounds: nothing of unknown length or size comes in."""

from typing import Annotated

from msgspec import Meta, Struct

INT4_MAX = 2**31 - 1
INT8_MAX = 2**63 - 1

Code = Annotated[str, Meta(min_length=1, max_length=50)]
Title = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=1000)]
Reason = Annotated[str, Meta(min_length=1, max_length=500)]
DocumentNo = Annotated[str, Meta(max_length=100)]
DocumentNoNeeded = Annotated[str, Meta(min_length=1, max_length=100)]
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
    """Base of every request body: unknown fields are refused (assurance S6). Repeat the words on each class."""


class Query(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every set of query parameters."""


class NoQuery(Query, frozen=True, kw_only=True):
    """Takes no query parameter."""


class Answered(Struct, frozen=True, kw_only=True):
    """Base of what is answered."""
